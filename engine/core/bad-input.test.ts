/**
 * Bad input gets its reason and touches nothing else: the hash of the content, which leaves out the number of commands,
 * is the same before and after.
 */
import t from 'tap';
import { LimitKind, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason, reasonName } from '../../protocol/codes/reasons.js';
import { Cmd, CommandFlag, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import {
  byteA,
  Double,
  head,
  kindOf,
  LAST_IN_GROUP,
  RECORD_WORDS,
  Word,
} from '../../protocol/records/layout.js';
import { holds, mustEqual } from '../book/test-property.js';
import * as commands from './test-commands.js';
import { doublesOf, type Record16 } from './test-commands.js';
import { SMALLEST_RING, TestCore } from './test-kit.js';
import { anySequence } from './test-sequences.js';

const LOWEST = -(2 ** 31);
const HIGHEST = 2 ** 31 - 1;
const ORDER = { side: Side.Buy, lots: 5, price: 100 };

const order = (fields: object): Record16 => commands.newOrder({ ...ORDER, ...fields });
const replace = (lots: number, price: number): Record16 =>
  commands.replaceOrder({ slot: 1, generation: 1 }, lots, price);
const quote = (fields: Partial<commands.QuoteFields>): Record16 =>
  commands.quote({ id: 7, bid: { lots: 1, price: 99 }, offer: { lots: 1, price: 101 }, ...fields });
const kind = (number: number): Record16 => commands.command(head(number));
const scoped = (kind: CommandKind, scope: number, side = 0): Record16 =>
  commands.command(head(kind, scope, side));

const BAD: Readonly<Record<string, readonly [Record16, Reason]>> = {
  'quantity NaN': [order({ lots: Number.NaN }), Reason.QuantityOutOfRange],
  'quantity infinite': [order({ lots: Number.POSITIVE_INFINITY }), Reason.QuantityOutOfRange],
  'quantity 0': [order({ lots: 0 }), Reason.QuantityOutOfRange],
  'quantity -0': [order({ lots: -0 }), Reason.QuantityOutOfRange],
  'quantity negative': [order({ lots: -5 }), Reason.QuantityOutOfRange],
  'quantity not whole': [order({ lots: 0.1 }), Reason.QuantityOutOfRange],
  'quantity 2^53': [order({ lots: 2 ** 53 }), Reason.QuantityOutOfRange],
  'quantity 2^53 + 2': [order({ lots: 2 ** 53 + 2 }), Reason.QuantityOutOfRange],
  'quantity least double': [order({ lots: Number.MIN_VALUE }), Reason.QuantityOutOfRange],
  'quantity 2^53 - 1': [order({ lots: 2 ** 53 - 1 }), Reason.MaxQuantityExceeded],
  'price int32 min': [order({ price: LOWEST }), Reason.PriceOutOfRange],
  'price int32 min + 1': [order({ price: LOWEST + 1 }), Reason.PriceOutOfRange],
  'price int32 max': [order({ price: HIGHEST }), Reason.PriceOutOfRange],
  'price 0': [order({ price: 0 }), Reason.PriceOutOfRange],
  'owner 0': [order({ account: 0, session: 0 }), Reason.UnknownAccount],
  'account 65535': [order({ account: 0xffff }), Reason.UnknownAccount],
  'session 65535': [order({ session: 0xffff }), Reason.UnknownSession],
  'session not logged on, cancel-on-disconnect': [
    order({ session: 7, flags: CommandFlag.CancelOnDisconnect }),
    Reason.NotLoggedOn,
  ],
  'instrument int32 min': [order({ instrument: LOWEST }), Reason.UnknownInstrument],
  'side 0': [order({ side: 0 }), Reason.FieldOutOfRange],
  'side 3': [order({ side: 3 }), Reason.FieldOutOfRange],
  'order type 0': [order({ ordType: 0 }), Reason.FieldOutOfRange],
  'order type 255': [order({ ordType: 255 }), Reason.FieldOutOfRange],
  'time in force 5': [order({ timeInForce: 5 }), Reason.FieldOutOfRange],
  'time in force 65': [order({ timeInForce: 65 }), Reason.FieldOutOfRange],
  'time in force 255': [order({ timeInForce: 255 }), Reason.FieldOutOfRange],
  'an attribute of later days': [order({ flags: 1 << 15 }), Reason.FieldOutOfRange],
  'an attribute of another command': [order({ flags: CommandFlag.ByClientId }), Reason.FieldOutOfRange],
  'post-only market': [
    order({ ordType: OrdType.Market, flags: CommandFlag.PostOnly }),
    Reason.InvalidCombination,
  ],
  'fill or kill with nothing there': [
    order({ timeInForce: TimeInForce.FillOrKill }),
    Reason.FillOrKillNotFillable,
  ],
  'client id in use': [order({ clientId: 7 }), Reason.DuplicateClientOrderId],

  'replace: quantity NaN': [replace(Number.NaN, 50), Reason.QuantityOutOfRange],
  'replace: quantity -2^53': [replace(-(2 ** 53), 50), Reason.QuantityOutOfRange],
  'replace: quantity 2^53': [replace(2 ** 53, 50), Reason.QuantityOutOfRange],
  'replace: price int32 min': [replace(5, LOWEST), Reason.PriceOutOfRange],
  'replace: price int32 max': [replace(5, HIGHEST), Reason.PriceOutOfRange],
  'replace of slot 0': [commands.replaceOrder({ slot: 0, generation: 0 }, 1, 50), Reason.UnknownOrder],
  'cancel of a slot beyond the pool': [
    commands.cancelOrder({ slot: HIGHEST, generation: 1 }),
    Reason.UnknownOrder,
  ],
  'cancel of a negative slot': [commands.cancelOrder({ slot: LOWEST, generation: 1 }), Reason.UnknownOrder],
  'cancel of another generation': [commands.cancelOrder({ slot: 1, generation: 2 }), Reason.UnknownOrder],
  'cancel by client id 0': [commands.cancelOrder({ clientId: 0 }), Reason.UnknownOrder],
  'cancel by account 65535': [
    commands.cancelOrder({ clientId: 7 }, { account: 0xffff }),
    Reason.UnknownOrder,
  ],
  'cancel by account 0': [
    commands.cancelOrder({ slot: 1, generation: 1 }, { account: 0 }),
    Reason.NotYourOrder,
  ],

  'quote: no id': [quote({ id: 0 }), Reason.InvalidQuote],
  'quote: an attribute of later days': [quote({ flags: 1 << 15 }), Reason.InvalidQuote],
  'quote: the mark that the core gives': [quote({ flags: CommandFlag.QuoteSide }), Reason.InvalidQuote],
  'quote: reduce-only': [quote({ flags: CommandFlag.ReduceOnly }), Reason.InvalidQuote],
  'quote: a prevention that is none': [quote({ flags: 5 << 8 }), Reason.InvalidSelfTradePrevention],
  'quote: crossed at the ends of int32': [
    quote({ bid: { lots: 1, price: HIGHEST }, offer: { lots: 1, price: LOWEST } }),
    Reason.QuoteCrossed,
  ],
  'quote: nothing to take out': [quote({ bid: undefined, offer: undefined }), Reason.UnknownQuote],
  'quote: session 0': [quote({ session: 0 }), Reason.UnknownSession],
  'quote: session not logged on, cancel-on-disconnect': [
    quote({ session: 7, flags: CommandFlag.CancelOnDisconnect }),
    Reason.NotLoggedOn,
  ],
  'quote: session 65535': [quote({ session: 0xffff }), Reason.UnknownSession],
  'protection of 129 executions': [commands.quoteProtection(129, 1), Reason.InvalidQuoteProtection],
  'protection in no time': [commands.quoteProtection(1, 0), Reason.InvalidQuoteProtection],
  'protection in NaN': [commands.quoteProtection(1, Number.NaN), Reason.InvalidQuoteProtection],
  'protection in 2^53': [commands.quoteProtection(1, 2 ** 53), Reason.InvalidQuoteProtection],
  'a window for nothing': [commands.quoteProtection(0, 1), Reason.InvalidQuoteProtection],

  'mass cancel over nothing': [scoped(CommandKind.MassCancel, 0), Reason.InvalidScope],
  'mass cancel, scope of later days': [scoped(CommandKind.MassCancel, 16), Reason.InvalidScope],
  'mass cancel, side 0': [scoped(CommandKind.MassCancel, 8, 0), Reason.InvalidScope],
  'mass cancel, side 3': [scoped(CommandKind.MassCancel, 8, 3), Reason.InvalidScope],
  'end of day of a side': [scoped(CommandKind.EndOfDay, 8, Side.Buy), Reason.InvalidScope],
  'end of day of instrument 0': [scoped(CommandKind.EndOfDay, 4), Reason.InvalidScope],
  'kill switch, scope of later days': [scoped(CommandKind.KillSwitch, 128, 1), Reason.InvalidScope],
  'session 65535 logs on': [commands.sessionOpen(0xffff), Reason.UnknownSession],
  'session 0 logs off': [commands.sessionClosed(0, 0), Reason.UnknownSession],
  'instrument 0 defined': [commands.defineInstrument(0), Reason.UnknownInstrument],
  'instrument -1 defined': [commands.defineInstrument(-1), Reason.UnknownInstrument],
  'bounds the wrong way round': [commands.defineInstrument(1, { min: 2, max: 1 }), Reason.FieldOutOfRange],
  'a price without a negative': [commands.defineInstrument(1, { min: LOWEST }), Reason.FieldOutOfRange],
  'largest order NaN': [commands.defineInstrument(1, { lots: Number.NaN }), Reason.FieldOutOfRange],
  'largest notional 2^53': [commands.defineInstrument(1, { notional: 2 ** 53 }), Reason.FieldOutOfRange],
  'account 65535 defined': [commands.defineAccount(0xffff), Reason.UnknownAccount],
  'kind 0': [kind(0), Reason.UnknownMessage],
  'kind 7': [kind(7), Reason.UnknownMessage],
  'kind 63': [kind(63), Reason.UnknownMessage],
};

for (const [what, [record, reason]] of Object.entries(BAD))
  t.test(`${what}: ${reasonName(reason)}`, async (t) => {
    const kit = new TestCore().standard();
    kit.send(order({ price: 50, clientId: 7 }));
    kit.send(order({ price: 50, side: Side.Sell, lots: 2 }));
    const { hash, hashOfContent } = kit;
    const group = kit.send(record);
    t.equal(group.length, record.length / RECORD_WORDS, 'nothing but the echo');
    t.equal(reasonName(reasonOf(group[0][Cmd.Flags])), reasonName(reason));
    t.strictSame(group[0], echoOf(record, reason, kit.core.sequence), 'as it came, but for the outcome');
    t.equal(kit.hashOfContent, hashOfContent, 'nothing else is touched');
    t.not(kit.hash, hash, 'but it is counted');
  });

function echoOf(record: Record16, reason: Reason, sequence: number): Record16 {
  const echo = record.slice(0, RECORD_WORDS);
  echo[Word.Flags] |= (reason << 16) | (record.length > RECORD_WORDS ? 0 : LAST_IN_GROUP);
  doublesOf(echo)[Double.Sequence] = sequence;
  return echo;
}

t.test('what a refused command does leave: its stamp and its message number', async (t) => {
  const kit = new TestCore().standard();
  const { hashOfContent } = kit;
  kit.send(order({ lots: 0, message: 9, seconds: 77, session: 1 }));
  t.not(kit.hashOfContent, hashOfContent);
  t.equal(kit.core.state.sessions.lastMessage[1], 9);
  t.equal(kit.core.state.seconds, 77);
});

holds('whatever is refused, in whatever state, changes nothing', 60, anySequence, (sequence) => {
  const kit = new TestCore().standard();
  for (const command of sequence.filter(countsNoMessages)) {
    const record = command.slice();
    for (const word of [Cmd.Message, Cmd.Seconds, Cmd.Nanos]) record[word] = 0;
    const before = kit.hashOfContent;
    const [echo, ...events] = kit.send(record);
    if (reasonOf(echo[Cmd.Flags]) === 0) continue;
    const others = events.filter((event) => !SECOND_RECORDS.includes(kindOf(event[0])));
    mustEqual(others.length, 0, 'the number of events');
    mustEqual(kit.hashOfContent, before, 'the content');
  }
});

const SECOND_RECORDS: readonly number[] = [EventKind.OrderTerms, EventKind.QuoteOffer];

/** A message has been sent, whatever became of it. */
const countsNoMessages = (record: Record16): boolean =>
  kindOf(record[0]) !== CommandKind.SetLimit ||
  (byteA(record[0]) !== LimitKind.OrdersPerSecond && byteA(record[0]) !== LimitKind.CancelsPerSecond);

t.test('no image in the middle of a command', async (t) => {
  const kit = new TestCore({ ringSlots: SMALLEST_RING }).standard();
  for (let i = 0; i < SMALLEST_RING; i++) kit.send(order({}));
  const sweep = commands.massCancel({ account: 1 });
  t.ok(kit.core.execute(sweep, 0));
  t.ok(kit.core.pending);
  t.throws(() => kit.core.saveImage(), /middle of a command/);
  t.notOk(kit.core.execute(sweep, 0), 'no command either');
});

t.test('an image that does not fit is refused', async (t) => {
  const image = new TestCore().standard().core.saveImage();
  const { limits } = new TestCore();
  for (const [what, bytes, options] of [
    ['empty', new Uint8Array(), {}],
    ['cut off', image.subarray(0, image.length - 9), {}],
    ['another file', new Uint8Array(4_096), {}],
    ['other limits', image, { limits: { ...limits, orders: 128 } }],
    ['other limits', image, { limits: { ...limits, clientIdHistory: 5 } }],
  ] as const)
    t.throws(() => new TestCore(options).core.loadImage(bytes), RangeError, what);
});

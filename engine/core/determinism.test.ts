/**
 * The same commands give the same events, byte for byte, and the same state hash: with either book, on any ring, from the
 * beginning or from an image, from the commands or from their echoes.
 */
import fc from 'fast-check';
import t from 'tap';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EventKind } from '../../protocol/records/event.js';
import { kindOf } from '../../protocol/records/layout.js';
import { holds, mustEqual } from '../book/test-property.js';
import type { Record16 } from './test-commands.js';
import { LARGE_RING, SMALL, SMALLEST_RING, TestCore } from './test-kit.js';
import { bytesOf, commandOf, mustBeSame, play, sendAll } from './test-play.js';
import { parseCommand } from './test-script.js';
import { anySequence } from './test-sequences.js';

const RUNS = 100;
const cut = fc.tuple(anySequence, fc.nat({ max: 250 }));

holds('the fast book and the naive one', RUNS, anySequence, (sequence) => {
  mustBeSame(play({ book: 'fast' }, sequence), play({ book: 'naive' }, sequence));
});

holds('both books, with pools that are full most of the time', RUNS, anySequence, (sequence) => {
  const limits = { ...SMALL, orders: 12, levelChunks: 3 };
  mustBeSame(play({ book: 'fast', limits }, sequence), play({ book: 'naive', limits }, sequence));
});

holds('the smallest event ring and a large one', RUNS, anySequence, (sequence) => {
  mustBeSame(play({ ringSlots: SMALLEST_RING }, sequence), play({ ringSlots: LARGE_RING }, sequence));
});

holds('methods of the class and closures of one core', RUNS, anySequence, (sequence) => {
  mustBeSame(play({ specialized: true }, sequence), play({}, sequence));
});

holds('another ring, larger or smaller, from the middle on', RUNS, cut, ([sequence, place]) => {
  const whole = play({}, sequence);
  for (const [first, then] of [
    [LARGE_RING, SMALLEST_RING],
    [SMALLEST_RING, LARGE_RING],
  ]) {
    const kit = new TestCore({ ringSlots: first }).standard();
    const before = sendAll(kit, sequence.slice(0, place));
    kit.goOnWith(then);
    const events = Buffer.concat([before, sendAll(kit, sequence.slice(place))]);
    mustBeSame({ events, hash: kit.hash }, whole);
  }
});

holds('a replay of the echoes, as the journal has them', RUNS, anySequence, (sequence) => {
  const first = new TestCore().standard();
  const groups = sequence.map((command) => first.send(command));
  const again = new TestCore().standard();
  const replayed = groups.map((group) => again.send(commandOf(group)));
  mustEqual(bytesOf(replayed.flat()).equals(bytesOf(groups.flat())), true, 'that the events are equal');
  mustEqual(again.hash, first.hash, 'the hash');
});

holds('an image saved and loaded anywhere', RUNS, cut, ([sequence, place]) => {
  const whole = play({}, sequence);
  const kit = new TestCore().standard();
  sendAll(kit, sequence.slice(0, place));
  for (const book of ['fast', 'naive'] as const) {
    const fresh = new TestCore({ book });
    fresh.core.loadImage(kit.core.saveImage());
    mustEqual(fresh.hash, kit.hash, 'the hash after loading');
    const rest = sendAll(fresh, sequence.slice(place));
    mustEqual(
      whole.events.subarray(-rest.length || Infinity).equals(rest),
      true,
      'that the events are equal',
    );
    mustEqual(fresh.hash, whole.hash, 'the hash at the end');
  }
});

/** Only a whole walk finds them: they stand in no book. */
t.test('what waits for its parent is not forgotten by an image', async (t) => {
  const sequence = ['buy 27@90 id:7', 'sell 3@110 day child:7', 'phase closed'].map((text) =>
    parseCommand(text, () => ({ slot: 0, generation: 0 })),
  );
  const whole = new TestCore().standard();
  sendAll(whole, sequence.slice(0, 2));
  const fresh = new TestCore();
  fresh.core.loadImage(whole.core.saveImage());
  const closed = whole.send(sequence[2]);
  t.ok(closed.map(inWords).includes('EndOfDay'), 'it ends with the day');
  t.strictSame(fresh.send(sequence[2]), closed);
  t.equal(fresh.hash, whole.hash);
});

t.test('the sequences reach what they are meant to reach', async (t) => {
  const seen = new Set<string>();
  for (const sequence of fc.sample(anySequence, { seed: 1, numRuns: 800 })) {
    const kit = new TestCore().standard();
    for (const record of sequence.flatMap((command) => kit.send(command))) seen.add(inWords(record));
  }
  for (const kind of ACCEPTED) t.ok(seen.has(`${kind}`), `command ${kind} is accepted`);
  for (const reason of GIVEN) t.ok(seen.has(Reason[reason]), Reason[reason]);
});

const ACCEPTED = [
  ...[CommandKind.NewOrder, CommandKind.CancelOrder, CommandKind.ReplaceOrder, CommandKind.MassCancel],
  ...[CommandKind.Time, CommandKind.EndOfDay, CommandKind.SessionOpen, CommandKind.SessionClosed],
  ...[CommandKind.KillSwitch, CommandKind.EngineStart, EventKind.Trade],
  ...[CommandKind.TradingPhase, CommandKind.DefineBands, CommandKind.DefineTicks],
  ...[CommandKind.Quote, CommandKind.QuoteProtection, EventKind.QuoteSide],
  ...[EventKind.PhaseChanged, EventKind.IndicativePrice],
  ...[CommandKind.DefineContract, CommandKind.CurrencyRate, CommandKind.SetLimit],
  ...[CommandKind.ReduceOnlySwitch, CommandKind.ResetThrottle, CommandKind.VenueFill],
  ...[EventKind.TradeBusted, EventKind.TradeCorrected],
];

const GIVEN = [
  ...[Reason.PostOnlyWouldTake, Reason.FillOrKillNotFillable, Reason.NotYourOrder, Reason.UnknownOrder],
  ...[Reason.CancelledByUser, Reason.ImmediateRemainder, Reason.NoLiquidity, Reason.ReplacedToExecuted],
  ...[Reason.InstrumentHalted, Reason.MarketClosed, Reason.NotInAuction, Reason.AuctionNotAhead],
  ...[Reason.AuctionOver, Reason.PriceOutsideStaticBand, Reason.PriceBeyondDynamicBand, Reason.PriceOffTick],
  ...[Reason.InstrumentRestricted, Reason.PriceCollarExceeded, Reason.PositionLimitExceeded],
  ...[Reason.ExposureLimitExceeded, Reason.CreditLimitExceeded, Reason.OpenOrderLimitExceeded],
  ...[Reason.OrderRateExceeded, Reason.CancelRateExceeded, Reason.ExecutionThrottled],
  ...[Reason.ReduceOnlySwitchOn, Reason.NoCurrencyRate, Reason.ContractInUse],
  ...[Reason.TriggerAlreadyReached, Reason.LinkedOrderGone, Reason.SelfTradePrevented, Reason.Expired],
  ...[Reason.MinimumQuantityNotAvailable, Reason.Refreshed, Reason.Repriced, Reason.LinkedOrderExecuted],
  ...[
    Reason.ChildArmed,
    Reason.AwaitsParent,
    Reason.ParentEnded,
    Reason.PricedAtBest,
    Reason.MovedBehindBest,
  ],
  ...[Reason.InvalidQuote, Reason.QuoteCrossed, Reason.UnknownQuote, Reason.QuoteInOtherInstrument],
  ...[Reason.QuoteProtectionTriggered, Reason.InvalidQuoteProtection, Reason.QuoteSideRemoved],
  ...[Reason.QuoteSideReplaced],
  ...[Reason.MassCancelled, Reason.EndOfDay, Reason.KillSwitchCancel, Reason.CancelOnDisconnect],
];

/** A trade or an accepted command by its kind, what ended or was refused by its reason. */
function inWords(record: Record16): string {
  const kind = kindOf(record[0]);
  if (kind === EventKind.OrderEnded || kind === EventKind.OrderRestated) return Reason[record[End.Reason]];
  const reason = kind >= EventKind.Trade ? 0 : reasonOf(record[Cmd.Flags]);
  return reason === 0 ? `${kind}` : Reason[reason];
}

/**
 * Random command sequences for properties: every kind of command, over a few instruments, accounts and sessions, with
 * prices and ids close enough together that orders meet, ids collide and pools run full. No command depends on the ones
 * before it, so a failing sequence can be cut anywhere and is still one.
 */
import fc from 'fast-check';
import {
  Contingency,
  ContractKind,
  LimitKind,
  LimitMode,
  Liquidity,
  OrdType,
  Peg,
  Side,
  TimeInForce,
  TradingPhase,
  TriggerSource,
} from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { BandAction, CommandFlag, PREVENTION_SHIFT } from '../../protocol/records/command.js';
import { LANE_PAYLOAD_WORDS, RECORD_WORDS } from '../../protocol/records/layout.js';
import { VENUES } from '../../protocol/records/routing.js';
import type { Record16 } from './test-commands.js';
import * as commands from './test-commands.js';
import * as limits from './test-limit-commands.js';
import { quotesOf, rarely } from './test-quote-sequences.js';

const side = fc.constantFrom(Side.Buy, Side.Sell);
const instrument = rarely(fc.constantFrom(1, 1, 2), fc.constantFrom(3, 4));
const account = rarely(fc.constantFrom(1, 2), fc.constant(3));
const session = rarely(fc.constantFrom(1, 2, 3), fc.constantFrom(0, 4, 8));
const price = rarely(
  fc.oneof(
    fc.integer({ min: 96, max: 104 }),
    fc.integer({ min: 90, max: 110 }),
    fc.integer({ min: 1, max: 999 }),
  ),
  fc.constantFrom(0, -1, 1_001, 2 ** 31 - 1, -(2 ** 31)),
);
const lots = rarely(
  fc.integer({ min: 1, max: 12 }),
  fc.constantFrom(500, 1_000, 1_001, 0, -1, 0.5, Number.NaN, 2 ** 53, 2 ** 53 + 2, 1e300),
);
const clientId = rarely(
  rarely(fc.integer({ min: 1, max: 30 }), fc.constant(0)),
  fc.constantFrom(2 ** 32 + 1, 2 ** 40),
);
const seconds = fc.integer({ min: 0, max: 40 });
const from = fc.record({ account, session, message: fc.nat({ max: 99 }), seconds: fc.constant(0) });
const meant = fc.oneof(
  fc.record({ clientId: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ slot: fc.integer({ min: 1, max: 20 }), generation: fc.integer({ min: 1, max: 6 }) }),
);
const flags = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constant<number>(CommandFlag.CancelOnDisconnect) },
  { weight: 1, arbitrary: fc.constant<number>(CommandFlag.PostOnly) },
);
/** What an extended order may have, of any type: half of it makes no sense together, and is refused for that. */
const expires = fc.integer({ min: 0, max: 45 });
const linked = fc.integer({ min: 1, max: 30 });
const source = rarely(
  fc.constantFrom<number>(
    TriggerSource.LastTrade,
    TriggerSource.LastTrade,
    TriggerSource.BestBid,
    TriggerSource.BestOffer,
  ),
  fc.constantFrom<number>(
    TriggerSource.None,
    TriggerSource.Venue,
    TriggerSource.Venue + VENUES - 1,
    TriggerSource.Venue + VENUES,
    9,
  ),
);
const offset = rarely(fc.integer({ min: 0, max: 4 }), fc.constantFrom(-1, 2 ** 31 - 1));
const part = rarely(fc.integer({ min: 1, max: 6 }), fc.constantFrom(0.5, Number.NaN, -1, 2 ** 53));
const contingency = fc.constantFrom(Contingency.OneCancelsOther, Contingency.OneTriggersOther);

type Extended = Pick<commands.OrderFields, 'ordType' | 'terms' | 'timeInForce'>;
const extension: fc.Arbitrary<Extended> = fc.oneof(
  fc.record({
    ordType: fc.constantFrom(OrdType.Stop, OrdType.StopLimit),
    terms: fc.record({ trigger: price, source }),
  }),
  fc.record({
    ordType: fc.constantFrom(OrdType.Stop, OrdType.StopLimit),
    terms: fc.record({
      source,
      offset: fc.integer({ min: 1, max: 4 }),
      protection: fc.constantFrom(0, 0, 2),
    }),
  }),
  fc.record({ terms: fc.record({ display: part }) }),
  fc.record({
    terms: fc.record({ minimum: part }),
    timeInForce: fc.constantFrom(undefined, TimeInForce.ImmediateOrCancel),
  }),
  fc.record({
    ordType: fc.constant(OrdType.Pegged),
    terms: fc.record({
      peg: fc.constantFrom(Peg.Primary, Peg.Midpoint, Peg.Midpoint),
      offset: fc.constantFrom(0, 0, 1, 2),
    }),
  }),
  fc.record({ ordType: fc.constant(OrdType.Market), terms: fc.record({ protection: offset }) }),
  fc.record({ timeInForce: fc.constant(TimeInForce.GoodTillDate), terms: fc.record({ expires }) }),
  fc.record({ terms: fc.record({ contingency, linked }) }),
  fc.record({
    ordType: fc.constantFrom(OrdType.Stop, OrdType.StopLimit),
    terms: fc.record({ contingency, linked, trigger: price, source, offset: rarely(fc.constant(0), offset) }),
  }),
  fc.record({ ordType: fc.constant(OrdType.MarketToLimit) }),
  fc.record({
    ordType: fc.constantFrom(
      OrdType.Limit,
      OrdType.Market,
      OrdType.StopLimit,
      OrdType.Pegged,
      OrdType.MarketToLimit,
    ),
    timeInForce: fc.constantFrom(TimeInForce.Day, TimeInForce.FillOrKill, TimeInForce.GoodTillDate),
    terms: fc.record(
      {
        trigger: price,
        source,
        offset,
        display: part,
        minimum: part,
        expires,
        protection: offset,
        contingency,
        linked,
      },
      { requiredKeys: [] },
    ),
  }),
);
const prevention = fc
  .tuple(
    fc.constantFrom(0, 0, 0, 0, 1, 2, 3, 4, 5),
    rarely(fc.constant(0), fc.constant<number>(CommandFlag.PreventWithinFirm)),
  )
  .map(([mode, firm]) => (mode << PREVENTION_SHIFT) | (mode === 0 ? 0 : firm));
const short = rarely(
  fc.constant(0),
  fc.constantFrom<number>(CommandFlag.SellShort, CommandFlag.SellShortExempt),
);

const reducing = fc.constantFrom<number>(0, 0, 0, 0, 0, CommandFlag.ReduceOnly);

const scope = fc.record({ account, session, instrument, side }, { requiredKeys: [] });

const order = fc
  .record({
    from,
    side,
    lots,
    price,
    ordType: fc.oneof(
      { weight: 12, arbitrary: fc.constant(OrdType.Limit) },
      { weight: 1, arbitrary: fc.constant(OrdType.Market) },
    ),
    timeInForce: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(TimeInForce.GoodTillCancel, TimeInForce.Day) },
      { weight: 1, arbitrary: fc.constantFrom(TimeInForce.ImmediateOrCancel, TimeInForce.FillOrKill) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(TimeInForce.AtOpen, TimeInForce.AtClose, TimeInForce.GoodForAuction),
      },
    ),
    instrument,
    clientId,
    flags: fc.tuple(flags, prevention, short, reducing).map((bits) => bits.reduce((all, bit) => all | bit)),
    extension: fc.option(extension, { nil: undefined, freq: 2 }),
  })
  .map(({ from, extension, ...fields }) => commands.newOrder({ ...fields, ...from, ...given(extension) }));

const given = (extension: Extended | undefined): Extended =>
  Object.fromEntries(Object.entries(extension ?? {}).filter(([, value]) => value !== undefined));

const { quote, quoteProtection } = quotesOf({
  from,
  price,
  lots,
  instrument,
  flags: fc.tuple(flags, prevention).map(([flags, mode]) => flags | mode),
});

const venuePrice = fc
  .tuple(instrument, fc.constantFrom(0, 1, VENUES - 1, VENUES), price)
  .map(([instrument, venue, ticks]) => commands.venuePrice(instrument, venue, ticks));

const cancel = fc
  .tuple(meant, from, rarely(fc.constant(0), instrument))
  .map(([meant, from, instrument]) => commands.cancelOrder(meant, { ...from, instrument }));

const replace = fc
  .tuple(
    meant,
    lots,
    fc.oneof(fc.integer({ min: 98, max: 102 }), price),
    from,
    rarely(fc.constant(0), instrument),
  )
  .map(([meant, lots, price, from, instrument]) =>
    commands.replaceOrder(meant, lots, price, { ...from, instrument }),
  );

const defineInstrument = fc
  .tuple(
    instrument,
    fc.record({
      open: rarely(fc.constant(true), fc.constant(false)),
      reference: fc.constantFrom(0, 100),
      min: fc.constantFrom(1, -50),
      lots: rarely(fc.constant(1_000), fc.constant(5)),
    }),
  )
  .map(([instrument, fields]) => commands.defineInstrument(instrument, fields));
const defineAccount = fc
  .tuple(account, rarely(fc.constant(true), fc.constant(false)))
  .map(([account, on]) => commands.defineAccount(account, on));

const sessionClosed = fc
  .tuple(session, fc.nat({ max: 9_000 }))
  .map(([session, graceMs]) => commands.sessionClosed(session, graceMs));

const kill = fc
  .tuple(fc.constantFrom(true, false, false, false), fc.record({ account, instrument }, { requiredKeys: [] }))
  .map(([on, scope]) => commands.killSwitch(on, scope));

/** Continuous half of the time, so that there is something to interrupt. */
const phase = fc.oneof(
  { weight: 4, arbitrary: fc.constant(TradingPhase.Continuous) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...[TradingPhase.PreOpen, TradingPhase.OpeningAuction, TradingPhase.ClosingAuction],
      ...[TradingPhase.Closed, TradingPhase.Halt, TradingPhase.VolatilityAuction],
    ),
  },
);
const tradingPhase = fc
  .tuple(instrument, phase, fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined, freq: 1 }))
  .map(([instrument, phase, due]) => commands.tradingPhase(instrument, phase, due));
const defineBands = fc
  .tuple(
    instrument,
    fc.record({
      staticBasisPoints: fc.constantFrom(0, 500, 2_000),
      dynamicBasisPoints: fc.constantFrom(0, 100, 300),
      action: fc.constantFrom(BandAction.Reject, BandAction.Auction),
      auctionMs: fc.constantFrom(0, 1_500, 5_000),
    }),
  )
  .map(([instrument, fields]) => commands.defineBands(instrument, fields));
const defineTicks = fc
  .tuple(instrument, fc.nat({ max: 1 }), fc.constantFrom(0, 0, 100), fc.constantFrom(0, 1, 2, 5))
  .map(([instrument, row, from, step]) => commands.defineTicks(instrument, row, from, step));
/** Limits that bite now and then, and are given up as often. */
const limit = fc
  .tuple(
    fc.constantFrom<readonly [LimitKind, number, limits.LimitFields]>(
      [LimitKind.CollarTicks, 3, { instrument: 1 }],
      [LimitKind.CollarBasisPoints, 300, { instrument: 2 }],
      [LimitKind.ProtectionTicks, 2, { instrument: 1 }],
      [LimitKind.Position, 40, { instrument: 1 }],
      [LimitKind.Position, 20, { account: 1, instrument: 2 }],
      [LimitKind.Exposure, 3_000, { instrument: 1 }],
      [LimitKind.Exposure, 2_000, { account: 2, instrument: 1 }],
      [LimitKind.Credit, 5_000, { account: 1, currency: 0 }],
      [LimitKind.Credit, 5_000, { account: 2, currency: 1 }],
      [LimitKind.OpenOrders, 4, { account: 2 }],
      [LimitKind.OrdersPerSecond, 9, { session: 1 }],
      [LimitKind.CancelsPerSecond, 1, { session: 2 }],
      [LimitKind.CancelsPerSecond, 1, { session: 1 }],
      [LimitKind.Executions, 5, { session: 3 }],
      [LimitKind.Restricted, 1, { instrument: 2 }],
      [LimitKind.Restricted, 1, { account: 2, instrument: 2 }],
    ),
    fc.constantFrom(0, 0, 1),
    fc.constantFrom(LimitMode.ByHand, LimitMode.ByHand, LimitMode.Initial, LimitMode.Release),
  )
  .map(([[kind, value, fields], times, mode]) => limits.setLimit(kind, value * times, { ...fields, mode }));

const rate = fc
  .tuple(fc.constantFrom(0, 1), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .map(([currency, units, per]) => limits.currencyRate(currency, units, per));

const reduceOnly = fc
  .tuple(
    fc.constantFrom(true, false, false),
    fc.constantFrom<commands.ScopeFields>({ account: 1 }, { session: 2 }, { instrument: 2 }, {}),
  )
  .map(([on, scope]) => limits.reduceOnly(on, scope));

const contract = fc
  .tuple(instrument, fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 }))
  .chain(([instrument, maker, taker]) =>
    fc
      .constantFrom<limits.ContractFields>(
        {},
        { unitValue: 7, currency: 1 },
        { kind: ContractKind.Inverse, unitValue: 1e6, currency: 1 },
      )
      .map((terms) => limits.defineContract(instrument, { ...terms, maker, taker })),
  );

const tradeId = fc.record({
  sequence: fc.integer({ min: 8, max: 120 }),
  index: fc.integer({ min: 0, max: 2 }),
});
const venueFill = fc
  .tuple(
    side,
    lots,
    price,
    fc.record({ account, session, instrument }),
    fc.constantFrom(Liquidity.Maker, Liquidity.Taker),
  )
  .map(([side, lots, price, from, liquidity]) =>
    limits.venueFill(side, lots, price, { ...from, street: 4, liquidity }),
  );

const bookkeeping = fc.oneof(
  { weight: 4, arbitrary: limit },
  { weight: 1, arbitrary: rate },
  { weight: 1, arbitrary: reduceOnly },
  { weight: 2, arbitrary: fc.constantFrom(1, 2, 3).map(limits.resetThrottle) },
  { weight: 2, arbitrary: contract },
  { weight: 1, arbitrary: fc.constantFrom(4, 4, 3).map(limits.defineStreet) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(account, fc.integer({ min: -900, max: 900 }))
      .map(([id, rate]) => limits.defineFees(id, rate, 2 * rate)),
  },
  { weight: 3, arbitrary: venueFill },
  { weight: 3, arbitrary: tradeId.map(limits.bust) },
  {
    weight: 3,
    arbitrary: fc.tuple(tradeId, lots, price).map(([id, lots, price]) => limits.correct(id, lots, price)),
  },
);

/** Sixteen words of anything, of a kind that there is or is not. */
const garbage = fc
  .tuple(
    fc.nat({ max: 63 }),
    fc.array(fc.integer(), { minLength: LANE_PAYLOAD_WORDS, maxLength: LANE_PAYLOAD_WORDS }),
  )
  .map(([kind, words]) => {
    const record = new Int32Array(RECORD_WORDS);
    record.set(words);
    record[0] = (record[0] & ~0xff) | kind;
    return record;
  });

export const anyCommand: fc.Arbitrary<Record16> = fc.oneof(
  { weight: 130, arbitrary: order },
  { weight: 20, arbitrary: cancel },
  { weight: 30, arbitrary: replace },
  { weight: 1, arbitrary: scope.map((scope) => commands.massCancel(scope)) },
  { weight: 4, arbitrary: fc.tuple(seconds, fc.nat({ max: 1e9 })).map(([s, n]) => commands.time(s, n)) },
  { weight: 1, arbitrary: fc.record({ instrument }, { requiredKeys: [] }).map(commands.endOfDay) },
  { weight: 30, arbitrary: quote },
  { weight: 6, arbitrary: quoteProtection },
  { weight: 3, arbitrary: venuePrice },
  { weight: 6, arbitrary: session.map(commands.sessionOpen) },
  { weight: 5, arbitrary: tradingPhase },
  { weight: 2, arbitrary: defineBands },
  { weight: 1, arbitrary: defineTicks },
  { weight: 2, arbitrary: sessionClosed },
  { weight: 2, arbitrary: kill },
  { weight: 2, arbitrary: fc.oneof(defineInstrument, defineAccount) },
  { weight: 1, arbitrary: fc.nat({ max: 5_000 }).map((graceMs) => commands.engineStart(2, graceMs)) },
  { weight: 2, arbitrary: order.map((record) => commands.refusedBy(record, Reason.PriceOffTick)) },
  { weight: 14, arbitrary: bookkeeping },
  { weight: 2, arbitrary: garbage },
);

export const anySequence: fc.Arbitrary<Record16[]> = fc.array(anyCommand, {
  minLength: 1,
  maxLength: 250,
  size: 'max',
});

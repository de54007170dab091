/** Commands that make sense more often than those of `../test-sequences.ts`, in stages, so that orders really meet. */
import fc from 'fast-check';
import {
  Contingency,
  LimitKind,
  OrdType,
  Peg,
  Side,
  TimeInForce,
  TradingPhase,
  TriggerSource,
} from '../../../protocol/codes/enums.js';
import { BandAction, CommandFlag, PREVENTION_SHIFT } from '../../../protocol/records/command.js';
import type { Record16 } from '../test-commands.js';
import * as commands from '../test-commands.js';
import { setLimit } from '../test-limit-commands.js';

type Fields = Partial<commands.OrderFields>;

const side = fc.constantFrom(Side.Buy, Side.Sell);
const instrument = fc.constantFrom(1, 1, 1, 1, 1, 2);
const account = fc.constantFrom(1, 1, 2);
const price = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 97, max: 103 }) },
  { weight: 1, arbitrary: fc.integer({ min: 85, max: 115 }) },
);
const lots = fc.integer({ min: 1, max: 12 });
const part = fc.integer({ min: 1, max: 5 });
const clientId = fc.integer({ min: 1, max: 20 });
const resting = fc.constantFrom(TimeInForce.GoodTillCancel, TimeInForce.GoodTillCancel, TimeInForce.Day);
const atOnce = fc.constantFrom(TimeInForce.ImmediateOrCancel, TimeInForce.FillOrKill);
const anyTime = fc.oneof({ weight: 2, arbitrary: resting }, { weight: 1, arbitrary: atOnce });
const basic = fc.record({
  side,
  lots,
  price,
  instrument,
  account,
  session: fc.constantFrom(1, 2, 3),
  clientId,
  timeInForce: resting,
});
const prevention = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 0, CommandFlag.PreventWithinFirm))
  .map(([mode, firm]) => (mode << PREVENTION_SHIFT) | firm);
const source = fc.constantFrom<number>(
  ...[TriggerSource.LastTrade, TriggerSource.LastTrade, TriggerSource.LastTrade],
  ...[TriggerSource.BestBid, TriggerSource.BestOffer, TriggerSource.Venue + 1],
);
const trigger = fc.integer({ min: 94, max: 106 });

const extra = (fields: fc.Arbitrary<Fields>): fc.Arbitrary<Record16> =>
  fc.tuple(basic, fields).map(([order, more]) => commands.newOrder({ ...order, ...more }));

const plain = extra(fc.constant({}));
const cancel = fc
  .constantFrom(0, 0, 0, 1, 2)
  .chain((instrument) => meantBy((meant, from) => commands.cancelOrder(meant, { ...from, instrument })));
const replace = fc
  .tuple(lots, price)
  .chain(([quantity, ticks]) =>
    meantBy((meant, from) => commands.replaceOrder(meant, quantity, ticks, from)),
  );

function meantBy(make: (meant: commands.Meant, from: commands.From) => Record16): fc.Arbitrary<Record16> {
  const meant = fc.oneof(
    { weight: 4, arbitrary: fc.record({ clientId }) },
    {
      weight: 1,
      arbitrary: fc.record({
        slot: fc.integer({ min: 1, max: 20 }),
        generation: fc.integer({ min: 1, max: 4 }),
      }),
    },
  );
  return fc.tuple(meant, account).map(([meant, account]) => make(meant, { account }));
}

type Choices = fc.WeightedArbitrary<Record16>[];

/** Limit, market, immediate, post-only, cancel, replace. */
export const BASIC: Choices = [
  { weight: 40, arbitrary: plain },
  { weight: 8, arbitrary: extra(fc.record({ timeInForce: atOnce })) },
  { weight: 6, arbitrary: extra(fc.record({ ordType: fc.constant(OrdType.Market), timeInForce: anyTime })) },
  { weight: 6, arbitrary: extra(fc.constant({ flags: CommandFlag.PostOnly })) },
  { weight: 10, arbitrary: cancel },
  { weight: 20, arbitrary: replace },
];

export const MASS: Choices = [
  {
    weight: 1,
    arbitrary: fc
      .record({ account, session: fc.constantFrom(1, 2, 3), instrument, side }, { requiredKeys: ['account'] })
      .map((scope) => commands.massCancel(scope)),
  },
];

const points = fc.integer({ min: 1, max: 3 });
/** Protection points, market-to-limit, minimum quantity, iceberg, self-trade prevention. */
export const TAKING: Choices = [
  {
    weight: 5,
    arbitrary: extra(
      fc.record({
        ordType: fc.constant(OrdType.Market),
        timeInForce: anyTime,
        terms: fc.record({ protection: points }),
      }),
    ),
  },
  {
    weight: 5,
    arbitrary: extra(fc.record({ ordType: fc.constant(OrdType.MarketToLimit), timeInForce: anyTime })),
  },
  {
    weight: 8,
    arbitrary: extra(
      fc.record({
        terms: fc.record({ minimum: part }),
        timeInForce: fc.constantFrom(TimeInForce.ImmediateOrCancel, TimeInForce.GoodTillCancel),
      }),
    ),
  },
  { weight: 12, arbitrary: extra(fc.record({ terms: fc.record({ display: part }) })) },
  { weight: 14, arbitrary: extra(fc.record({ flags: prevention, timeInForce: anyTime })) },
  {
    weight: 4,
    arbitrary: extra(
      fc.record({
        flags: prevention,
        timeInForce: resting,
        terms: fc.record({ minimum: part, display: part }),
      }),
    ),
  },
];

/** Stops, trailing stops, pegs, good till date, reduce-only. */
export const WAITING: Choices = [
  {
    weight: 14,
    arbitrary: extra(
      fc.record({
        ordType: fc.constantFrom(OrdType.Stop, OrdType.StopLimit),
        terms: fc.record({ trigger, source }),
      }),
    ),
  },
  {
    weight: 6,
    arbitrary: extra(
      fc.record({
        ordType: fc.constantFrom(OrdType.Stop, OrdType.StopLimit),
        terms: fc.record({ offset: fc.integer({ min: 1, max: 4 }), source }),
      }),
    ),
  },
  {
    weight: 12,
    arbitrary: extra(
      fc.record({
        ordType: fc.constant(OrdType.Pegged),
        price: fc.integer({ min: 90, max: 110 }),
        terms: fc.oneof(
          fc.record({ peg: fc.constant(Peg.Primary), offset: fc.nat({ max: 2 }) }),
          fc.record({ peg: fc.constant(Peg.Midpoint) }),
        ),
      }),
    ),
  },
  {
    weight: 3,
    arbitrary: extra(
      fc.record({
        timeInForce: fc.constant(TimeInForce.GoodTillDate),
        terms: fc.record({ expires: fc.integer({ min: 1, max: 60 }) }),
      }),
    ),
  },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 60 }).map((seconds) => commands.time(seconds)) },
  {
    weight: 12,
    arbitrary: extra(
      fc.record({
        flags: fc.constant(CommandFlag.ReduceOnly),
        ordType: fc.constantFrom(OrdType.Limit, OrdType.Limit, OrdType.Market),
        timeInForce: anyTime,
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: extra(
      fc.record({
        flags: fc.constant(CommandFlag.ReduceOnly),
        timeInForce: fc.constantFrom(TimeInForce.ImmediateOrCancel, TimeInForce.GoodTillCancel),
        terms: fc.record({ minimum: part }),
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(instrument, price).map(([id, ticks]) => commands.venuePrice(id, 1, ticks)),
  },
];

const contingency = fc.constantFrom(Contingency.OneCancelsOther, Contingency.OneTriggersOther);
/** OCO and bracket. */
export const LINKED: Choices = [
  { weight: 40, arbitrary: extra(fc.record({ terms: fc.record({ contingency, linked: clientId }) })) },
  {
    weight: 8,
    arbitrary: extra(fc.record({ terms: fc.record({ contingency, linked: clientId, display: part }) })),
  },
  {
    weight: 4,
    arbitrary: extra(
      fc.record({
        flags: fc.oneof(prevention, fc.constant<number>(CommandFlag.ReduceOnly)),
        terms: fc.record({ contingency, linked: clientId }),
      }),
    ),
  },
  {
    weight: 20,
    arbitrary: extra(
      fc.record({
        ordType: fc.constantFrom(OrdType.Stop, OrdType.StopLimit),
        terms: fc.record({ contingency, linked: clientId, trigger, source }),
      }),
    ),
  },
];

const phase = fc.constantFrom(
  ...Array<TradingPhase>(9).fill(TradingPhase.Continuous),
  ...[TradingPhase.PreOpen, TradingPhase.OpeningAuction, TradingPhase.OpeningAuction],
  ...[TradingPhase.ClosingAuction, TradingPhase.VolatilityAuction],
  ...[TradingPhase.ClosingAuction, TradingPhase.Closed, TradingPhase.Halt, TradingPhase.VolatilityAuction],
);
const forAuction = fc.constantFrom(TimeInForce.AtOpen, TimeInForce.AtClose, TimeInForce.GoodForAuction);
const anyType = fc.constantFrom(OrdType.Limit, OrdType.Market, OrdType.MarketToLimit);
const anyTerms = fc.oneof(
  fc.record({ display: part }),
  fc.record({ minimum: part }),
  fc.record({ protection: points }),
);
/** Phases and the orders that are for them, bands. */
export const PHASES: Choices = [
  { weight: 12, arbitrary: fc.tuple(instrument, phase).map(([id, to]) => commands.tradingPhase(id, to)) },
  {
    weight: 14,
    arbitrary: extra(
      fc.record({
        ordType: fc.constantFrom(OrdType.Limit, OrdType.Limit, OrdType.Market),
        timeInForce: forAuction,
      }),
    ),
  },
  { weight: 3, arbitrary: extra(fc.record({ ordType: anyType, timeInForce: forAuction, terms: anyTerms })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        instrument,
        fc.record({
          staticBasisPoints: fc.constantFrom(0, 1_000),
          dynamicBasisPoints: fc.constantFrom(0, 100, 300),
          action: fc.constantFrom(BandAction.Reject, BandAction.Auction),
          auctionMs: fc.constantFrom(0, 1_500),
        }),
      )
      .map(([id, fields]) => commands.defineBands(id, fields)),
  },
  { weight: 1, arbitrary: fc.constant(commands.endOfDay()) },
];

export const sequenceOf = (...choices: Choices[]): fc.Arbitrary<Record16[]> =>
  fc.array(fc.oneof(...choices.flat()), { minLength: 1, maxLength: 120, size: 'max' });

/** Lowest and highest price. */
const bounds = fc.constantFrom<readonly [number, number]>([1, 1_000], [1, 1_000], [97, 103]);
/** Bounds, largest notional, and what market orders of an instrument take at most, from the beginning. */
export const withLimits = (sequences: fc.Arbitrary<Record16[]>): fc.Arbitrary<Record16[]> =>
  fc
    .tuple(bounds, fc.constantFrom(1_000, 1_000_000, 1_000_000), fc.oneof(fc.constant(0), points), sequences)
    .map(([[min, max], notional, ticks, sequence]) => [
      commands.defineInstrument(1, { notional, min, max }),
      setLimit(LimitKind.ProtectionTicks, ticks, { instrument: 1 }),
      ...sequence,
    ]);

/** The table stands before the first order: what becomes of limits that a new table no longer knows is not in the rule book. */
export const withTicks = (sequences: fc.Arbitrary<Record16[]>): fc.Arbitrary<Record16[]> =>
  fc
    .tuple(fc.constantFrom(0, 0, 0, 0, 0, 0, 2, 3), sequences)
    .map(([step, sequence]) => [commands.defineTicks(1, 0, 0, step), ...sequence]);

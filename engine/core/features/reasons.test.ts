/** Every reason that the core's rooms can give is one that somebody has got. */
import t from 'tap';
import { roomsByReason } from '../../../test/documents/reason-codes.js';
import { type CoreOptions, SMALL } from '../test-kit.js';
import { eventsOf } from '../test-scenario.js';
import { STREET } from '../test-street.js';

const CORE = ['engine/core', 'engine/risk', 'engine/ledger', 'engine/book', 'engine/market'];
const MOST = Number.MAX_SAFE_INTEGER;

/** The commands that lead to it, on one line each, and what the core is like. */
const GIVEN: Readonly<Record<string, readonly [commands: readonly string[], options?: CoreOptions]>> = {
  UnknownMessage: [['nonsense']],
  NotLoggedOn: [['buy 1@90 sess:5 cod']],
  FieldOutOfRange: [['define ins:3 min:2 max:1']],
  UnknownSession: [['logon sess:0']],
  UnknownInstrument: [['buy 1@90 ins:5']],
  InstrumentClosed: [['define ins:1 closed', 'buy 1@90']],
  PriceOutOfRange: [['buy 1@9999']],
  QuantityOutOfRange: [['buy 0@90']],
  MaxQuantityExceeded: [['buy 1001@90']],
  MaxNotionalExceeded: [['define ins:1 notional:89', 'buy 1@90']],
  DuplicateClientOrderId: [['buy 1@90 id:7', 'buy 1@90 id:7']],
  KillSwitchOn: [['kill on', 'buy 1@90']],
  UnknownAccount: [['buy 1@90 acct:5']],
  AccountDisabled: [['define acct:1 disabled', 'buy 1@90']],
  NoReferencePrice: [['define ins:1 ref:0', 'buy 1 market']],
  InstrumentRestricted: [['limit restricted 1 ins:1', 'buy 1@90']],
  PriceCollarExceeded: [['limit collar-ticks 5 ins:1', 'buy 1@106']],
  PositionLimitExceeded: [['limit position 5 ins:1', 'buy 6@90']],
  ExposureLimitExceeded: [['limit exposure 500 ins:1', 'buy 6@90']],
  CreditLimitExceeded: [['limit credit 500 acct:1', 'buy 6@90']],
  OrderRateExceeded: [['limit orders 1 sess:1', 'buy 1@90', 'buy 1@90']],
  CancelRateExceeded: [['limit cancels 1 sess:1', 'cancel #1', 'cancel #1']],
  OpenOrderLimitExceeded: [['limit open-orders 1 acct:1', 'buy 1@90', 'buy 1@90']],
  ExecutionThrottled: [['limit executions 1 sess:1', 'buy 1@90', 'sell 1@90 sess:2', 'buy 1@90']],
  ReduceOnlySwitchOn: [['reduce-only on', 'buy 1@90']],
  NoCurrencyRate: [['contract ins:1 ccy:1', 'limit credit 500 acct:1', 'buy 1@90']],
  TooManyPositions: [['buy 1@90', 'buy 1@90 acct:2'], { limits: { ...SMALL, positions: 2 } }],
  UnknownTrade: [['bust 1.1']],
  TradeBusted: [['buy 1@90', 'sell 1@90', 'bust 2.1', 'bust 2.1']],
  ContractInUse: [['buy 1@90', 'contract ins:1 unit:2']],
  UnknownCurrency: [['rate ccy:64 1']],
  UnknownOrder: [['cancel #1']],
  NotYourOrder: [['buy 1@90', 'cancel #1 acct:2']],
  PostOnlyWouldTake: [['buy 1@90', 'sell 1@90 post']],
  FillOrKillNotFillable: [['buy 1@90 fok']],
  NoLiquidity: [['buy 1 market']],
  ImmediateRemainder: [['buy 1@90 ioc']],
  TooManyOpenOrders: [['buy 1@90', 'buy 1@90'], { limits: { ...SMALL, orders: 2 } }],
  InvalidCombination: [['buy 1@90 ioc post']],
  ReplacedToExecuted: [['buy 2@90', 'sell 1@90', 'replace #1 1@90']],
  CancelledByUser: [['buy 1@90', 'cancel #1']],
  EndOfDay: [['buy 1@90 day', 'end-of-day']],
  LevelQuantityOverflow: [[`define ins:1 lots:${MOST} notional:${MOST}`, `buy ${MOST}@1`, 'buy 1@1 acct:2']],
  TooManyPriceLevels: [['buy 1@90', 'buy 1@300'], { limits: { ...SMALL, levelChunks: 1 } }],
  InstrumentHalted: [['phase halt', 'buy 1@90']],
  MarketClosed: [['phase closed', 'buy 1@90']],
  NotInAuction: [['phase opening', 'buy 1@90 ioc']],
  AuctionNotAhead: [['buy 1@90 at-open']],
  AuctionOver: [['phase opening', 'buy 1@90 at-open', 'phase continuous']],
  PriceOffTick: [['ticks row:0 from:0 step:5', 'buy 1@91']],
  PriceOutsideStaticBand: [['bands static:1000', 'buy 1@111']],
  PriceBeyondDynamicBand: [['bands dynamic:1000 reject', 'sell 1@111', 'buy 1@111']],
  InvalidBand: [['bands dynamic:1000']],
  InvalidTickTable: [['ticks row:1 from:0 step:5']],
  TriggerAlreadyReached: [['buy 1@90', 'sell 1@90', 'buy 1 stop:90']],
  InvalidTrigger: [['buy 1 stop:90 src:none']],
  InvalidDisplayQuantity: [['buy 2@90 show:2']],
  InvalidMinimumQuantity: [['buy 2@90 min:3']],
  InvalidPeg: [['buy 1@90 peg:mid off:1']],
  InvalidExpiry: [['buy 1@90 gtd']],
  InvalidProtection: [['buy 1@90 protect:1']],
  InvalidLink: [['buy 1@90 id:7', 'buy 1@91 oco:7', 'buy 1@92 oco:7']],
  InvalidSelfTradePrevention: [['buy 1@90 stp:wrong']],
  InvalidShortSale: [['buy 1@90 short']],
  LinkedOrderGone: [['buy 1@90 oco:7']],
  SelfTradePrevented: [['buy 1@90', 'sell 1@90 stp:newest']],
  MinimumQuantityNotAvailable: [['buy 2@90 min:1 ioc']],
  Expired: [['buy 1@90 until:5', 'time 5']],
  Refreshed: [['buy 2@90 show:1', 'sell 1@90']],
  Repriced: [['buy 1@90', 'buy 1@95 peg:primary']],
  LinkedOrderExecuted: [['buy 1@90 id:7', 'buy 1@80 oco:7', 'sell 1@90']],
  LinkedOrderTriggered: [['buy 1@90 id:7', 'buy 1 stop:95 oco:7', 'sell 1@95', 'buy 1@95']],
  ChildArmed: [['buy 1@90 id:7', 'sell 1@95 child:7', 'sell 1@90']],
  ReduceOnlyWouldIncrease: [['buy 1@90 reduce']],
  ReduceOnlyCut: [['buy 1@90', 'sell 1@90 acct:2', 'sell 2@95 reduce']],
  AwaitsParent: [['buy 1@90 id:7', 'sell 1@95 child:7']],
  ParentEnded: [['buy 1@90 id:7', 'sell 1@95 child:7', 'cancel #1']],
  PricedAtBest: [['sell 1@95', 'buy 1 mtl']],
  MovedBehindBest: [['sell 1@95', 'buy 2@95 min:2']],
  NotReplaceable: [['buy 1@90 id:7', 'sell 1@95 child:7', 'replace #2 2@95']],
  InvalidQuote: [['quote id:0 1@90 1@95']],
  QuoteCrossed: [['quote id:7 1@95 1@95']],
  UnknownQuote: [['quote id:7 0 0']],
  QuoteInOtherInstrument: [['quote id:7 1@90 0', 'quote id:7 1@90 0 ins:2']],
  QuoteProtectionTriggered: [['protect 1 in:1', 'quote id:7 1@90 0', 'sell 1@90', 'quote id:7 1@90 0']],
  InvalidQuoteProtection: [['protect 1 in:0']],
  QuoteSideRemoved: [['quote id:7 1@90 0', 'quote id:7 0 0']],
  QuoteSideReplaced: [['quote id:7 1@90 0', 'quote id:7 1@9999 0']],
  MassCancelled: [['buy 1@90', 'mass-cancel acct:1']],
  CancelOnDisconnect: [['buy 1@90 cod', 'logoff sess:1 grace:0', 'time 1']],
  KillSwitchCancel: [['buy 1@90', 'kill on']],
  InvalidScope: [['mass-cancel']],
  StrategyStopped: [['buy 1@90', 'mass-cancel acct:1 reason:StrategyStopped']],
  StrategyFailed: [['buy 1@90', 'mass-cancel acct:1 reason:StrategyFailed']],
  UnknownVenue: [['buy 1@90 route:venue4'], { prepare: STREET }],
  VenueDown: [['venue-down of:0', 'buy 1@90 route:venue0'], { prepare: STREET }],
  NotListedAtVenue: [['buy 1@90 route:venue0 ins:2'], { prepare: STREET }],
  NotRoutable: [['buy 1@90 route:smart fok'], { prepare: STREET }],
  VenueRejected: [['buy 1@90 route:venue0', 'report #2 rejected of:0'], { prepare: STREET }],
  VenueCancelled: [['buy 1@90 route:venue0', 'report #2 cancelled of:0'], { prepare: STREET }],
  VenueExpired: [['buy 1@90 route:venue0', 'report #2 expired of:0'], { prepare: STREET }],
  NotKnownAtVenue: [['buy 1@90 route:venue0', 'report #2 not-known of:0'], { prepare: STREET }],
  DuplicateExecution: [
    ['buy 2@90 route:venue0', 'fill #2 1@90 of:0', 'fill #2 1@90 of:0'],
    { prepare: STREET },
  ],
  ExecutionGap: [['buy 2@90 route:venue0', 'fill #2 1@90 of:0 cum:2'], { prepare: STREET }],
  ExecutionExceedsOrder: [['buy 1@90 route:venue0', 'fill #2 2@90 of:0'], { prepare: STREET }],
  UnknownOrdersRemain: [['buy 1@90 route:venue0', 'venue-down of:0', 'venue-up of:0'], { prepare: STREET }],
  IsChildOrder: [['buy 1@90 route:venue0', 'cancel #2'], { prepare: STREET }],
  CancelPending: [['buy 1@90 route:venue0', 'cancel #1', 'cancel #1'], { prepare: STREET }],
  ReplacePending: [['buy 1@90 route:venue1', 'replace #1 2@90'], { prepare: STREET }],
  OutcomeUnknown: [['buy 1@90 route:venue0', 'report #2 unknown of:0'], { prepare: STREET }],
  CancelRefusedByVenue: [
    ['buy 1@90 route:venue0', 'cancel #1', 'report #2 cancel-rejected of:0'],
    { prepare: STREET },
  ],
  ReplaceRefusedByVenue: [
    ['buy 1@90 route:venue0', 'report #2 new of:0', 'replace #1 2@90', 'report #2 replace-rejected of:0'],
    { prepare: STREET },
  ],
  ReplacedAtVenue: [
    ['buy 1@90 route:venue0', 'report #2 new of:0', 'replace #1 2@90', 'report #2 replaced of:0 2@90'],
    { prepare: STREET },
  ],
  RestatedByVenue: [['buy 2@90 route:venue0', 'report #2 restated of:0 1@90'], { prepare: STREET }],
  RoutingExhausted: [rejectedAgainAndAgain(), { prepare: STREET }],
  Rerouted: [comesBackAgainAndAgain(), { prepare: STREET }],
};

/** A venue shows what it does not have, again and again. */
function rejectedAgainAndAgain(): string[] {
  const cycles = Array.from({ length: 64 }, (_, i) => [
    'level of:0 offer 0 9@90',
    i === 0 ? 'buy 1@90 route:smart ioc' : `report #${i + 1} expired of:0`,
  ]);
  return cycles.flat();
}

/** Less and less of it is there, and the rest stands in our own book. */
function comesBackAgainAndAgain(): string[] {
  const cycles = Array.from({ length: 10 }, (_, i) => [
    `level of:0 offer 0 ${10 - i}@90`,
    i === 0 ? 'buy 20@90 route:smart' : `report #${2 * i} expired of:0`,
  ]);
  return cycles.flat();
}

for (const [reason, [commands, options]] of Object.entries(GIVEN))
  t.test(reason, async (t) => {
    const table = commands.map((command) => `${command} |`).join('\n');
    t.match(eventsOf(table, options).join('\n'), new RegExp(`\\b${reason}\\b`));
  });

t.test('and there is no other', async (t) => {
  const named = [...roomsByReason()].filter(([, rooms]) => rooms.some((room) => CORE.includes(room)));
  const reasons = named.map(([reason]) => reason).filter((reason) => reason !== 'None');
  t.strictSame(reasons.sort(), Object.keys(GIVEN).sort());
});

/** Every reason that the core's rooms can give is one that somebody has got. */
import t from 'tap';
import { roomsByReason } from '../../../test/documents/reason-codes.js';
import { type CoreOptions, SMALL } from '../test-kit.js';
import { eventsOf } from '../test-scenario.js';

const CORE = ['engine/core', 'engine/risk', 'engine/book', 'engine/market'];
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
  LevelQuantityOverflow: [[`define ins:1 lots:${MOST} notional:${MOST}`, `buy ${MOST}@1`, 'buy 1@1']],
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
  MassCancelled: [['buy 1@90', 'mass-cancel acct:1']],
  CancelOnDisconnect: [['buy 1@90 cod', 'logoff sess:1 grace:0', 'time 1']],
  KillSwitchCancel: [['buy 1@90', 'kill on']],
  InvalidScope: [['mass-cancel']],
  StrategyStopped: [['buy 1@90', 'mass-cancel acct:1 reason:StrategyStopped']],
  StrategyFailed: [['buy 1@90', 'mass-cancel acct:1 reason:StrategyFailed']],
};

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

/** Everything that the next command's outcome can depend on is in the hash: each piece, changed alone, gives another. */
import t from 'tap';
import { AccountKind, Side } from '../../protocol/codes/enums.js';
import { Ord, OrderSize } from '../book/order-pool.js';
import { Shelf } from '../book/rank.js';
import { PROTECTION_EXECUTIONS } from '../config/limits.js';
import { Con, ConSize } from '../ledger/contracts.js';
import { PosDouble, PosSize } from '../ledger/positions.js';
import { Hist } from '../ledger/trade-history.js';
import { Flag } from '../risk/flags.js';
import { Ins, InsDouble, InsSize, InsStatus } from '../risk/instruments.js';
import type { QuoteBook } from './quote-book.js';
import type { CoreState } from './state.js';
import { cancelOrder, newOrder, quote, quoteProtection, sessionClosed } from './test-commands.js';
import { TestCore } from './test-kit.js';

/** The open order's words. */
const ORDER = 1 << OrderSize.Shift;
/** Instrument 1. */
const INSTRUMENT = 1 << InsSize.Shift;
const INSTRUMENT_DOUBLES = 1 << InsSize.DoubleShift;
/** The contract of instrument 1, the position of account 1 in it. */
const CONTRACT = 1 << ConSize.Shift;
const POSITION = 1 << PosSize.DoubleShift;

/** One open order with slot 1 that has traded, ended ones, a quote that was executed, a session that is waited for. */
function state(): TestCore {
  const kit = new TestCore().standard();
  const order = { side: Side.Buy, lots: 9, price: 50 };
  for (const clientId of [1, 2]) kit.send(newOrder({ ...order, clientId }));
  kit.send(cancelOrder({ clientId: 2 }));
  kit.send(newOrder({ ...order, lots: 1, side: Side.Sell, account: 2 }));
  kit.send(quoteProtection(9, 1e9));
  kit.send(quote({ id: 7, bid: { lots: 1, price: 60 }, offer: { lots: 1, price: 70 } }));
  kit.send(newOrder({ ...order, lots: 1, price: 60, side: Side.Sell, account: 2 }));
  kit.send(quote({ id: 7, bid: { lots: 1, price: 60 }, offer: { lots: 1, price: 70 } }));
  kit.send(sessionClosed(3, 1_000));
  return kit;
}

/** The first of the session goes to the end. */
function requote(quotes: QuoteBook): void {
  const slot = quotes.first(1);
  quotes.leave(slot);
  quotes.enter(slot);
}

const CHANGES: Readonly<Record<string, (state: CoreState) => void>> = {
  seconds: (s) => s.seconds++,
  nanos: (s) => s.nanos++,
  epoch: (s) => s.epoch++,
  "the firm's kill switch": (s) => (s.risk.firmFlags = 1),

  'a new instrument': ({ instruments: i }) => (i.i32[(3 << InsSize.Shift) | Ins.Status] = 1),
  'an instrument closed': ({ instruments: i }) => (i.i32[INSTRUMENT | Ins.Status] = InsStatus.Defined),
  'an instrument killed': ({ instruments: i }) => i.flags.put(1, Flag.Kill, true),
  'the lowest price': ({ instruments: i }) => i.i32[INSTRUMENT | Ins.MinPriceTicks]++,
  'the highest price': ({ instruments: i }) => i.i32[INSTRUMENT | Ins.MaxPriceTicks]++,
  'the reference': ({ instruments: i }) => i.i32[INSTRUMENT | Ins.ReferenceTicks]++,
  'the margin': ({ instruments: i }) => i.i32[INSTRUMENT | Ins.MarginPercent]++,
  'the largest order': ({ instruments: i }) => i.f64[INSTRUMENT_DOUBLES | InsDouble.MaxQtyLots]++,
  'the largest notional': ({ instruments: i }) => i.f64[INSTRUMENT_DOUBLES | InsDouble.MaxNotional]++,
  'the last price': ({ instruments: i }) => i.i32[INSTRUMENT | Ins.LastTicks]++,
  'that it has traded': ({ instruments: i }) => (i.i32[INSTRUMENT | Ins.Traded] = 0),

  'its phase': ({ market: m }) => (m.phase[1] = 5),
  "the calendar's phase": ({ market: m }) => (m.scheduled[1] = 5),
  'when the calendar said it': ({ market: m }) => m.scheduledSeconds[1]++,
  'the end of a volatility auction': ({ market: m }) => m.untilSeconds[1]++,
  'its nanoseconds': ({ market: m }) => m.untilNanos[1]++,
  'the static band': ({ market: m }) => m.staticBasisPoints[1]++,
  'the dynamic band': ({ market: m }) => m.dynamicBasisPoints[1]++,
  'what a band does': ({ market: m }) => m.bandAction[1]++,
  'how long an auction collects': ({ market: m }) => m.auctionMs[1]++,
  'the price of an uncross': ({ market: m }) => m.uncrossTicks[1]++,
  'that it has uncrossed': ({ market: m }) => (m.uncrossed[1] = 1),
  'an indicative price': ({ market: m }) => m.indicativeTicks[1]++,
  'an indicative volume': ({ market: m }) => m.indicativeLots[1]++,
  'a surplus': ({ market: m }) => m.surplusLots[1]++,
  'its side': ({ market: m }) => m.surplusSide[1]++,
  'a book that is late': ({ market: m }) => (m.late[1] = 1),
  'a tick table': ({ market: m }) => m.ticks.define(1, 0, 0, 5),
  'where an order rests': ({ orders: o }) => o.setShelf(1, Shelf.Waiting),

  'a new account': ({ accounts: a }) => a.define(3, true, AccountKind.Ordinary),
  'an account disabled': ({ accounts: a }) => a.define(1, false, a.kind(1)),
  'an account killed': ({ accounts: a }) => a.flags.put(1, Flag.Kill, true),
  'an id that has ended': ({ clientIds: c }) => c.restoreEnded(1, Int32Array.of(77, 0)),

  'an account that is a street': ({ accounts: a }) => a.define(1, true, AccountKind.Street),
  "an account's fees": ({ ledger: l }) => l.accountFees.makerRate[1]++,
  'that they are its own': ({ ledger: l }) => (l.accountFees.own[1] = 1),
  'a credit currency': ({ accounts: a }) => a.creditCurrency[1]++,
  'a limit of an account': ({ accounts: a }) => a.credit.values[1]++,
  'that it was set by hand': ({ accounts: a }) => a.maxOpenOrders.byHand[1]++,
  'a limit of an instrument': ({ instruments: i }) => i.collarBasisPoints.values[1]++,
  'the limit of its positions': ({ instruments: i }) => i.maxPositionLots.values[1]++,
  'a limit of a session': ({ risk: r }) => r.sessions.maxExecutions.values[1]++,
  "a session's switches": ({ risk: r }) => r.sessions.flags.put(1, Flag.Kill, true),
  'its orders of this second': ({ risk: r }) => r.sessions.orders[1]++,
  'its cancels of this second': ({ risk: r }) => r.sessions.cancels[1]++,
  'the second': ({ risk: r }) => r.sessions.second[1]++,
  'its executions': ({ risk: r }) => r.sessions.executions[1]++,
  'a currency rate': ({ risk: r }) => r.currencies.units[3]++,
  'what it is per': ({ risk: r }) => r.currencies.per[3]++,

  'the value of a contract': ({ ledger: l }) => l.contracts.f64[l.contracts.unitValueAt(1)]++,
  'its kind': ({ ledger: l }) => l.contracts.i32[CONTRACT | Con.Kind]++,
  'its currency': ({ ledger: l }) => l.contracts.i32[CONTRACT | Con.Currency]++,
  'its fees': ({ ledger: l }) => l.contracts.i32[CONTRACT | Con.TakerRate]++,
  'a position': ({ ledger: l }) => l.positions.f64[POSITION | PosDouble.NetLots]++,
  'its cost': ({ ledger: l }) => l.positions.f64[POSITION | PosDouble.Cost]++,
  'its cash': ({ ledger: l }) => l.positions.f64[POSITION | (PosDouble.Cash + 1)]++,
  'what it has paid': ({ ledger: l }) => l.positions.f64[POSITION | PosDouble.Fees]++,
  'its working orders': ({ ledger: l }) => l.positions.f64[POSITION | PosDouble.OpenSellLots]++,
  'its limit': ({ ledger: l }) => l.positions.f64[POSITION | PosDouble.MaxExposure]++,
  'another position': ({ ledger: l }) => l.positions.add(2, 2),
  'a trade that is remembered': ({ ledger: l }) => l.trades.i32[Hist.PriceTicks]++,
  'that it was busted': ({ ledger: l }) => (l.trades.i32[Hist.Busted] = 1),
  'another trade': ({ ledger: l }) => l.trades.claim(),

  'a session open': ({ sessions: s }) => (s.open[4] = 1),
  'a message number': ({ sessions: s }) => s.lastMessage[1]++,
  'a session waited for': ({ sessions: s }) => (s.waiting[1] = 1),
  'its deadline': ({ sessions: s }) => s.deadlineSeconds[3]++,
  'its deadline, nanoseconds': ({ sessions: s }) => s.deadlineNanos[3]++,

  'its protection': ({ protection: p }) => p.executions[1]++,
  'the window of that': ({ protection: p }) => p.windowNs[1]++,
  'that it was triggered': ({ protection: p }) => (p.triggered[1] = 1),
  'an execution that counts': ({ protection: p }) => (p.count[1] = 0),
  'when that was': ({ protection: p }) => p.times[PROTECTION_EXECUTIONS * 2]++,
  'its nanoseconds of a second': ({ protection: p }) => p.times[PROTECTION_EXECUTIONS * 2 + 1]++,
  'the order in which quotes would be pulled': ({ quotes }) => requote(quotes),

  "an order's side, type or time in force": ({ orders: o }) => (o.i32[ORDER | Ord.Head] ^= 1 << 24),
  "an order's attributes": ({ orders: o }) => o.i32[ORDER | Ord.Flags]++,
  "an order's total": ({ orders: o }) => o.setTotalLots(1, 11),
  "an order's open quantity": ({ orders: o }) => o.setOpenLots(1, 7),
  "an order's client id, low": ({ orders: o }) => o.i32[ORDER | Ord.ClientIdLow]++,
  "an order's client id, high": ({ orders: o }) => o.i32[ORDER | Ord.ClientIdHigh]++,
  'the order gone': ({ book }) => book.remove(1),
  'the slot that comes next': ({ orders: o }) => o.restoreFreeSlots(new Int32Array(), o.highWater),
  'the highest slot in use': ({ orders: o }) => o.restoreFreeSlots(Int32Array.of(2), o.highWater + 1),
};

t.test('the same way twice leads to the same hash', async (t) => {
  t.equal(state().hash, state().hash);
});

for (const [what, change] of Object.entries(CHANGES))
  t.test(what, async (t) => {
    const kit = state();
    const { hash } = kit;
    change(kit.core.state);
    t.not(kit.hash, hash);
  });

/**
 * Keeps the ledger true to what orders do: what working orders may still add to a position, what executions make of it,
 * how many orders an account has open. Called where an order enters, grows, trades or leaves; the numbers are the order's own.
 */
import { Side } from '../../protocol/codes/enums.js';
import { CommandFlag } from '../../protocol/records/command.js';
import type { OrderPool } from '../book/order-pool.js';
import { Term, TermDouble } from '../book/order-terms.js';
import type { Ledger } from '../ledger/ledger.js';
import { PosDouble, PosSize } from '../ledger/positions.js';
import { HistDouble } from '../ledger/trade-history.js';
import { Work } from '../market/market.js';
import { countExecution } from '../risk/execution-throttle.js';
import { Flag } from '../risk/flags.js';
import type { RiskState } from '../risk/risk-state.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

/** What of a session asks for its executions. */
const COUNTS = Flag.Executions | Flag.QuoteProtection;

export class Bookkeeper {
  private readonly orders: OrderPool;
  private readonly risk: RiskState;
  private readonly ledger: Ledger;
  private readonly lots = new Float64Array(1);

  constructor(
    private readonly state: Pick<
      CoreState,
      'orders' | 'terms' | 'risk' | 'protection' | 'market' | 'seconds' | 'nanos'
    >,
    private readonly group: Pick<EventGroup, 'sequence' | 'index'>,
  ) {
    this.orders = state.orders;
    this.risk = state.risk;
    this.ledger = state.risk.ledger;
  }

  /** The order has been accepted. Its position gets a row, if `row` (that the gate found) is 0. */
  entered(slot: number, row: number): void {
    const { orders, risk } = this;
    const account = orders.account(slot);
    risk.accounts.countOpenOrders(account, 1);
    this.reserve(slot, row === 0 ? this.begin(account, orders.instrument(slot)) : row);
  }

  /** The order leaves, with what it has open. */
  left(slot: number): void {
    const { orders, risk } = this;
    risk.accounts.countOpenOrders(orders.account(slot), -1);
    if (orders.f64[orders.openAt(slot)] !== 0) this.release(slot);
  }

  /** Takes the order's open quantity off what may still execute: it leaves, or is about to change. */
  release(slot: number): void {
    const { orders } = this;
    const { f64 } = this.ledger.positions;
    f64[this.openAt(this.rowOf(slot), orders.side(slot))] -= orders.f64[orders.openAt(slot)];
  }

  /** Puts it on. */
  reserve(slot: number, row = this.rowOf(slot)): void {
    const { orders } = this;
    const { f64 } = this.ledger.positions;
    f64[this.openAt(row, orders.side(slot))] += orders.f64[orders.openAt(slot)];
  }

  /** A child enters: its parent has reserved what it takes, and the account has an order more. */
  childEntered(slot: number): void {
    this.risk.accounts.countOpenOrders(this.orders.account(slot), 1);
  }

  /** What the order may still execute becomes more, or less, by `lots[at]`; what it has open is its own matter. */
  adjust(slot: number, lots: Float64Array, at: number): void {
    this.ledger.positions.f64[this.openAt(this.rowOf(slot), this.orders.side(slot))] += lots[at];
  }

  /** What a bracket's child may still be armed for, if its parent is on its side: with both of them executed the position is so much further. */
  reserveUnarmed(slot: number): void {
    if (this.isOnSideOfParent(slot)) this.adjust(slot, this.state.terms.f64, this.unarmedAt(slot));
  }

  /** Before it changes, or the child or its parent leaves. */
  releaseUnarmed(slot: number): void {
    this.lots[0] = -this.state.terms.f64[this.unarmedAt(slot)];
    if (this.isOnSideOfParent(slot)) this.adjust(slot, this.lots, 0);
  }

  private isOnSideOfParent(child: number): boolean {
    const { orders } = this;
    return orders.side(child) === orders.side(this.state.terms.get(child, Term.Parent));
  }

  private unarmedAt(slot: number): number {
    return this.state.terms.doubleAt(slot, TermDouble.UnarmedLots);
  }

  /** The trade of `traded[at]` lots that was just written. */
  traded(maker: number, taker: number, priceTicks: number, traded: Float64Array, at: number): void {
    const { orders, ledger, lots } = this;
    const takerBuys = orders.side(taker) === Side.Buy;
    const instrument = orders.instrument(taker);
    const makerRate = ledger.makerRate(orders.account(maker), instrument);
    const takerRate = ledger.takerRate(orders.account(taker), instrument);
    lots[0] = traded[at];
    if (takerBuys) this.book(taker, maker, takerRate, makerRate, priceTicks, Side.Buy);
    else this.book(maker, taker, makerRate, takerRate, priceTicks, Side.Sell);
  }

  /** The same for an uncross: nobody took, both pay what a maker pays. */
  crossed(buy: number, sell: number, priceTicks: number, traded: Float64Array, at: number): void {
    const { orders, ledger, lots } = this;
    const instrument = orders.instrument(buy);
    const buyerRate = ledger.makerRate(orders.account(buy), instrument);
    const sellerRate = ledger.makerRate(orders.account(sell), instrument);
    lots[0] = traded[at];
    this.book(buy, sell, buyerRate, sellerRate, priceTicks, Side.Sell);
  }

  private book(
    buyer: number,
    seller: number,
    buyerRate: number,
    sellerRate: number,
    priceTicks: number,
    takerSide: Side,
  ): void {
    const { orders, ledger, lots } = this;
    this.settle(buyer, seller, buyerRate, sellerRate, priceTicks);
    const row = ledger.trades.claim();
    const { f64 } = ledger.trades;
    f64[(row >> 1) | HistDouble.Sequence] = this.group.sequence;
    f64[(row >> 1) | HistDouble.Lots] = lots[0];
    ledger.trades.put(row, orders.instrument(buyer), priceTicks, takerSide, this.group.index);
    ledger.trades.putSides(row, orders.owner(buyer), orders.owner(seller), buyerRate, sellerRate);
    this.executed(buyer);
    this.executed(seller);
  }

  /** Row of the account's position, a new one where it has none. Only while there is room. */
  rowFor(account: number, instrument: number): number {
    return this.ledger.positions.find(account, instrument) || this.begin(account, instrument);
  }

  /** A new row, with the limits of its instrument. */
  private begin(account: number, instrument: number): number {
    const { risk, ledger } = this;
    const row = ledger.positions.add(account, instrument);
    risk.positionLimits.begin(row, instrument);
    return row;
  }

  private settle(
    buyer: number,
    seller: number,
    buyerRate: number,
    sellerRate: number,
    priceTicks: number,
  ): void {
    const { ledger, lots } = this;
    const { f64 } = ledger.positions;
    const buyerRow = this.rowOf(buyer);
    const sellerRow = this.rowOf(seller);
    f64[(buyerRow << PosSize.DoubleShift) | PosDouble.OpenBuyLots] -= lots[0];
    f64[(sellerRow << PosSize.DoubleShift) | PosDouble.OpenSellLots] -= lots[0];
    ledger.fill(buyerRow, sellerRow, buyerRate, sellerRate, priceTicks, lots, 0);
  }

  /** For sessions that are stopped after so many. */
  countExecution(session: number): void {
    const { sessions } = this.risk;
    if (sessions.has(session, Flag.Executions)) countExecution(sessions, session);
  }

  private executed(slot: number): void {
    const { orders, risk } = this;
    const session = orders.session(slot);
    if ((risk.sessions.flagWords[session] & COUNTS) === 0) return;
    this.countExecution(session);
    if ((orders.flags(slot) & CommandFlag.QuoteSide) !== 0) this.countQuote(session);
  }

  private countQuote(session: number): void {
    const { protection, market } = this.state;
    if (!this.risk.sessions.has(session, Flag.QuoteProtection)) return;
    if (protection.executed(session, this.state)) market.work |= Work.Pull;
  }

  private rowOf(slot: number): number {
    const { orders } = this;
    return this.ledger.positions.find(orders.account(slot), orders.instrument(slot));
  }

  private openAt(row: number, side: number): number {
    return (
      (row << PosSize.DoubleShift) | (side === Side.Buy ? PosDouble.OpenBuyLots : PosDouble.OpenSellLots)
    );
  }
}

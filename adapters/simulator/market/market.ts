/**
 * The matching market that all simulators share: several instruments, any number of accounts, price-time priority. Written for itself,
 * not out of the engine's book, so that a simulator that agrees with the engine is a second opinion. A pure machine on a
 * clock that is passed in; listeners hear everything as it happens and must not call back while they listen.
 */
import type { Clock } from '../kit/agenda.js';
import type { Phase } from './event.js';
import { type Change, Matcher } from './matcher.js';
import { availableLots, type Bought, lotsFor, wouldTake } from './matching.js';
import { leavesOf, type Order, type OrderRequest, opposite, type Trade, type Why } from './order.js';

/** The other side of fills that a test asks for. */
export const HOUSE = 'house';
/** Everybody else. */
export const CROWD = 'crowd';

export class Market extends Matcher {
  constructor(clock: Clock, symbols: readonly string[], firstOrderId = 1) {
    super(clock, symbols, firstOrderId, (account) => account === CROWD || account === HOUSE);
  }

  get symbols(): string[] {
    return [...this.books.keys()];
  }

  has(symbol: string): boolean {
    return this.books.has(symbol);
  }

  phase(symbol: string): Phase | undefined {
    return this.phases.get(symbol);
  }

  setPhase(symbol: string, phase: Phase): void {
    if (this.phases.get(this.book(symbol).symbol) === phase) return;
    this.phases.set(symbol, phase);
    this.tell({ type: 'phase', symbol, phase });
  }

  order(id: number): Order | undefined {
    return this.registry.order(id);
  }

  /** The order that has this client id, or had it last. */
  find(account: string, clientId: string): Order | undefined {
    return this.registry.find(account, clientId);
  }

  trade(id: number): Trade | undefined {
    return this.registry.trade(id);
  }

  get trades(): Trade[] {
    return [...this.registry.allTrades()];
  }

  open(account?: string, symbol?: string): Order[] {
    return [...this.registry.allOpen()].filter(
      (order) =>
        (account === undefined || order.account === account) &&
        (symbol === undefined || order.symbol === symbol),
    );
  }

  /** Every order of an account that is remembered, ended ones too, in the order in which they came. */
  all(account: string): Order[] {
    return [...this.registry.allEnded(), ...this.registry.allOpen()]
      .filter((order) => order.account === account)
      .sort((a, b) => a.id - b.id);
  }

  wouldTake(request: OrderRequest): boolean {
    return wouldTake({ ...request, prevention: request.prevention ?? 'none' }, this.book(request.symbol));
  }

  availableLots(request: OrderRequest): number {
    return availableLots({ ...request, prevention: request.prevention ?? 'none' }, this.book(request.symbol));
  }

  /** What this much money, in ticks × lots, trades at once. */
  lotsFor(request: OrderRequest, money: bigint): Bought {
    return lotsFor(
      { ...request, prevention: request.prevention ?? 'none' },
      this.book(request.symbol),
      money,
    );
  }

  /** The whole life of an incoming order up to where it rests or ends. What a venue refuses it has refused before. */
  place(request: OrderRequest): Order {
    const order = this.accept(request);
    if (order.trigger) this.hold(order);
    else this.enter(order);
    this.endCommand(order.symbol);
    return order;
  }

  /** @returns false when there is nothing left to cancel */
  cancel(order: Order, why: Why = 'user'): boolean {
    if (order.state === 'done') return false;
    this.finish(order, why);
    this.endCommand(order.symbol);
    return true;
  }

  /** @returns false when the order has ended, or ends with this because its new total is executed already */
  replace(order: Order, change: Change): boolean {
    if (order.state === 'done') return false;
    const { priceTicks = order.priceTicks, qtyLots = order.qtyLots } = change;
    if (qtyLots <= order.filledLots) {
      this.cancel(order);
      return false;
    }
    const hasKeptPriority =
      !change.losesPriority && priceTicks === order.priceTicks && qtyLots <= order.qtyLots;
    this.change(order, { ...change, priceTicks, qtyLots }, hasKeptPriority);
    this.endCommand(order.symbol);
    return true;
  }

  /** A fill at the order's own price against the house, whoever stands before it: for faults. @returns the trade */
  fill(order: Order, lots = leavesOf(order)): Trade | undefined {
    const most = Math.min(lots, leavesOf(order));
    if (!(most > 0)) return undefined;
    const { symbol, side } = order;
    const priceTicks = order.priceTicks || this.book(symbol).lastTicks;
    const house = this.accept({
      account: HOUSE,
      session: HOUSE,
      clientId: '',
      symbol,
      side: opposite(side),
      kind: 'limit',
      tif: 'ioc',
      priceTicks,
      qtyLots: most,
    });
    const trade = this.execute(house, order, priceTicks, most);
    this.endCommand(symbol);
    return trade;
  }

  /** An execution of an order that has ended already, at its own price against the house: for faults. */
  fillLate(order: Order, lots: number): Trade {
    const { symbol, side, priceTicks } = order;
    const house = { account: HOUSE, session: HOUSE, clientId: '', symbol, side: opposite(side) };
    const taker = this.accept({ ...house, kind: 'limit', tif: 'ioc', priceTicks, qtyLots: lots });
    const trade = this.execute(taker, order, priceTicks, lots);
    this.endCommand(symbol);
    return trade;
  }

  /** The venue itself takes open quantity off an order, for which it gives no reason: for faults. */
  decrease(order: Order, lots: number): void {
    if (!(lots > 0 && lots < leavesOf(order))) throw new Error('less than is open, and more than nothing');
    if (order.state === 'open') this.book(order.symbol).touch(order);
    order.qtyLots -= lots;
    this.tell({ type: 'decremented', order, lots });
    this.endCommand(order.symbol);
  }

  /** Takes a trade back: the orders stay as they are, for a bust does not revive them. @returns undefined when there is none */
  bust(tradeId: number): Trade | undefined {
    const trade = this.registry.trade(tradeId);
    if (trade === undefined || trade.isBusted) return undefined;
    trade.isBusted = true;
    this.tell({ type: 'busted', trade });
    return trade;
  }

  /** Ends orders whose time has come. Call it as time passes. */
  expire(): void {
    const { nowMs } = this.clock;
    for (const order of this.open())
      if (order.tif === 'gtd' && order.expireMs !== undefined && order.expireMs <= nowMs)
        this.cancel(order, 'expired');
  }

  /** Closes an instrument; orders for the day end. */
  close(symbol: string): void {
    this.setPhase(symbol, 'closed');
    for (const order of this.open(undefined, symbol)) if (order.tif === 'day') this.cancel(order, 'dayEnd');
  }
}

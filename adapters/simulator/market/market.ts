/**
 * The matching market that all simulators share: several instruments, any number of accounts, price-time priority. Written for itself,
 * not out of the engine's book, so that a simulator that agrees with the engine is a second opinion. A pure machine on a
 * clock that is passed in; listeners hear everything as it happens and must not call back while they listen.
 */
import type { Clock } from '../kit/agenda.js';
import { Book } from './book.js';
import type { MarketEvent, MarketListener, Phase } from './event.js';
import { availableLots, type Bought, crosses, isSelfTrade, lotsFor, wouldTake } from './matching.js';
import { leavesOf, type Order, type OrderRequest, opposite, type Trade, type Why } from './order.js';
import { Registry } from './registry.js';

/** The other side of fills that a test asks for. */
export const HOUSE = 'house';
/** Everybody else. */
export const CROWD = 'crowd';

export interface Change {
  readonly priceTicks?: number;
  /** The new total, what is filled already included. */
  readonly qtyLots?: number;
  readonly clientId?: string;
  readonly echo?: Readonly<Record<string, string>>;
  /** The venue gives no priority back, whatever the change. */
  readonly losesPriority?: boolean;
}

export class Market {
  private readonly books = new Map<string, Book>();
  private readonly phases = new Map<string, Phase>();
  private readonly registry: Registry;
  private readonly listeners = new Set<MarketListener>();
  private isTelling = false;

  constructor(
    private readonly clock: Clock,
    symbols: readonly string[],
    firstOrderId = 1,
  ) {
    const isForgotten = (account: string): boolean => account === CROWD || account === HOUSE;
    this.registry = new Registry(firstOrderId - 1, isForgotten);
    for (const symbol of symbols) {
      this.books.set(symbol, new Book(symbol));
      this.phases.set(symbol, 'open');
    }
  }

  get symbols(): string[] {
    return [...this.books.keys()];
  }

  /** @returns how to stop listening */
  listen(listener: MarketListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @throws for a symbol that the market does not have */
  book(symbol: string): Book {
    const book = this.books.get(symbol);
    if (book === undefined) throw new Error(`no ${symbol} in this market`);
    return book;
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

  private accept(request: OrderRequest): Order {
    const { nowMs } = this.clock;
    const order: Order = {
      prevention: 'none',
      echo: {},
      ...request,
      id: this.registry.nextOrderId(),
      filledLots: 0,
      filledQuote: 0n,
      state: 'new',
      isTriggered: false,
      createdMs: nowMs,
      updatedMs: nowMs,
      openedMs: 0,
      trades: [],
    };
    this.registry.add(order);
    this.tell({ type: 'accepted', order });
    return order;
  }

  private hold(order: Order): void {
    order.state = 'held';
    this.book(order.symbol).held.push(order);
    const { lastTicks } = this.book(order.symbol);
    if (lastTicks > 0 && isElected(order, lastTicks)) this.elect(order);
  }

  private elect(order: Order): void {
    const { held } = this.book(order.symbol);
    held.splice(held.indexOf(order), 1);
    order.isTriggered = true;
    order.state = 'new';
    this.tell({ type: 'triggered', order });
    this.enter(order);
  }

  private enter(order: Order): void {
    const book = this.book(order.symbol);
    if (order.postOnly && wouldTake(order, book)) return this.finish(order, 'postOnly');
    if (order.tif === 'fok' && availableLots(order, book) < order.qtyLots) return this.finish(order, 'fok');
    this.match(order, book);
    if (order.state !== 'done') this.settle(order, book);
  }

  private match(order: Order, book: Book): void {
    const ladder = book[opposite(order.side)];
    while (order.state !== 'done') {
      const resting = ladder.best?.orders[0];
      if (resting === undefined || !crosses(order, resting.priceTicks)) return;
      if (isSelfTrade(order, resting)) {
        this.prevent(order, resting);
        continue;
      }
      this.execute(order, resting, resting.priceTicks, Math.min(leavesOf(order), leavesOf(resting)));
    }
  }

  /** What has not traded: rests, or ends. */
  private settle(order: Order, book: Book): void {
    if (order.kind === 'market') return this.finish(order, 'noLiquidity');
    if (order.tif === 'ioc' || order.tif === 'fok') return this.finish(order, 'ioc');
    order.state = 'open';
    order.openedMs = this.clock.nowMs;
    book.add(order);
    this.tell({ type: 'opened', order });
  }

  private execute(taker: Order, maker: Order, priceTicks: number, lots: number): Trade {
    const { nowMs } = this.clock;
    const book = this.book(taker.symbol);
    const id = this.registry.nextTradeId();
    const trade = {
      id,
      symbol: taker.symbol,
      priceTicks,
      lots,
      maker,
      taker,
      timeMs: nowMs,
      isBusted: false,
    };
    this.registry.addTrade(trade);
    book.lastTicks = priceTicks;
    if (maker.state === 'open') book.touch(maker);
    const quote = BigInt(priceTicks) * BigInt(lots);
    for (const order of [maker, taker]) {
      order.filledLots += lots;
      order.filledQuote += quote;
      order.updatedMs = nowMs;
      order.trades.push(trade);
    }
    this.tell({ type: 'trade', trade });
    if (leavesOf(maker) === 0) this.finish(maker, 'filled');
    if (leavesOf(taker) === 0) this.finish(taker, 'filled');
    return trade;
  }

  private prevent(order: Order, resting: Order): void {
    const { prevention } = order;
    if (prevention === 'decrement') return this.decrement(order, resting);
    if (prevention !== 'taker') this.finish(resting, 'selfTrade');
    if (prevention !== 'maker') this.finish(order, 'selfTrade');
  }

  /** The smaller open quantity goes off both; who has nothing left ends. */
  private decrement(order: Order, resting: Order): void {
    const lots = Math.min(leavesOf(order), leavesOf(resting));
    this.book(order.symbol).touch(resting);
    for (const each of [resting, order]) {
      each.qtyLots -= lots;
      if (leavesOf(each) === 0) this.finish(each, 'selfTrade');
      else this.tell({ type: 'decremented', order: each, lots });
    }
  }

  private change(
    order: Order,
    change: Change & { priceTicks: number; qtyLots: number },
    keeps: boolean,
  ): void {
    const book = this.book(order.symbol);
    const { priceTicks: oldPriceTicks } = order;
    const oldLeavesLots = leavesOf(order);
    const wasOpen = order.state === 'open';
    if (wasOpen && keeps) book.touch(order);
    else if (wasOpen) book.remove(order);
    order.priceTicks = change.priceTicks;
    order.qtyLots = change.qtyLots;
    order.clientId = change.clientId ?? order.clientId;
    this.registry.name(order);
    order.echo = { ...order.echo, ...change.echo };
    order.updatedMs = this.clock.nowMs;
    this.tell({ type: 'replaced', order, oldPriceTicks, oldLeavesLots, hasKeptPriority: keeps });
    if (!wasOpen || keeps) return;
    order.state = 'new';
    this.enter(order);
  }

  private finish(order: Order, why: Why): void {
    const wasOpen = order.state === 'open';
    const book = this.book(order.symbol);
    if (wasOpen) book.remove(order);
    if (order.state === 'held') book.held.splice(book.held.indexOf(order), 1);
    order.state = 'done';
    order.why = why;
    order.updatedMs = this.clock.nowMs;
    this.registry.ended(order);
    this.tell({ type: 'done', order, why, wasOpen });
  }

  /** Stops that the last trades elect, one after the other, then one account of what changed on the book. */
  private endCommand(symbol: string): void {
    const book = this.book(symbol);
    for (;;) {
      const next =
        book.lastTicks > 0 ? book.held.find((order) => isElected(order, book.lastTicks)) : undefined;
      if (next === undefined) break;
      this.elect(next);
    }
    const changes = book.takeChanges();
    if (changes.length > 0) this.tell({ type: 'levels', symbol, changes });
  }

  private tell(event: MarketEvent): void {
    if (this.isTelling) throw new Error('a listener called the market back while it was being told');
    this.isTelling = true;
    for (const listener of this.listeners) listener(event);
    this.isTelling = false;
  }
}

const isElected = ({ trigger }: Order, lastTicks: number): boolean =>
  trigger!.direction === 'up' ? lastTicks >= trigger!.priceTicks : lastTicks <= trigger!.priceTicks;

/**
 * How orders match: entry, execution, rest, end, stops, self-trade prevention. `Market` is what venues call; here is what happens then, told to the listeners as it
 * happens.
 */
import type { Clock } from '../kit/agenda.js';
import { Book } from './book.js';
import type { MarketEvent, MarketListener, Phase } from './event.js';
import { availableLots, crosses, isSelfTrade, wouldTake } from './matching.js';
import { leavesOf, type Order, type OrderRequest, opposite, type Trade, type Why } from './order.js';
import { type IsForgotten, Registry } from './registry.js';

export interface Change {
  readonly priceTicks?: number;
  /** The new total, what is filled already included. */
  readonly qtyLots?: number;
  readonly clientId?: string;
  readonly echo?: Readonly<Record<string, string>>;
  /** The venue gives no priority back, whatever the change. */
  readonly losesPriority?: boolean;
}

export abstract class Matcher {
  protected readonly books = new Map<string, Book>();
  protected readonly phases = new Map<string, Phase>();
  protected readonly registry: Registry;
  private readonly listeners = new Set<MarketListener>();
  private isTelling = false;

  constructor(
    protected readonly clock: Clock,
    symbols: readonly string[],
    firstOrderId: number,
    isForgotten: IsForgotten,
  ) {
    this.registry = new Registry(firstOrderId - 1, isForgotten);
    for (const symbol of symbols) {
      this.books.set(symbol, new Book(symbol));
      this.phases.set(symbol, 'open');
    }
  }

  /** @returns how to stop listening */
  listen(listener: MarketListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Listeners are being told: whoever is one has to wait with what it wants. */
  get isBusy(): boolean {
    return this.isTelling;
  }

  /** @throws for a symbol that the market does not have */
  book(symbol: string): Book {
    const book = this.books.get(symbol);
    if (book === undefined) throw new Error(`no ${symbol} in this market`);
    return book;
  }

  protected accept(request: OrderRequest): Order {
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

  protected hold(order: Order): void {
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

  protected enter(order: Order): void {
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

  protected execute(taker: Order, maker: Order, priceTicks: number, lots: number): Trade {
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
    if (maker.state !== 'done' && leavesOf(maker) === 0) this.finish(maker, 'filled');
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

  protected change(
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

  protected finish(order: Order, why: Why): void {
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
  protected endCommand(symbol: string): void {
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

  protected tell(event: MarketEvent): void {
    if (this.isTelling) throw new Error('a listener called the market back while it was being told');
    this.isTelling = true;
    try {
      for (const listener of this.listeners) listener(event);
    } finally {
      this.isTelling = false;
    }
  }
}

const isElected = ({ trigger }: Order, lastTicks: number): boolean =>
  trigger!.direction === 'up' ? lastTicks >= trigger!.priceTicks : lastTicks <= trigger!.priceTicks;

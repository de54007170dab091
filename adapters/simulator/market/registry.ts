/**
 * The orders and trades that a market remembers. Open ones always; ended ones of real accounts up to a bound, the oldest
 * forgotten first; those of the crowd not at all, so that a simulator may run for weeks.
 */
import type { Order, Trade } from './order.js';

const MAX_ENDED = 100_000;
const MAX_TRADES = 100_000;

/** Accounts that nobody will ask about. */
export type IsForgotten = (account: string) => boolean;

export class Registry {
  private readonly openById = new Map<number, Order>();
  private readonly endedById = new Map<number, Order>();
  /** The order that has the client id now, or had it last. */
  private readonly byClientId = new Map<string, Order>();
  private readonly tradesById = new Map<number, Trade>();
  private lastTradeId = 0;

  constructor(
    private lastOrderId: number,
    private readonly isForgotten: IsForgotten,
  ) {}

  nextOrderId(): number {
    return ++this.lastOrderId;
  }

  nextTradeId(): number {
    return ++this.lastTradeId;
  }

  add(order: Order): void {
    this.openById.set(order.id, order);
    this.name(order);
  }

  /** Its client id is this from now on. */
  name(order: Order): void {
    if (!this.isForgotten(order.account)) this.byClientId.set(keyOf(order.account, order.clientId), order);
  }

  ended(order: Order): void {
    this.openById.delete(order.id);
    if (this.isForgotten(order.account)) return;
    this.endedById.set(order.id, order);
    if (this.endedById.size > MAX_ENDED) this.forgetOldest();
  }

  addTrade(trade: Trade): void {
    this.tradesById.set(trade.id, trade);
    if (this.tradesById.size > MAX_TRADES) this.tradesById.delete(first(this.tradesById.keys()));
  }

  order(id: number): Order | undefined {
    return this.openById.get(id) ?? this.endedById.get(id);
  }

  find(account: string, clientId: string): Order | undefined {
    return this.byClientId.get(keyOf(account, clientId));
  }

  trade(id: number): Trade | undefined {
    return this.tradesById.get(id);
  }

  allOpen(): Iterable<Order> {
    return this.openById.values();
  }

  allEnded(): Iterable<Order> {
    return this.endedById.values();
  }

  allTrades(): Iterable<Trade> {
    return this.tradesById.values();
  }

  private forgetOldest(): void {
    const order = this.endedById.get(first(this.endedById.keys()))!;
    this.endedById.delete(order.id);
    const key = keyOf(order.account, order.clientId);
    if (this.byClientId.get(key) === order) this.byClientId.delete(key);
  }
}

const keyOf = (account: string, clientId: string): string => `${account}\x01${clientId}`;

const first = (keys: IterableIterator<number>): number => keys.next().value!;

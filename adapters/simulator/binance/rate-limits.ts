/** Weight and order counts as Binance keeps them, and as it tells them in each answer. */
import type { Clock } from '../kit/agenda.js';
import { type Limit, Limiter } from '../kit/limiter.js';
import { ApiError } from './api-error.js';

export class RateLimits {
  private readonly weights: Limiter[];
  private readonly orders = new Map<string, Limiter[]>();

  constructor(
    private readonly limits: readonly Limit[],
    private readonly clock: Clock,
  ) {
    this.weights = limits
      .filter(({ type }) => type === 'REQUEST_WEIGHT')
      .map((limit) => new Limiter(limit, clock));
  }

  /** @throws ApiError 429 when the address has used too much */
  takeWeight(weight: number): void {
    for (const limiter of this.weights)
      if (!limiter.take(weight))
        throw new ApiError(
          -1003,
          `Too much request weight used; current limit is ${limiter.limit.limit} request weight per ${per(limiter.limit)}. Please use WebSocket Streams for live updates to avoid polling the API.`,
          429,
        );
  }

  /** @throws ApiError when the account has placed too many */
  takeOrder(account: string): void {
    const full = this.ordersOf(account).find((limiter) => limiter.count >= limiter.limit.limit);
    if (full)
      throw new ApiError(
        -1015,
        `Too many new orders; current limit is ${full.limit.limit} orders per ${per(full.limit)}.`,
        429,
      );
    for (const limiter of this.ordersOf(account)) limiter.take();
  }

  /** An order that was filled no longer counts. */
  giveOrderBack(account: string): void {
    for (const limiter of this.ordersOf(account)) limiter.giveBack();
  }

  ordersOf(account: string): readonly Limiter[] {
    let limiters = this.orders.get(account);
    if (limiters === undefined) {
      limiters = this.limits
        .filter(({ type }) => type === 'ORDERS')
        .map((limit) => new Limiter(limit, this.clock));
      this.orders.set(account, limiters);
    }
    return limiters;
  }

  /** @param account whose order counts are told too; undefined for what has none */
  usage(account?: string): unknown[] {
    const orders = account === undefined ? [] : this.ordersOf(account);
    return [...orders, ...this.weights].map(({ limit, count }) => ({ ...described(limit), count }));
  }

  /** As in exchangeInfo. */
  described(): unknown[] {
    return this.limits.map(described);
  }
}

const described = ({ type, interval, intervalNum, limit }: Limit) => ({
  rateLimitType: type,
  interval,
  intervalNum,
  limit,
});

const per = ({ intervalNum, interval }: Limit): string => `${intervalNum} ${interval}`;

/**
 * Asks Coinbase's public API for an exchange rate (USD/BRL for Brazilian products) and puts it on the market-data ring. It is an
 * indication and not a market: no bid, no ask and no time of its own, so its age counts from when we had it. Older than the limit
 * it is stale, and says so. `GET /v2/exchange-rates?currency=USD` needs no key.
 */
import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import { ReferenceKind, StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import { MarketEvent } from '../../kit/feed/market-event.js';
import type { Fetch, Notice } from '../../kit/feed/outside.js';
import { readMs } from '../../kit/feed/read-ms.js';
import { VenueRing } from '../../kit/feed/venue-ring.js';

export interface ExchangeRateOptions {
  /** The engine's number of the rate. */
  readonly instrument: number;
  readonly base: string;
  readonly quote: string;
  readonly restUrl: string;
  readonly everyMs: number;
  /** Older than this it must not be used. */
  readonly ageMs: number;
  readonly timeoutMs: number;
}

/** The venue's refresh interval and limit are not documented: one request in five seconds is what has long been in use. */
export const EXCHANGE_RATE_DEFAULTS: Omit<ExchangeRateOptions, 'instrument'> = {
  base: 'USD',
  quote: 'BRL',
  restUrl: 'https://api.coinbase.com',
  everyMs: 5_000,
  ageMs: 60_000,
  timeoutMs: 10_000,
};

/** Of the record's Value: more places than any rate means. */
export const RATE_PLACES = 8;
const OK = 200;
const NEVER = Number.NEGATIVE_INFINITY;

export class ExchangeRatePoller implements Agent {
  readonly name: string;
  requests = 0;
  failures = 0;
  private readonly ring: VenueRing;
  private readonly event = new MarketEvent();
  private readonly url: string;
  private value = 0;
  private rateMs = NEVER;
  private nextMs = NEVER;
  private askedMs = NEVER;
  /** Number of the request under way; 0 = none. */
  private underWay = 0;
  private isStale = false;

  constructor(
    private readonly options: ExchangeRateOptions,
    private readonly fetch: Fetch,
    private readonly clock: Clock,
    ring: BroadcastWriter,
    private readonly notice: Notice,
  ) {
    this.name = `exchange rate ${options.base}/${options.quote}`;
    this.ring = new VenueRing(ring, clock);
    this.url = `${options.restUrl}/v2/exchange-rates?currency=${options.base}`;
  }

  doWork(): number {
    const nowMs = readMs(this.clock);
    const { everyMs, ageMs, timeoutMs } = this.options;
    if (!this.isStale && nowMs - this.rateMs >= ageMs)
      this.isStale = this.tell(VenueStatus.Stale, StatusReason.Silent);
    if (this.underWay !== 0 && nowMs - this.askedMs >= timeoutMs) this.failed('no answer in time');
    if (this.underWay !== 0 || nowMs < this.nextMs) return 0;
    this.nextMs = nowMs + everyMs;
    this.ask(nowMs);
    return 1;
  }

  /** An integer of RATE_PLACES decimal places; NaN = there is none that is young enough. */
  rate(nowMs: number): number {
    return nowMs - this.rateMs < this.options.ageMs ? this.value : Number.NaN;
  }

  private ask(nowMs: number): void {
    const number = ++this.requests;
    this.underWay = number;
    this.askedMs = nowMs;
    this.fetch(this.url, (status, body) => {
      if (this.underWay !== number) return;
      if (status !== OK || body === undefined) return this.failed(`HTTP ${status}`);
      this.underWay = 0;
      this.take(body);
    });
  }

  private take(body: Uint8Array): void {
    const value = rateOf(body, this.options.quote);
    if (Number.isNaN(value)) return this.failed(`no rate of ${this.options.quote} in the answer`);
    this.value = value;
    this.rateMs = readMs(this.clock);
    if (this.isStale) this.isStale = !this.tell(VenueStatus.Live, StatusReason.None);
    this.ring.reference(this.options.instrument, ReferenceKind.ExchangeRate, value, RATE_PLACES, this.event);
    this.ring.publish();
  }

  private failed(why: string): void {
    this.underWay = 0;
    this.failures++;
    this.notice(`${this.name}: ${why}`);
  }

  private tell(status: VenueStatus, reason: StatusReason): boolean {
    const isTold = this.ring.status(this.options.instrument, status, reason);
    this.ring.publish();
    return isTold;
  }
}

/** Rounded to RATE_PLACES: the venue writes as many places as its division gave. NaN when there is none above zero. */
function rateOf(body: Uint8Array, quote: string): number {
  try {
    const { data } = JSON.parse(Buffer.from(body).toString()) as {
      data?: { rates?: Record<string, unknown> };
    };
    const text = data?.rates?.[quote];
    const value =
      typeof text === 'string' && /^\d+(\.\d+)?$/.test(text)
        ? Math.round(Number(text) * 10 ** RATE_PLACES)
        : 0;
    return Number.isSafeInteger(value) && value > 0 ? value : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

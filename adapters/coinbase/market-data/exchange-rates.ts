/**
 * Coinbase's public API for an exchange rate, USD/BRL for Brazilian products: `GET /v2/exchange-rates?currency=USD`, which needs no key. An indication and no
 * market.
 */
import { ReferenceKind } from '../../../protocol/records/venue-data.js';
import type { PollerOptions } from '../../kit/feed/reference-poller.js';

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

export const exchangeRate = ({ base, quote, restUrl, ...options }: ExchangeRateOptions): PollerOptions => ({
  ...options,
  name: `exchange rate ${base}/${quote}`,
  kind: ReferenceKind.ExchangeRate,
  places: RATE_PLACES,
  urls: [`${restUrl}/v2/exchange-rates?currency=${base}`],
  read: ([body]) => rateOf(body, quote),
});

/** Rounded to RATE_PLACES: the venue writes as many places as its division gave. */
function rateOf(body: Uint8Array, quote: string): number {
  const { data } = JSON.parse(Buffer.from(body).toString()) as {
    data?: { rates?: Record<string, unknown> };
  };
  const text = data?.rates?.[quote];
  const value =
    typeof text === 'string' && /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 10 ** RATE_PLACES) : 0;
  if (!Number.isSafeInteger(value) || value <= 0) throw new Error(`no rate of ${quote} in the answer`);
  return value;
}

/**
 * How much of its coin stands behind a share of a Brazilian crypto fund, out of Hashdex' public iNAV documents: `GET {base}/inav/{ticker}`. The fund on B3 holds
 * shares of a fund abroad, which holds the coin; both documents have a `pcf`, what a creation unit consists of.
 *
 *     per share = onshore quantity × offshore quantity ÷ shares of an onshore creation unit
 *
 * The offshore document's own creation unit is not divided out: its `pcf` is taken to be per share.
 */
import { ReferenceKind } from '../../protocol/records/venue-data.js';
import type { PollerOptions } from '../kit/feed/reference-poller.js';

export interface PerShareOptions {
  /** The engine's number of what it is told of. */
  readonly instrument: number;
  readonly onshore: string;
  readonly offshore: string;
  readonly restUrl: string;
  readonly everyMs: number;
  readonly ageMs: number;
  readonly timeoutMs: number;
}

/** The documents change once a day; they are asked for more often because one that is old must not be used. */
export const PER_SHARE_DEFAULTS = {
  restUrl: 'https://api2.hashdex.io/marketdata/v2',
  everyMs: 300_000,
  ageMs: 3_600_000,
  timeoutMs: 10_000,
} as const satisfies Partial<PerShareOptions>;

/** Of the record's Value. */
export const PER_SHARE_PLACES = 12;
/** What is no coin. */
const CASH = 'Cash';

interface InavDocument {
  readonly info?: { readonly numberOfSharesPerCreationUnit?: unknown };
  readonly pcf?: readonly { readonly symbol?: unknown; readonly quantity?: unknown }[];
}

export const underlyingPerShare = ({
  onshore,
  offshore,
  restUrl,
  ...options
}: PerShareOptions): PollerOptions => ({
  ...options,
  name: `underlying per share of ${onshore}`,
  kind: ReferenceKind.UnderlyingPerShare,
  places: PER_SHARE_PLACES,
  urls: [onshore, offshore].map((ticker) => `${restUrl}/inav/${ticker}`),
  read: (bodies) => {
    const [on, off] = bodies.map((body) => JSON.parse(Buffer.from(body).toString()) as InavDocument);
    const shares = above0(on.info?.numberOfSharesPerCreationUnit, `${onshore}: no shares of a creation unit`);
    const value = (quantityIn(on, onshore) * quantityIn(off, offshore)) / shares;
    return above0(
      Math.round(value * 10 ** PER_SHARE_PLACES),
      'so little stands behind a share that it is nothing',
    );
  },
});

const quantityIn = ({ pcf = [] }: InavDocument, ticker: string): number =>
  above0(
    pcf.find(({ symbol }) => symbol !== CASH)?.quantity,
    `${ticker}: no quantity in what it consists of`,
  );

/** @throws Error it is no such number */
function above0(value: unknown, otherwise: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) throw new Error(otherwise);
  return value;
}

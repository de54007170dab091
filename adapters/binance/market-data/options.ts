/** What a session of Binance market data is told at start. Every bound and time is here, with its reason. */
import type { LinkLimits } from '../../kit/feed/stream-link.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { type Product, Stream } from './product.js';

export interface BinanceOptions {
  readonly product: Product;
  readonly instruments: readonly VenueInstrument[];
  readonly streams: readonly Stream[];
  /** Whether the venue trades each instrument is asked for. */
  readonly watchesTrading: boolean;
  /** Levels that a side of a book keeps. A snapshot has up to 5,000; what is beyond grows slowly and is never traded on. */
  readonly levelsPerSide: number;
  /** Best levels that go to the core. */
  readonly topLevels: number;
  /** Updates, and levels in them, that may wait for a snapshot: at 10 updates/s more than a minute. */
  readonly pendingUpdates: number;
  readonly pendingLevels: number;
  /** Not heard of an instrument's book for so long, and not told that its stream is there: not to be traded on, though nothing says it is wrong. */
  readonly staleMs: number;
  /** The best price has moved and no update of the book has said so, for so long: the book's stream is silent. */
  readonly untoldMs: number;
  /** A subscription that is silent for so long is asked for again. */
  readonly silentMs: Readonly<Record<Stream, number>>;
  readonly streamsPerMessage: number;
  readonly acknowledgeMs: number;
  /** The venue is asked so often which streams a connection has: one that is there and says nothing has nothing to say. */
  readonly listMs: number;
  readonly link: LinkLimits;
  readonly snapshotsAtOnce: number;
  readonly snapshotAgainMs: number;
  readonly snapshotTimeoutMs: number;
  readonly snapshotWaitMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Thin symbols may have nothing to say for minutes; a mark price comes every second or three. */
const SILENT_MS: BinanceOptions['silentMs'] = {
  [Stream.Depth]: 5 * MINUTE_MS,
  [Stream.Top]: 5 * MINUTE_MS,
  [Stream.Trades]: 60 * MINUTE_MS,
  [Stream.MarkPrice]: 15_000,
  [Stream.Count]: 0,
};

export const BINANCE_DEFAULTS: Omit<BinanceOptions, 'product' | 'instruments'> = {
  streams: [Stream.Depth, Stream.Top, Stream.Trades, Stream.MarkPrice],
  watchesTrading: true,
  levelsPerSide: 8_192,
  topLevels: 5,
  pendingUpdates: 1_024,
  pendingLevels: 65_536,
  staleMs: MINUTE_MS,
  untoldMs: 5_000,
  silentMs: SILENT_MS,
  streamsPerMessage: 100,
  acknowledgeMs: 10_000,
  listMs: 20_000,
  link: {
    openMs: 10_000,
    // The venue pings every three minutes, so a healthy connection is never silent for longer.
    silentMs: 4 * MINUTE_MS,
    // The venue ends a connection after 24 hours.
    lifeMs: 23.5 * HOUR_MS,
    backOff: { firstMs: 500, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: MINUTE_MS },
  },
  snapshotsAtOnce: 4,
  snapshotAgainMs: 2_000,
  snapshotTimeoutMs: 10_000,
  snapshotWaitMs: 30_000,
};

/** What a session of Coinbase Exchange market data is told at start. Every bound and time is here, with its reason. */
import type { LinkLimits } from '../../kit/feed/stream-link.js';
import type { VenueInstrument } from '../../kit/instrument.js';

/**
 * How the book is had: absolute levels (every change, or one batch in 50 ms), or every order. `level2` and `full` want a signed
 * subscription, `level2_batch` does not.
 */
export type BookChannel = 'level2' | 'level2_batch' | 'full';

/** Fields of the subscribe message that say who asks; made new for each, because they carry the time. */
export type Sign = () => Readonly<Record<string, string>>;

export interface CoinbaseOptions {
  readonly streamUrl: string;
  readonly restUrl: string;
  readonly instruments: readonly VenueInstrument[];
  readonly book: BookChannel;
  /** Beside the book and the heartbeat: `ticker`, `matches` (`full` has them already). */
  readonly channels: readonly ('ticker' | 'matches')[];
  readonly sign: Sign | undefined;
  /** Levels that a side of a book keeps. Books of Coinbase are not cut: tens of thousands are usual. */
  readonly levelsPerSide: number;
  /** Orders of a book, with `full`. */
  readonly ordersPerBook: number;
  readonly topLevels: number;
  readonly pendingUpdates: number;
  readonly pendingLevels: number;
  /** Heartbeats come once a second and product. */
  readonly staleMs: number;
  /** Something has traded and no update of the book has said so, for so long: the book's channel is silent. */
  readonly untoldMs: number;
  readonly subscriptionsPerMessage: number;
  readonly acknowledgeMs: number;
  readonly messagesPerSecond: number;
  readonly link: LinkLimits;
  readonly requestsPerSecond: number;
  readonly snapshotAgainMs: number;
  readonly snapshotTimeoutMs: number;
  readonly snapshotWaitMs: number;
}

export const COINBASE_DEFAULTS: Omit<CoinbaseOptions, 'instruments'> = {
  streamUrl: 'wss://ws-feed.exchange.coinbase.com',
  restUrl: 'https://api.exchange.coinbase.com',
  book: 'level2_batch',
  channels: ['ticker', 'matches'],
  sign: undefined,
  levelsPerSide: 65_536,
  ordersPerBook: 1 << 18,
  topLevels: 5,
  pendingUpdates: 16_384,
  pendingLevels: 65_536,
  staleMs: 5_000,
  untoldMs: 5_000,
  subscriptionsPerMessage: 100,
  acknowledgeMs: 10_000,
  // The venue takes 10 a second from one address.
  messagesPerSecond: 5,
  link: {
    openMs: 10_000,
    // A heartbeat a second and product.
    silentMs: 15_000,
    lifeMs: Number.POSITIVE_INFINITY,
    backOff: { firstMs: 500, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
  },
  requestsPerSecond: 2,
  snapshotAgainMs: 2_000,
  snapshotTimeoutMs: 15_000,
  snapshotWaitMs: 10_000,
};

/** What CME's market data is told at start. Every bound is here, with its reason. */
import { ARBITER_DEFAULTS, type ArbiterOptions } from '../../kit/datagrams/line-arbiter.js';
import type { VenueInstrument } from '../../kit/instrument.js';

/** What a line of datagrams carries. */
export const enum MdpFeed {
  Incremental = 0,
  /** By price or by order, as the books are. */
  Snapshots = 1,
  Definitions = 2,
}

export interface CmeMarketOptions {
  /** Their symbol is the SecurityID. */
  readonly instruments: readonly VenueInstrument[];
  /** Levels as CME adds them up, as many as it gives; or every order, and all levels. */
  readonly book: 'price' | 'orders';
  /** What each line carries, in the order of the lines. */
  readonly lines: readonly MdpFeed[];
  /** Levels that a side of a book keeps. */
  readonly levelsPerSide: number;
  /** Of each side, for routing and risk. */
  readonly topLevels: number;
  /** By order: orders that rest, and price levels, of one instrument. */
  readonly orders: number;
  readonly levels: number;
  /** Changes of one event that a reader is told as such; of more, it gets the book whole. */
  readonly changes: number;
  readonly arbiter: ArbiterOptions;
  /** Packets that are kept for books that wait for their snapshot, which goes round once in so long. */
  readonly logPackets: number;
  /** Nothing at all on the incremental lines. How often CME says that it is there is in no document at hand. */
  readonly silentMs: number;
  /** Snapshots know of packets that no line has brought. */
  readonly behindMs: number;
}

export const CME_MARKET_DEFAULTS: Omit<CmeMarketOptions, 'instruments' | 'lines'> = {
  book: 'price',
  levelsPerSide: 1_024,
  topLevels: 5,
  orders: 1 << 16,
  levels: 1 << 13,
  changes: 512,
  arbiter: ARBITER_DEFAULTS,
  logPackets: 8_192,
  silentMs: 65_000,
  behindMs: 1_000,
};

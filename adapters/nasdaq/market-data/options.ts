/** What Nasdaq's market data is told at start. Every bound is here, with its reason. */
import type { VenueInstrument } from '../../kit/instrument.js';

export interface NasdaqMarketOptions {
  /** In whole shares: odd lots stand in the book too. */
  readonly instruments: readonly VenueInstrument[];
  /** Of its midnight times count. */
  readonly timeZone: string;
  /** Levels that a side of a book keeps. */
  readonly levelsPerSide: number;
  /** Of each side, for routing and risk. */
  readonly topLevels: number;
  /** Orders that rest, and price levels, of all instruments together. */
  readonly orders: number;
  readonly levels: number;
}

export const NASDAQ_MARKET_DEFAULTS: Omit<NasdaqMarketOptions, 'instruments'> = {
  timeZone: 'America/New_York',
  levelsPerSide: 8_192,
  topLevels: 5,
  orders: 1 << 20,
  levels: 1 << 17,
};

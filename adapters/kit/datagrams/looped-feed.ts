/** A feed of datagrams that nobody can ask for anything: snapshots and definitions come round by themselves, on lines of their own. */
import type { VenueInstrument } from '../instrument.js';
import type { EventBookOptions } from './event-books.js';
import type { ArbiterOptions } from './line-arbiter.js';

/** What a line of datagrams carries. */
export const enum LoopedFeed {
  Incremental = 0,
  /** By price or by order, as the books are. */
  Snapshots = 1,
  Definitions = 2,
}

/** What every venue with such a feed is told at start. */
export interface LoopedOptions extends EventBookOptions {
  /** Their symbol is the SecurityID. */
  readonly instruments: readonly VenueInstrument[];
  /** What each line carries, in the order of the lines. */
  readonly lines: readonly LoopedFeed[];
  readonly arbiter: ArbiterOptions;
  /** Packets that are kept for books that wait for their snapshot, which goes round once in so long. */
  readonly logPackets: number;
  /** Nothing at all on the incremental lines. How often a venue says that it is there is in no document at hand. */
  readonly silentMs: number;
}

/** Of each line: which one of its feed's it is. */
export const placesOf = (lines: readonly LoopedFeed[]): readonly number[] =>
  lines.map((feed, i) => lines.slice(0, i).filter((other) => other === feed).length);

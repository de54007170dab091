/** Both sides of the market-data half of suite `adapters`: who takes a tape, and what its books come to. */
import type { VenueBook } from '../../adapters/kit/book/venue-book.js';
import { BroadcastWriter, createBroadcast } from '../../engine/rings/broadcast.js';
import type { Tape } from './adapters-tape.js';

export interface TapeSide {
  /** From the beginning: a new connection, no book. */
  begin(): void;
  /** Takes entries from one index up to another. */
  run(from: number, to: number): void;
  books(): readonly VenueBook[];
  records(): number;
}

const SLOTS = 1 << 16;

/** Nobody reads it, so nobody holds it back: what is measured ends with the record. */
export const marketDataRing = (): BroadcastWriter => new BroadcastWriter(createBroadcast(SLOTS, [], []));

/** Both have to come to the same. */
export function digestOf(side: TapeSide): string {
  const books = side.books().map(({ bids, asks }) => {
    const sum = [bids, asks].map(({ keys, lots, count }) => {
      let hash = 0;
      for (let i = 0; i < count; i++) hash = (hash * 31 + keys[i] * 7 + lots[i]) % 2 ** 40;
      return `${count}:${hash}`;
    });
    return sum.join('/');
  });
  return `${side.records()} records, ${books.join(' ')}`;
}

/** The whole tape once. @returns seconds of its measured part */
export function pass(side: TapeSide, { entries, from }: Tape): number {
  side.begin();
  side.run(0, from);
  const startMs = performance.now();
  side.run(from, entries.length);
  return (performance.now() - startMs) / 1_000;
}

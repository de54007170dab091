/** What a case of the conformance suite for market data is, and what all of them ask. */
import type t from 'tap';
import type { MarketDataRig, StartOptions } from './test-market-data-rig.js';

export interface MarketDataCase {
  readonly number: number;
  readonly title: string;
  readonly start?: StartOptions;
  readonly play: (rig: MarketDataRig, t: Tap) => void;
}

export type Tap = typeof t;

export const SOON = 300;
/** Longer than every wait before another try, shorter than a quiet book is live. */
export const LATER = 45_000;
/** Longer than a connection may be silent, and another one takes. */
export const DEAD = 260_000;
export const MINUTE_MS = 60_000;

/** Live, and on the ring, in the core and at the venue the same. */
export function right(rig: MarketDataRig, t: Tap, when: string): void {
  t.same(rig.book, rig.venueBook, `the book is the venue’s ${when}`);
  t.same(rig.top, rig.venueTop, `the best levels are the venue’s ${when}`);
}

/** No price to be traded on, here or there. */
export function withdrawn(rig: MarketDataRig, t: Tap, when: string): void {
  t.equal(rig.book, undefined, `readers have no book ${when}`);
  t.same(rig.top, [], `the core has no levels ${when}`);
}

export const live = (rig: MarketDataRig): boolean => rig.book !== undefined;

/** A message of the book is left out on its way, and the next one comes. @returns whether the book was withdrawn then */
export function gap(rig: MarketDataRig): boolean {
  rig.fault({ do: 'gap', by: 1, stream: rig.bench.bookStream });
  rig.move();
  const isSeen = rig.until(() => !live(rig), SOON);
  rig.move();
  return isSeen || rig.until(() => !live(rig), SOON);
}

/** The book has to begin anew: its connection is lost, or where there is none, a message. */
export function loseBook(rig: MarketDataRig): void {
  if (rig.bench.isLooped) gap(rig);
  else rig.fault({ do: 'drop' });
}

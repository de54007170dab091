/**
 * The conformance suite for market data: what every venue's adapter has to make of what its venue sends, numbered, the same for all. Each case plays against the
 * venue's simulator on its time and says what readers of the ring and the core must have been told.
 */
import t from 'tap';
import { BOOKS } from './test-market-data-books.js';
import type { MarketDataCase, Tap } from './test-market-data-case.js';
import { LINKS } from './test-market-data-links.js';
import type { MarketDataRig, StartOptions } from './test-market-data-rig.js';
import { SNAPSHOTS } from './test-market-data-snapshots.js';
import { VENUE } from './test-market-data-venue.js';
import { TABLE_FILE, tableSays } from './test-table.js';

export interface MarketDataVenue {
  readonly name: string;
  readonly start: (options?: StartOptions) => MarketDataRig;
  /** Numbers of the cases that the venue has no way to come into, with the reason. */
  readonly notApplicable: Readonly<Record<number, string>>;
}

/** By number. */
export const MARKET_DATA_CASES: readonly MarketDataCase[] = [...BOOKS, ...SNAPSHOTS, ...LINKS, ...VENUE].sort(
  (a, b) => a.number - b.number,
);

/** Every case against one venue; `crossed` is asked after each. And the table says of each what has just been seen. */
export function marketDataConformance(venue: MarketDataVenue): void {
  for (const { number, title, play, start } of MARKET_DATA_CASES) {
    const why = venue.notApplicable[number];
    t.test(`${venue.name} ${number}: ${title}`, { skip: why ?? false }, async (t) => {
      const rig = venue.start(start);
      play(rig, t as unknown as Tap);
      t.equal(rig.outside.crossed, 0, 'no reader ever had a crossed book');
      rig.close();
    });
  }
  t.test(`${TABLE_FILE} says so; else npm run conformance writes it`, async (t) => {
    const wanted = MARKET_DATA_CASES.map(
      ({ number }) => [number, venue.notApplicable[number] ?? 'passed'] as const,
    );
    t.strictSame([...tableSays('market data', venue.name)], wanted);
  });
}

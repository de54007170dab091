/**
 * The conformance suite for orders: what every venue's adapter has to make of what its venue does, numbered, the same for all. Each case
 * plays against the venue's simulator on its time and says what the core must have been told, in the words of `test-child-words.ts`.
 */
import t from 'tap';
import type { OrderCase, OrderRig, Tap } from './test-order-case.js';
import { DOUBT } from './test-orders-doubt.js';
import { LIFE } from './test-orders-life.js';
import { LINKS } from './test-orders-links.js';
import { MASS } from './test-orders-mass.js';
import { VENUE } from './test-orders-venue.js';
import { TABLE_FILE, tableSays } from './test-table.js';

export interface VenueUnderTest {
  readonly name: string;
  readonly start: () => OrderRig;
  /** The same, and the venue is asked to cancel what stands when the connection is lost. */
  readonly startCancelling?: () => OrderRig;
  /** Numbers of the cases that the venue has no way to come into, with the reason. */
  readonly notApplicable: Readonly<Record<number, string>>;
}

/** By number. */
export const ORDER_CASES: readonly OrderCase[] = [...LIFE, ...DOUBT, ...LINKS, ...VENUE, ...MASS].sort(
  (a, b) => a.number - b.number,
);

/** Every case against one venue; and the table says of each what has just been seen. */
export function orderConformance(venue: VenueUnderTest): void {
  for (const { number, title, play, isCancelling } of ORDER_CASES) {
    const why = venue.notApplicable[number];
    t.test(`${venue.name} ${number}: ${title}`, { skip: why ?? false }, async (t) => {
      const rig = isCancelling ? venue.startCancelling!() : venue.start();
      play(rig, t as unknown as Tap);
      rig.close();
    });
  }
  t.test(`${TABLE_FILE} says so; else npm run conformance writes it`, async (t) => {
    const wanted = ORDER_CASES.map(
      ({ number }) => [number, venue.notApplicable[number] ?? 'passed'] as const,
    );
    t.strictSame([...tableSays('orders', venue.name)], wanted);
  });
}

/** Random quotes and protections, for `test-sequences.ts`: what they have in common with orders comes from there. */
import fc from 'fast-check';
import type { From, Record16 } from './test-commands.js';
import * as commands from './test-commands.js';

export const rarely = <Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: rare });

interface Parts {
  readonly from: fc.Arbitrary<From>;
  readonly price: fc.Arbitrary<number>;
  readonly lots: fc.Arbitrary<number>;
  readonly instrument: fc.Arbitrary<number>;
  readonly flags: fc.Arbitrary<number>;
}

/** A few ids, so that most quotes change an earlier one; around a middle that moves, so that they take and are taken. */
export function quotesOf({ from, price, lots, instrument, flags }: Parts): {
  quote: fc.Arbitrary<Record16>;
  quoteProtection: fc.Arbitrary<Record16>;
} {
  const half = rarely(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, -1, 2 ** 31 - 1));
  const quoteLots = rarely(rarely(fc.integer({ min: 1, max: 9 }), fc.constant(0)), lots);
  const quote = fc
    .record({
      from,
      id: rarely(fc.integer({ min: 1, max: 5 }), fc.constantFrom(0, 2 ** 32 + 1)),
      middle: rarely(fc.integer({ min: 97, max: 103 }), price),
      halves: fc.tuple(half, half),
      lots: fc.tuple(quoteLots, quoteLots),
      instrument,
      flags,
    })
    .map(({ from, middle, halves, lots, ...fields }) =>
      commands.quote({
        ...from,
        ...fields,
        bid: { lots: lots[0], price: (middle - halves[0]) | 0 },
        offer: { lots: lots[1], price: (middle + halves[1]) | 0 },
      }),
    );
  const quoteProtection = fc
    .tuple(
      rarely(fc.integer({ min: 1, max: 3 }), fc.constantFrom(0, 128, 129, -1)),
      rarely(fc.constantFrom(1, 5e8, 4e9, 3e10), fc.constantFrom(0, -1, 0.5, Number.NaN, 2 ** 53)),
      from,
    )
    .map(([executions, windowNs, from]) => commands.quoteProtection(executions, windowNs, from));
  return { quote, quoteProtection };
}

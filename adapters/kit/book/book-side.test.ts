/** One side of a book against a sorted list; and what a full one keeps. */
import fc from 'fast-check';
import t from 'tap';
import { holds, mustEqual } from '../../../engine/book/test-property.js';
import { BookSide, Change } from './book-side.js';

const RUNS = 300;

const sets = (keys: number) =>
  fc.array(fc.tuple(fc.integer({ min: -keys, max: keys }), fc.nat({ max: 3 })), { maxLength: 400 });

/** Best first. */
const levelsOf = (side: BookSide): number[][] =>
  Array.from({ length: side.count }, (_, rank) => [side.keyAt(rank), side.lotsAt(rank)]);

holds('the levels, and what each change is said to be', RUNS, sets(60), (list) => {
  const side = new BookSide(200);
  const known = new Map<number, number>();
  for (const [key, lots] of list) {
    const before = known.get(key);
    if (lots === 0) known.delete(key);
    else known.set(key, lots);
    const expected =
      lots === 0
        ? before === undefined
          ? Change.Unknown
          : Change.Removed
        : before === undefined
          ? Change.Added
          : before === lots
            ? Change.None
            : Change.Changed;
    mustEqual(side.set(key, lots), expected, `${key} to ${lots}`);
    if (expected === Change.Added || expected === Change.Changed)
      mustEqual(side.keyAt(side.rank), key, 'rank');
    mustEqual(side.at(key), known.get(key) ?? 0, 'lots');
  }
  const sorted = [...known].sort(([a], [b]) => b - a);
  mustEqual(levelsOf(side), sorted);
});

holds('a full side keeps its best levels', RUNS, sets(60), (list) => {
  const side = new BookSide(20);
  let known: number[][] = [];
  for (const [key, lots] of list) {
    if (lots === 0) continue;
    side.set(key, lots);
    known = [...known.filter(([other]) => other !== key), [key, lots]].sort(([a], [b]) => b - a).slice(0, 20);
  }
  mustEqual(levelsOf(side), known);
});

t.test('beyond a full side nothing is known', async (t) => {
  const side = new BookSide(2);
  side.set(10, 1);
  side.set(9, 1);
  t.equal(side.set(8, 1), Change.Beyond, 'worse than all of a full side');
  t.equal(side.set(8, 0), Change.Beyond, 'and taken out again');
  t.equal(side.set(11, 1), Change.Added, 'the worst makes room');
  t.equal(side.set(9, 0), Change.Beyond, 'it is among those that were let go');
  t.equal(side.set(12, 0), Change.Unknown, 'above the worst it would be known');
  t.equal(side.dropped, 2);
});

/** The fast book and the naive one under the same random operations: equal answers, equal queues, at every step. */
import fc from 'fast-check';
import { Side } from '../../protocol/codes/enums.js';
import type { Book } from './book.js';
import { FastBook } from './fast-book.js';
import { NaiveBook } from './naive-book.js';
import { ABOVE_ALL, NO_RANK, sideIndex } from './rank.js';
import { holds, mustEqual } from './test-property.js';
import { INSTRUMENTS, Shelf } from './test-shelf.js';

const EDGE = 2 ** 31 - 1;

/** Prices close together, a few chunks apart, anywhere, and at the edges: every way to find, make and drop a chunk. */
const price = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 90, max: 110 }) },
  { weight: 3, arbitrary: fc.integer({ min: -300, max: 300 }) },
  { weight: 2, arbitrary: fc.integer({ min: -EDGE, max: EDGE }) },
  { weight: 1, arbitrary: fc.constantFrom(-EDGE, EDGE, -EDGE + 31, EDGE - 31, 0) },
);
const lots = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 52, 2 ** 53 - 1) },
);
const step = fc.record({
  op: fc.constantFrom('add', 'add', 'take', 'shrink', 'look'),
  side: fc.constantFrom(Side.Buy, Side.Sell),
  instrument: fc.integer({ min: 1, max: INSTRUMENTS - 1 }),
  price,
  lots,
  which: fc.nat({ max: 1_000 }),
});
const steps = fc.array(step, { minLength: 1, maxLength: 300, size: 'max' });
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function apply(shelf: Shelf, open: readonly number[], { op, side, instrument, price, lots, which }: Step) {
  const slot = open[which % Math.max(1, open.length)];
  if (op === 'add') return shelf.add(side, lots, price, instrument);
  if (op === 'look') return [shelf.first(side, price, instrument), shelf.offers(side, lots, price)];
  if (slot === undefined) return 0;
  if (op === 'take') shelf.take(slot);
  else if (lots < shelf.orders.openLots(slot)) shelf.shrink(slot, lots);
  return slot;
}

function queues(shelf: Shelf): string[] {
  const queues: string[] = [];
  for (let instrument = 1; instrument < INSTRUMENTS; instrument++)
    for (const side of [Side.Buy, Side.Sell]) {
      const { book } = shelf;
      const index = sideIndex(instrument, side);
      queues.push(`${book.bestRank(index)} to ${book.worstRank(index)}: ${shelf.queue(side, instrument)}`);
      queues.push(levels(book, index).join(' '));
    }
  return queues;
}

/** A side level by level. */
function levels(book: Book, side: number): string[] {
  const lots = new Float64Array(1);
  const texts: string[] = [];
  let rank = book.nextLevel(side, ABOVE_ALL, lots, 0);
  for (; rank !== NO_RANK; rank = book.nextLevel(side, rank, lots, 0)) texts.push(`${lots[0]}@${rank}`);
  return texts;
}

for (const chunks of [3, 12, 400])
  holds(`both books agree, ${chunks} chunks`, 300, steps, (run) => {
    const fast = new Shelf((...args) => new FastBook(...args), chunks);
    const naive = new Shelf((...args) => new NaiveBook(...args), chunks);
    let open: number[] = [];
    for (const step of run) {
      const answer = apply(naive, open, step);
      mustEqual(apply(fast, open, step), answer, step.op);
      if (step.op === 'add' && answer !== 0) open.push(answer as number);
      if (step.op === 'take') open = open.filter((slot) => slot !== answer);
      mustEqual(queues(fast), queues(naive), 'the book');
    }
  });

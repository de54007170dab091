import t from 'tap';
import { Depth } from '../views/depth.js';
import { Tops } from './tops.js';

t.test('folded together, oldest first, and only what differs', async (t) => {
  const depth = new Depth(16, 8);
  const tops = new Tops(8);
  tops.mark(3);
  tops.mark(5);
  tops.mark(3);
  t.equal(tops.waiting, 2);
  t.equal(tops.take(depth), 3);
  t.equal(tops.take(depth), 5);
  t.equal(tops.take(depth), 0);
  tops.mark(3);
  t.equal(tops.take(depth), 0, 'nothing has changed since');
  tops.forget();
  t.same([tops.take(depth), tops.take(depth), tops.take(depth)], [3, 5, 0], 'all that were ever marked');
});

t.test('every instrument may wait', async (t) => {
  const depth = new Depth(16, 8);
  const tops = new Tops(8);
  for (let round = 0; round < 3; round++) {
    tops.forget();
    for (let instrument = 1; instrument < 8; instrument++) tops.mark(instrument);
    const taken: number[] = [];
    for (let next = tops.take(depth); next !== 0; next = tops.take(depth)) taken.push(next);
    t.same(taken, [1, 2, 3, 4, 5, 6, 7]);
  }
});

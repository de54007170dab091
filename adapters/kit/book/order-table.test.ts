/** Orders by their ids against a Map, also where all ids want the same places. */
import fc from 'fast-check';
import t from 'tap';
import { holds, mustEqual } from '../../../engine/book/test-property.js';
import { NO_ORDER, OrderTable } from './order-table.js';

const RUNS = 200;
const idOf = (n: number): Int32Array => Int32Array.of(n & 3, 0, n >> 2, 7);

const steps = fc.array(fc.tuple(fc.nat({ max: 40 }), fc.boolean()), { maxLength: 300 });

holds('what stands in it', RUNS, steps, (list) => {
  const table = new OrderTable(32);
  const known = new Map<number, number>();
  for (const [i, [n, isAdd]] of list.entries()) {
    const place = table.find(idOf(n));
    mustEqual(place !== NO_ORDER, known.has(n), `order ${n} is there`);
    if (place !== NO_ORDER) mustEqual(table.lots[place], known.get(n), `lots of order ${n}`);
    if (isAdd) {
      const isAdded = table.add(idOf(n), 1, n, i);
      mustEqual(isAdded, !known.has(n) && known.size < 32, `order ${n} can be added`);
      if (isAdded) known.set(n, i);
    } else if (place !== NO_ORDER) {
      table.remove(place);
      known.delete(n);
    }
    mustEqual(table.count, known.size, 'count');
  }
});

t.test('cleared', async (t) => {
  const table = new OrderTable(4);
  table.add(idOf(1), 1, 10, 5);
  table.clear();
  t.equal(table.find(idOf(1)), NO_ORDER);
  t.equal(table.count, 0);
});

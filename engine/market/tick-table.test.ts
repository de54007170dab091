/** Tick tables: which prices there are, and the nearest ones on either side, against looking at every price. */
import fc from 'fast-check';
import t from 'tap';
import { tableAllows } from '../../protocol/instrument.js';
import { holds, mustEqual } from '../book/test-property.js';
import { TICK_ROWS, TickTable } from './tick-table.js';

const INSTRUMENT = 1;

/** Rows that follow one another: each begins at a multiple of its own step. */
const rows = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 })), { maxLength: 5 })
  .map((pairs) => {
    let fromTicks = 0;
    return pairs.map(([stepTicks, steps], i) => {
      if (i > 0) fromTicks = (Math.floor(fromTicks / stepTicks) + steps) * stepTicks;
      return { fromTicks, stepTicks };
    });
  });

holds(
  'as by looking at every price',
  300,
  fc.tuple(rows, fc.integer({ min: -200, max: 200 })),
  ([rows, price]) => {
    const table = new TickTable(2);
    for (const [row, { fromTicks, stepTicks }] of rows.entries())
      mustEqual(table.define(INSTRUMENT, row, fromTicks, stepTicks), true, `row ${row}`);
    const isPrice = (ticks: number): boolean => tableAllows(rows, ticks);
    mustEqual(table.allows(INSTRUMENT, price), isPrice(price), 'what is a price');
    let [above, below] = [price, price];
    while (!isPrice(above)) above++;
    while (!isPrice(below)) below--;
    mustEqual(table.atOrAbove(INSTRUMENT, price) + 0, above, 'the price above');
    mustEqual(table.atOrBelow(INSTRUMENT, price) + 0, below, 'the price below');
  },
);

t.test('as many rows as fit, and no more', async (t) => {
  const table = new TickTable(2);
  for (let row = 0; row < TICK_ROWS; row++) t.ok(table.define(INSTRUMENT, row, row * 100, 10));
  t.notOk(table.define(INSTRUMENT, TICK_ROWS, TICK_ROWS * 100, 10));
  t.ok(table.allows(INSTRUMENT, 50_010));
});

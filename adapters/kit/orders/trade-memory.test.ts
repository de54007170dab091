import t from 'tap';
import { TradeMemory } from './trade-memory.js';

function memory() {
  const applied: string[] = [];
  const found = new TradeMemory((sequence, { lots }) => applied.push(`${sequence} ${lots ?? 'busted'}`));
  return { memory: found, applied };
}

t.test('an execution is changed under the sequence that counted it', async (t) => {
  const { memory: trades, applied } = memory();
  trades.counted(trades.goesOut('a'), 7);
  t.ok(trades.change('a', { lots: 3, priceTicks: 1 }));
  t.notOk(trades.change('b', {}), 'one that is not known');
  t.equal(trades.goesOut(''), 0, 'one without an id has no number');
  trades.counted(trades.goesOut('c'), 0);
  t.notOk(trades.change('c', {}), 'one that the core has not taken');
  t.same(applied, ['7 3']);
});

t.test('a change before the echo waits for it', async (t) => {
  const { memory: trades, applied } = memory();
  const number = trades.goesOut('a');
  t.ok(trades.change('a', {}));
  t.same(applied, []);
  trades.counted(number, 9);
  t.same(applied, ['9 busted']);
});

t.test('one that was counted in parts is busted in all of them, and corrected by a person', async (t) => {
  const { memory: trades, applied } = memory();
  const [first, second] = [trades.goesOut('a'), trades.goesOut('a')];
  trades.counted(first, 4);
  trades.counted(second, 5);
  t.notOk(trades.change('a', { lots: 3, priceTicks: 1 }));
  t.ok(trades.change('a', {}));
  t.same(applied.splice(0), ['4 busted', '5 busted']);
  const [third, fourth] = [trades.goesOut('b'), trades.goesOut('b')];
  trades.change('b', {});
  trades.counted(third, 6);
  trades.counted(fourth, 7);
  t.same(applied, ['6 busted', '7 busted'], 'also when it came before both');
});

/** What is remembered of the last so many. */
import t from 'tap';
import { Recent } from './recent.js';

t.test('the oldest key gives way to a new one, and none to one that is there', async (t) => {
  const recent = new Recent<string, number>(3);
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const)
    recent.set(key, value);
  t.strictSame([...recent.values()], [3, 2, 4]);
  recent.set('d', 5);
  t.equal(recent.get('a'), undefined);
  t.strictSame([...recent.values()], [2, 4, 5]);
});

t.test('what was deleted is gone, and its place is used', async (t) => {
  const recent = new Recent<number, number>(2);
  for (let i = 0; i < 100; i++) {
    recent.set(i, i);
    recent.delete(i - 1);
    t.strictSame([...recent.values()], [i]);
  }
});

import t from 'tap';
import { Standing } from './standing.js';

t.test('trusted when it has behaved for two seconds, until it is late', async (t) => {
  const put: [number, boolean][] = [];
  let nowMs = 0;
  const standing = new Standing((isIdle) => put.push([nowMs, isIdle]));
  const looks = (untilMs: number, isRunning: boolean, isLate: boolean) => {
    for (; nowMs < untilMs; nowMs += 50) standing.look(nowMs, isRunning, isLate);
  };
  looks(1_000, false, false);
  looks(2_500, true, false);
  looks(2_600, true, true);
  t.same(put, [], 'late before it was trusted: the time counts anew');
  looks(5_000, true, false);
  t.same(put, [[4_600, false]]);
  looks(6_000, true, true);
  t.same(put.slice(1), [[5_000, true]], 'once');
  looks(9_000, true, false);
  t.same(put.slice(2), [[8_000, false]]);
});

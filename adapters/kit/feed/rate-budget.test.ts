/** A budget gives what the venue allows, and never more in any stretch of its length. */
import fc from 'fast-check';
import t from 'tap';
import { RateBudget } from './rate-budget.js';

const PER_MS = 1_000;

t.test('never more than that in any stretch, whatever is asked for and when', async () => {
  const asks = fc.array(fc.record({ afterMs: fc.nat(400), count: fc.integer({ min: 1, max: 7 }) }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(asks, fc.integer({ min: 1, max: 20 }), fc.nat(1e6), (all, capacity, startMs) => {
      const budget = new RateBudget(capacity, PER_MS);
      const taken: { readonly atMs: number; readonly count: number }[] = [];
      let nowMs = startMs;
      for (const { afterMs, count } of all) {
        nowMs += afterMs;
        if (budget.take(count, nowMs)) taken.push({ atMs: nowMs, count });
      }
      return taken.every(({ atMs }) => {
        const within = taken.filter((each) => each.atMs >= atMs && each.atMs < atMs + PER_MS);
        return within.reduce((sum, { count }) => sum + count, 0) <= capacity;
      });
    }),
  );
});

t.test('all of it at once, and all of it again when the stretch is over', async (t) => {
  const budget = new RateBudget(10, PER_MS);
  t.ok(budget.take(10, 12_345));
  t.notOk(budget.take(1, 12_345));
  t.notOk(budget.has(1, 12_345 + PER_MS - 1));
  t.ok(budget.take(10, 12_345 + 1.1 * PER_MS));
  t.notOk(budget.take(11, 1e9), 'more than there ever is');
  t.ok(budget.take(10, 1e9));
  t.notOk(budget.take(1, 0), 'a clock that goes back gives nothing');
});

t.test('steady use is not slowed down by more than a tenth', async (t) => {
  const budget = new RateBudget(10, PER_MS);
  let taken = 0;
  for (let ms = 0; ms < 100 * PER_MS; ms++) if (budget.take(1, ms)) taken++;
  t.ok(taken >= 900 && taken <= 1_000, `${taken}`);
});

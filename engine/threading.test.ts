import t from 'tap';
import { chooseThreading, waitPolicies } from './threading.js';
import { DEDICATED, SHARED, SHARED_CORE, SHARED_JOURNAL, SHARED_SYNC } from './threads/policy.js';

t.test('dedicated only where each thread gets a core', async (t) => {
  const rows = [
    ['auto', 2, 0, 'shared'],
    ['auto', 5, 0, 'shared'],
    ['auto', 6, 0, 'dedicated'],
    ['auto', 7, 2, 'shared'],
    ['auto', 8, 2, 'dedicated'],
    ['dedicated', 1, 9, 'dedicated'],
    ['shared', 64, 0, 'shared'],
  ] as const;
  for (const [wanted, cores, strategies, expected] of rows)
    t.equal(
      chooseThreading(wanted, cores, strategies),
      expected,
      `${wanted}, ${cores} cores, ${strategies} strategies`,
    );
});

t.test('who shares a core parks early, earliest where the journal needs it', async (t) => {
  t.same(waitPolicies('shared', 'async'), { core: SHARED_CORE, journal: SHARED_JOURNAL, io: SHARED });
  t.same(waitPolicies('shared', 'sync'), { core: SHARED_SYNC, journal: SHARED_SYNC, io: SHARED_SYNC });
  t.same(waitPolicies('dedicated', 'sync'), { core: DEDICATED, journal: DEDICATED, io: DEDICATED });
  t.ok(SHARED_SYNC.spinMicros < SHARED_CORE.spinMicros, 'or the journal starves');
});

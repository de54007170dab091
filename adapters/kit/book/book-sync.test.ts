/** Snapshot bridging as tables: what is done with each update, by each venue's rule. */
import t, { type Test } from 'tap';
import { BookSync, SyncState, Verdict } from './book-sync.js';
import { BookUpdate } from './book-update.js';
import { PendingUpdates } from './pending-updates.js';
import { CONSECUTIVE, LINKED, type SequenceRule } from './sequence-rule.js';

const VERDICTS = ['apply', 'kept', 'old', 'repeated', 'gap'];

/** `U-u` or `U-u<pu` an update, `@id` a snapshot; what comes of it behind the arrow. */
function check(t: Test, rule: SequenceRule, script: string): BookSync<BookUpdate> {
  const sync = new BookSync<BookUpdate>(rule, new PendingUpdates(4, 100));
  const [update, scratch] = [new BookUpdate(10), new BookUpdate(10)];
  for (const [, what, outcome] of script.matchAll(/(\S+) → ([^,]+)/g)) {
    if (what.startsWith('@')) {
      const isTaken = sync.begin(Number(what.slice(1)), scratch);
      const kept = isTaken ? replay(sync, scratch) : '';
      t.equal(isTaken ? `taken${kept}` : 'too old', outcome.trim(), `${what} of ${script}`);
      continue;
    }
    const [, first, last, previous] = /^(\d+)-(\d+)(?:<(\d+))?$/.exec(what)!;
    update.clear();
    update.firstId = Number(first);
    update.lastId = Number(last);
    update.previousId = Number(previous ?? 0);
    update.push(1, Number(last), 1);
    t.equal(VERDICTS[sync.take(update)], outcome.trim(), `${what} of ${script}`);
  }
  return sync;
}

/** What the kept updates come to once the snapshot is there. */
function replay(sync: BookSync<BookUpdate>, scratch: BookUpdate): string {
  let text = '';
  for (let i = 0; i < sync.pending.count; i++) {
    sync.pending.read(i, scratch);
    const verdict = sync.take(scratch);
    text += ` ${VERDICTS[verdict]}`;
    if (verdict === Verdict.Apply && (scratch.count !== 1 || scratch.ticks[0] !== scratch.lastId))
      text += '!';
  }
  sync.pending.clear();
  return text;
}

t.test('spot: ids are consecutive', async (t) => {
  for (const script of [
    '1-3 → kept, 4-9 → kept, @6 → taken old apply, 10-12 → apply',
    '1-3 → kept, @3 → taken old, 4-5 → apply, 6-6 → apply',
    '4-9 → kept, @2 → too old, @3 → taken apply',
    '@7 → taken, 5-7 → old, 6-9 → apply, 10-10 → apply',
    '@7 → taken, 8-9 → apply, 8-9 → repeated, 10-11 → apply',
    '@7 → taken, 9-9 → gap, @9 → taken old, 10-11 → apply',
    '@7 → taken, 8-8 → apply, 10-12 → gap, 13-13 → kept, @11 → taken apply apply',
    '@7 → taken, 8-8 → apply, 8-10 → gap, @10 → taken old',
    '1-1 → kept, 3-3 → kept, @1 → too old, @2 → taken apply',
    '1-1 → kept, 1-1 → repeated, 2-2 → kept, @0 → taken apply apply',
    '1-1 → kept, 2-2 → kept, 3-3 → kept, 4-4 → kept, 5-5 → kept, @3 → too old, @4 → taken apply',
  ])
    check(t, CONSECUTIVE, script);
});

t.test('futures: each names the one before', async (t) => {
  for (const script of [
    '10-13<8 → kept, 17-20<13 → kept, @18 → taken old apply, 25-30<20 → apply',
    '10-13<8 → kept, @13 → taken apply, 17-20<13 → apply',
    '10-13<8 → kept, @9 → too old, @10 → taken apply',
    '@15 → taken, 10-13<8 → old, 14-19<13 → apply, 22-24<19 → apply',
    '@15 → taken, 16-19<13 → gap, @17 → taken apply',
    '@15 → taken, 14-19<13 → apply, 14-19<13 → repeated, 30-31<25 → gap',
    '@15 → taken, 14-19<13 → apply, 25-30<20 → gap, 31-33<30 → kept, @32 → taken old apply',
  ])
    check(t, LINKED, script);
});

t.test('what is counted', async (t) => {
  const sync = check(
    t,
    CONSECUTIVE,
    '@7 → taken, 9-9 → gap, @9 → taken old, 10-11 → apply, 10-11 → repeated',
  );
  t.same([sync.gaps, sync.repeated, sync.overflows, sync.bookId], [1, 1, 0, 11]);
  const full = check(t, CONSECUTIVE, '1-1 → kept, 2-2 → kept, 3-3 → kept, 4-4 → kept, 5-5 → kept');
  t.equal(full.overflows, 1, 'more updates than there is room for');
  full.reset();
  t.equal(full.state, SyncState.Waiting);
  t.equal(full.pending.count, 0, 'a new connection begins with nothing');
});

/** A cursor as a table: what comes in, whether it is taken, what is asked for. */
import { mock } from 'node:test';
import t from 'tap';
import { ChannelCursor } from './channel-cursor.js';

function cursor() {
  const asked: number[] = [];
  const missed: [number, number][] = [];
  const made = new ChannelCursor({
    ask: (from) => asked.push(from),
    missed: (expected, received) => missed.push([expected, received]),
  });
  return { cursor: made, asked, missed };
}

t.before(() => mock.timers.enable({ apis: ['setTimeout'] }));
t.teardown(() => mock.timers.reset());

t.test('nothing counts before a snapshot; then one after the other, and each once', async (t) => {
  const { cursor: at, asked } = cursor();
  t.notOk(at.takes(1));
  at.snapshot(7, false);
  t.strictSame(
    [8, 8, 7, 9].map((number) => at.takes(number)),
    [true, false, false, true],
  );
  t.ok(at.whole);
  t.strictSame(asked, []);
});

t.test('a hole is asked for once; what comes before the answer is passed over', async (t) => {
  const { cursor: at, asked, missed } = cursor();
  at.snapshot(7, false);
  t.strictSame(
    [9, 10, 11, 8, 9, 10, 11, 12].map((number) => at.takes(number)),
    [false, false, false, true, true, true, true, true],
  );
  t.strictSame(asked, [8]);
  t.strictSame(missed, [[8, 9]]);
  t.ok(at.whole);
});

t.test('an answer with a hole is asked for again', async (t) => {
  const { cursor: at, asked } = cursor();
  at.snapshot(7, false);
  t.strictSame(
    [10, 11, 9, 10, 11, 8, 9, 10, 11].map((number) => at.takes(number)),
    [false, false, false, false, false, true, true, true, true],
  );
  t.strictSame(asked, [8, 8]);
  at.takes(14);
  t.strictSame(asked, [8, 8, 12], 'a new hole later');
});

t.test('without an answer it is asked for again, then a snapshot', async (t) => {
  const { cursor: at, asked } = cursor();
  at.snapshot(7, false);
  at.takes(9);
  for (let i = 0; i < 4; i++) mock.timers.tick(1_000);
  t.strictSame(asked, [8, 8, 8, 0, 0]);
  t.notOk(at.takes(8), 'only the snapshot counts now');
  at.snapshot(20, true);
  t.ok(at.takes(21));
  mock.timers.tick(10_000);
  t.equal(asked.length, 5);
});

t.test('numbers wrap', async (t) => {
  const { cursor: at, asked } = cursor();
  at.snapshot(2 ** 32 - 2, false);
  t.strictSame(
    [2 ** 32 - 1, 0, 2 ** 32 - 1, 1].map((number) => at.takes(number)),
    [true, true, false, true],
  );
  t.strictSame(asked, []);
});

t.test('a snapshot after a gap is told, unless what is missing was asked for', async (t) => {
  const { cursor: at, missed } = cursor();
  at.snapshot(7, false);
  at.snapshot(12, true);
  t.strictSame(missed, [[8, 12]]);
  at.takes(14);
  at.snapshot(15, true);
  t.strictSame(missed, [
    [8, 12],
    [13, 14],
  ]);
});

t.test(
  'trades that a slow reader missed are asked for; a snapshot instead of an answer ends it',
  async (t) => {
    const { cursor: at, asked, missed } = cursor();
    at.resumes(7, false);
    at.resumes(9, true);
    t.strictSame(
      [10, 8, 9, 10, 11].map((number) => at.takes(number)),
      [false, true, true, true, true],
    );
    at.resumes(11, true);
    t.strictSame([asked, missed], [[8], [[8, 9]]], 'nothing was missed the second time');
    at.resumes(20, true);
    at.resumes(21, true);
    t.ok(at.takes(22), 'what is missing is kept no more');
    t.strictSame(asked, [8, 12]);
  },
);

t.test('pages: with new messages between them; a page or message missing begins anew', async (t) => {
  const { cursor: at, asked } = cursor();
  at.snapshot(7, false, false);
  t.notOk(at.whole);
  t.ok(at.takes(8));
  t.ok(at.page(8, true, false));
  t.ok(at.page(8, true, true));
  t.ok(at.whole);

  at.snapshot(20, false, false);
  t.notOk(at.page(21, true, true), 'the message 21 is missing');
  t.strictSame(asked, [0]);
  at.snapshot(22, true, false);
  t.notOk(at.page(22, false, true), 'a page is missing');
  at.snapshot(23, true, false);
  t.notOk(at.takes(25));
  t.strictSame(asked, [0, 0, 0]);
  at.snapshot(26, true, false);
  mock.timers.tick(1_000);
  t.strictSame(asked, [0, 0, 0, 0], 'the rest does not come');
  at.reset();
  mock.timers.tick(10_000);
  t.equal(asked.length, 4, 'nobody is asked after the end');
});

t.test('where every message tells all, the newest stands', async (t) => {
  const { cursor: at, missed, asked } = cursor();
  t.notOk(at.jumps(1));
  at.snapshot(7, false);
  t.strictSame(
    [8, 11, 10, 12].map((number) => at.jumps(number)),
    [true, true, false, true],
  );
  t.strictSame([missed, asked], [[[9, 11]], []]);
});

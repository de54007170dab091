import { GCProfiler } from 'node:v8';
import { build } from 'hdr-histogram-js';
import t from 'tap';
import { createHistogram, Histogram } from './histogram.js';
import { CELLS, cellMiddle, cellOf, cellStart, MAX_NS } from './histogram-layout.js';

const PERCENTS = [0.1, 1, 10, 25, 50, 75, 90, 99, 99.9, 99.99, 100];

/** Numbers in [0, 1) that repeat with the seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

t.test('cells follow on one another without gap or overlap', async (t) => {
  let wrong = 0;
  for (let cell = 1; cell < CELLS; cell++) {
    const start = cellStart(cell);
    if (cellOf(start) !== cell || cellOf(start - 1) !== cell - 1) wrong++;
  }
  t.equal(wrong, 0);
  t.equal(cellOf(MAX_NS), CELLS - 1);
});

t.test('a value is off by at most 0.4 % of itself', async (t) => {
  const next = random(1);
  let worst = 0;
  for (let i = 0; i < 200_000; i++) {
    const ns = Math.floor(2 ** (next() * 42));
    worst = Math.max(worst, Math.abs(cellMiddle(cellOf(ns)) - ns) / ns);
  }
  t.ok(worst <= 0.004, `worst ${worst}`);
});

t.test('percentiles are those of HdrHistogram', async (t) => {
  const next = random(2);
  const ours = new Histogram(createHistogram('core_command'));
  const hdr = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 2 ** 43,
    numberOfSignificantValueDigits: 5,
  });
  for (let i = 0; i < 100_000; i++) {
    const ns = Math.floor(2 ** (4 + next() * next() * 36));
    ours.record(ns);
    hdr.recordValue(ns);
  }
  const shot = ours.snapshot();
  t.equal(shot.count, 100_000);
  for (const percent of PERCENTS) {
    const expected = hdr.getValueAtPercentile(percent);
    const error = Math.abs(shot.percentileNs(percent) - expected) / expected;
    t.ok(error <= 0.01, `p${percent}: ${shot.percentileNs(percent)} for ${expected}`);
  }
  t.ok(Math.abs(shot.meanNs - hdr.mean) / hdr.mean < 0.001);
});

t.test('edges: nothing recorded, below zero, far too large, fractions', async (t) => {
  const histogram = new Histogram(createHistogram('journal_sync'));
  t.equal(histogram.snapshot().percentileNs(99), 0);
  histogram.record(-5);
  histogram.record(1e15);
  histogram.record(12.5);
  const shot = histogram.snapshot();
  t.match(shot, { count: 3, minNs: 0, maxNs: 1e15 });
  t.equal(shot.percentileNs(1), 0);
  t.equal(shot.percentileNs(50), 12);
  t.equal(shot.countUpTo(11), 1);
  t.equal(shot.countUpTo(12), 2);
});

t.test('between two clock readings', async (t) => {
  const histogram = new Histogram(createHistogram('gateway_order'));
  histogram.recordBetween(100, 999_999_900, 101, 50);
  t.equal(histogram.snapshot().maxNs, 150);
});

t.test('a snapshot is a copy', async (t) => {
  const histogram = new Histogram(createHistogram('gateway_order'));
  histogram.record(10);
  const before = histogram.snapshot();
  histogram.record(20);
  t.equal(before.count, 1);
  t.equal(histogram.snapshot().count, 2);
});

t.test('recording allocates nothing', async (t) => {
  const histogram = new Histogram(createHistogram('core_command'));
  const run = (count: number) => {
    for (let i = 0; i < count; i++) histogram.record((i * 7919) % 5e9);
  };
  run(100_000);
  const profiler = new GCProfiler();
  profiler.start();
  run(20_000_000);
  const { statistics } = profiler.stop();
  t.ok(statistics.length <= 1, `${statistics.length} collections`);
});

t.test('a histogram that the table lacks is refused', async (t) => {
  t.throws(() => createHistogram('nonsense' as 'gateway_order'), /no histogram "nonsense"/);
});

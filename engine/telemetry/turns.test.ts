import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import { Counters, createCounters } from './counters.js';
import { GcWatch } from './gc-watch.js';
import { createHistogram, Histogram } from './histogram.js';
import { TurnTimer } from './turn-timer.js';

t.test('one turn in 64 is timed, and only turns with work', async (t) => {
  const turn = new Histogram(createHistogram('core_turn'));
  const item = new Histogram(createHistogram('core_command'));
  let ms = 0;
  let work = 0;
  const agent = {
    name: 'core',
    doWork: () => {
      ms += 0.001;
      return work;
    },
    hasWork: () => work > 0,
  };
  const timer = new TurnTimer(agent, turn, item, () => ms);
  for (let i = 0; i < 100; i++) timer.doWork();
  t.equal(turn.snapshot().count, 0, 'idle');
  work = 10;
  for (let i = 0; i < 129; i++) t.equal(timer.doWork(), 10);
  t.equal(turn.snapshot().count, 3);
  t.ok(Math.abs(turn.snapshot().percentileNs(50) - 1_000) <= 10);
  t.ok(Math.abs(item.snapshot().percentileNs(50) - 100) <= 1);
  t.equal(timer.name, 'core');
  t.equal(timer.expectsWork(), false);
});

t.test('collections are counted, and looking is not work', async (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const counters = new Counters(createCounters('core'));
  let ms = 0;
  const watch = new GcWatch(counters.counter('gc_collections'), () => ms);
  collect();
  let work = 0;
  for (let i = 0; i < 5_000; i++) work += watch.doWork();
  t.equal(work, 0);
  t.equal(counters.read().gc_collections, 0, 'it is not time yet');
  ms = 10_000;
  for (let i = 0; i < 5_000; i++) watch.doWork();
  const seen = counters.read().gc_collections;
  t.ok(seen >= 1, `${seen} collections`);
  collect();
  watch.close();
  t.ok(counters.read().gc_collections > seen);
});

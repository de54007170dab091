import t from 'tap';
import { Counters, createCounters } from './counters.js';
import { createHistogram, Histogram } from './histogram.js';
import { Prometheus } from './prometheus.js';

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;
const SAMPLE = /^([a-z_:][a-z0-9_:]*)(\{[^{}]*\})? (\S+)$/i;

const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const starting = (text: string, start: string): string[] =>
  lines(text).filter((line) => line.startsWith(start));

t.test('counters, gauges and labels', async (t) => {
  const core = createCounters('core');
  const maker = createCounters('strategy', { strategy: 'maker' });
  const odd = createCounters('strategy', { strategy: 'a "b" \\ c' });
  new Counters(core).counter('commands').add(12);
  new Counters(core).counter('open_orders').set(3);
  new Counters(maker).counter('failures').add(2);
  const text = await new Prometheus([maker, core, odd], []).text();

  t.same(starting(text, 'pregao_core_commands'), ['pregao_core_commands_total 12']);
  t.same(starting(text, '# TYPE pregao_core_commands'), ['# TYPE pregao_core_commands_total counter']);
  t.same(starting(text, 'pregao_core_open_orders'), ['pregao_core_open_orders 3']);
  t.same(starting(text, '# TYPE pregao_core_open'), ['# TYPE pregao_core_open_orders gauge']);
  t.same(starting(text, 'pregao_strategy_failures'), [
    'pregao_strategy_failures_total{strategy="maker"} 2',
    'pregao_strategy_failures_total{strategy="a \\"b\\" \\\\ c"} 0',
  ]);
  t.equal(starting(text, '# HELP pregao_strategy_failures_total').length, 1, 'one head for the family');
});

t.test('histograms in seconds, buckets cumulative', async (t) => {
  const memory = createHistogram('journal_sync');
  const histogram = new Histogram(memory);
  for (const ns of [150, 900_000, 3_000_000, 2e10]) histogram.record(ns);
  const text = await new Prometheus([], [memory]).text();
  const bucket = (le: string): string =>
    starting(text, `pregao_journal_sync_seconds_bucket{le="${le}"}`)[0]?.split(' ')[1];

  t.equal(bucket('1e-7'), '0');
  t.equal(bucket('2e-7'), '1');
  t.equal(bucket('0.001'), '2');
  t.equal(bucket('0.005'), '3');
  t.equal(bucket('10'), '3');
  t.equal(bucket('+Inf'), '4');
  t.same(starting(text, 'pregao_journal_sync_seconds_count'), ['pregao_journal_sync_seconds_count 4']);
  t.match(starting(text, 'pregao_journal_sync_seconds_sum')[0], /_sum 20\.00390015$/);
});

t.test('every line is one that Prometheus reads, every family named once', async (t) => {
  const text = await new Prometheus([createCounters('core')], [createHistogram('gateway_order')]).text();
  const families = new Set<string>();
  for (const line of lines(text)) {
    if (line.startsWith('# HELP ')) continue;
    if (line.startsWith('# TYPE ')) {
      const family = line.split(' ')[2];
      if (families.has(family)) t.fail(`${family} twice`);
      families.add(family);
      continue;
    }
    const value = SAMPLE.exec(line)?.[3] ?? '';
    if (!NUMBER.test(value) && !/^([+-]Inf|Nan)$/i.test(value)) t.fail(line);
  }
  for (const name of [
    'nodejs_eventloop_lag_seconds',
    'process_resident_memory_bytes',
    'nodejs_gc_duration_seconds',
  ])
    t.ok(families.has(name), name);
});

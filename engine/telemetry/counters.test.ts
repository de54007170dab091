import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { COUNTER_TABLE, metricsOf } from './counter-table.js';
import { type CounterMemory, Counters, createCounters } from './counters.js';

t.test('a counter starts at zero and counts past 32 bits', async (t) => {
  const counters = new Counters(createCounters('core'));
  const commands = counters.counter('commands');
  t.equal(commands.value, 0);
  commands.increment();
  commands.add(2 ** 40);
  t.equal(commands.value, 2 ** 40 + 1);
  t.equal(counters.read().commands, 2 ** 40 + 1);
  t.equal(counters.read().trades, 0, 'the neighbour is untouched');
});

t.test('a gauge is set', async (t) => {
  const orders = new Counters(createCounters('core')).counter('open_orders');
  orders.set(7);
  orders.set(3);
  t.equal(orders.value, 3);
});

t.test('a name that the table lacks is refused', async (t) => {
  const counters = new Counters(createCounters('core'));
  t.throws(() => counters.counter('nonsense' as 'commands'), /no counter "nonsense"/);
});

t.test('another thread writes what this one reads', async (t) => {
  const memory = createCounters('journal');
  const source = `
    import { parentPort, workerData } from 'node:worker_threads';
    const { Counters } = await import(workerData.url);
    const syncs = new Counters(workerData.memory).counter('syncs');
    for (let i = 0; i < 100000; i++) syncs.increment();
    parentPort.postMessage('done');`;
  const url = new URL('./counters.js', import.meta.url).href;
  const code = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const worker = new Worker(code, { workerData: { memory, url } });
  await once(worker, 'message');
  await worker.terminate();
  t.equal(new Counters(memory as CounterMemory<'journal'>).read().syncs, 100_000);
});

t.test('every metric has a name that Prometheus takes and a help text', async (t) => {
  for (const block of Object.keys(COUNTER_TABLE) as (keyof typeof COUNTER_TABLE)[]) {
    for (const [name, metric] of Object.entries(metricsOf(block))) {
      t.match(name, /^[a-z][a-z0-9_]*$/, `${block} ${name}`);
      t.notMatch(name, /_total$/, 'the exposition adds it');
      t.ok(metric.help.length > 0);
    }
  }
});

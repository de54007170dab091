/** The suite `wire` at its smallest: real engine, echo server and load generator; every promised result, and the drawing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { wireSuite } from '../bench/suites/wire.js';

const PROMISED = [
  'rtt_async_us',
  'rtt_sync_us',
  'echo_rtt_us',
  'rtt_vs_echo_p50',
  'rtt_vs_echo_p99',
  'orders_per_s',
  'orders_vs_echo',
];
const LATENCIES = ['rtt_async_us', 'rtt_sync_us', 'echo_rtt_us', 'open_async_4_at_200_us'];

t.test('reports what it promises, awake and asleep, and draws it', { timeout: 120_000 }, async (t) => {
  const file = join(t.testdir(), 'report', 'wire.svg');
  const sizes = { rounds: 1, connections: 4, runMs: 50, warmUpOrders: 20, ratesPerS: [200] };
  const results = await wireSuite(sizes, file).run({ say: (text) => t.comment(text) });
  const named = new Map(results.map((each) => [each.name, each]));
  t.equal(named.size, results.length, 'no name comes twice');
  for (const suffix of ['', '_asleep']) {
    for (const name of PROMISED) t.ok(named.get(name + suffix)!.value > 0, name + suffix);
    for (const name of LATENCIES) {
      const { value, p50, p99, p999, max } = named.get(name + suffix)!;
      t.ok(
        value === p50 && p50! <= p99! && p99! <= p999! && p999! <= max!,
        `${name + suffix} has percentiles`,
      );
    }
  }
  const drawing = readFileSync(file, 'utf8');
  t.match(drawing, /^<svg [\s\S]*<\/svg>\n$/);
  for (const word of ['bare echo', 'engine, async', 'engine, sync', 'closed loop, 1 connection', '99.9 %'])
    t.match(drawing, word);
});

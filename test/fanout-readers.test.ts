/** Readers of Redis as the documents have them, in Python and TypeScript, and the channels of the Python services, beside a real engine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { Caller, ORDER } from './rest/caller.js';
import { EngineProcess } from './support/engine.js';
import { RedisServer } from './support/redis.js';

t.setTimeout(120_000);

const WAIT_MS = 20_000;
type Line = Readonly<Record<string, unknown>>;

/** A reader that prints one JSON object an event, until the test ends. */
class Reader {
  readonly lines: Line[] = [];
  complaints = '';
  private rest = '';

  constructor(t: Test, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child: ChildProcess = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.teardown(() => void child.kill());
    child.stdout!.setEncoding('utf8').on('data', (chunk: string) => this.take(chunk));
    child.stderr!.on('data', (chunk) => (this.complaints += chunk));
  }

  async until(what: string, is: () => boolean): Promise<void> {
    for (const end = Date.now() + WAIT_MS; !is(); await sleep(10))
      if (Date.now() > end)
        throw new Error(`${what}: never\n${this.complaints}\n${JSON.stringify(this.lines)}`);
  }

  private take(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop()!;
    for (const line of lines) this.lines.push(JSON.parse(line));
  }
}

t.test('an order over REST, in its channel, its stream and the stream of orders', async (t) => {
  const server = await RedisServer.start();
  t.teardown(() => server.close());
  const redis = { url: server.url, orderService: true };
  const engine = await EngineProcess.start({ config: { ...PAPER_CONFIG, strategies: [], redis } });
  t.teardown(() => engine.kill('SIGKILL'));
  const where = ['127.0.0.1', String(server.port)];
  const python = ['-I', '-B', '-u', 'docs/examples/redis_reader.py'];
  const channels = new Reader(t, 'python3', [...python, 'listen', ...where, 'order-*']);
  await channels.until('listening', () => channels.complaints.includes('listening'));

  const rest = new Caller(engine);
  const { body: id } = await rest.send();
  await rest.send({ ...ORDER, side: 'SELL', quantity: '0.2' });
  await rest.cancel(id);
  const ofOrder = () => channels.lines.filter(({ channel }) => channel === `order-${id}`);
  await channels.until('the cancel', () => ofOrder().length >= 3);
  const payload = { symbol: 'BTC-USD', side: 'BUY', quantity: 0.5, price: 60000, order_type: 'LIMIT' };
  t.strictSame(
    ofOrder().map(({ message }) => message),
    [
      { order_id: id, ...payload, exec_qty: 0, time_in_force: 'DAY', status: 'NEW' },
      { order_id: id, ...payload, exec_qty: 0.2, time_in_force: 'DAY', status: 'PARTIALLY_FILLED' },
      { order_id: id, ...payload, exec_qty: 0.2, time_in_force: 'DAY', status: 'CANCELED' },
    ],
  );

  const client = server.client();
  t.teardown(() => client.disconnect());
  const trades = await client.xrange(`Flowa-trade-${id}`, '-', '+');
  t.match(trades, [
    [/^\d+-\d+$/, ['order_id', id, 'symbol', 'BTC-USD', 'side', 'BUY', 'quantity', '0.20000']],
  ]);
  t.ok((await client.ttl(`Flowa-trade-${id}`)) > 0, 'it does not stay for ever');

  const types = ['OrderAccepted', 'OrderAccepted', 'OrderExecuted', 'OrderCancelled'];
  for (const [language, reader] of [
    ['Python', new Reader(t, 'python3', [...python, 'orders', ...where])],
    ['TypeScript', new Reader(t, 'node', ['dist/docs/examples/redis-reader.js'], { REDIS_URL: server.url })],
  ] as const) {
    await reader.until(`${language} reads`, () => reader.lines.length >= types.length);
    t.strictSame(
      reader.lines.map(({ type }) => type),
      types,
      language,
    );
    t.equal(reader.lines[0].order_id, id, `${language}: the same id everywhere`);
  }
  const [first] = await client.xrange(`pregao:${await client.get('pregao:journal')}:orders`, '-', '+');
  const later = new Reader(t, 'python3', [...python, 'orders', ...where, first[0]]);
  await later.until('Python goes on', () => later.lines.length >= types.length - 1);
  t.equal(later.lines.length, types.length - 1, 'behind the last id');
});

/** REST on a real engine: what a client of the Python services expects, keys and their accounts, orders of other doors. */
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { PregaoClient } from '../protocol/client/index.js';
import { readKeyFile } from '../protocol/client/key-file.js';
import { Caller, CONFIG, ORDER, SECRET, WHERE } from './rest/caller.js';
import { EngineProcess } from './support/engine.js';
import { python } from './support/python.js';

t.setTimeout(180_000);

t.test('a client of the Python order service gets what it expects', async (t) => {
  const engine = await EngineProcess.start({ config: CONFIG });
  t.teardown(() => engine.kill('SIGKILL'));
  const { code, output } = await python('test/rest/original_client.py', engine.httpUrl);
  for (const [line] of output.matchAll(/^ok test_.*$/gm)) t.pass(line);
  t.equal(code, 0, output);
});

t.test('the example runs', async (t) => {
  const engine = await EngineProcess.start({ config: { ...PAPER_CONFIG, strategies: [] } });
  t.teardown(() => engine.kill('SIGKILL'));
  const { code, output } = await python('docs/examples/rest_orders.py', engine.httpUrl);
  t.equal(output, 'NEW\n60000.5\nOrder was successfully cancelled\nCANCELED\n');
  t.equal(code, 0);
});

t.test('what REST cannot say of an order is refused by its name, and nothing enters', async (t) => {
  const engine = await EngineProcess.start({ config: CONFIG });
  t.teardown(() => engine.kill('SIGKILL'));
  const rest = new Caller(engine);
  const cases: [object, RegExp][] = [
    [{ ...ORDER, post_only: true }, /post_only: cannot be said over REST/],
    [{ ...ORDER, display_quantity: '0.1', route: 'smart' }, /display_quantity, route: cannot be said/],
    [{ ...ORDER, order_type: 'market' }, /price: belongs to LIMIT and STOP_LIMIT/],
  ];
  for (const [order, message] of cases)
    t.match(await rest.send(order), { status: 422, body: { reason: 'InvalidField', message } });
  t.match(await rest.send({ ...ORDER, post_only: false, note: 'mine' }), { status: 200 });
  const { body: id } = await rest.send({
    ...ORDER,
    order_type: 'stop',
    price: undefined,
    stop_price: '70000',
  });
  const moved = await rest.call('PUT', `update-order?${WHERE}&order_id=${id}`, {
    quantity: 1,
    stop_price: '71000',
  });
  t.match(moved, { status: 422, body: { reason: 'InvalidField', message: /stop_price: cannot be said/ } });
  t.match((await rest.get(id)).body, { quantity: 0.5, status: 'NEW' });
});

t.test('keys have their own accounts and rates', async (t) => {
  const engine = await EngineProcess.start({ config: CONFIG });
  t.teardown(() => engine.kill('SIGKILL'));
  const demo = new Caller(engine);
  const maker = new Caller(engine, { Authorization: `Bearer ${SECRET}` });
  const { body: id } = await maker.send();
  t.match((await maker.get(id)).body, { order_id: id, status: 'NEW' });
  t.match(await demo.get(id), { status: 404, body: { reason: 'UnknownOrder' } }, 'nobody else sees it');
  t.match(await demo.cancel(id), { status: 404, body: { reason: 'UnknownOrder' } });
  t.match(await maker.send({ ...ORDER, account: 'demo' }), {
    status: 403,
    body: { reason: 'AccountNotEntitled', code: 107 },
  });
  const answers = await Promise.all(Array.from({ length: 12 }, () => maker.send()));
  const late = answers.filter(({ status }) => status === 429);
  t.ok(late.length >= 2, `${late.length} of 12 were too many`);
  for (const { body } of late) t.equal(body.reason, 'OrderRateExceeded');
  t.equal((await demo.send()).status, 200, 'the others go on');
});

t.test('orders of the binary door and of REST are the same orders', async (t) => {
  const engine = await EngineProcess.start({ config: CONFIG });
  t.teardown(() => engine.kill('SIGKILL'));
  const client = await PregaoClient.connect(engine.url, readKeyFile(engine.keyFile), { accounts: ['demo'] });
  t.teardown(() => client.close());
  const rest = new Caller(engine);
  const { orderId } = await client.newOrder({
    symbol: 'BTC-USD',
    side: 'buy',
    price: '59000',
    quantity: '1',
  });
  t.match((await rest.get(String(orderId))).body, { quantity: 1, price: 59000, status: 'NEW' });
  const ended = new Promise((resolve) =>
    client.on('report', ({ type }) => type === 'cancelled' && resolve(type)),
  );
  t.equal((await rest.cancel(String(orderId))).status, 200);
  t.equal(await ended, 'cancelled');
  const { body: id } = await rest.send();
  t.equal((await client.cancel({ symbol: 'BTC-USD', orderId: BigInt(id) })).type, 'cancelled');
  t.match((await rest.get(id)).body, { status: 'CANCELED' });
});

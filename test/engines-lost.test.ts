/** A desk whose client may not reconnect loses one of three real engines: the next requests share one new connection, and miss nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { type OrderReport, PregaoClient } from '../protocol/client/index.js';
import { Ground, KEY } from './engines/ground.js';

t.setTimeout(120_000);

const order = (side: 'buy' | 'sell') => ({ symbol: 'BAA', side, price: '10', quantity: '1' }) as const;

t.test('three requests at once find it again, and what happened meanwhile is told', async (t) => {
  const ground = await Ground.open(t);
  const home = ground.of('sp1').url;
  const client = await PregaoClient.connect(home, KEY, { reconnect: false });
  t.teardown(() => client.close());
  const reports: OrderReport[] = [];
  client.on('report', (report) => reports.push(report));
  const gaps: unknown[] = [];
  client.on('gap', (gap) => gaps.push(gap));
  const { orderId } = await client.newOrder({ ...order('buy'), tif: 'gtc' });
  await ground.of('sp2').kill('SIGKILL');
  for (let i = 0; i < 500 && !client.others.get('sp2')?.closed; i++) await sleep(10);
  await t.rejects(client.newOrder(order('sell')), /^engine sp2: /, 'it is away');
  const dead = client.others.get('sp2');
  await ground.start('sp2');
  const sales = await Promise.all([1, 2, 3].map(() => client.newOrder(order('sell'))));
  t.match(sales, Array(3).fill({ type: 'accepted', engine: 'sp2' }));
  t.not(client.others.get('sp2'), dead);
  t.match(await client.massCancel({ symbol: 'BAA' }), { engine: 'sp2', cancelled: 2 });
  t.match(
    reports.filter((report) => report.orderId === orderId).map(({ type }) => type),
    ['accepted', 'executed'],
  );
  t.same(gaps, [], 'nothing is missing');
  t.ok(client.connected);
});

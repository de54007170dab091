/** Orders through the whole engine to a venue on real sockets: named and smart, filled, cancelled, and through a kill -9. */
import t from 'tap';
import type { VenueAnswer } from '../../engine/gateway/venue-desk.js';
import type { OrderReport } from '../../protocol/client/index.js';
import { pregao } from '../support/cli.js';
import { StreetGround } from './ground.js';
import { SYMBOL } from './places.js';

t.setTimeout(120_000);

t.test('an order travels to its venue and back', async (t) => {
  const ground = await StreetGround.open();
  t.teardown(() => ground.close());
  await ground.untilUp();
  ground.reports.length = 0;
  const { client, reports } = ground;
  const order = await client.newOrder({
    symbol: SYMBOL,
    side: 'buy',
    price: '63900',
    quantity: '0.1',
    route: 0,
  });
  await ground.until('the child order', () => reports.some(({ child }) => child?.status === 'new'));
  ground.others('sell', 639_000, 40);
  await ground.until('the fill', () => reports.some(({ type }) => type === 'executed'));
  const fill = reports.find(({ type }) => type === 'executed')!;
  t.match(fill, { orderId: order.orderId, last: '0.040', executed: '0.040', open: '0.060' });
  t.match(fill.execution, { price: '63900.0', liquidity: 'maker' });
  const answer = await client.cancel({ symbol: SYMBOL, orderId: order.orderId });
  t.equal(answer.type, 'pending');
  await ground.until('the cancel', () =>
    reports.some(({ type, orderId }) => type === 'cancelled' && orderId === order.orderId),
  );
  t.match(reports.at(-1), { type: 'cancelled', last: '0.060', reason: { name: 'CancelledByUser' } });
});

t.test(
  'how the venue is: its state, its prices, its counters, and a halt that ends routing there',
  async (t) => {
    const ground = await StreetGround.open('async');
    t.teardown(() => ground.close());
    await ground.untilUp();
    ground.others('buy', 639_990, 20);
    ground.others('sell', 640_000, 30);
    await ground.untilPlan('0.030');
    const order = { symbol: SYMBOL, side: 'buy', price: '63900', quantity: '0.1', route: 0 } as const;
    await ground.client.newOrder(order);
    await ground.until('the order', () => ground.reports.some(({ child }) => child?.status === 'new'));
    const answer = async () =>
      (await (await fetch(`${ground.engine.httpUrl}/v1/venues`)).json()) as { venues: VenueAnswer[] };
    const { venues } = await answer();
    t.match(venues, [
      {
        venue: 'binance',
        state: 'up',
        listings: [
          {
            symbol: SYMBOL,
            state: 'trading',
            bid: { price: '63999.0', quantity: '0.020' },
            offer: { price: '64000.0', quantity: '0.030' },
          },
        ],
      },
    ]);
    t.ok(venues[0].answers!.count >= 1 && venues[0].answers!.p50Micros > 0, 'the order was answered');
    const shown = await pregao(ground.data, 'venues', '--url', ground.engine.url);
    t.match(
      shown.out,
      /binance +up +\d+ answers?, [\d.]+ ms.*\n +\S+ +0\.02 @ 63999\.0 +\/ +0\.03 @ 64000\.0\n$/,
    );
    ground.venues[0].faults.inject({ do: 'halt', symbol: ground.places[0].venueSymbol });
    await ground.until('the halt', () => ground.engine.log.includes('is halted'));
    await t.rejects(ground.client.newOrder(order), { message: /InstrumentHalted/ });
    t.match((await answer()).venues[0].listings[0], { state: 'halted' });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const metrics = await (await fetch(`${ground.engine.httpUrl}/metrics`)).text();
    for (const line of [
      'pregao_venue_state{venue="binance"} 2',
      'pregao_venue_books_live{venue="binance"} 1',
      'pregao_venue_listings_halted{venue="binance"} 1',
      'pregao_venue_connects_total{venue="binance"} 1',
    ])
      t.match(metrics, line);
    t.match(metrics, /pregao_venue_orders_total\{venue="binance"\} [1-9]/);
    t.match(metrics, /pregao_venue_answer_seconds_count\{venue="binance"\} [1-9]/);
  },
);

t.test('a smart order takes the venue’s offer and rests the rest here', async (t) => {
  const ground = await StreetGround.open('async');
  t.teardown(() => ground.close());
  await ground.untilUp();
  const { client, reports } = ground;
  ground.others('sell', 640_000, 30);
  await t.resolves(ground.untilPlan('0.030'));
  reports.length = 0;
  const order = await client.newOrder({
    symbol: SYMBOL,
    side: 'buy',
    price: '64000',
    quantity: '0.05',
    route: 'smart',
  });
  const isFill = ({ type, orderId }: OrderReport) => type === 'executed' && orderId === order.orderId;
  await ground.until('the fill', () => reports.some(isFill));
  t.match(reports.find(isFill), { last: '0.030', open: '0.020', execution: { price: '64000.0' } });
  const children = reports.filter(({ type, child }) => type === 'child' && child !== undefined);
  t.ok(children.some(({ child, total }) => child?.at === 0 && total === '0.030'));
  t.ok(children.some(({ child, total }) => child?.at === 'own book' && total === '0.020'));
});

t.test(
  'kill -9 with an order at the venue that fills meanwhile: nothing is lost, nothing twice',
  async (t) => {
    const ground = await StreetGround.open();
    t.teardown(() => ground.close());
    await ground.untilUp();
    const { reports } = ground;
    const order = await ground.client.newOrder({
      symbol: SYMBOL,
      side: 'buy',
      price: '63900',
      quantity: '0.1',
      tif: 'gtc',
      route: 0,
    });
    await ground.until('the child order', () => reports.some(({ child }) => child?.status === 'new'));
    const killed = ground.engine.kill('SIGKILL');
    await killed;
    ground.others('sell', 639_000, 40);
    reports.length = 0;
    await ground.client.close();
    await ground.start();
    await ground.until('the fill', () => reports.some(({ type }) => type === 'executed'));
    await ground.untilUp();
    ground.others('sell', 639_000, 60);
    await ground.until('the rest', () =>
      reports.some(({ type, open }) => type === 'executed' && Number(open) === 0),
    );
    const fills = reports.filter(({ type, orderId }) => type === 'executed' && orderId === order.orderId);
    t.strictSame(
      fills.map(({ last, open }) => [last, open]),
      [
        ['0.040', '0.060'],
        ['0.060', '0.000'],
      ],
    );
  },
);

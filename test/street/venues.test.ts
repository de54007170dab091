/** Orders through one engine to four venues over FIX, to one over Binance’s WebSocket API, and to three over OUCH, iLink 3 and Binary EntryPoint, on real sockets: filled, cancelled, and through a kill -9. */
import t from 'tap';
import { StreetGround } from './ground.js';
import { B3, B3_BINARY, CME, COINBASE, NASDAQ, NASDAQ_FIX, type Place, SPOT, SPOT_WS } from './places.js';

t.setTimeout(180_000);

/** Two engines, so that neither has everything at once to do. */
const STREETS = [
  [SPOT, COINBASE, B3, SPOT_WS, NASDAQ],
  [CME, B3_BINARY, NASDAQ_FIX],
];

const names = (places: readonly Place[]): string => places.map(({ name }) => name).join(', ');

for (const places of STREETS)
  t.test(`orders there and back, and through a kill -9: ${names(places)}`, async (t) => {
    const ground = await StreetGround.open('sync', places);
    t.teardown(() => ground.close());
    const { reports } = ground;
    const executed = (orderId: bigint) =>
      reports.filter((report) => report.type === 'executed' && report.orderId === orderId);
    const ended = (orderId: bigint) =>
      reports.some((report) => report.type === 'cancelled' && report.orderId === orderId);
    const isThere = (count: number) => reports.filter(({ child }) => child?.status === 'new').length >= count;

    for (const [number, place] of places.entries())
      await t.test(`${place.name}: filled in part and cancelled`, async (t) => {
        await ground.untilUp(number);
        reports.length = 0;
        const { orderId } = await ground.client.newOrder(buy(place, number));
        await ground.until('the child order', () => isThere(1));
        ground.others('sell', place.priceTicks, place.wholeLots * 0.4, number);
        await ground.until('the fill', () => executed(orderId).length === 1);
        const execution = { price: place.price, liquidity: 'maker' };
        t.match(executed(orderId)[0], { orderId, last: place.part, execution });
        t.equal((await ground.client.cancel({ symbol: place.symbol, orderId })).type, 'pending');
        await ground.until('the cancel', () => ended(orderId));
      });

    await t.test(
      'killed with an order at each, which fill meanwhile: nothing is lost, nothing twice',
      async (t) => {
        reports.length = 0;
        const orders: bigint[] = [];
        for (const [number, place] of places.entries())
          orders.push((await ground.client.newOrder(buy(place, number))).orderId);
        await ground.until('the child orders', () => isThere(places.length));
        await ground.engine.kill('SIGKILL');
        for (const [number, { priceTicks, wholeLots }] of places.entries())
          ground.others('sell', priceTicks, wholeLots * 0.4, number);
        reports.length = 0;
        await ground.client.close();
        await ground.start();
        for (const [number, { priceTicks, wholeLots }] of places.entries()) {
          await ground.until('the fill', () => executed(orders[number]).length === 1);
          await ground.untilUp(number);
          ground.others('sell', priceTicks, wholeLots * 0.6, number);
          await ground.until('the rest', () => executed(orders[number]).length === 2);
        }
        for (const [number, { name, part }] of places.entries()) {
          const [first, second] = executed(orders[number]);
          t.equal(first.last, part, name);
          t.equal(Number(second.open), 0, name);
        }
      },
    );
  });

const buy = ({ symbol, price, whole, rests = 'gtc' }: Place, route: number) =>
  ({ symbol, side: 'buy', price, quantity: whole, route, tif: rests }) as const;

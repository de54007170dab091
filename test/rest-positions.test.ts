/** What accounts hold, over REST: of the caller's accounts alone, to the unit, and the same as the operator sees. */
import t from 'tap';
import type { ConfigFile } from '../engine/config/schema.js';
import { Caller, CONFIG, ORDER, SECRET } from './rest/caller.js';
import { expectRan, pregao } from './support/cli.js';
import { EngineProcess } from './support/engine.js';

t.setTimeout(120_000);

const config: ConfigFile = {
  ...CONFIG,
  currencies: [{ name: 'USD', scale: 4 }],
  instruments: CONFIG.instruments!.map((each) => ({
    ...each,
    ...(each.symbol === 'BTC-USD' && { currency: 'USD', lot: '0.01', takerFeeMillionths: 1_000 }),
  })),
};

t.test('both sides of a trade', async (t) => {
  const engine = await EngineProcess.start({ config });
  t.teardown(() => engine.kill('SIGKILL'));
  const demo = new Caller(engine);
  const maker = new Caller(engine, { Authorization: `Bearer ${SECRET}` });
  t.same((await demo.call('GET', 'positions')).body, [], 'nothing yet');
  await demo.send({ ...ORDER, quantity: '0.5', price: '60000' });
  await maker.send({ ...ORDER, side: 'sell', quantity: '0.3', price: '60000' });
  await demo.send({ ...ORDER, quantity: '0.1', price: '60000' });
  const sell = { ...ORDER, side: 'sell', quantity: '0.2', price: '61000' };
  await demo.send(sell);
  const { body } = await demo.call('GET', 'positions');
  const held = { symbol: 'BTC-USD', currency: 'USD', mark: '60000.00' };
  t.match(body, [
    {
      ...{ ...held, account: 'demo', net: '0.30', open_buy: '0.30', open_sell: '0.20' },
      ...{ cost: '18000.0000', realized: '0.0000', unrealized: '0.0000', fees: '0.0000' },
    },
  ]);
  t.equal(body.length, 1, 'nobody else’s');
  await maker.send({ ...ORDER, quantity: '0.1', price: '61000' });
  const after = { mark: '61000.00' };
  t.match((await demo.call('GET', 'positions?account=demo')).body, [
    { ...after, net: '0.20', cost: '12000.0000', realized: '100.0000', unrealized: '200.0000' },
  ]);
  t.match((await maker.call('GET', 'positions')).body, [
    {
      ...after,
      account: 'maker',
      net: '-0.20',
      realized: '-100.0000',
      unrealized: '-200.0000',
      fees: '24.1000',
    },
  ]);
  t.match(await demo.call('GET', 'positions?account=maker'), {
    status: 403,
    body: { reason: 'AccountNotEntitled' },
  });
  const shown = await pregao(engine.data, 'admin', 'positions', '--data', engine.data);
  expectRan(t, 'the operator sees both', shown, {
    code: 0,
    out: /demo +BTC-USD +net +0.2 .*unrealized 200.0000[\s\S]*maker +BTC-USD +net +-0.2 .*unrealized -200.0000/,
  });
});

/** REST orders at venues on real sockets: answered when the venue has said yes or no; when it says nothing, as unknown. */
import t from 'tap';
import { StreetGround } from './ground.js';
import { B3, FUTURES } from './places.js';

t.setTimeout(120_000);

const FLOWA = { exchange_name: 'flowa', strategy: 'simple-order' };
const BINANCE = { exchange_name: 'binance', strategy: 'futures' };

/** `flowa` needs B3, which not every ground has. */
const REST = {
  open: { account: 'house' },
  answerMs: 1_500,
  exchanges: [
    { exchange: 'binance', strategy: 'futures', route: 'binance', answers: 'binance' as const },
    { exchange: 'flowa', route: 'b3' },
  ],
};

/** An id, or an object: what a test looks at, it has asked for. */
type Body = string & Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly body: Body;
}

async function call(
  ground: StreetGround,
  method: string,
  path: string,
  query: Readonly<Record<string, string>>,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${ground.engine.httpUrl}/api/v1/${path}?${new URLSearchParams(query)}`, {
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const btc = (changes: object = {}) => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  quantity: 0.1,
  order_type: 'LIMIT',
  price: 63900,
  ...changes,
});

const AT_BINANCE = { ...REST, exchanges: [REST.exchanges[0]] };

t.test('an order at Binance, changed, filled in part and cancelled', async (t) => {
  const ground = await StreetGround.open('sync', [FUTURES], { rest: AT_BINANCE });
  t.teardown(() => ground.close());
  await ground.untilUp();
  const sent = await call(ground, 'POST', 'send-order', BINANCE, btc());
  t.match(sent, { status: 200, body: /^\d+$/ });
  const order = { ...BINANCE, order_id: sent.body, symbol: 'BTCUSDT' };
  t.match((await call(ground, 'GET', 'get-order', order)).body, {
    symbol: 'BTCUSDT',
    quantity: '0.100',
    exec_qty: '0.000',
    time_in_force: 'GTC',
    status: 'NEW',
  });
  t.strictSame(await call(ground, 'PUT', 'update-order', order, { price: 63950, quantity: 0.08 }), {
    status: 200,
    body: null,
  });
  t.match((await call(ground, 'GET', 'get-order', order)).body, { quantity: '0.080', price: 63950 });
  ground.others('sell', 639_500, 30);
  await t.resolves(
    until(async () => (await call(ground, 'GET', 'get-order', order)).body.exec_qty === '0.030'),
  );
  const cancelled = await call(ground, 'DELETE', 'cancel-order', order);
  t.match(cancelled, {
    status: 200,
    body: { success: true, data: { status: 'CANCELED', exec_qty: '0.030', quantity: '0.080' } },
  });
});

t.test('what the venue refuses is 400, with its reason; what it does not answer is unknown', async (t) => {
  const ground = await StreetGround.open('async', [FUTURES], { rest: AT_BINANCE });
  t.teardown(() => ground.close());
  await ground.untilUp();
  const tooSmall = btc({ quantity: 0.001, price: 100 });
  const refused = await call(ground, 'POST', 'send-order', BINANCE, tooSmall);
  t.match(refused, { status: 400, body: { success: false, reason: String, order_id: /^\d+$/ } });
  ground.venues[0].faults.inject({ do: 'ignore' });
  const unknown = await call(ground, 'POST', 'send-order', BINANCE, btc());
  t.match(unknown, { status: 504, body: { state: 'unknown', reason: 'OutcomeUnknown', order_id: /^\d+$/ } });
});

t.test('flowa is B3', async (t) => {
  const ground = await StreetGround.open('async', [B3], {
    rest: { ...REST, exchanges: [REST.exchanges[1]] },
  });
  t.teardown(() => ground.close());
  await ground.untilUp();
  const body = {
    symbol: 'PETR4',
    side: 'BUY',
    quantity: 300,
    order_type: 'LIMIT',
    price: 36.5,
    broker: '935',
  };
  const { status, body: id } = await call(ground, 'POST', 'send-order', FLOWA, body);
  t.equal(status, 200);
  const order = { ...FLOWA, order_id: id };
  t.match((await call(ground, 'GET', 'get-order', order)).body, {
    order_id: id,
    quantity: 300,
    price: 36.5,
    time_in_force: 'DAY',
    status: 'NEW',
  });
  t.match(await call(ground, 'DELETE', 'cancel-order', order), { status: 200, body: { success: true } });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it never came');
}

/** Binance futures, spoken raw: orders over the WebSocket API, what the user data stream tells, listen keys, modes, countdowns, and each refusal as a row. */
import t from 'tap';
import type { Values } from '../test-signing.js';
import { LIMIT, MARKET, TestFutures, type Told } from './test-futures.js';

t.test('an order over the WebSocket API, as the document shows it', async (t) => {
  const futures = new TestFutures();
  const answer = futures.ask('order.place', { ...LIMIT, newClientOrderId: 'mine-1' });
  t.strictSame(answer, {
    id: 1,
    status: 200,
    result: {
      orderId: 1,
      symbol: 'BTCUSDT',
      status: 'NEW',
      clientOrderId: 'mine-1',
      price: '64000.00',
      origQty: '0.100',
      executedQty: '0.000',
      cumQty: '0.000',
      timeInForce: 'GTC',
      type: 'LIMIT',
      reduceOnly: false,
      closePosition: false,
      side: 'BUY',
      positionSide: 'BOTH',
      stopPrice: '0.00',
      workingType: 'CONTRACT_PRICE',
      priceProtect: false,
      origType: 'LIMIT',
      priceMatch: 'NONE',
      selfTradePreventionMode: 'NONE',
      goodTillDate: 0,
      updateTime: futures.agenda.nowMs,
    },
    rateLimits: [
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 300, count: 1 },
      { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1200, count: 1 },
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2400, count: 0 },
    ],
  });
  const modified = futures.ask('order.modify', {
    symbol: 'BTCUSDT',
    orderId: 1,
    side: 'BUY',
    price: '63900.0',
    quantity: '0.2',
  });
  t.match(modified, {
    status: 200,
    result: { orderId: 1, price: '63900.00', origQty: '0.200', status: 'NEW' },
  });
  const status = futures.ask('order.status', { symbol: 'BTCUSDT', origClientOrderId: 'mine-1' });
  t.match(
    status,
    { result: { avgPrice: '0.00', cumQuote: '0.00000', status: 'NEW' } },
    'a query still has them',
  );
  const cancelled = futures.ask('order.cancel', { symbol: 'BTCUSDT', origClientOrderId: 'mine-1' });
  t.match(
    cancelled,
    { result: { status: 'CANCELED', clientOrderId: 'mine-1' } },
    "the order's own id, unlike spot",
  );
});

t.test('the user data stream', async (t) => {
  const futures = new TestFutures();
  const stream = futures.userStream();
  futures.others('sell', '64010.0', '0.05');
  const answer = futures.ask('order.place', {
    ...MARKET,
    newOrderRespType: 'RESULT',
    newClientOrderId: 'h1',
  });
  t.match(
    answer,
    { result: { status: 'EXPIRED', executedQty: '0.050' } },
    'half a market order, then it expires',
  );
  const events = stream.got<Told>();
  t.strictSame(
    events.map(({ e, o }) => (o ? `${e} ${o.x} ${o.X} ${o.l} ${o.z}` : e)),
    [
      'ORDER_TRADE_UPDATE NEW NEW 0 0.000',
      'TRADE_LITE',
      'ORDER_TRADE_UPDATE TRADE PARTIALLY_FILLED 0.050 0.050',
      'ACCOUNT_UPDATE',
      'ORDER_TRADE_UPDATE EXPIRED EXPIRED 0 0.050',
    ],
  );
  t.match(events[2].o, {
    L: '64010.00',
    N: 'USDT',
    n: '1.60025000',
    t: 1,
    m: false,
    ap: '64010',
    ps: 'BOTH',
    R: false,
  });
  t.match(events[3].a, { m: 'ORDER', P: [{ s: 'BTCUSDT', pa: '0.050', ep: '64010.00000000', ps: 'BOTH' }] });
  t.notOk('avgPrice' in (answer.result as object), 'not in the answer to an order');
  futures.others('buy', '64110.0', '0.05');
  futures.ask('order.place', { ...MARKET, side: 'SELL', quantity: '0.05', reduceOnly: 'true' });
  t.match(stream.got<Told>()[2].o, { rp: '5.00000000', R: true }, '0.05 × 100');
  futures.ask('order.place', { ...LIMIT, newClientOrderId: 'a' });
  futures.ask('order.modify', {
    symbol: 'BTCUSDT',
    origClientOrderId: 'a',
    side: 'BUY',
    price: '63000.0',
    quantity: '0.1',
  });
  t.match(stream.got<Told>().at(-1)?.o, { x: 'AMENDMENT', X: 'NEW', p: '63000.00', c: 'a' });
  t.match(futures.rest('GET', '/fapi/v1/userTrades', { symbol: 'BTCUSDT' }).body, [
    { id: 1, side: 'BUY', price: '64010.00', qty: '0.050', commission: '1.60025000' },
    { id: 2, side: 'SELL', realizedPnl: '5.00000000' },
  ]);
});

t.test('positions, marked to the market', async (t) => {
  const futures = new TestFutures();
  futures.others('sell', '64000.0', '0.1');
  futures.ask('order.place', MARKET);
  futures.others('buy', '64100.0', '1');
  futures.others('sell', '64300.0', '1');
  const risk = futures.rest<object[]>('GET', '/fapi/v3/positionRisk', {}).body;
  t.match(risk, [
    {
      symbol: 'BTCUSDT',
      positionAmt: '0.100',
      entryPrice: '64000.00000000',
      markPrice: '64200.00000000',
      unRealizedProfit: '20.00000000',
    },
  ]);
  t.match(futures.ask('v2/account.status', {}), {
    result: { totalWalletBalance: '999996.80000000', positions: risk },
  });
});

t.test('listen keys', async (t) => {
  const futures = new TestFutures();
  const stream = futures.userStream();
  const key = futures.rest('POST', '/fapi/v1/listenKey').body.listenKey;
  t.equal(futures.ask('userDataStream.start', {}).status, 200);
  t.match(futures.ask('userDataStream.ping', {}), { result: { listenKey: key } }, 'one an account');
  futures.agenda.advance(3_599_000);
  t.equal(futures.rest('PUT', '/fapi/v1/listenKey').status, 200);
  futures.agenda.advance(3_500_000);
  t.notOk(
    stream.got().some(({ e }) => e === 'listenKeyExpired'),
    'extended',
  );
  futures.agenda.advance(200_000);
  t.match(stream.closedWith, '1008 Pong timeout', 'a client that answers no pings');
  const quiet = futures.userStream('&events=ORDER_TRADE_UPDATE');
  const told = futures.userStream();
  futures.venue.faults.inject({ do: 'expireKeys' });
  t.match(told.got(), [{ e: 'listenKeyExpired' }]);
  t.strictSame(quiet.got(), [], 'left out of events: silent');
  t.match(futures.rest('PUT', '/fapi/v1/listenKey'), { status: 400, body: { code: -1125 } });
  futures.ask('order.place', LIMIT);
  t.strictSame(told.got(), [], 'nothing more on an ended key');
  t.throws(() => futures.ws(`/private/ws?listenKey=${key}`), 'nor a connection with it');
});

const REFUSED: readonly (readonly [name: string, order: Values, code: number])[] = [
  ['no quantity', { ...LIMIT, quantity: undefined }, -1102],
  ['no timeInForce', { ...LIMIT, timeInForce: undefined }, -1102],
  ['DAY', { ...LIMIT, timeInForce: 'DAY' }, -1115],
  ['no such symbol', { ...LIMIT, symbol: 'NOPE' }, -1121],
  ['a stop', { ...LIMIT, type: 'STOP_MARKET' }, -4120],
  ['too precise', { ...LIMIT, price: '64000.001' }, -1111],
  ['off the tick', { ...LIMIT, price: '64000.05' }, -4014],
  [
    'off the step of another symbol',
    { ...LIMIT, symbol: 'SOLUSDT', price: '150.00', quantity: '0.001' },
    -1111,
  ],
  ['nothing', { ...LIMIT, quantity: '0' }, -4003],
  ['more than MARKET_LOT_SIZE', { ...MARKET, quantity: '121' }, -4005],
  ['too small', { ...LIMIT, quantity: '0.001' }, -4164],
  ['far above the mark', { ...LIMIT, price: '70000.0' }, -4016],
  ['far below the mark', { ...LIMIT, side: 'SELL', price: '60000.0' }, -4024],
  ['a side in one-way mode', { ...LIMIT, positionSide: 'LONG' }, -4061],
  ['nothing to reduce', { ...LIMIT, reduceOnly: 'true' }, -2022],
  ['a client id with a blank', { ...LIMIT, newClientOrderId: 'a b' }, -4015],
  ['GTX that takes', { ...LIMIT, timeInForce: 'GTX', price: '64200.0' }, -5022],
  ['FOK that cannot', { ...LIMIT, timeInForce: 'FOK', price: '64200.0', quantity: '3' }, -5021],
  ['GTD too soon', { ...LIMIT, timeInForce: 'GTD', goodTillDate: Date.UTC(2026, 10, 26, 12, 5) }, -4099],
  ['no margin', { ...LIMIT, quantity: '1000' }, -2019],
];

for (const [name, order, code] of REFUSED)
  t.test(`refused: ${name}`, async (t) => {
    const futures = new TestFutures();
    const stream = futures.userStream();
    futures.others('sell', '64100.0', '1');
    futures.others('buy', '63900.0', '1');
    t.match(futures.ask('order.place', order), { status: 400, error: { code } });
    t.strictSame(stream.got(), [], 'a refusal is in the answer alone');
  });

t.test('a market order does not take what is outside the band around the mark price', async (t) => {
  const futures = new TestFutures();
  futures.others('sell', '70000.0', '1');
  t.match(futures.ask('order.place', MARKET), { status: 400, error: { code: -4131 } });
});

t.test('ids are unique among open orders only: a market order sent again is executed again', async (t) => {
  const futures = new TestFutures();
  futures.others('sell', '64000.0', '1');
  const market = { ...MARKET, newClientOrderId: 'once', newOrderRespType: 'RESULT' };
  t.match(futures.ask('order.place', market), { result: { status: 'FILLED' } });
  t.match(futures.ask('order.place', market), { result: { status: 'FILLED', orderId: 3 } });
  const limit = { ...LIMIT, price: '63000.0', newClientOrderId: 'twice' };
  t.match(futures.ask('order.place', limit), { status: 200 });
  t.match(futures.ask('order.place', limit), { error: { code: -4116 } });
});

t.test('modify: both fields, the end of the queue, or the end of the order', async (t) => {
  const futures = new TestFutures();
  futures.ask('order.place', { ...LIMIT, newClientOrderId: 'a' });
  const other = futures.others('buy', '64000.0', '1');
  const modify = (more: Values) =>
    futures.ask('order.modify', { symbol: 'BTCUSDT', origClientOrderId: 'a', side: 'BUY', ...more });
  t.match(modify({ quantity: '0.05' }), { error: { code: -1102 } }, 'quantity alone');
  t.match(modify({ price: '64000.0', quantity: '0.1' }), { error: { code: -5027 } }, 'nothing new');
  t.match(modify({ price: '64000.0', quantity: '0.05' }), { status: 200 });
  futures.others('sell', '64000.0', '1');
  t.equal(other.filledLots, 1_000, 'less quantity, and behind the other all the same');
  futures.others('sell', '64000.0', '0.03');
  t.match(
    modify({ price: '64000.0', quantity: '0.02' }),
    { result: { status: 'CANCELED' } },
    'less than is executed',
  );
});

t.test('position mode, countdown, cancel all, GTD', async (t) => {
  const futures = new TestFutures();
  const mode = '/fapi/v1/positionSide/dual';
  t.strictSame(futures.rest('GET', mode, {}).body, { dualSidePosition: false });
  futures.ask('order.place', { ...LIMIT, timeInForce: 'GTD', goodTillDate: futures.agenda.nowMs + 700_000 });
  t.match(futures.rest('POST', mode, { dualSidePosition: 'true' }).body, { code: -4067 });
  const timer = { symbol: 'BTCUSDT', countdownTime: 5_000 };
  t.strictSame(futures.rest('POST', '/fapi/v1/countdownCancelAll', timer).body, {
    symbol: 'BTCUSDT',
    countdownTime: '5000',
  });
  futures.agenda.advance(4_000);
  futures.rest('POST', '/fapi/v1/countdownCancelAll', timer);
  futures.agenda.advance(4_000);
  t.equal(futures.rest('GET', '/fapi/v1/openOrders', {}).body.length, 1, 'wound up again');
  futures.agenda.advance(1_000);
  t.strictSame(futures.rest('GET', '/fapi/v1/openOrders', {}).body, [], 'run down');
  futures.ask('order.place', {
    ...LIMIT,
    timeInForce: 'GTD',
    goodTillDate: futures.agenda.nowMs + 700_000,
    newClientOrderId: 'g',
  });
  futures.agenda.advance(701_000);
  t.match(futures.ask('order.status', { symbol: 'BTCUSDT', origClientOrderId: 'g' }), {
    result: { status: 'EXPIRED' },
  });
  t.equal(futures.rest('POST', mode, { dualSidePosition: 'true' }).status, 200);
  t.match(futures.ask('order.place', LIMIT), { error: { code: -4061 } }, 'hedge mode wants a side');
  t.match(futures.ask('order.place', { ...LIMIT, positionSide: 'LONG' }), { status: 200 });
});

t.test('signatures, time and sessions', async (t) => {
  const futures = new TestFutures();
  const raw = (params: Values): unknown => {
    futures.api.send({ id: 'x', method: 'order.place', params });
    return futures.api.got()[0];
  };
  const timestamp = futures.agenda.nowMs;
  t.match(raw({ ...LIMIT, timestamp }), { status: 401, error: { code: -2015 } }, 'no key');
  t.match(
    raw({ ...LIMIT, timestamp, apiKey: futures.venue.venue.options.accounts[0].apiKey, signature: 'ff' }),
    {
      error: { code: -1022 },
    },
  );
  futures.agenda.advance(10_000);
  futures.api.send({ id: 'y', method: 'nonsense', params: {} });
  t.match(futures.api.got()[0], { id: 'y', status: 400, error: { code: -1020 } });
  futures.api.send('{');
  t.match(futures.api.got()[0], { id: null, status: 400 });
});

t.test('prevention: the taker decides', async (t) => {
  const futures = new TestFutures();
  const stream = futures.userStream();
  futures.ask('order.place', { ...LIMIT, newClientOrderId: 'maker' });
  futures.ask('order.place', {
    ...LIMIT,
    side: 'SELL',
    newClientOrderId: 'taker',
    selfTradePreventionMode: 'EXPIRE_MAKER',
  });
  t.strictSame(
    stream.got<Told>().map(({ o }) => `${o.c} ${o.x} ${o.X}`),
    ['maker NEW NEW', 'taker NEW NEW', 'maker EXPIRED EXPIRED_IN_MATCH'],
  );
});

t.test('faults', async (t) => {
  const futures = new TestFutures();
  const stream = futures.userStream();
  const { faults } = futures.venue;
  const told = (): string[] =>
    stream.got<Told>().flatMap(({ e, o }) => (e === 'ORDER_TRADE_UPDATE' ? [`${o.c} ${o.x}`] : []));
  const place = (newClientOrderId: string) => futures.ask('order.place', { ...LIMIT, newClientOrderId });
  faults.inject({ do: 'unknown', clientId: 'a', executed: true });
  t.match(place('a'), { status: 408, error: { code: -1007 } });
  t.strictSame(told(), ['a NEW'], 'unknown, and executed');
  faults.inject({ do: 'unknown', clientId: 'b', executed: false });
  t.match(place('b'), { status: 408, error: { code: -1007 } });
  t.strictSame(told(), [], 'unknown, and not');
  t.match(futures.ask('order.status', { symbol: 'BTCUSDT', origClientOrderId: 'b' }), {
    error: { code: -2013 },
  });
  faults.loseAnswer('c', true);
  t.strictSame(place('c'), {}, 'executed, and the answer lost');
  t.strictSame(told(), ['c NEW']);
  faults.loseAnswer('d', false);
  t.strictSame(place('d'), {}, 'lost on the way');
  t.strictSame(told(), []);
  faults.inject({ do: 'fillFirst', kind: 'replace', clientId: 'c', qty: '0.04' });
  futures.ask('order.modify', {
    symbol: 'BTCUSDT',
    origClientOrderId: 'c',
    side: 'BUY',
    price: '63000.0',
    quantity: '0.1',
  });
  t.strictSame(told(), ['c TRADE', 'c AMENDMENT']);
  faults.inject({ do: 'repeat', kind: 'cancelled' });
  futures.ask('order.cancel', { symbol: 'BTCUSDT', origClientOrderId: 'c' });
  t.strictSame(told(), ['c CANCELED', 'c CANCELED']);
  faults.inject({ do: 'cancel', clientId: 'a' });
  t.strictSame(told(), ['a CANCELED'], 'nobody asked');
  faults.inject({
    do: 'foreign',
    symbol: 'BTCUSDT',
    side: 'sell',
    price: '65000',
    qty: '0.1',
    clientId: 'autoclose-1',
  });
  faults.inject({ do: 'fill', clientId: 'autoclose-1' });
  t.strictSame(told(), ['autoclose-1 NEW', 'autoclose-1 TRADE'], 'the venue closes the position');
  faults.inject({ do: 'throttle', kind: 'new' });
  t.match(place('e'), { status: 429, error: { code: -1003 } });
  faults.inject({ do: 'halt', symbol: 'BTCUSDT' });
  t.match(place('f'), { status: 400, error: { code: -4108 } });
  faults.inject({ do: 'revoke' });
  futures.send('order.place', LIMIT);
  t.match(futures.api.got()[0], { status: 401, error: { code: -2015 } });
  faults.inject({ do: 'maintenance', seconds: 1 });
  futures.agenda.advance(1_000);
  t.match(futures.api.closedWith, /^1001/);
});

/** Binance spot's WebSocket API and user data, spoken raw. */
import { sign } from 'node:crypto';
import t from 'tap';
import { Agenda } from '../../kit/agenda.js';
import { TestWsClient } from '../../kit/test-ws-client.js';
import { signed, type Values } from '../test-signing.js';
import { BinanceSpot } from './simulator.js';
import { API_KEY, PRIVATE_KEY, rest, spot } from './test-spot.js';

function connect(venue: BinanceSpot, address = '/ws-api/v3'): TestWsClient {
  const [path, query = ''] = address.split('?');
  return new TestWsClient((wire) => venue.connectWs(path, query, wire));
}

let lastId = 0;

function ask(
  venue: BinanceSpot,
  client: TestWsClient,
  method: string,
  params: Values,
): Record<string, unknown> {
  const id = ++lastId;
  client.send({ id, method, params: signed(params, venue.agenda.nowMs) });
  const all = client.got();
  client.texts = all.filter((each) => each.id !== id).map((each) => JSON.stringify(each));
  return all.find((each) => each.id === id) ?? {};
}

const LIMIT = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '64000',
} as const;

t.test("the document's signed request, byte for byte", async (t) => {
  const venue = new BinanceSpot(new Agenda(1_645_423_376_600), {
    hasCrowd: false,
    accounts: [
      {
        name: 'doc',
        apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
        secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
      },
    ],
  });
  const client = connect(venue);
  const request =
    '{"id":"4885f793-e5ad-4c3b-8f6c-55d891472b71","method":"order.place","params":{"symbol":"BTCUSDT","side":"SELL","type":"LIMIT","timeInForce":"GTC","quantity":"0.01000000","price":"52000.00","recvWindow":100,"timestamp":1645423376532,"apiKey":"vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A","signature":"aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24"}}';
  client.send(request);
  t.match(client.got()[0], {
    id: '4885f793-e5ad-4c3b-8f6c-55d891472b71',
    status: 200,
    result: { orderId: 1, status: 'NEW', origQty: '0.01000000' },
  });
  venue.agenda.advance(100);
  client.send(request);
  t.match(client.got()[0], { status: 400, error: { code: -1021 } }, 'outside its recvWindow');
  client.send(request.replace('52000.00', '52001.00').replace('"recvWindow":100', '"recvWindow":1000'));
  t.match(client.got()[0], { error: { code: -1022 } }, 'another text');
});

t.test('an order, its fills, its end, and what the user data stream tells', async (t) => {
  const venue = spot();
  const client = connect(venue);
  t.match(ask(venue, client, 'userDataStream.subscribe.signature', {}), { result: { subscriptionId: 0 } });
  rest(venue, 'BTCUSDT', 'sell', '63990', '0.4');
  const answer = ask(venue, client, 'order.place', { ...LIMIT, newClientOrderId: 'a' });
  t.match(answer, {
    status: 200,
    result: {
      symbol: 'BTCUSDT',
      orderListId: -1,
      clientOrderId: 'a',
      executedQty: '0.40000000',
      cummulativeQuoteQty: '25596.00000000',
      status: 'PARTIALLY_FILLED',
      fills: [
        {
          price: '63990.00000000',
          qty: '0.40000000',
          commission: '0.00040000',
          commissionAsset: 'BTC',
          tradeId: 1,
        },
      ],
      selfTradePreventionMode: 'EXPIRE_MAKER',
    },
    rateLimits: [
      { rateLimitType: 'ORDERS', count: 1 },
      { rateLimitType: 'ORDERS', intervalNum: 1 },
      { rateLimitType: 'REQUEST_WEIGHT', count: 3 },
    ],
  });
  const events = client.got() as unknown as { subscriptionId: number; event: Record<string, unknown> }[];
  t.strictSame(
    events.map(({ event: e }) => `${e.e} ${e.x ?? ''} ${e.X ?? ''} ${e.z ?? ''}`.trim()),
    [
      'executionReport NEW NEW 0.00000000',
      'outboundAccountPosition',
      'executionReport TRADE PARTIALLY_FILLED 0.40000000',
      'outboundAccountPosition',
    ],
  );
  t.match(events[2].event, {
    c: 'a',
    C: '',
    l: '0.40000000',
    L: '63990.00000000',
    n: '0.00040000',
    N: 'BTC',
    t: 1,
    m: false,
    Z: '25596.00000000',
  });
  t.match(events[3].event.B, [
    { a: 'BTC', f: '100.39960000' },
    { a: 'USDT', l: '38400.00000000' },
  ]);
  t.match(ask(venue, client, 'order.status', { symbol: 'BTCUSDT', origClientOrderId: 'a' }), {
    result: { status: 'PARTIALLY_FILLED', isWorking: true },
  });
  t.match(ask(venue, client, 'openOrders.status', { symbol: 'BTCUSDT' }), {
    result: [{ clientOrderId: 'a' }],
  });
  t.match(
    ask(venue, client, 'order.amend.keepPriority', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'a',
      newQty: '0.5',
    }),
    {
      result: { amendedOrder: { origQty: '0.50000000' } },
    },
  );
  const cancelled = ask(venue, client, 'order.cancel', {
    symbol: 'BTCUSDT',
    origClientOrderId: 'a',
    newClientOrderId: 'c',
  });
  t.match(
    cancelled,
    { result: { origClientOrderId: 'a', clientOrderId: 'c', status: 'CANCELED' } },
    "the cancel's own id",
  );
  const last = client.got() as unknown as { event: Record<string, unknown> }[];
  t.match(
    last.map(({ event }) => event).filter(({ e }) => e === 'executionReport'),
    [{ x: 'REPLACED' }, { x: 'CANCELED', c: 'c', C: 'a' }],
  );
  t.match(ask(venue, client, 'myTrades', { symbol: 'BTCUSDT' }), {
    result: [{ id: 1, commission: '0.00040000', isMaker: false }],
  });
  t.match(
    ask(venue, client, 'order.place', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quoteOrderQty: '100',
    }),
    {
      error: { code: -2010, msg: 'Order book liquidity is less than symbol minimum quantity.' },
    },
  );
  rest(venue, 'BTCUSDT', 'sell', '64000', '1');
  t.match(
    ask(venue, client, 'order.place', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'MARKET',
      quoteOrderQty: '100',
    }),
    {
      result: { status: 'FILLED', executedQty: '0.00156000', origQuoteOrderQty: '100' },
    },
  );
});

t.test('cancel-replace: both, neither, half', async (t) => {
  const venue = spot();
  const client = connect(venue);
  const replace = (target: string, more: Values = {}) =>
    ask(venue, client, 'order.cancelReplace', {
      ...LIMIT,
      price: '63000',
      cancelReplaceMode: 'STOP_ON_FAILURE',
      cancelOrigClientOrderId: target,
      ...more,
    });
  ask(venue, client, 'order.place', { ...LIMIT, newClientOrderId: 'a' });
  t.match(replace('a', { newClientOrderId: 'b' }), {
    status: 200,
    result: { cancelResult: 'SUCCESS', newOrderResult: 'SUCCESS' },
  });
  t.match(replace('a'), {
    status: 400,
    error: {
      code: -2022,
      msg: 'Order cancel-replace failed.',
      data: {
        cancelResult: 'FAILURE',
        newOrderResult: 'NOT_ATTEMPTED',
        cancelResponse: { code: -2011, msg: 'Unknown order sent.' },
        newOrderResponse: null,
      },
    },
  });
  t.match(replace('b', { price: '0.001' }), {
    status: 409,
    error: { code: -2021, data: { cancelResult: 'SUCCESS', newOrderResult: 'FAILURE' } },
  });
  t.match(replace('b', { cancelReplaceMode: 'ALLOW_FAILURE' }), {
    status: 409,
    error: { data: { cancelResult: 'FAILURE', newOrderResult: 'SUCCESS' } },
  });
});

t.test(
  'sessions: logon with Ed25519, then neither key nor signature; a key that is taken away',
  async (t) => {
    const venue = spot();
    const client = connect(venue);
    const timestamp = venue.agenda.nowMs;
    const payload = `apiKey=${API_KEY}&timestamp=${timestamp}`;
    const signature = sign(null, Buffer.from(payload), PRIVATE_KEY).toString('base64');
    const send = (method: string, params: object): Record<string, unknown> => {
      client.send({ id: 'x', method, params });
      return client.got()[0];
    };
    t.match(send('userDataStream.subscribe', { apiKey: API_KEY }), { status: 401 });
    t.match(send('session.logon', { apiKey: API_KEY, timestamp, signature }), {
      status: 200,
      result: {
        apiKey: API_KEY,
        authorizedSince: timestamp,
        connectedSince: timestamp,
        returnRateLimits: true,
        serverTime: timestamp,
        userDataStream: false,
      },
    });
    t.match(send('order.place', { ...LIMIT, timestamp }), { status: 200 });
    t.match(send('userDataStream.subscribe', {}), { result: { subscriptionId: 0 } });
    t.match(send('session.status', {}), { result: { userDataStream: true } });
    venue.faults.inject({ do: 'revoke' });
    t.match(send('order.place', { ...LIMIT, timestamp }), { id: null, status: 401, error: { code: -2015 } });
  },
);

t.test('order counts are told, refused when full, and given back by fills', async (t) => {
  const venue = spot();
  const client = connect(venue);
  rest(venue, 'BTCUSDT', 'sell', '64000', '100');
  for (let i = 0; i < 150; i++) ask(venue, client, 'order.place', { ...LIMIT, quantity: '0.01' });
  t.equal(
    ask(venue, client, 'order.place', { ...LIMIT, quantity: '0.01' }).status,
    200,
    'filled ones do not count',
  );
  for (let i = 0; i < 100; i++)
    ask(venue, client, 'order.place', { ...LIMIT, quantity: '0.01', price: '60000' });
  t.match(ask(venue, client, 'order.place', LIMIT), {
    status: 429,
    error: { code: -1015, msg: 'Too many new orders; current limit is 100 orders per 10 SECOND.' },
  });
  venue.agenda.advance(10_000);
  t.equal(ask(venue, client, 'order.place', { ...LIMIT, price: '60000', quantity: '0.01' }).status, 200);
});

t.test(
  'faults: the answer is lost, unknown, after the fill; the request is ignored; orders of others',
  async (t) => {
    const venue = spot();
    const client = connect(venue);
    ask(venue, client, 'userDataStream.subscribe.signature', {});
    const place = (newClientOrderId: string) =>
      ask(venue, client, 'order.place', { ...LIMIT, newClientOrderId });
    const told = (): string[] =>
      (client.got() as unknown as { event?: Record<string, unknown> }[]).flatMap(({ event }) =>
        event?.x ? [`${event.c} ${event.x}`] : [],
      );
    venue.faults.inject({ do: 'unknown', clientId: 'u1', executed: true });
    t.match(place('u1'), { status: 408, error: { code: -1007 } });
    t.strictSame(told(), ['u1 NEW'], 'it was executed');
    venue.faults.inject({ do: 'unknown', clientId: 'u2', executed: false });
    t.match(place('u2'), { error: { code: -1007 } });
    t.strictSame(told(), []);
    venue.faults.inject({ do: 'lose', kind: 'answer', clientId: 'l' });
    t.strictSame(place('l'), {});
    t.strictSame(told(), ['l NEW']);
    venue.faults.inject({ do: 'ignore', clientId: 'i' });
    t.strictSame(place('i'), {});
    venue.faults.inject({ do: 'throttle', kind: 'new' });
    t.match(place('t'), { status: 429, error: { code: -1003 } });
    ask(venue, client, 'openOrders.cancelAll', { symbol: 'BTCUSDT' });
    told();
    rest(venue, 'BTCUSDT', 'sell', '63900', '1');
    venue.faults.inject({ do: 'delay', kind: 'answer', clientId: 'd', ms: 50 });
    t.strictSame(place('d'), {});
    t.strictSame(told(), ['d NEW', 'd TRADE'], 'the fill comes first');
    venue.agenda.advance(50);
    t.match(client.got(), [{ status: 200 }]);
    venue.faults.inject({
      do: 'foreign',
      symbol: 'BTCUSDT',
      side: 'buy',
      price: '60000',
      qty: '1',
      clientId: 'web',
    });
    t.strictSame(told(), ['web NEW'], 'of another session');
    venue.faults.inject({ do: 'fillFirst', kind: 'cancel', clientId: 'web' });
    t.match(ask(venue, client, 'order.cancel', { symbol: 'BTCUSDT', origClientOrderId: 'web' }), {
      error: { code: -2011 },
    });
    t.strictSame(told(), ['web TRADE'], 'filled while the cancel was on its way');
    venue.faults.inject({ do: 'halt', symbol: 'BTCUSDT' });
    t.match(place('h'), { error: { code: -2010, msg: 'Market is closed.' } });
    venue.faults.inject({ do: 'silence' });
    client.peer.pinged(Buffer.alloc(0));
    t.equal(client.pongs, 0);
    venue.faults.inject({ do: 'maintenance', seconds: 10 });
    t.match(client.got(), [{ e: 'serverShutdown' }]);
    venue.agenda.advance(10_000);
    t.match(client.closedWith, /^1001/);
  },
);

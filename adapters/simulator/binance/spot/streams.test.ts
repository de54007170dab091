/** Binance spot's market streams and REST, spoken raw. */
import t from 'tap';
import { TestWsClient } from '../../kit/test-ws-client.js';
import { keyed, signedQuery } from '../test-signing.js';
import type { BinanceSpot } from './simulator.js';
import { spot } from './test-spot.js';

const LIMIT = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '64000',
} as const;

function connect(venue: BinanceSpot, address: string): TestWsClient {
  const [path, query = ''] = address.split('?');
  return new TestWsClient((wire) => venue.connectWs(path, query, wire));
}

t.test('a book from snapshot and diffs; best prices; combined streams; too many messages', async (t) => {
  const venue = spot({ hasCrowd: true });
  const depth = (): { lastUpdateId: number; bids: string[][]; asks: string[][] } =>
    venue.rest({
      method: 'GET',
      path: '/api/v3/depth',
      query: 'symbol=BTCUSDT&limit=5000',
      headers: {},
      body: '',
    }).body as ReturnType<typeof depth>;
  const stream = connect(venue, '/stream?streams=btcusdt@depth@100ms/btcusdt@bookTicker');
  venue.agenda.advance(550);
  const snapshot = depth();
  venue.agenda.advance(20_000);
  venue.faults.inject({ do: 'halt', symbol: 'BTCUSDT' });
  venue.agenda.advance(100);
  const book = new Map<string, string>([
    ...snapshot.bids.map(([p, q]) => [`b${p}`, q] as const),
    ...snapshot.asks.map(([p, q]) => [`a${p}`, q] as const),
  ]);
  let id = snapshot.lastUpdateId;
  let best: Record<string, string> = {};
  for (const { data } of stream.got<{
    data: { e?: string; U: number; u: number; b: string[][]; a: string[][] };
  }>()) {
    if (data.e === undefined) best = data as unknown as Record<string, string>;
    if (data.e === undefined || data.u <= id) continue;
    if (data.U > id + 1) return t.fail('a gap');
    for (const side of ['b', 'a'] as const)
      for (const [price, qty] of data[side])
        Number(qty) === 0 ? book.delete(side + price) : book.set(side + price, qty);
    id = data.u;
  }
  const now = depth();
  t.equal(id, now.lastUpdateId);
  t.strictSame(
    [...book].sort(),
    [...now.bids.map(([p, q]) => [`b${p}`, q]), ...now.asks.map(([p, q]) => [`a${p}`, q])].sort(),
  );
  t.match(best, { b: now.bids[0][0], B: now.bids[0][1], a: now.asks[0][0], A: now.asks[0][1], s: 'BTCUSDT' });
  for (let i = 0; i < 6; i++) stream.send({ method: 'LIST_SUBSCRIPTIONS', id: i });
  t.equal(stream.closedWith, '1008 Too many requests', 'five a second');
});

t.test('REST: time, exchangeInfo, signed queries', async (t) => {
  const venue = spot();
  const get = (method: string, path: string, query = '') =>
    venue.rest({ method, path, query, headers: keyed, body: '' });
  t.match(get('GET', '/api/v3/time').body, { serverTime: venue.agenda.nowMs });
  const info = get('GET', '/api/v3/exchangeInfo', 'symbol=BTCUSDT').body;
  t.match(info, {
    symbols: [
      {
        symbol: 'BTCUSDT',
        filters: [{ filterType: 'PRICE_FILTER', tickSize: '0.01000000' }, { stepSize: '0.00001000' }],
      },
    ],
  });
  const order = signedQuery({ ...LIMIT, newClientOrderId: 'r' }, venue.agenda.nowMs);
  t.match(get('POST', '/api/v3/order', order), { status: 200, body: { status: 'NEW' } });
  t.match(get('GET', '/api/v3/openOrders', signedQuery({}, venue.agenda.nowMs)).body, [
    { clientOrderId: 'r' },
  ]);
  t.match(get('GET', '/api/v3/order', signedQuery({ symbol: 'BTCUSDT', orderId: 77 }, venue.agenda.nowMs)), {
    status: 400,
    body: { code: -2013 },
  });
  t.match(get('GET', '/api/v3/nonsense'), { status: 404 });
});

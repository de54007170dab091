/**
 * Messages of both venues with their fields in any order, with space between them and with fields that nobody knows, mean the same;
 * and whatever bytes are changed, a message is taken whole or refused whole.
 */
import fc from 'fast-check';
import { holds, mustEqual } from '../../../engine/book/test-property.js';
import { BinanceDecoder } from '../../binance/market-data/decoder.js';
import { Message as Binance } from '../../binance/market-data/fields.js';
import { CoinbaseDecoder } from '../../coinbase/market-data/decoder.js';
import { Message as Coinbase } from '../../coinbase/market-data/fields.js';
import { BookUpdate } from '../book/book-update.js';
import { instrumentOf } from '../instrument.js';
import { Fault } from './fault.js';

const RUNS = 2_000;
const definition = { tick: '0.01', lot: '0.001', minQty: '0', minNotional: '0', isTrading: true, status: '' };
const instruments = ['AAAUSDT', 'AAA-USD'].map((symbol, i) => instrumentOf(i + 1, { ...definition, symbol }));
const update = new BookUpdate(100);
const binance = new BinanceDecoder(instruments, update, 1, []);
const coinbase = new CoinbaseDecoder(instruments, update);

const time = '2023-11-14T22:13:20.123456Z';
const id = (last: string) => `00000000-1111-4000-8000-00000000000${last}`;
const BINANCE = [
  {
    e: 'depthUpdate',
    E: 1700000000123,
    s: 'AAAUSDT',
    U: 157,
    u: 160,
    pu: 149,
    b: [['0.24', '10']],
    a: [
      ['0.26', '1.500'],
      ['0.27', '0'],
    ],
  },
  { e: 'depthUpdate', E: 5, T: 4, s: 'AAAUSDT', ps: 'AAAUSDT', st: 1, U: 1, u: 2, pu: 0, b: [], a: [] },
  { u: 400900217, s: 'AAAUSDT', b: '25.35', B: '31.21', a: '25.36', A: '40.66' },
  { e: 'bookTicker', u: 5, E: 7, T: 6, s: 'AAAUSDT', b: '25.35', B: '31.21', a: '25.36', A: '40.66', st: 1 },
  { e: 'trade', E: 9, s: 'AAAUSDT', t: 12345, p: '0.01', q: '100', T: 8, m: true, M: true },
  {
    e: 'aggTrade',
    E: 9,
    s: 'AAAUSDT',
    a: 5933014,
    p: '0.01',
    q: '100',
    nq: '100',
    f: 100,
    l: 105,
    T: 8,
    m: false,
    st: 1,
  },
  {
    e: 'markPriceUpdate',
    E: 3,
    s: 'AAAUSDT',
    p: '11794.15000001',
    i: '11784.62659091',
    P: '1',
    r: '-0.00038167',
    T: 4,
    st: 1,
  },
  { e: 'bookTicker', u: 5, E: 7, T: 6, s: 'AAAUSDT', b: '25.35', B: '31.21', a: '25.36', A: '40.66', st: 2 },
  { result: null, id: 12 },
  { error: { code: 2, msg: 'x' }, id: 13 },
];
const COINBASE = [
  {
    type: 'l2update',
    product_id: 'AAA-USD',
    changes: [
      ['buy', '0.24', '10'],
      ['sell', '0.26', '0'],
    ],
    time,
  },
  { type: 'snapshot', product_id: 'AAA-USD', asks: [['0.26', '10']], bids: [['0.24', '1']] },
  {
    type: 'match',
    trade_id: 7,
    sequence: 50,
    maker_order_id: id('a'),
    taker_order_id: id('b'),
    time,
    product_id: 'AAA-USD',
    size: '5.23',
    price: '400.23',
    side: 'sell',
  },
  {
    type: 'open',
    time,
    product_id: 'AAA-USD',
    sequence: 10,
    order_id: id('c'),
    price: '200.2',
    remaining_size: '1.00',
    side: 'sell',
  },
  {
    type: 'done',
    time,
    product_id: 'AAA-USD',
    price: '200.2',
    sequence: 10,
    order_id: id('d'),
    reason: 'filled',
    side: 'sell',
    remaining_size: '0',
  },
  {
    type: 'change',
    time,
    product_id: 'AAA-USD',
    sequence: 10,
    order_id: id('e'),
    side: 'buy',
    old_size: '80',
    new_size: '8',
    old_price: '7',
    new_price: '6',
  },
  {
    type: 'ticker',
    sequence: 3,
    product_id: 'AAA-USD',
    price: '1285.22',
    best_bid: '1285.04',
    best_bid_size: '0.466',
    best_ask: '1285.27',
    best_ask_size: '1.5',
    time,
    trade_id: 3,
  },
  { type: 'heartbeat', sequence: 90, last_trade_id: 20, product_id: 'AAA-USD', time },
  { type: 'error', message: 'no', reason: 'because' },
];

type Fields = Readonly<Record<string, unknown>>;

/** In this order, with what nobody knows between. */
function written(message: Fields, order: readonly number[], space: string): string {
  const fields = Object.entries(message).map(([name, value], i) => ({
    rank: order[i % order.length],
    name,
    value,
  }));
  fields.sort((a, b) => a.rank - b.rank);
  const known = fields.map(({ name, value }) => `"${name}"${space}:${space}${JSON.stringify(value)}`);
  known.splice(order[0] % (known.length + 1), 0, `"zz":{"b":[[1]],"e":"x\\"}"}`);
  return `{${space}${known.join(`${space},${space}`)}}`;
}

function readBinance(text: string | Uint8Array): unknown {
  const bytes = Buffer.from(text as string);
  const kind = binance.message(bytes, 0, bytes.length);
  if (kind === Binance.Malformed) return binance.fault;
  if (kind === Binance.Depth) return [kind, levels(), update.firstId, update.lastId, update.previousId];
  if (kind === Binance.MarkPrice) return [kind, { ...binance.reference }, binance.event.venueSeconds];
  const { bidTicks, bidLots, askTicks, askLots, priceTicks, qtyLots, id, side } = binance.event;
  if (kind === Binance.Top) return [kind, id, bidTicks, bidLots, askTicks, askLots];
  return kind === Binance.Trade ? [kind, id, side, priceTicks, qtyLots] : [kind, binance.request];
}

function readCoinbase(text: string | Uint8Array): unknown {
  const bytes = Buffer.from(text as string);
  const kind = coinbase.message(bytes, 0, bytes.length);
  const { order, event, sequence, lastTradeId } = coinbase;
  if (kind === Coinbase.Malformed) return coinbase.fault;
  if (kind === Coinbase.Level2 || kind === Coinbase.Snapshot) return [kind, levels(), update.venueNanos];
  if (kind === Coinbase.Order) {
    const { action, ticks, lots, hasPrice } = order;
    return [
      kind,
      action,
      order.lastId,
      action === 0 ? [] : [...order.id],
      action === 3 ? 0 : [ticks, lots, hasPrice],
    ];
  }
  if (kind === Coinbase.Match)
    return [kind, event.id, event.side, event.priceTicks, event.qtyLots, [...order.id]];
  if (kind === Coinbase.Ticker)
    return [kind, sequence, event.bidTicks, event.askTicks, event.bidLots, event.askLots];
  if (kind === Coinbase.Heartbeat) return [kind, sequence, lastTradeId];
  return [kind, kind === Coinbase.Error ? coinbase.reason : ''];
}

function levels(): number[][] {
  const all = Array.from({ length: update.count }, (_, i) => [
    update.sides[i],
    update.ticks[i],
    update.lots[i],
  ]);
  return all.sort(([a, b], [c, d]) => a - c || b - d);
}

const order = fc.array(fc.nat({ max: 99 }), { minLength: 16, maxLength: 16 });
const space = fc.constantFrom('', ' ', '\n\t');

for (const [name, messages, read] of [
  ['Binance', BINANCE, readBinance],
  ['Coinbase', COINBASE, readCoinbase],
] as [string, readonly Fields[], (text: string | Uint8Array) => unknown][]) {
  holds(
    `${name}: the order of the fields does not matter`,
    RUNS,
    fc.tuple(fc.constantFrom(...messages), order, space, fc.boolean()),
    ([message, order, space, isWrapped]) => {
      const text = written(message, order, space);
      const wrapped = name === 'Binance' && isWrapped ? `{"stream":"a@b","data":${text}}` : text;
      mustEqual(read(wrapped), read(JSON.stringify(message)), wrapped);
    },
  );

  holds(
    `${name}: with bytes changed it is refused with a reason, or read without one`,
    RUNS,
    fc.tuple(
      fc.constantFrom(...messages),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
    ),
    ([message, changes]) => {
      const bytes = Buffer.from(JSON.stringify(message));
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      const found = read(bytes);
      const isRefused = typeof found === 'number';
      if (isRefused && !(found > Fault.None && found < Fault.Count)) throw new Error(`fault ${found}`);
      if (!isRefused) JSON.parse(bytes.toString());
    },
  );
}

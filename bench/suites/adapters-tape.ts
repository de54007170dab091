/**
 * What the market-data half of suite `adapters` runs on: a venue's messages as bytes, behind what a session needs to begin. Generated:
 * a seeded market whose messages have the size and shape of recorded ones (Binance BTCUSDT and Coinbase of an afternoon).
 */
import { COIN_M, type Product, SPOT, USD_M } from '../../adapters/binance/market-data/product.js';
import { scaleOfStep, type VenueInstrument } from '../../adapters/kit/instrument.js';
import { Random } from '../../engine/threads/random.js';
import { formatFixed } from '../../protocol/fixed.js';

export interface TapeEntry {
  /** An answer to a request for a snapshot of this symbol; undefined: a message of the stream. */
  readonly snapshotOf?: string;
  readonly bytes: Buffer;
}

export interface Tape {
  readonly name: string;
  readonly venue: 'binance' | 'coinbase';
  /** Of Binance. */
  readonly product: Product;
  /** Of Coinbase. */
  readonly book: 'level2' | 'full';
  readonly instruments: readonly VenueInstrument[];
  readonly entries: readonly TapeEntry[];
  /** The first entry that is measured. */
  readonly from: number;
}

const SEED = 20_261_126;
const MESSAGES = 4_000;
const DEPTH = 1_000;
const MIDDLE_TICKS = 6_180_000;
const FIRST_ID = 50_093_239_189;
const FIRST_MS = 1_723_161_255_208;

/** A side's levels by ticks, walked by changes near the best. */
class Levels {
  readonly all = new Map<number, number>();

  constructor(
    private readonly random: Random,
    private readonly sign: 1 | -1,
  ) {
    for (let i = 0; i < DEPTH; i++) this.all.set(this.ticks(i), this.lots());
  }

  /** A level near the best changes, comes or goes. */
  change(): [number, number] {
    const ticks = this.ticks(1 + Math.floor(-Math.log(1 - this.random.fraction()) * 40));
    const lots = this.all.has(ticks) && this.random.fraction() < 0.45 ? 0 : this.lots();
    if (lots === 0) this.all.delete(ticks);
    else this.all.set(ticks, lots);
    return [ticks, lots];
  }

  /** The best level, which stays. */
  best(): [number, number] {
    const lots = this.lots();
    this.all.set(this.ticks(0), lots);
    return [this.ticks(0), lots];
  }

  private ticks(distance: number): number {
    return MIDDLE_TICKS + this.sign * (distance + 1);
  }

  private lots(): number {
    return 1 + this.random.below(5_000_000);
  }
}

/** How many decimal places a venue writes, whatever its tick. */
interface Wire {
  readonly tick: string;
  readonly lot: string;
  readonly pricePlaces: number;
  readonly qtyPlaces: number;
}

const SPOT_WIRE: Wire = { tick: '0.01', lot: '0.00001', pricePlaces: 8, qtyPlaces: 8 };
const FUTURES_WIRE: Wire = { tick: '0.1', lot: '0.001', pricePlaces: 2, qtyPlaces: 3 };
const COINBASE_WIRE: Wire = { tick: '0.01', lot: '0.00000001', pricePlaces: 2, qtyPlaces: 8 };

class Writer {
  readonly price;
  readonly qty;

  constructor(private readonly wire: Wire) {
    this.price = scaleOfStep(wire.tick);
    this.qty = scaleOfStep(wire.lot);
  }

  instrument(symbol: string): VenueInstrument {
    return { id: 1, symbol, price: this.price, qty: this.qty };
  }

  priceText = (ticks: number): string => this.text(ticks, this.price.places, this.wire.pricePlaces);
  qtyText = (lots: number): string => this.text(lots, this.qty.places, this.wire.qtyPlaces);

  row = ([ticks, lots]: readonly [number, number]): [string, string] => [
    this.priceText(ticks),
    this.qtyText(lots),
  ];

  private text(steps: number, places: number, written: number): string {
    const text = formatFixed(steps, places);
    return text + '0'.repeat(Math.max(0, written - places));
  }
}

/** Depth updates with about so many levels each, most with few and some with many, as recorded. */
export function binanceDepth(name: string, product: Product, levels: number): Tape {
  const random = new Random(SEED);
  const writer = new Writer(product === SPOT ? SPOT_WIRE : FUTURES_WIRE);
  const [bids, asks] = [new Levels(random, -1), new Levels(random, 1)];
  const snapshot = snapshotOf(writer, bids, asks, FIRST_ID);
  const isSpot = product === SPOT;
  let id = FIRST_ID;
  const update = (b: [string, string][], a: [string, string][], ids: number): Buffer => {
    const ids3 = isSpot ? { U: id + 1, u: id + ids } : { U: id + 1, u: id + ids, pu: id };
    id += ids;
    const head = isSpot ? { E: FIRST_MS + id } : { E: FIRST_MS + id, T: FIRST_MS + id - 1 };
    return stream('btcusdt@depth@100ms', { e: 'depthUpdate', ...head, s: 'BTCUSDT', ...ids3, b, a });
  };
  id -= 2;
  const primer = update([], [], isSpot ? 1 : 2);
  id = FIRST_ID;
  const many = (side: Levels) =>
    Array.from({ length: Math.round(-Math.log(1 - random.fraction()) * (levels / 2)) }, () =>
      writer.row(side.change()),
    );
  const messages = Array.from({ length: MESSAGES }, () =>
    update(many(bids), many(asks), 1 + random.below(40)),
  );
  return binanceTape(name, product, writer, primer, snapshot, messages);
}

export function binanceTop(name: string, product: Product): Tape {
  const random = new Random(SEED);
  const writer = new Writer(product === SPOT ? SPOT_WIRE : FUTURES_WIRE);
  const [bids, asks] = [new Levels(random, -1), new Levels(random, 1)];
  const messages = Array.from({ length: MESSAGES }, (_, i) => {
    const [b, B] = writer.row(bids.best());
    const [a, A] = writer.row(asks.best());
    const top = { u: FIRST_ID + i, s: 'BTCUSDT', b, B, a, A };
    const times = { T: FIRST_MS + i, E: FIRST_MS + i };
    return stream('btcusdt@bookTicker', product === SPOT ? top : { e: 'bookTicker', ...top, ...times });
  });
  return binanceTape(name, product, writer, undefined, undefined, messages);
}

export function binanceTrades(name: string): Tape {
  const random = new Random(SEED);
  const writer = new Writer(SPOT_WIRE);
  const messages = Array.from({ length: MESSAGES }, (_, i) => {
    const [p, q] = writer.row([MIDDLE_TICKS + random.below(200), 1 + random.below(500_000)]);
    const at = FIRST_MS + i;
    return stream('btcusdt@trade', {
      e: 'trade',
      E: at,
      s: 'BTCUSDT',
      t: 3_735_683_259 + i,
      p,
      q,
      T: at - 1,
      m: i % 2 === 0,
      M: true,
    });
  });
  return binanceTape(name, SPOT, writer, undefined, undefined, messages);
}

export function coinbaseLevels(name: string): Tape {
  const random = new Random(SEED);
  const writer = new Writer(COINBASE_WIRE);
  const [bids, asks] = [new Levels(random, -1), new Levels(random, 1)];
  const snapshot = message({
    type: 'snapshot',
    product_id: 'BTC-USD',
    asks: rows(writer, asks),
    bids: rows(writer, bids),
  });
  const messages = Array.from({ length: MESSAGES }, (_, i) => {
    const isBid = random.below(2) === 0;
    const change = [isBid ? 'buy' : 'sell', ...writer.row((isBid ? bids : asks).change())];
    return message({ type: 'l2update', product_id: 'BTC-USD', changes: [change], time: timeText(i) });
  });
  return coinbaseTape(name, 'level2', writer, [{ bytes: snapshot }], messages);
}

/** Orders come, and go again by a cancel or an execution. */
export function coinbaseOrders(name: string): Tape {
  const random = new Random(SEED);
  const writer = new Writer(COINBASE_WIRE);
  const open: { id: string; side: string; price: string; size: string }[] = [];
  const add = (i: number) => {
    const isBid = random.below(2) === 0;
    const ticks = MIDDLE_TICKS + (isBid ? -1 : 1) * (1 + random.below(400));
    const order = {
      id: uuidText(random),
      side: isBid ? 'buy' : 'sell',
      price: writer.priceText(ticks),
      size: writer.qtyText(1 + random.below(1e9)),
    };
    open.push(order);
    return { ...order, i };
  };
  let sequence = 57_560_479_456;
  for (let i = 0; i < DEPTH; i++) add(i);
  const side = (name: string) =>
    open.filter(({ side }) => side === name).map(({ price, size, id }) => [price, size, id]);
  const snapshot = message({ bids: side('buy'), asks: side('sell'), sequence });
  const common = (i: number) => ({ product_id: 'BTC-USD', time: timeText(i), sequence: ++sequence });
  const primer = message({
    type: 'received',
    product_id: 'BTC-USD',
    time: timeText(0),
    sequence,
    order_id: uuidText(random),
    side: 'buy',
    price: '1.00',
    size: '1',
    order_type: 'limit',
  });
  const messages = Array.from({ length: MESSAGES }, (_, i) => {
    if (i % 2 === 0) {
      const { id, side, price, size } = add(i);
      return message({ type: 'open', ...common(i), order_id: id, side, price, remaining_size: size });
    }
    const [{ id, side, price, size }] = open.splice(random.below(open.length), 1);
    return message({
      type: 'done',
      ...common(i),
      order_id: id,
      reason: 'canceled',
      side,
      price,
      remaining_size: size,
    });
  });
  const begin = [{ bytes: primer }, { snapshotOf: 'BTC-USD', bytes: snapshot }];
  return coinbaseTape(name, 'full', writer, begin, messages);
}

export const generatedTapes = (): Tape[] => [
  binanceDepth('binance_spot_depth', SPOT, 36),
  binanceDepth('binance_usdm_depth', USD_M, 68),
  binanceDepth('binance_coinm_depth', COIN_M, 11),
  binanceTop('binance_spot_top', SPOT),
  binanceTop('binance_usdm_top', USD_M),
  binanceTrades('binance_spot_trade'),
  coinbaseLevels('coinbase_level2'),
  coinbaseOrders('coinbase_full'),
];

function binanceTape(
  name: string,
  product: Product,
  writer: Writer,
  primer: Buffer | undefined,
  snapshot: Buffer | undefined,
  messages: readonly Buffer[],
): Tape {
  const begin = primer && snapshot ? [{ bytes: primer }, { snapshotOf: 'BTCUSDT', bytes: snapshot }] : [];
  const instruments = [writer.instrument('BTCUSDT')];
  const entries = [...begin, ...messages.map((bytes) => ({ bytes }))];
  return { name, venue: 'binance', product, book: 'level2', instruments, entries, from: begin.length };
}

function coinbaseTape(
  name: string,
  book: 'level2' | 'full',
  writer: Writer,
  begin: readonly TapeEntry[],
  messages: readonly Buffer[],
): Tape {
  const entries = [...begin, ...messages.map((bytes) => ({ bytes }))];
  const instruments = [writer.instrument('BTC-USD')];
  return { name, venue: 'coinbase', product: SPOT, book, instruments, entries, from: begin.length };
}

function snapshotOf(writer: Writer, bids: Levels, asks: Levels, id: number): Buffer {
  return message({ lastUpdateId: id, bids: rows(writer, bids), asks: rows(writer, asks) });
}

const rows = (writer: Writer, { all }: Levels): [string, string][] => [...all].map(writer.row);
const message = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const stream = (name: string, data: unknown): Buffer => message({ stream: name, data });
const timeText = (i: number): string => new Date(FIRST_MS + i).toISOString().replace('Z', '123Z');

function uuidText(random: Random): string {
  const hex = Array.from({ length: 4 }, () =>
    random
      .below(2 ** 31)
      .toString(16)
      .padStart(8, '0'),
  ).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The other side: `JSON.parse` into objects and a switch over the message's type, as venues' own examples do it. Behind the
 * decoder everything is ours and the same: synchronization, book, records on the ring. Prices and quantities are made with
 * `Math.round(Number(text) * scale)`.
 */
import { CoinbaseBooks } from '../../adapters/coinbase/market-data/books.js';
import { COINBASE_DEFAULTS } from '../../adapters/coinbase/market-data/options.js';
import { BookSync } from '../../adapters/kit/book/book-sync.js';
import { BookUpdate } from '../../adapters/kit/book/book-update.js';
import { OrderAction, OrderEvent } from '../../adapters/kit/book/order-event.js';
import { PendingUpdates } from '../../adapters/kit/book/pending-updates.js';
import { CONSECUTIVE } from '../../adapters/kit/book/sequence-rule.js';
import { VenueBook } from '../../adapters/kit/book/venue-book.js';
import { BookShow } from '../../adapters/kit/feed/book-show.js';
import { LevelFeed } from '../../adapters/kit/feed/level-feed.js';
import { MarketEvent } from '../../adapters/kit/feed/market-event.js';
import type { OrderFeed } from '../../adapters/kit/feed/order-feed.js';
import { NO_SINK } from '../../adapters/kit/feed/sink.js';
import { TopView } from '../../adapters/kit/feed/top-view.js';
import { VenueRing } from '../../adapters/kit/feed/venue-ring.js';
import type { VenueInstrument } from '../../adapters/kit/instrument.js';
import { SystemClock } from '../../engine/threads/system-clock.js';
import { Side } from '../../protocol/codes/enums.js';
import { StatusReason } from '../../protocol/records/venue-data.js';
import { marketDataRing, type TapeSide } from './adapters-side.js';
import type { Tape } from './adapters-tape.js';

const LEVELS = 8_192;
const ORDERS = 1 << 14;
const PENDING = 1_024;

type Rows = readonly (readonly string[])[];
// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives
type Parsed = any;

export class PeerSide implements TapeSide {
  private readonly clock = new SystemClock();
  private readonly writer = marketDataRing();
  private readonly ring = new VenueRing(this.writer, this.clock);
  private readonly update = new BookUpdate(2 * LEVELS);
  private readonly scratch = new BookUpdate(2 * LEVELS);
  private readonly order = new OrderEvent();
  private readonly event = new MarketEvent();
  private readonly symbols: Map<string, number>;
  private readonly levels: readonly LevelFeed[];
  private readonly orders: readonly OrderFeed[];
  private readonly prices: readonly number[];
  private readonly qtys: readonly number[];
  private readonly ordinals: number[];
  private readonly tradeIds: number[];
  private firstRecord = 0;

  constructor(private readonly tape: Tape) {
    const { instruments, venue, book, product } = tape;
    this.symbols = new Map(instruments.map(({ symbol }, i) => [symbol, i]));
    this.prices = instruments.map(({ price }) => 10 ** price.places / price.step);
    this.qtys = instruments.map(({ qty }) => 10 ** qty.places / qty.step);
    this.ordinals = instruments.map(() => 0);
    this.tradeIds = instruments.map(() => 0);
    const options = {
      ...COINBASE_DEFAULTS,
      instruments,
      book: 'full' as const,
      levelsPerSide: LEVELS,
      ordersPerBook: ORDERS,
    };
    const isByOrder = venue === 'coinbase' && book === 'full';
    const rule = venue === 'binance' ? product.rule : CONSECUTIVE;
    this.orders = isByOrder ? new CoinbaseBooks(options, this.ring, NO_SINK).byOrder : [];
    this.levels = isByOrder ? [] : instruments.map((each) => this.levelFeed(each, rule));
  }

  begin(): void {
    for (const feed of [...this.levels, ...this.orders]) {
      feed.restart(StatusReason.Disconnected);
      feed.show.set(StatusReason.Synchronizing);
    }
    this.tradeIds.fill(0);
    this.firstRecord = this.writer.written;
  }

  run(from: number, to: number): void {
    const { entries, venue } = this.tape;
    for (let i = from; i < to; i++) {
      const { bytes, snapshotOf } = entries[i];
      this.clock.read();
      const parsed = JSON.parse(bytes.toString());
      if (snapshotOf !== undefined) this.snapshot(this.symbols.get(snapshotOf)!, parsed);
      else if (venue === 'binance') this.binance(parsed.data ?? parsed);
      else this.coinbase(parsed);
      this.ring.publish();
    }
  }

  books(): VenueBook[] {
    return [...this.levels, ...this.orders].map(({ show }) => show.book);
  }

  records(): number {
    return this.writer.written - this.firstRecord;
  }

  private levelFeed({ id }: VenueInstrument, rule: Tape['product']['rule']): LevelFeed {
    const show = new BookShow(id, new VenueBook(LEVELS), this.ring, new TopView(NO_SINK, 5));
    return new LevelFeed(new BookSync(rule, new PendingUpdates(PENDING, 8 * LEVELS)), show, this.scratch);
  }

  private snapshot(instrument: number, parsed: Parsed): void {
    if (this.orders.length > 0) return this.orderSnapshot(instrument, parsed);
    this.begun(instrument, parsed.lastUpdateId);
    this.rows(instrument, Side.Buy, parsed.bids);
    this.rows(instrument, Side.Sell, parsed.asks);
    this.levels[instrument].snapshot(this.update);
  }

  private binance(data: Parsed): void {
    const instrument = this.symbols.get(data.s);
    if (instrument === undefined) return;
    switch (data.e) {
      case 'depthUpdate':
        return this.depth(instrument, data);
      case 'trade':
      case 'aggTrade':
        return this.trade(instrument, data);
      case 'bookTicker':
      case undefined:
        return this.top(instrument, data);
    }
  }

  private depth(instrument: number, data: Parsed): void {
    const { update } = this;
    this.begun(instrument, data.u);
    update.firstId = data.U;
    update.previousId = data.pu ?? 0;
    update.setVenueMs(data.E);
    this.rows(instrument, Side.Buy, data.b);
    this.rows(instrument, Side.Sell, data.a);
    this.levels[instrument].update(update);
  }

  private trade(instrument: number, data: Parsed): void {
    const { event } = this;
    event.id = data.t ?? data.a;
    event.setVenueMs(data.T);
    event.side = data.m ? Side.Sell : Side.Buy;
    event.priceTicks = Math.round(Number(data.p) * this.prices[instrument]);
    event.qtyLots = Math.round(Number(data.q) * this.qtys[instrument]);
    if (event.id <= this.tradeIds[instrument]) return;
    this.tradeIds[instrument] = event.id;
    this.ring.trade(this.tape.instruments[instrument].id, event);
  }

  private top(instrument: number, data: Parsed): void {
    const { event } = this;
    event.id = data.u;
    event.setVenueMs(data.E ?? 0);
    event.bidTicks = Math.round(Number(data.b) * this.prices[instrument]);
    event.bidLots = Math.round(Number(data.B) * this.qtys[instrument]);
    event.askTicks = Math.round(Number(data.a) * this.prices[instrument]);
    event.askLots = Math.round(Number(data.A) * this.qtys[instrument]);
    this.ring.top(this.tape.instruments[instrument].id, event);
  }

  private coinbase(message: Parsed): void {
    const instrument = this.symbols.get(message.product_id);
    if (instrument === undefined) return;
    switch (message.type) {
      case 'l2update':
        return this.changes(instrument, message);
      case 'snapshot':
        this.begun(instrument, ++this.ordinals[instrument]);
        this.rows(instrument, Side.Buy, message.bids);
        this.rows(instrument, Side.Sell, message.asks);
        this.levels[instrument].snapshot(this.update);
        return;
      case 'ticker':
        return this.ticker(instrument, message);
      case 'match':
        return this.match(instrument, message);
      case 'open':
      case 'done':
      case 'received':
        return this.orderEvent(instrument, message);
    }
  }

  private changes(instrument: number, message: Parsed): void {
    const { update } = this;
    this.begun(instrument, ++this.ordinals[instrument]);
    update.firstId = update.lastId;
    update.setVenueMs(Date.parse(message.time));
    for (const [side, price, size] of message.changes as Rows)
      this.row(instrument, side === 'buy' ? Side.Buy : Side.Sell, price, size);
    this.levels[instrument].update(update);
  }

  private ticker(instrument: number, message: Parsed): void {
    const { event } = this;
    event.id = message.sequence;
    event.setVenueMs(Date.parse(message.time));
    event.bidTicks = Math.round(Number(message.best_bid) * this.prices[instrument]);
    event.askTicks = Math.round(Number(message.best_ask) * this.prices[instrument]);
    event.bidLots = Math.round(Number(message.best_bid_size ?? 0) * this.qtys[instrument]);
    event.askLots = Math.round(Number(message.best_ask_size ?? 0) * this.qtys[instrument]);
    this.ring.top(this.tape.instruments[instrument].id, event);
  }

  private match(instrument: number, message: Parsed): void {
    const { event } = this;
    event.id = message.trade_id;
    event.setVenueMs(Date.parse(message.time));
    event.side = message.side === 'buy' ? Side.Sell : Side.Buy;
    event.priceTicks = Math.round(Number(message.price) * this.prices[instrument]);
    event.qtyLots = Math.round(Number(message.size) * this.qtys[instrument]);
    if (event.id <= this.tradeIds[instrument]) return;
    this.tradeIds[instrument] = event.id;
    this.ring.trade(this.tape.instruments[instrument].id, event);
  }

  private orderEvent(instrument: number, message: Parsed): void {
    const { order } = this;
    order.instrument = instrument;
    order.firstId = order.lastId = message.sequence;
    order.action = ACTIONS[message.type] ?? OrderAction.Nothing;
    order.side = message.side === 'buy' ? Side.Buy : Side.Sell;
    order.venueSeconds = Math.floor(Date.parse(message.time) / 1_000);
    setId(order.id, message.order_id);
    order.ticks = Math.round(Number(message.price) * this.prices[instrument]);
    order.lots = Math.round(Number(message.remaining_size ?? 0) * this.qtys[instrument]);
    this.orders[instrument].update(order);
  }

  private orderSnapshot(instrument: number, parsed: Parsed): void {
    const feed = this.orders[instrument];
    feed.orders.clear();
    for (const [rows, side] of [
      [parsed.bids, Side.Buy],
      [parsed.asks, Side.Sell],
    ] as [Rows, Side][])
      for (const [price, size, id] of rows) {
        setId(this.order.id, id);
        const ticks = Math.round(Number(price) * this.prices[instrument]);
        feed.orders.add(this.order.id, side, ticks, Math.round(Number(size) * this.qtys[instrument]));
      }
    feed.snapshot(parsed.sequence);
  }

  private begun(instrument: number, lastId: number): void {
    this.update.clear();
    this.update.instrument = instrument;
    this.update.lastId = lastId;
  }

  private rows(instrument: number, side: Side, rows: Rows): void {
    for (const [price, qty] of rows) this.row(instrument, side, price, qty);
  }

  private row(instrument: number, side: Side, price: string, qty: string): void {
    const ticks = Math.round(Number(price) * this.prices[instrument]);
    this.update.push(side, ticks, Math.round(Number(qty) * this.qtys[instrument]));
  }
}

const ACTIONS: Readonly<Record<string, OrderAction>> = { open: OrderAction.Open, done: OrderAction.Done };

function setId(words: Int32Array, text: string): void {
  const hex = text.replaceAll('-', '');
  for (let i = 0; i < 4; i++) words[i] = Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16);
}

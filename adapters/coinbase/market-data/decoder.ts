/**
 * Messages of Coinbase Exchange's WebSocket feed and its level-3 snapshots, out of their bytes. Called by the session for each
 * message; what it read stands in `update`, `order` or `event` until the next one. Fields may come in any order: scalar ones are
 * only found at first and read when the message has said what it is and of which product.
 */
import { Side } from '../../../protocol/codes/enums.js';
import type { BookUpdate } from '../../kit/book/book-update.js';
import { OrderAction, OrderEvent } from '../../kit/book/order-event.js';
import type { OrderTable } from '../../kit/book/order-table.js';
import { MarketEvent } from '../../kit/feed/market-event.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { Ascii } from '../../kit/json/ascii.js';
import { JsonCursor } from '../../kit/json/cursor.js';
import { Fault } from '../../kit/json/fault.js';
import { IsoTime } from '../../kit/json/iso-time.js';
import { Names, NO_NAME } from '../../kit/json/names.js';
import { F, FIELDS, Message } from './fields.js';
import { ProductStates } from './product-states.js';

const NAMES = new Names(FIELDS);

const TYPES = new Names([
  'snapshot',
  'l2update',
  'ticker',
  'match',
  'last_match',
  'received',
  'open',
  'done',
  'change',
  'activate',
  'heartbeat',
  'subscriptions',
  'error',
  'status',
]);
const enum T {
  snapshot,
  l2update,
  ticker,
  match,
  last_match,
  received,
  open,
  done,
  change,
  activate,
  heartbeat,
  subscriptions,
  error,
  status,
}

const SIDES = new Names(['buy', 'sell']);
const BUY = Buffer.from('["buy","');
const SELL = Buffer.from('["sell","');
/** What is known of a field: it is not there, its value is read, or where its value begins (and so much more). */
const ABSENT = 0;
const READ = 1;
const DEFERRED = 2;
const TICKS_MAX = 2 ** 31 - 1;

export class CoinbaseDecoder {
  fault: Fault = Fault.None;
  /** Index in the list of instruments. */
  instrument = NO_NAME;
  sequence = 0;
  lastTradeId = 0;
  /** Of Error, for people. */
  reason = '';
  readonly event = new MarketEvent();
  readonly order = new OrderEvent();
  /** Of Status. */
  readonly productStates: ProductStates;
  private readonly json = new JsonCursor();
  private readonly time = new IsoTime();
  private readonly products: Names;
  private readonly found = new Int32Array(F.Count);
  private readonly values = new Float64Array(F.Count);
  private type = NO_NAME;

  /** @param update what Snapshot and Level2 are read into */
  constructor(
    private readonly instruments: readonly VenueInstrument[],
    readonly update: BookUpdate,
  ) {
    this.products = new Names(instruments.map(({ symbol }) => symbol));
    this.productStates = new ProductStates(this.products);
  }

  message(bytes: Uint8Array, start: number, end: number): Message {
    const { json } = this;
    this.clear();
    json.open(bytes, start, end);
    if (json.object()) this.fields();
    const kind = json.close() === Fault.None ? this.finish() : Message.Malformed;
    this.fault = json.fault;
    return this.fault === Fault.None ? kind : Message.Malformed;
  }

  /**
   * A level-3 snapshot: its orders into the table, which is empty at first, and its sequence. False: see `fault`, and the table is
   * empty again.
   */
  orders(bytes: Uint8Array, instrument: number, table: OrderTable): boolean {
    const { json } = this;
    this.clear();
    this.instrument = instrument;
    json.open(bytes, 0, bytes.length);
    if (json.object()) this.fields();
    json.close();
    this.need(F.sequence);
    this.sequence = this.values[F.sequence];
    table.clear();
    if (this.at(F.bids)) this.ordersHere(Side.Buy, table);
    if (this.at(F.asks)) this.ordersHere(Side.Sell, table);
    this.fault = json.fault;
    if (this.fault !== Fault.None) table.clear();
    return this.fault === Fault.None;
  }

  private clear(): void {
    this.update.clear();
    for (let field = 0; field < F.Count; field++) this.found[field] = ABSENT;
    this.instrument = this.type = NO_NAME;
  }

  private fields(): void {
    const { json } = this;
    while (json.nextField(NAMES)) {
      const { field } = json;
      if (field === NO_NAME) json.skip();
      else if (field === F.type) this.type = json.oneOf(TYPES);
      else if (field === F.product_id) this.instrument = json.oneOf(this.products);
      else this.value(field);
    }
  }

  /** Read at once when it is known what it means, as in nearly every message; else found again at the end. */
  private value(field: F): void {
    const { json, found, values, instrument } = this;
    const isKnown = instrument !== NO_NAME;
    const first = json.peek();
    if (field <= F.LastNumber && (first - Ascii.Zero) >>> 0 <= 9) json.uintInto(values, field);
    else if (field === F.time && first === Ascii.Quote) json.time(this.time);
    else if ((field === F.order_id || field === F.maker_order_id) && first === Ascii.Quote)
      json.uuid(this.order.id, 0);
    else if (field === F.side && first === Ascii.Quote) values[field] = this.sideHere();
    else if (field <= F.LastPrice && field > F.LastNumber && isKnown && first === Ascii.Quote)
      values[field] = json.reach(this.instruments[instrument].price);
    else if (field <= F.LastQty && field > F.LastPrice && isKnown && first === Ascii.Quote)
      values[field] = json.steps(this.instruments[instrument].qty);
    else if (field === F.changes && isKnown && this.type === T.l2update) this.changesHere();
    else {
      found[field] = json.at + DEFERRED;
      json.skip();
      return;
    }
    found[field] = READ;
  }

  private finish(): Message {
    const { type, instrument } = this;
    if (type === T.subscriptions) return Message.Subscriptions;
    if (type === T.error) return this.error();
    if (type === T.status) return this.status();
    if (type === NO_NAME || type === T.activate || instrument === NO_NAME) return Message.Other;
    this.update.instrument = instrument;
    if (type === T.l2update) return this.level2();
    if (type === T.match || type === T.last_match) return this.match();
    if (type === T.ticker) return this.ticker();
    if (type === T.snapshot) return this.snapshot();
    if (type === T.heartbeat) return this.heartbeat();
    return this.orderEvent();
  }

  private level2(): Message {
    const { update, time } = this;
    if (this.found[F.changes] !== READ && this.at(F.changes)) this.changesHere();
    this.readTime();
    update.venueSeconds = time.seconds;
    update.venueNanos = time.nanos;
    return Message.Level2;
  }

  private snapshot(): Message {
    if (this.at(F.bids)) this.levelsHere(Side.Buy);
    if (this.at(F.asks)) this.levelsHere(Side.Sell);
    return Message.Snapshot;
  }

  /** `side` is the maker's: who came took the other one. The ids in a match of the channel `matches` are the same. */
  private match(): Message {
    const { event, order, time } = this;
    this.readTime();
    const makerSide = this.side();
    event.side = makerSide === Side.Buy ? Side.Sell : Side.Buy;
    this.need(F.trade_id);
    event.id = this.values[F.trade_id];
    event.priceTicks = this.price(F.price);
    event.qtyLots = this.qty(F.size);
    event.venueSeconds = time.seconds;
    event.venueNanos = time.nanos;
    this.need(F.sequence);
    this.sequence = this.values[F.sequence];
    order.instrument = this.instrument;
    order.action = OrderAction.Match;
    order.firstId = order.lastId = this.sequence;
    order.side = makerSide;
    order.lots = event.qtyLots;
    order.venueSeconds = time.seconds;
    order.venueNanos = time.nanos;
    this.uuid(F.maker_order_id);
    return this.type === T.match ? Message.Match : Message.LastMatch;
  }

  private ticker(): Message {
    const { event, time } = this;
    const isTimed = this.has(F.time);
    if (isTimed) this.readTime();
    this.need(F.sequence);
    this.sequence = this.values[F.sequence];
    event.id = this.sequence;
    event.venueSeconds = isTimed ? time.seconds : 0;
    event.venueNanos = isTimed ? time.nanos : 0;
    event.bidTicks = this.price(F.best_bid);
    event.askTicks = this.price(F.best_ask);
    event.bidLots = this.has(F.best_bid_size) ? this.qty(F.best_bid_size) : 0;
    event.askLots = this.has(F.best_ask_size) ? this.qty(F.best_ask_size) : 0;
    return Message.Ticker;
  }

  private heartbeat(): Message {
    this.need(F.sequence);
    this.sequence = this.values[F.sequence];
    this.need(F.last_trade_id);
    this.lastTradeId = this.values[F.last_trade_id];
    return Message.Heartbeat;
  }

  private orderEvent(): Message {
    const { order, time, type } = this;
    this.readTime();
    order.instrument = this.instrument;
    this.need(F.sequence);
    order.firstId = order.lastId = this.values[F.sequence];
    order.venueSeconds = time.seconds;
    order.venueNanos = time.nanos;
    order.hasPrice = false;
    order.action = OrderAction.Nothing;
    if (type === T.open) this.open();
    else if (type === T.done) order.action = this.uuid(F.order_id) ? OrderAction.Done : OrderAction.Nothing;
    else if (type === T.change) this.change();
    return Message.Order;
  }

  private open(): void {
    const { order } = this;
    this.uuid(F.order_id);
    order.side = this.side();
    order.ticks = this.price(F.price);
    order.lots = this.qty(F.remaining_size);
    if (order.ticks <= TICKS_MAX) order.action = OrderAction.Open;
    else this.update.beyondReach++;
  }

  /** Of a market order that is waiting with funds there is no size: it is in no book. */
  private change(): void {
    const { order, json } = this;
    if (!this.has(F.new_size)) return;
    this.uuid(F.order_id);
    order.side = this.side();
    order.lots = this.qty(F.new_size);
    order.hasPrice = this.has(F.new_price);
    order.ticks = order.hasPrice ? this.price(F.new_price) : 0;
    order.action = OrderAction.Change;
    if (order.ticks > TICKS_MAX) json.fail(Fault.OutOfRange);
  }

  private error(): Message {
    const { json } = this;
    this.reason = '';
    for (const field of [F.message, F.reason])
      if (this.has(field) && this.at(field) && json.text())
        this.reason += `${this.reason && ': '}${json.lastText()}`;
    return Message.Error;
  }

  /** All products of the venue, ours among them. */
  private status(): Message {
    if (this.at(F.products)) this.productStates.read(this.json);
    return Message.Status;
  }

  private has(field: F): boolean {
    return this.found[field] !== ABSENT;
  }

  /** Goes to a field. False: the message has none, which it should have. */
  private at(field: F): boolean {
    const { json, found } = this;
    if (found[field] <= READ) json.fail(found[field] === READ ? Fault.WrongType : Fault.MissingField);
    if (json.fault !== Fault.None) return false;
    json.backTo(found[field] - DEFERRED);
    return true;
  }

  /** Its number stands in `values` afterwards: one that a function gives back would be an object. */
  private need(field: F): void {
    if (this.found[field] !== READ) this.values[field] = this.at(field) ? this.json.uint() : 0;
  }

  private price(field: F): number {
    if (this.found[field] === READ) return this.values[field];
    return this.at(field) ? this.json.reach(this.instruments[this.instrument].price) : 0;
  }

  private qty(field: F): number {
    if (this.found[field] === READ) return this.values[field];
    return this.at(field) ? this.json.steps(this.instruments[this.instrument].qty) : 0;
  }

  private side(): Side {
    if (this.found[F.side] === READ) return this.values[F.side];
    return this.at(F.side) ? this.sideHere() : Side.Buy;
  }

  private sideHere(): Side {
    const side = this.json.oneOf(SIDES);
    if (side === NO_NAME) this.json.fail(Fault.WrongType);
    return side === 1 ? Side.Sell : Side.Buy;
  }

  /** It was read into the order when it was found: a message has one that counts. */
  private uuid(field: F): boolean {
    if (this.found[field] === READ) return true;
    this.json.fail(this.has(field) ? Fault.WrongType : Fault.MissingField);
    return false;
  }

  private readTime(): void {
    if (this.found[F.time] !== READ && this.at(F.time)) this.json.time(this.time);
  }

  /** `[["buy","price","size"],…]` */
  private changesHere(): void {
    const { json, update } = this;
    const { price, qty } = this.instruments[this.instrument];
    if (!json.array()) return;
    while (json.nextItem()) {
      const isBuy = json.pairAfter(BUY, price, qty);
      if (isBuy || json.pairAfter(SELL, price, qty)) {
        const side = isBuy ? Side.Buy : Side.Sell;
        if (!update.push(side, json.first, json.second)) return json.fail(Fault.TooMany);
        continue;
      }
      if (!json.array() || !json.nextItem()) return json.fail(Fault.WrongType);
      const side = this.sideHere();
      if (!json.nextItem()) return json.fail(Fault.MissingField);
      if (!this.level(side)) return;
    }
  }

  /** `[["price","size"],…]` */
  private levelsHere(side: Side): void {
    const { json } = this;
    const { price, qty } = this.instruments[this.instrument];
    if (!json.array()) return;
    while (json.nextItem()) {
      if (json.pair(price, qty)) {
        if (!this.update.push(side, json.first, json.second)) return json.fail(Fault.TooMany);
        continue;
      }
      if (!json.array() || !json.nextItem()) return json.fail(Fault.WrongType);
      if (!this.level(side)) return;
    }
  }

  /** The rest of a row, from its price on. */
  private level(side: Side): boolean {
    const { json, update } = this;
    const { price, qty } = this.instruments[this.instrument];
    const ticks = json.reach(price);
    if (!json.nextItem()) json.fail(Fault.MissingField);
    const lots = json.steps(qty);
    while (json.nextItem()) json.skip();
    if (lots < 0) json.fail(Fault.OutOfRange);
    if (json.fault !== Fault.None) return false;
    if (!update.push(side, ticks, lots)) json.fail(Fault.TooMany);
    return json.fault === Fault.None;
  }

  /** `[["price","size","order id"],…]` */
  private ordersHere(side: Side, table: OrderTable): void {
    const { json, order, update } = this;
    const { price, qty } = this.instruments[this.instrument];
    if (!json.array()) return;
    while (json.nextItem()) {
      if (!json.array() || !json.nextItem()) return json.fail(Fault.WrongType);
      const ticks = json.reach(price);
      if (!json.nextItem()) return json.fail(Fault.MissingField);
      const lots = json.steps(qty);
      if (!json.nextItem()) return json.fail(Fault.MissingField);
      if (!json.uuid(order.id, 0)) return;
      while (json.nextItem()) json.skip();
      if (json.fault !== Fault.None) return;
      if (ticks > TICKS_MAX) update.beyondReach++;
      else if (!table.add(order.id, side, ticks, lots)) return json.fail(Fault.TooMany);
    }
  }
}

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
import { JsonCursor } from '../../kit/json/cursor.js';
import { Fault } from '../../kit/json/fault.js';
import { IsoTime } from '../../kit/json/iso-time.js';
import { Names, NO_NAME } from '../../kit/json/names.js';
import { readUuid } from '../../kit/json/uuid.js';

/** What a message is. */
export const enum Message {
  /** Nothing for us: a product or a type that we do not know. */
  Other = 0,
  /** `update`: all levels. */
  Snapshot = 1,
  /** `update`: changed levels. */
  Level2 = 2,
  /** `event`, its `id` the sequence of the trade. */
  Ticker = 3,
  /** `event`; on the channel `full` also `order`. */
  Match = 4,
  /** The last trade before the subscription: `event`. */
  LastMatch = 5,
  /** `order`: received, open, done, change. */
  Order = 6,
  /** `sequence` and `lastTradeId`. */
  Heartbeat = 7,
  Subscriptions = 8,
  Error = 9,
  /** See `fault`. */
  Malformed = 10,
}

// prettier-ignore
const FIELDS = [
  'type',
  'product_id',
  'sequence',
  'time',
  'side',
  'price',
  'size',
  'trade_id',
  'order_id',
  'maker_order_id',
  'remaining_size',
  'new_size',
  'new_price',
  'old_price',
  'best_bid',
  'best_bid_size',
  'best_ask',
  'best_ask_size',
  'last_trade_id',
  'changes',
  'bids',
  'asks',
  'message',
  'reason',
];
const enum F {
  type,
  product_id,
  sequence,
  time,
  side,
  price,
  size,
  trade_id,
  order_id,
  maker_order_id,
  remaining_size,
  new_size,
  new_price,
  old_price,
  best_bid,
  best_bid_size,
  best_ask,
  best_ask_size,
  last_trade_id,
  changes,
  bids,
  asks,
  message,
  reason,
  Count,
}
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
}

const SIDES = new Names(['buy', 'sell']);
const NOWHERE = -1;
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
  private readonly json = new JsonCursor();
  private readonly time = new IsoTime();
  private readonly products: Names;
  /** Where the value of each field begins. */
  private readonly found = new Int32Array(F.Count);
  private type = NO_NAME;
  private isListRead = false;

  /** @param update what Snapshot and Level2 are read into */
  constructor(
    private readonly instruments: readonly VenueInstrument[],
    readonly update: BookUpdate,
  ) {
    this.products = new Names(instruments.map(({ symbol }) => symbol));
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
    const { json, found } = this;
    this.clear();
    this.instrument = instrument;
    json.open(bytes, 0, bytes.length);
    if (json.object()) this.fields();
    json.close();
    this.sequence = this.uint(F.sequence);
    table.clear();
    for (const field of [F.bids, F.asks]) {
      if (found[field] === NOWHERE) json.fail(Fault.MissingField);
      if (this.at(field)) this.ordersHere(field === F.bids ? Side.Buy : Side.Sell, table);
    }
    this.fault = json.fault;
    if (this.fault !== Fault.None) table.clear();
    return this.fault === Fault.None;
  }

  private clear(): void {
    this.update.clear();
    this.found.fill(NOWHERE);
    this.instrument = this.type = NO_NAME;
    this.isListRead = false;
  }

  private fields(): void {
    const { json, found } = this;
    while (json.nextField(NAMES)) {
      const { field } = json;
      if (field === NO_NAME) {
        json.skip();
        continue;
      }
      found[field] = json.at;
      if (field === F.type) this.type = this.name(TYPES);
      else if (field === F.product_id) this.instrument = this.name(this.products);
      else if (field === F.changes && this.type === T.l2update && this.instrument !== NO_NAME) {
        this.changesHere();
        this.isListRead = true;
      } else json.skip();
    }
  }

  private name(names: Names): number {
    const { json } = this;
    return json.text() ? names.find(json.bytes, json.textStart, json.textEnd) : NO_NAME;
  }

  private finish(): Message {
    const { type, instrument } = this;
    if (type === T.subscriptions) return Message.Subscriptions;
    if (type === T.error) return this.error();
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
    if (!this.isListRead && this.at(F.changes)) this.changesHere();
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
    const { event, order, json, time } = this;
    const { price, qty } = this.instruments[this.instrument];
    this.readTime();
    const makerSide = this.side();
    event.side = makerSide === Side.Buy ? Side.Sell : Side.Buy;
    event.id = this.uint(F.trade_id);
    event.priceTicks = this.at(F.price) ? json.steps(price) : 0;
    event.qtyLots = this.at(F.size) ? json.steps(qty) : 0;
    event.venueSeconds = time.seconds;
    event.venueNanos = time.nanos;
    this.sequence = this.uint(F.sequence);
    order.instrument = this.instrument;
    order.action = OrderAction.Match;
    order.sequence = this.sequence;
    order.side = makerSide;
    order.lots = event.qtyLots;
    order.venueSeconds = time.seconds;
    order.venueNanos = time.nanos;
    this.uuid(F.maker_order_id);
    return this.type === T.match ? Message.Match : Message.LastMatch;
  }

  private ticker(): Message {
    const { event, json, time } = this;
    const { price, qty } = this.instruments[this.instrument];
    if (this.found[F.time] !== NOWHERE) this.readTime();
    this.sequence = this.uint(F.sequence);
    event.id = this.sequence;
    event.venueSeconds = time.seconds;
    event.venueNanos = time.nanos;
    event.bidTicks = this.at(F.best_bid) ? json.steps(price) : 0;
    event.askTicks = this.at(F.best_ask) ? json.steps(price) : 0;
    event.bidLots = this.found[F.best_bid_size] !== NOWHERE && this.at(F.best_bid_size) ? json.steps(qty) : 0;
    event.askLots = this.found[F.best_ask_size] !== NOWHERE && this.at(F.best_ask_size) ? json.steps(qty) : 0;
    return Message.Ticker;
  }

  private heartbeat(): Message {
    this.sequence = this.uint(F.sequence);
    this.lastTradeId = this.uint(F.last_trade_id);
    return Message.Heartbeat;
  }

  private orderEvent(): Message {
    const { order, time, type } = this;
    this.readTime();
    order.instrument = this.instrument;
    order.sequence = this.uint(F.sequence);
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
    const { order, json } = this;
    const { price, qty } = this.instruments[this.instrument];
    this.uuid(F.order_id);
    order.side = this.side();
    order.ticks = this.at(F.price) ? json.reach(price) : 0;
    order.lots = this.at(F.remaining_size) ? json.steps(qty) : 0;
    if (order.ticks <= TICKS_MAX) order.action = OrderAction.Open;
    else this.update.beyondReach++;
  }

  /** Of a market order that is waiting with funds there is no size: it is in no book. */
  private change(): void {
    const { order, json, found } = this;
    const { price, qty } = this.instruments[this.instrument];
    if (found[F.new_size] === NOWHERE) return;
    this.uuid(F.order_id);
    order.side = this.side();
    order.lots = this.at(F.new_size) ? json.steps(qty) : 0;
    order.hasPrice = found[F.new_price] !== NOWHERE;
    order.ticks = order.hasPrice && this.at(F.new_price) ? json.steps(price) : 0;
    order.action = OrderAction.Change;
    if (order.ticks > TICKS_MAX) json.fail(Fault.OutOfRange);
  }

  private error(): Message {
    const { json, found } = this;
    this.reason = '';
    for (const field of [F.message, F.reason])
      if (found[field] !== NOWHERE && this.at(field) && json.text())
        this.reason += `${this.reason && ': '}${Buffer.from(json.bytes.subarray(json.textStart, json.textEnd)).toString()}`;
    return Message.Error;
  }

  /** Goes to a field. False: the message has none, which it should have. */
  private at(field: F): boolean {
    const { json, found } = this;
    if (found[field] === NOWHERE) json.fail(Fault.MissingField);
    if (json.fault !== Fault.None) return false;
    json.backTo(found[field]);
    return true;
  }

  private uint(field: F): number {
    return this.at(field) ? this.json.uint() : 0;
  }

  private side(): Side {
    return this.at(F.side) ? this.sideHere() : Side.Buy;
  }

  private sideHere(): Side {
    const side = this.name(SIDES);
    if (side === NO_NAME) this.json.fail(Fault.WrongType);
    return side === 1 ? Side.Sell : Side.Buy;
  }

  /** Into the order's id. */
  private uuid(field: F): boolean {
    const { json, order } = this;
    if (!this.at(field)) return false;
    return json.text() && this.isRead(readUuid(json.bytes, json.textStart, json.textEnd, order.id, 0));
  }

  private readTime(): void {
    const { json, time } = this;
    if (this.at(F.time) && json.text()) this.isRead(time.read(json.bytes, json.textStart, json.textEnd));
  }

  private isRead(isRight: boolean): boolean {
    if (!isRight) this.json.fail(Fault.WrongType);
    return isRight;
  }

  /** `[["buy","price","size"],…]` */
  private changesHere(): void {
    const { json } = this;
    if (!json.array()) return;
    while (json.nextItem()) {
      if (!json.array() || !json.nextItem()) return json.fail(Fault.WrongType);
      const side = this.sideHere();
      if (!json.nextItem()) return json.fail(Fault.MissingField);
      if (!this.level(side)) return;
    }
  }

  /** `[["price","size"],…]` */
  private levelsHere(side: Side): void {
    const { json } = this;
    if (!json.array()) return;
    while (json.nextItem()) {
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
      if (!json.text() || !this.isRead(readUuid(json.bytes, json.textStart, json.textEnd, order.id, 0)))
        return;
      while (json.nextItem()) json.skip();
      if (json.fault !== Fault.None) return;
      if (ticks > TICKS_MAX) update.beyondReach++;
      else if (!table.add(order.id, side, ticks, lots)) return json.fail(Fault.TooMany);
    }
  }
}

/**
 * Messages of Binance's market streams and depth snapshots, out of their bytes, for spot, USD-M and COIN-M. Called by the session for
 * each message; what it read stands in `update` or `event` until the next one. The same letters mean different things in
 * different messages (`a` is a list of levels, a price or a number; `p` a trade's price or a mark price), so scalar fields are
 * only found at first, and read when the message has said what it is. Fields may come in any order.
 */
import { Side } from '../../../protocol/codes/enums.js';
import type { BookUpdate } from '../../kit/book/book-update.js';
import { MarketEvent } from '../../kit/feed/market-event.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { Ascii } from '../../kit/json/ascii.js';
import { JsonCursor, type Scale } from '../../kit/json/cursor.js';
import { Fault } from '../../kit/json/fault.js';
import { Names, NO_NAME } from '../../kit/json/names.js';
import { F, FIELDS, Message } from './fields.js';

const NAMES = new Names(FIELDS);

const KINDS: readonly Message[] = [
  Message.Depth,
  Message.Top,
  Message.Trade,
  Message.Trade,
  Message.MarkPrice,
  Message.Shutdown,
  Message.Contract,
];
const KIND_NAMES = new Names([
  'depthUpdate',
  'bookTicker',
  'trade',
  'aggTrade',
  'markPriceUpdate',
  'serverShutdown',
  'contractInfo',
]);
const AGGREGATED = 3;

const DEPTH = 0;
const TOP = 1;
const TRADE = 2;
/** It says what it is, and it is nothing for us. */
const OTHER_KIND = -2;

/** What is known of a field: it is not there, its value is read, or where its value begins (and so much more). */
const ABSENT = 0;
const READ = 1;
/** Its levels are in the update. */
const LEVELS = 2;
const DEFERRED = 3;
/** Decimal places of mark price, index price and funding rate on the wire. */
export const REFERENCE_PLACES = 8;

export class BinanceDecoder {
  fault: Fault = Fault.None;
  /** Index in the list of instruments; of Depth, Top, Trade and MarkPrice. */
  instrument = NO_NAME;
  readonly event = new MarketEvent();
  /** Integers of REFERENCE_PLACES; NaN = the message has none. */
  readonly reference = { mark: 0, index: Number.NaN, funding: Number.NaN };
  request = 0;
  /** Of Contract: the venue's own for its state. */
  word = '';
  /** The trade's number is one of aggregated trades. */
  isAggregated = false;
  private readonly json = new JsonCursor();
  /** Of Listed: 1 where the stream is there, by its place in the list of streams. */
  readonly listed: Uint8Array;
  private readonly symbols: Names;
  private readonly streams: Names;
  private readonly found = new Int32Array(F.Count);
  private readonly values = new Float64Array(F.Count);
  private kind = NO_NAME;

  /**
   * @param update what Depth and snapshots are read into
   * @param streams their names, for Listed
   * @param productCode messages that say they are of another product are not for us; 0 = none says
   */
  constructor(
    private readonly instruments: readonly VenueInstrument[],
    readonly update: BookUpdate,
    private readonly productCode: number,
    streams: readonly string[],
  ) {
    this.streams = new Names(streams);
    this.listed = new Uint8Array(streams.length);
    this.symbols = new Names(instruments.map(({ symbol }) => symbol));
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

  /** A depth snapshot of this instrument: `update`, with the snapshot's id as its last one. False: see `fault`. */
  snapshot(bytes: Uint8Array, instrument: number): boolean {
    const { json, update } = this;
    this.clear();
    this.instrument = instrument;
    json.open(bytes, 0, bytes.length);
    if (json.object()) this.fields();
    json.close();
    update.instrument = instrument;
    this.need(F.lastUpdateId);
    update.lastId = this.values[F.lastUpdateId];
    this.time(F.E, update);
    this.levels(F.bids, Side.Buy);
    this.levels(F.asks, Side.Sell);
    this.fault = json.fault;
    return this.fault === Fault.None;
  }

  private clear(): void {
    this.update.clear();
    for (let field = 0; field < F.Count; field++) this.found[field] = ABSENT;
    this.instrument = this.kind = NO_NAME;
  }

  /** Of the message, and of the `data` in it when it is wrapped. */
  private fields(): void {
    const { json } = this;
    while (json.nextField(NAMES)) {
      const { field } = json;
      if (field === NO_NAME) json.skip();
      else if (field === F.s) this.instrument = json.oneOf(this.symbols);
      else if (field === F.e) this.kind = this.kindHere();
      else if (field === F.data) this.data();
      else this.value(field);
    }
  }

  private data(): void {
    if (this.json.object()) this.fields();
  }

  private kindHere(): number {
    const kind = this.json.oneOf(KIND_NAMES);
    return kind === NO_NAME ? OTHER_KIND : kind;
  }

  /** Read at once when it is known what it means, as in every message that Binance sends; else found again at the end. */
  private value(field: F): void {
    const { json, found, values } = this;
    const first = json.peek();
    if (this.isNumber(field) && (first - Ascii.Zero) >>> 0 <= 9) json.uintInto(values, field);
    else if (first === Ascii.Quote && this.isPriceOf(field)) values[field] = json.steps(this.priceScale);
    else if (first === Ascii.Quote && this.isQtyOf(field)) values[field] = json.steps(this.qtyScale);
    else if (field === F.m && (first === Ascii.LowerT || first === Ascii.LowerF))
      values[field] = Number(json.bool());
    else {
      if (first === Ascii.OpenArray && this.isLevels(field))
        return this.levelsHere(field === F.b ? Side.Buy : Side.Sell);
      found[field] = json.at + DEFERRED;
      json.skip();
      return;
    }
    found[field] = READ;
  }

  private isNumber(field: F): boolean {
    return field <= F.LastNumber || (field === F.a && this.kind === AGGREGATED);
  }

  private isLevels(field: F): boolean {
    return (field === F.b || field === F.a) && this.kind === DEPTH && this.instrument !== NO_NAME;
  }

  private isPriceOf(field: F): boolean {
    const { kind, instrument } = this;
    if (instrument === NO_NAME) return false;
    return field === F.p
      ? kind === TRADE || kind === AGGREGATED
      : (field === F.b || field === F.a) && this.isTop();
  }

  private isQtyOf(field: F): boolean {
    const { kind, instrument } = this;
    if (instrument === NO_NAME) return false;
    return field === F.q
      ? kind === TRADE || kind === AGGREGATED
      : (field === F.B || field === F.A) && this.isTop();
  }

  /** Spot's bookTicker does not say what it is. */
  private isTop(): boolean {
    return this.kind === TOP || this.kind === NO_NAME;
  }

  private get priceScale(): Scale {
    return this.instruments[this.instrument].price;
  }

  private get qtyScale(): Scale {
    return this.instruments[this.instrument].qty;
  }

  private finish(): Message {
    const { kind, instrument } = this;
    if (kind === NO_NAME) return this.unnamed();
    if (kind === OTHER_KIND) return Message.Other;
    const message = KINDS[kind];
    if (message === Message.Shutdown) return message;
    if (instrument === NO_NAME || this.isOfOther()) return Message.Other;
    if (message === Message.Depth) return this.depth();
    if (message === Message.Top) return this.top();
    if (message === Message.Contract) return this.contract();
    if (message === Message.Trade) return this.trade(kind === AGGREGATED ? F.a : F.t);
    return this.markPrice();
  }

  /** Spot's bookTicker, and answers. */
  private unnamed(): Message {
    if (this.has(F.u) && this.has(F.B))
      return this.instrument === NO_NAME || this.isOfOther() ? Message.Other : this.top();
    if (!this.has(F.id) && !this.has(F.error)) return Message.Other;
    // The id is null when the venue could not read the request.
    this.request = this.found[F.id] === READ ? this.values[F.id] : 0;
    if (this.has(F.error)) return Message.Refused;
    return this.hasList() ? this.list() : Message.Acknowledged;
  }

  /** Other answers have null. */
  private hasList(): boolean {
    return this.has(F.result) && this.at(F.result) && this.json.peek() === Ascii.OpenArray;
  }

  private list(): Message {
    const { json, listed } = this;
    listed.fill(0);
    if (json.array())
      while (json.nextItem()) {
        const stream = json.oneOf(this.streams);
        if (stream !== NO_NAME) listed[stream] = 1;
      }
    return Message.Listed;
  }

  private isOfOther(): boolean {
    if (this.productCode === 0 || !this.has(F.st)) return false;
    this.need(F.st);
    return this.values[F.st] !== this.productCode;
  }

  private depth(): Message {
    const { update, found, values } = this;
    update.instrument = this.instrument;
    this.need(F.U);
    this.need(F.u);
    update.firstId = values[F.U];
    update.lastId = values[F.u];
    if (this.has(F.pu)) {
      this.need(F.pu);
      update.previousId = values[F.pu];
    }
    this.time(F.E, update);
    if (found[F.b] !== LEVELS) this.levels(F.b, Side.Buy);
    if (found[F.a] !== LEVELS) this.levels(F.a, Side.Sell);
    return Message.Depth;
  }

  private top(): Message {
    const { event, priceScale, qtyScale } = this;
    this.need(F.u);
    event.id = this.values[F.u];
    this.time(F.E, event);
    event.bidTicks = this.steps(F.b, priceScale);
    event.bidLots = this.steps(F.B, qtyScale);
    event.askTicks = this.steps(F.a, priceScale);
    event.askLots = this.steps(F.A, qtyScale);
    return Message.Top;
  }

  private trade(id: F): Message {
    const { event } = this;
    this.need(id);
    event.id = this.values[id];
    this.time(F.T, event);
    event.priceTicks = this.steps(F.p, this.priceScale);
    event.qtyLots = this.steps(F.q, this.qtyScale);
    // The buyer was there first: who came was the seller.
    event.side = this.isBuyerMaker() ? Side.Sell : Side.Buy;
    this.isAggregated = id === F.a;
    return Message.Trade;
  }

  private isBuyerMaker(): boolean {
    if (this.found[F.m] === READ) return this.values[F.m] === 1;
    return this.at(F.m) && this.json.bool();
  }

  private markPrice(): Message {
    const { reference } = this;
    this.time(F.E, this.event);
    reference.mark = this.decimal(F.p);
    reference.index = this.has(F.i) ? this.decimal(F.i) : Number.NaN;
    reference.funding = this.has(F.r) ? this.decimal(F.r) : Number.NaN;
    return Message.MarkPrice;
  }

  private contract(): Message {
    this.word = this.at(F.cs) && this.json.text() ? this.json.lastText() : '';
    return Message.Contract;
  }

  private has(field: F): boolean {
    return this.found[field] !== ABSENT;
  }

  /** Goes to a field. False: the message has none, which it should have. */
  private at(field: F): boolean {
    const { json, found } = this;
    if (found[field] < DEFERRED) json.fail(this.has(field) ? Fault.WrongType : Fault.MissingField);
    if (json.fault !== Fault.None) return false;
    json.backTo(found[field] - DEFERRED);
    return true;
  }

  /** Its number stands in `values` afterwards: one that a function gives back would be an object. */
  private need(field: F): void {
    if (this.found[field] !== READ) this.values[field] = this.at(field) ? this.json.uint() : 0;
  }

  /** The time of the message into who wants it, 0 when it has none. */
  private time(field: F, target: BookUpdate | MarketEvent): void {
    if (this.has(field)) this.need(field);
    else this.values[field] = 0;
    target.setVenueMs(this.values[field]);
  }

  private steps(field: F, scale: Scale): number {
    if (this.found[field] === READ) return this.values[field];
    return this.at(field) ? this.json.steps(scale) : 0;
  }

  private decimal(field: F): number {
    return this.at(field) ? this.json.decimal(REFERENCE_PLACES) : 0;
  }

  private levels(field: F, side: Side): void {
    if (this.at(field)) this.levelsHere(side);
  }

  /** `[["price","quantity"],…]`; what a level has beyond them is passed over. */
  private levelsHere(side: Side): void {
    const { json, update } = this;
    const { price, qty } = this.instruments[this.instrument];
    this.found[side === Side.Buy ? F.b : F.a] = LEVELS;
    if (!json.array()) return;
    while (json.nextItem()) {
      if (json.pair(price, qty)) {
        if (!update.push(side, json.first, json.second)) return json.fail(Fault.TooMany);
        continue;
      }
      if (!json.array() || !json.nextItem()) return json.fail(Fault.WrongType);
      const ticks = json.reach(price);
      if (!json.nextItem()) return json.fail(Fault.MissingField);
      const lots = json.steps(qty);
      while (json.nextItem()) json.skip();
      if (json.fault !== Fault.None) return;
      if (lots < 0) return json.fail(Fault.OutOfRange);
      if (!update.push(side, ticks, lots)) return json.fail(Fault.TooMany);
    }
  }
}

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
import { JsonCursor } from '../../kit/json/cursor.js';
import { Fault } from '../../kit/json/fault.js';
import { Names, NO_NAME } from '../../kit/json/names.js';

/** What a message is. */
export const enum Message {
  /** Nothing for us: another symbol, another kind of message. */
  Other = 0,
  Depth = 1,
  Top = 2,
  Trade = 3,
  MarkPrice = 4,
  /** Answer to a request: `request`, and whether it was refused. */
  Acknowledged = 5,
  Refused = 6,
  /** The venue says that it will end the connection. */
  Shutdown = 7,
  /** See `fault`. */
  Malformed = 8,
}

const FIELDS = [
  'e',
  's',
  'E',
  'U',
  'u',
  'pu',
  'b',
  'a',
  'B',
  'A',
  'p',
  'q',
  't',
  'T',
  'm',
  'st',
  'i',
  'r',
  'data',
  'result',
  'id',
  'error',
  'lastUpdateId',
  'bids',
  'asks',
] as const;
const enum F {
  e,
  s,
  E,
  U,
  u,
  pu,
  b,
  a,
  B,
  A,
  p,
  q,
  t,
  T,
  m,
  st,
  i,
  r,
  data,
  result,
  id,
  error,
  lastUpdateId,
  bids,
  asks,
  Count,
}
const NAMES = new Names(FIELDS);

const KINDS: readonly Message[] = [
  Message.Depth,
  Message.Top,
  Message.Trade,
  Message.Trade,
  Message.MarkPrice,
  Message.Shutdown,
];
const KIND_NAMES = new Names([
  'depthUpdate',
  'bookTicker',
  'trade',
  'aggTrade',
  'markPriceUpdate',
  'serverShutdown',
]);
const AGGREGATED = 3;

const BIDS = 1;
const ASKS = 2;

const OPEN_ARRAY = 0x5b;
const NOWHERE = -1;
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
  private readonly json = new JsonCursor();
  private readonly symbols: Names;
  /** Where the value of each field begins. */
  private readonly found = new Int32Array(F.Count);
  private kind = NO_NAME;
  /** Bits: the bids of a depth update were there, the asks were. */
  private sides = 0;

  /**
   * @param update what Depth and snapshots are read into
   * @param productCode messages that say they are of another product are not for us; 0 = none says
   */
  constructor(
    private readonly instruments: readonly VenueInstrument[],
    readonly update: BookUpdate,
    private readonly productCode: number,
  ) {
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
    const { json, update, found } = this;
    this.clear();
    this.instrument = instrument;
    json.open(bytes, 0, bytes.length);
    if (json.object()) this.fields();
    json.close();
    if (found[F.lastUpdateId] === NOWHERE || found[F.bids] === NOWHERE || found[F.asks] === NOWHERE)
      json.fail(Fault.MissingField);
    update.instrument = instrument;
    update.lastId = this.uint(F.lastUpdateId);
    update.setVenueMs(found[F.E] === NOWHERE ? 0 : this.uint(F.E));
    this.levels(F.bids, Side.Buy);
    this.levels(F.asks, Side.Sell);
    this.fault = json.fault;
    return this.fault === Fault.None;
  }

  private clear(): void {
    this.update.clear();
    this.found.fill(NOWHERE);
    this.instrument = this.kind = NO_NAME;
    this.sides = 0;
  }

  /** Of the message, and of the `data` in it when it is wrapped. */
  private fields(): void {
    const { json, found } = this;
    while (json.nextField(NAMES)) {
      const { field } = json;
      if (field === NO_NAME) json.skip();
      else if (field === F.data) this.data();
      else {
        found[field] = json.at;
        if (field === F.e) this.kind = this.name(KIND_NAMES);
        else if (field === F.s) this.instrument = this.name(this.symbols);
        else if (field === F.b || field === F.a) this.levelsOrSkip(field);
        else json.skip();
      }
    }
  }

  private data(): void {
    if (this.json.object()) this.fields();
  }

  /** Which of the names the text is. Anything but a text is none of them. */
  private name(names: Names): number {
    const { json } = this;
    if (json.text()) return names.find(json.bytes, json.textStart, json.textEnd);
    return NO_NAME;
  }

  /** Levels are read at once when it is known whose they are: in every message that Binance sends. */
  private levelsOrSkip(field: F.b | F.a): void {
    const { json } = this;
    const areReadNow = this.kind === 0 && this.instrument !== NO_NAME && json.peek() === OPEN_ARRAY;
    if (!areReadNow) return json.skip();
    this.levelsHere(field === F.b ? Side.Buy : Side.Sell);
    this.found[field] = NOWHERE;
    this.sides |= field === F.b ? BIDS : ASKS;
  }

  private finish(): Message {
    const { kind, found, instrument } = this;
    if (kind === NO_NAME) return this.unnamed();
    const message = KINDS[kind];
    if (message === Message.Shutdown) return message;
    if (instrument === NO_NAME || this.isOfOther()) return Message.Other;
    if (message === Message.Depth) return this.depth();
    if (message === Message.Top) return this.top();
    if (message === Message.Trade) return this.trade(kind === AGGREGATED ? F.a : F.t);
    return found[F.p] === NOWHERE ? this.missing() : this.markPrice();
  }

  /** Spot's bookTicker does not say what it is, nor do answers. */
  private unnamed(): Message {
    const { found } = this;
    if (found[F.u] !== NOWHERE && found[F.B] !== NOWHERE)
      return this.instrument === NO_NAME || this.isOfOther() ? Message.Other : this.top();
    if (found[F.id] === NOWHERE && found[F.error] === NOWHERE) return Message.Other;
    const isRefused = found[F.error] !== NOWHERE;
    this.request = isNull(this.json.bytes, found[F.id]) ? 0 : this.uint(F.id);
    return isRefused ? Message.Refused : Message.Acknowledged;
  }

  private isOfOther(): boolean {
    return this.productCode !== 0 && this.found[F.st] !== NOWHERE && this.uint(F.st) !== this.productCode;
  }

  private depth(): Message {
    const { update, found } = this;
    update.instrument = this.instrument;
    update.firstId = this.uint(F.U);
    update.lastId = this.uint(F.u);
    update.previousId = found[F.pu] === NOWHERE ? 0 : this.uint(F.pu);
    update.setVenueMs(this.uint(F.E));
    if ((this.sides & BIDS) === 0) this.levels(F.b, Side.Buy);
    if ((this.sides & ASKS) === 0) this.levels(F.a, Side.Sell);
    return Message.Depth;
  }

  private top(): Message {
    const { event, json } = this;
    const { price, qty } = this.instruments[this.instrument];
    event.id = this.uint(F.u);
    event.setVenueMs(this.found[F.E] === NOWHERE ? 0 : this.uint(F.E));
    event.bidTicks = this.at(F.b) ? json.steps(price) : 0;
    event.bidLots = this.at(F.B) ? json.steps(qty) : 0;
    event.askTicks = this.at(F.a) ? json.steps(price) : 0;
    event.askLots = this.at(F.A) ? json.steps(qty) : 0;
    return Message.Top;
  }

  private trade(id: F): Message {
    const { event, json } = this;
    const { price, qty } = this.instruments[this.instrument];
    event.id = this.uint(id);
    event.setVenueMs(this.uint(F.T));
    event.priceTicks = this.at(F.p) ? json.steps(price) : 0;
    event.qtyLots = this.at(F.q) ? json.steps(qty) : 0;
    // The buyer was there first: who came was the seller.
    event.side = this.at(F.m) && json.bool() ? Side.Sell : Side.Buy;
    return event.qtyLots > 0 ? Message.Trade : Message.Other;
  }

  private markPrice(): Message {
    const { reference } = this;
    this.event.setVenueMs(this.uint(F.E));
    reference.mark = this.decimal(F.p);
    reference.index = this.found[F.i] === NOWHERE ? Number.NaN : this.decimal(F.i);
    reference.funding = this.found[F.r] === NOWHERE ? Number.NaN : this.decimal(F.r);
    return Message.MarkPrice;
  }

  private missing(): Message {
    this.json.fail(Fault.MissingField);
    return Message.Malformed;
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
    if (!json.array()) return;
    while (json.nextItem()) {
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

const LOWER_N = 0x6e;

/** `null`, the id of a request that the venue could not read. */
function isNull(bytes: Uint8Array, at: number): boolean {
  let start = at;
  while (start >= 0 && bytes[start] === 0x20) start++;
  return at === NOWHERE || bytes[start] === LOWER_N;
}

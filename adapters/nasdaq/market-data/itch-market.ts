/**
 * TotalView-ITCH 5.0 for the instruments of a session: each message of theirs changes an order-by-order book, and what that did to price levels, and what was traded, stands in
 * `update` and `event` afterwards. All messages in their order, from the first of the day. Messages of other stocks cost a look at their number.
 */
import { Side } from '../../../protocol/codes/enums.js';
import {
  AddOrder,
  AddOrderMpid,
  CrossTrade,
  OperationalHalt,
  OrderCancel,
  OrderDelete,
  OrderExecuted,
  OrderExecutedWithPrice,
  OrderReplace,
  StockDirectory,
  Trade,
  TradingAction,
} from '../../../protocol/messages/generated/itch.js';
import { FlatFault } from '../../../protocol/views/flat-message.js';
import { BookUpdate } from '../../kit/book/book-update.js';
import { MarketEvent } from '../../kit/feed/market-event.js';
import { BookSide, type Level3Books } from '../../kit/level3/level3-books.js';
import type { NasdaqUnits } from '../units.js';
import { ItchBooks, ItchStep } from './itch-books.js';

/** What a message has done; bits. */
export const enum Told {
  Nothing = 0,
  /** `update` says what the levels are now. */
  Levels = 1,
  /** `event` is a trade. */
  Trade = 2,
  /** Whether the instrument is traded. */
  Trading = 4,
  /** It is shorter than it has to be. */
  Malformed = 8,
  /** It does not fit the orders that there are, or they have no room: what the books say is wrong. */
  Misfit = 16,
  /** A level between the ticks of the instrument, or at no price: its book cannot be told. */
  OffTick = 32,
  /** A trade between them. */
  TradeOffTick = 64,
}

export interface ItchLimits {
  readonly orders: number;
  readonly levels: number;
}

const LOCATES = 1 << 16;
const LOCATE_AT = 1;
const TIMESTAMP_AT = 5;
const HEADER_BYTES = 11;
const NOBODY = -1;
/** Of one message: a replace leaves one and comes to another. */
const MOST_LEVELS = 2;
const NANOS = 1_000_000_000;

const YES = 'Y'.charCodeAt(0);
const TRADING = 'T'.charCodeAt(0);
const HALTED = 'H'.charCodeAt(0);
const THIS_MARKET = 'Q'.charCodeAt(0);

export class ItchMarket {
  /** Whom the last message was about: a place in the list of instruments, or -1. */
  instrument = NOBODY;
  readonly update = new BookUpdate(MOST_LEVELS);
  readonly event = new MarketEvent();
  private readonly itch: ItchBooks;
  private readonly books: Level3Books;
  private readonly places: ReadonlyMap<string, number>;
  private readonly byLocate = new Int16Array(LOCATES).fill(NOBODY);
  private readonly actions: Uint8Array;
  private readonly isHalted: Uint8Array;
  private midnightSeconds = 0;
  private readonly directory = new StockDirectory();
  private readonly action = new TradingAction();
  private readonly halt = new OperationalHalt();
  private readonly trade = new Trade();
  private readonly cross = new CrossTrade();

  constructor(
    private readonly units: readonly NasdaqUnits[],
    limits: ItchLimits,
  ) {
    this.itch = new ItchBooks(limits);
    this.books = this.itch.books;
    this.places = new Map(units.map(({ symbol }, place) => [symbol, place]));
    this.actions = new Uint8Array(units.length);
    this.isHalted = new Uint8Array(units.length);
  }

  /** Orders that rest. */
  get orderCount(): number {
    return this.books.orderCount;
  }

  /** @param place of the instrument in the list */
  isTrading(place: number): boolean {
    return this.actions[place] === TRADING && this.isHalted[place] === 0;
  }

  /** The venue's own for that. */
  tradingWord(place: number): string {
    if (this.isHalted[place] !== 0) return 'operational halt';
    return `trading state ${String.fromCharCode(this.actions[place])}`;
  }

  /** A session begins with its first message: nothing is known. @param midnightSeconds when its day began, since 1970 */
  begin(midnightSeconds: number): void {
    this.midnightSeconds = midnightSeconds;
    this.itch.clear();
    this.byLocate.fill(NOBODY);
    this.actions.fill(TRADING);
    this.isHalted.fill(0);
  }

  /** One message, type byte first. @param number of it in its session */
  take(bytes: Uint8Array, start: number, end: number, number: number): number {
    this.instrument = NOBODY;
    if (end - start < HEADER_BYTES) return Told.Malformed;
    if (bytes[start] === StockDirectory.messageType) return this.list(bytes, start, end);
    this.instrument = this.byLocate[(bytes[start + LOCATE_AT] << 8) | bytes[start + LOCATE_AT + 1]];
    if (this.instrument === NOBODY) return Told.Nothing;
    this.update.count = 0;
    this.update.lastId = number;
    return this.ours(bytes, start, end);
  }

  private ours(bytes: Uint8Array, start: number, end: number): number {
    this.at(bytes, start + TIMESTAMP_AT);
    switch (bytes[start]) {
      case Trade.messageType:
        return this.hiddenTrade(bytes, start, end);
      case CrossTrade.messageType:
        return this.crossTrade(bytes, start, end);
      case TradingAction.messageType:
        return this.state(bytes, start, end);
      case OperationalHalt.messageType:
        return this.operational(bytes, start, end);
      case AddOrder.messageType:
      case AddOrderMpid.messageType:
      case OrderExecuted.messageType:
      case OrderExecutedWithPrice.messageType:
      case OrderCancel.messageType:
      case OrderDelete.messageType:
      case OrderReplace.messageType:
        return this.order(bytes, start, end);
      default:
        return Told.Nothing;
    }
  }

  private order(bytes: Uint8Array, start: number, end: number): number {
    const step = this.itch.apply(bytes, start, end);
    if (step !== ItchStep.Applied) return step === ItchStep.Misfit ? Told.Misfit : Told.Malformed;
    const { touchedPrice, touchedLots, leftPrice, leftLots } = this.books;
    switch (bytes[start]) {
      case OrderReplace.messageType:
        return this.level(leftPrice, leftLots) | this.level(touchedPrice, touchedLots);
      case OrderExecuted.messageType:
        return this.level(touchedPrice, touchedLots) | this.executed(touchedPrice);
      case OrderExecutedWithPrice.messageType:
        return this.level(touchedPrice, touchedLots) | this.executedAtPrice();
      default:
        return this.level(touchedPrice, touchedLots);
    }
  }

  private executed(price: number): number {
    const { executedShares, matchNumber } = this.itch.executed;
    return this.traded(price, executedShares, matchNumber);
  }

  private executedAtPrice(): number {
    const { printable, executionPrice, executedShares, matchNumber } = this.itch.executedWithPrice;
    return printable === YES ? this.traded(executionPrice, executedShares, matchNumber) : Told.Nothing;
  }

  private list(bytes: Uint8Array, start: number, end: number): number {
    const { directory } = this;
    if (directory.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    const place = this.places.get(directory.stock);
    if (place !== undefined) this.byLocate[directory.stockLocate] = place;
    return Told.Nothing;
  }

  /** Against an order that nobody sees. */
  private hiddenTrade(bytes: Uint8Array, start: number, end: number): number {
    const message = this.trade;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    return this.printed(message.price, message.shares, message.matchNumber);
  }

  private crossTrade(bytes: Uint8Array, start: number, end: number): number {
    const message = this.cross;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    return message.shares === 0
      ? Told.Nothing
      : this.printed(message.crossPrice, message.shares, message.matchNumber);
  }

  private state(bytes: Uint8Array, start: number, end: number): number {
    if (this.action.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    this.actions[this.instrument] = this.action.tradingState;
    return Told.Trading;
  }

  private operational(bytes: Uint8Array, start: number, end: number): number {
    if (this.halt.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    if (this.halt.marketCode !== THIS_MARKET) return Told.Nothing;
    this.isHalted[this.instrument] = this.halt.haltAction === HALTED ? 1 : 0;
    return Told.Trading;
  }

  /** What it is now goes into the update. */
  private level(price: number, lots: number): number {
    const { unitsPerTick } = this.units[this.instrument];
    if (price <= 0 || price % unitsPerTick !== 0) return Told.OffTick;
    this.update.push(
      this.books.touchedSide === BookSide.Bid ? Side.Buy : Side.Sell,
      price / unitsPerTick,
      lots,
    );
    return Told.Levels;
  }

  /** Of an order that stood in the book: whoever came took the other side. */
  private traded(price: number, shares: number, matchNumber: number): number {
    const told = this.printed(price, shares, matchNumber);
    this.event.side = this.books.touchedSide === BookSide.Bid ? Side.Sell : Side.Buy;
    return told;
  }

  /** Who took is not told. */
  private printed(price: number, shares: number, matchNumber: number): number {
    const { event } = this;
    const { unitsPerTick } = this.units[this.instrument];
    if (price % unitsPerTick !== 0) return Told.TradeOffTick;
    event.side = 0;
    event.id = matchNumber;
    event.priceTicks = price / unitsPerTick;
    event.qtyLots = shares;
    return Told.Trade;
  }

  /** Nanoseconds since the midnight of the day, six bytes. */
  private at(bytes: Uint8Array, at: number): void {
    const { update, event } = this;
    const high = (bytes[at] << 8) | bytes[at + 1];
    const low = ((bytes[at + 2] << 24) | (bytes[at + 3] << 16) | (bytes[at + 4] << 8) | bytes[at + 5]) >>> 0;
    const nanos = high * 2 ** 32 + low;
    const seconds = Math.floor(nanos / NANOS);
    update.venueSeconds = event.venueSeconds = this.midnightSeconds + seconds;
    update.venueNanos = event.venueNanos = nanos - seconds * NANOS;
  }
}

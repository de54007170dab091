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
import { FlatFault, type FlatMessage } from '../../../protocol/views/flat-message.js';
import { BookUpdate } from '../../kit/book/book-update.js';
import { MarketEvent } from '../../kit/feed/market-event.js';
import { BookSide, Fit, Level3Books } from '../../kit/level3/level3-books.js';
import type { NasdaqUnits } from '../units.js';

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
  /** A level between the ticks of the instrument: its book cannot be told. */
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
const HEADER_BYTES = 11;
const NOBODY = -1;
/** Of one message: a replace leaves one and comes to another. */
const MOST_LEVELS = 2;
const NANOS = 1_000_000_000;
/** 200,000 dollars, which no price is above. */
const MOST_PRICE = 2_000_000_000;

const BUY = 'B'.charCodeAt(0);
const YES = 'Y'.charCodeAt(0);
const TRADING = 'T'.charCodeAt(0);
const HALTED = 'H'.charCodeAt(0);
const THIS_MARKET = 'Q'.charCodeAt(0);

export class ItchMarket {
  /** Whom the last message was about: a place in the list of instruments, or -1. */
  instrument = NOBODY;
  readonly update = new BookUpdate(MOST_LEVELS);
  readonly event = new MarketEvent();
  private readonly books: Level3Books;
  private readonly places: ReadonlyMap<string, number>;
  private readonly byLocate = new Int16Array(LOCATES).fill(NOBODY);
  private readonly actions: Uint8Array;
  private readonly isHalted: Uint8Array;
  private midnightSeconds = 0;
  private readonly addOrder = new AddOrder();
  private readonly addOrderMpid = new AddOrderMpid();
  private readonly executed = new OrderExecuted();
  private readonly executedWithPrice = new OrderExecutedWithPrice();
  private readonly cancelled = new OrderCancel();
  private readonly deleted = new OrderDelete();
  private readonly replaced = new OrderReplace();
  private readonly directory = new StockDirectory();
  private readonly action = new TradingAction();
  private readonly halt = new OperationalHalt();
  private readonly trade = new Trade();
  private readonly cross = new CrossTrade();

  constructor(
    private readonly units: readonly NasdaqUnits[],
    limits: ItchLimits,
  ) {
    this.books = new Level3Books({ ...limits, books: units.length });
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
    this.books.clear();
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
    switch (bytes[start]) {
      case AddOrder.messageType:
        return this.add(this.addOrder, bytes, start, end);
      case AddOrderMpid.messageType:
        return this.add(this.addOrderMpid, bytes, start, end);
      case OrderExecuted.messageType:
        return this.execute(bytes, start, end);
      case OrderExecutedWithPrice.messageType:
        return this.executeAt(bytes, start, end);
      case OrderCancel.messageType:
        return this.cancel(bytes, start, end);
      case OrderDelete.messageType:
        return this.remove(bytes, start, end);
      case OrderReplace.messageType:
        return this.replace(bytes, start, end);
      case Trade.messageType:
        return this.hiddenTrade(bytes, start, end);
      case CrossTrade.messageType:
        return this.crossTrade(bytes, start, end);
      case TradingAction.messageType:
        return this.state(bytes, start, end);
      case OperationalHalt.messageType:
        return this.operational(bytes, start, end);
      default:
        return Told.Nothing;
    }
  }

  private list(bytes: Uint8Array, start: number, end: number): number {
    const { directory } = this;
    if (directory.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    const place = this.places.get(directory.stock);
    if (place !== undefined) this.byLocate[directory.stockLocate] = place;
    return Told.Nothing;
  }

  private add(message: AddOrder | AddOrderMpid, bytes: Uint8Array, start: number, end: number): number {
    if (message.wrap(bytes, start, end) !== FlatFault.None || message.price > MOST_PRICE)
      return Told.Malformed;
    const side = message.side === BUY ? BookSide.Bid : BookSide.Ask;
    const low = message.lowOf(AddOrder.referenceAt, false);
    const high = message.highOf(AddOrder.referenceAt, false);
    this.at(message.timestamp);
    return this.levels(this.books.add(this.instrument, side, low, high, message.price | 0, message.shares));
  }

  private execute(bytes: Uint8Array, start: number, end: number): number {
    const message = this.executed;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    const shares = message.executedShares;
    this.at(message.timestamp);
    const told = this.reduce(message, shares);
    if (told !== Told.Levels) return told;
    return told | this.traded(this.books.touchedPrice, shares, message.matchNumber);
  }

  private executeAt(bytes: Uint8Array, start: number, end: number): number {
    const message = this.executedWithPrice;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    const shares = message.executedShares;
    this.at(message.timestamp);
    const told = this.reduce(message, shares);
    if (told !== Told.Levels || message.printable !== YES) return told;
    return told | this.traded(message.executionPrice, shares, message.matchNumber);
  }

  private cancel(bytes: Uint8Array, start: number, end: number): number {
    const message = this.cancelled;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    this.at(message.timestamp);
    return this.reduce(message, message.cancelledShares);
  }

  /** The reference stands at the same place in all messages about an order. */
  private reduce(message: FlatMessage, shares: number): number {
    const low = message.lowOf(OrderExecuted.referenceAt, false);
    return this.levels(this.books.reduce(low, message.highOf(OrderExecuted.referenceAt, false), shares));
  }

  private remove(bytes: Uint8Array, start: number, end: number): number {
    const message = this.deleted;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    this.at(message.timestamp);
    const low = message.lowOf(OrderDelete.referenceAt, false);
    return this.levels(this.books.remove(low, message.highOf(OrderDelete.referenceAt, false)));
  }

  /** The level that it leaves, then the one that it comes to. */
  private replace(bytes: Uint8Array, start: number, end: number): number {
    const message = this.replaced;
    const { books } = this;
    if (message.wrap(bytes, start, end) !== FlatFault.None || message.price > MOST_PRICE)
      return Told.Malformed;
    const { originalReferenceAt, newReferenceAt } = OrderReplace;
    this.at(message.timestamp);
    const left = this.levels(
      books.remove(message.lowOf(originalReferenceAt, false), message.highOf(originalReferenceAt, false)),
    );
    if (left === Told.Misfit) return left;
    const low = message.lowOf(newReferenceAt, false);
    const high = message.highOf(newReferenceAt, false);
    const fit = books.add(books.touchedBook, books.touchedSide, low, high, message.price | 0, message.shares);
    const entered = this.levels(fit);
    return entered === Told.Misfit ? entered : left | entered;
  }

  /** Against an order that nobody sees. */
  private hiddenTrade(bytes: Uint8Array, start: number, end: number): number {
    const message = this.trade;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    this.at(message.timestamp);
    return this.printed(message.price, message.shares, message.matchNumber);
  }

  private crossTrade(bytes: Uint8Array, start: number, end: number): number {
    const message = this.cross;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return Told.Malformed;
    this.at(message.timestamp);
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

  /** The level that the books have touched goes into the update. */
  private levels(fit: Fit): number {
    if (fit !== Fit.Done) return Told.Misfit;
    const { touchedPrice, touchedLots, touchedSide } = this.books;
    const { unitsPerTick } = this.units[this.instrument];
    if (touchedPrice % unitsPerTick !== 0) return Told.OffTick;
    const side = touchedSide === BookSide.Bid ? Side.Buy : Side.Sell;
    this.update.push(side, touchedPrice / unitsPerTick, touchedLots);
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

  /** @param nanos since the midnight of the day */
  private at(nanos: number): void {
    const { update, event } = this;
    const seconds = Math.floor(nanos / NANOS);
    update.venueSeconds = event.venueSeconds = this.midnightSeconds + seconds;
    update.venueNanos = event.venueNanos = nanos - seconds * NANOS;
  }
}

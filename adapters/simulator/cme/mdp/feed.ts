/**
 * The incremental feed of MDP 3.0: what the market does as trade summaries, changes of levels and of orders, and states, an event after the other. The last message of an event says so. Orders whose level
 * changes stand in the message that changes it, all others in one of their own.
 */
import * as mdp from '../../../../protocol/messages/generated/mdp3.js';
import type { SbeMessage } from '../../../../protocol/views/sbe-message.js';
import type { Agenda } from '../../kit/agenda.js';
import type { MarketEvent, Phase } from '../../market/event.js';
import type { Market } from '../../market/market.js';
import type { Side, Trade } from '../../market/order.js';
import type { Contract } from '../contract.js';
import { Action, type LevelEntry, MdpBook, type OrderEntry } from './book.js';
import { MdpPackets, type SendPacket } from './packets.js';

const NANOS_A_MS = 1_000_000;
/** MatchEventIndicator. */
const LAST_TRADE = 1;
const LAST_QUOTE = 4;
const SENT_AGAIN = 32;
const END_OF_EVENT = 128;
/** So many entries fit into a packet whatever they are. */
const LEVELS_A_MESSAGE = 16;
const ORDERS_A_MESSAGE = 24;
const TYPES: Readonly<Record<Side, number>> = { buy: 0x30, sell: 0x31 };
const AGGRESSORS: Readonly<Record<Side, number>> = { buy: 1, sell: 2 };
/** SecurityTradingStatus. */
export const STATES: Readonly<Record<Phase, number>> = { open: 17, halt: 2, closed: 4 };

interface Told {
  readonly contract: Contract;
  readonly book: MdpBook;
  rptSeq: number;
  trades: Trade[];
}

/** One message of an event, and what it writes; the last one is told so. */
type Part = (indicator: number) => void;

const trades48 = new mdp.MDIncrementalRefreshTradeSummary48();
const book46 = new mdp.MDIncrementalRefreshBook46();
const orders47 = new mdp.MDIncrementalRefreshOrderBook47();
const status30 = new mdp.SecurityStatus30();
const reset4 = new mdp.ChannelReset4();
const heartbeat12 = new mdp.AdminHeartbeat12();

export class MdpFeed {
  readonly packets: MdpPackets;
  private readonly bySymbol: ReadonlyMap<string, Told>;

  constructor(
    private readonly agenda: Agenda,
    market: Market,
    contracts: Iterable<Contract>,
    depth: number,
    send: SendPacket,
  ) {
    this.packets = new MdpPackets(agenda, send);
    const told = [...contracts].map((contract): [string, Told] => {
      const { symbol } = contract.options;
      return [symbol, { contract, book: new MdpBook(market.book(symbol), depth), rptSeq: 0, trades: [] }];
    });
    this.bySymbol = new Map(told);
    market.listen((event) => this.heard(event));
  }

  bookOf(symbol: string): MdpBook {
    return this.bySymbol.get(symbol)!.book;
  }

  rptSeqOf(symbol: string): number {
    return this.bySymbol.get(symbol)!.rptSeq;
  }

  /** Trades of which no order rests are told with the time. */
  flush(): void {
    for (const told of this.bySymbol.values()) if (told.trades.length > 0) this.tell(told);
  }

  /** @param takesNumber whether it has a number of its own */
  heartbeat(takesNumber: boolean): void {
    this.packets.add(heartbeat12, () => {});
    if (takesNumber) this.packets.flush();
    else this.packets.flushUnnumbered();
  }

  /** The books of the channel are empty, and are told again from the first order on. */
  resetChannel(): void {
    this.packets.add(reset4, (message) => {
      this.stamp(message, END_OF_EVENT);
      message.noMDEntries.begin(message, 1);
      message.noMDEntries.next();
    });
    this.packets.flush();
    for (const told of this.bySymbol.values()) {
      told.rptSeq = 0;
      told.book.forget();
      this.tell(told, SENT_AGAIN);
    }
  }

  private heard(event: MarketEvent): void {
    switch (event.type) {
      case 'opened':
        return this.of(event.order.symbol).book.open(event.order);
      case 'trade':
        this.of(event.trade.symbol).trades.push(event.trade);
        return this.of(event.trade.symbol).book.touch(event.trade.maker);
      case 'replaced':
      case 'decremented':
      case 'done':
        return this.of(event.order.symbol).book.touch(event.order);
      case 'levels':
        return this.tell(this.of(event.symbol));
      case 'phase':
        return this.state(this.of(event.symbol).contract, event.phase);
    }
  }

  private of(symbol: string): Told {
    return this.bySymbol.get(symbol)!;
  }

  private state({ options }: Contract, phase: Phase): void {
    this.packets.add(status30, (message) => {
      this.stamp(message, END_OF_EVENT);
      message.securityID = options.securityId;
      message.securityGroup = message.asset = options.symbol.slice(0, -2);
      message.securityTradingStatus = STATES[phase];
      message.haltReason = message.securityTradingEvent = 0;
    });
    this.packets.flush();
  }

  private tell(told: Told, always = 0): void {
    const levels = told.book.takeLevels();
    const orders = told.book.takeOrders();
    const parts = [...this.tradeParts(told), ...this.bookParts(told, levels, orders)];
    parts.forEach((write, i) => {
      write(always | (i === parts.length - 1 ? END_OF_EVENT : 0));
    });
    this.packets.flush();
  }

  private tradeParts(told: Told): Part[] {
    const summaries = summariesOf(told.trades);
    told.trades = [];
    return summaries.map((trades, i) => (indicator) => {
      const isLast = i === summaries.length - 1;
      this.packets.add(trades48, (message) => {
        this.stamp(message, indicator | (isLast ? LAST_TRADE : 0));
        this.summary(message, told, trades);
      });
    });
  }

  /** What one order has traded at one price: one entry, and the orders of both sides. */
  private summary(message: mdp.MDIncrementalRefreshTradeSummary48, told: Told, trades: Trade[]): void {
    const [{ taker, priceTicks, id }] = trades;
    const lots = trades.reduce((sum, trade) => sum + trade.lots, 0);
    const { noMDEntries: entry, noOrderIDEntries: orders } = message;
    entry.begin(message, 1);
    entry.next();
    this.own(entry, told);
    entry.mdEntryPx = told.contract.mantissaOf(priceTicks);
    entry.mdEntrySize = lots;
    entry.numberOfOrders = trades.length + 1;
    entry.aggressorSide = AGGRESSORS[taker.side];
    entry.mdUpdateAction = Action.New;
    entry.mdTradeEntryID = id;
    const who = [
      { id: taker.id, lots },
      ...trades.map((trade) => ({ id: trade.maker.id, lots: trade.lots })),
    ];
    orders.begin(message, Math.min(who.length, ORDERS_A_MESSAGE));
    for (const order of who.slice(0, ORDERS_A_MESSAGE)) {
      orders.next();
      orders.orderID = order.id;
      orders.lastQty = order.lots;
    }
  }

  private bookParts(told: Told, levels: readonly LevelEntry[], orders: readonly OrderEntry[]): Part[] {
    const left = new Set(orders);
    const parts: Part[] = [];
    for (const some of inPieces(levels, LEVELS_A_MESSAGE)) {
      const placeOf = ({ side, priceTicks }: OrderEntry): number =>
        some.findIndex((level) => level.side === side && level.priceTicks === priceTicks);
      const mine = [...left].filter((order) => placeOf(order) >= 0).slice(0, ORDERS_A_MESSAGE);
      for (const order of mine) left.delete(order);
      parts.push((indicator) => this.levels(told, some, mine, placeOf, indicator));
    }
    for (const some of inPieces([...left], ORDERS_A_MESSAGE))
      parts.push((indicator) => this.orders(told, some, indicator));
    return parts;
  }

  private levels(
    told: Told,
    levels: readonly LevelEntry[],
    orders: readonly OrderEntry[],
    placeOf: (order: OrderEntry) => number,
    indicator: number,
  ): void {
    this.packets.add(book46, (message) => {
      this.stamp(message, indicator | LAST_QUOTE);
      const { noMDEntries: entry, noOrderIDEntries: order } = message;
      entry.begin(message, levels.length);
      for (const level of levels) {
        entry.next();
        this.own(entry, told);
        entry.mdEntryPx = told.contract.mantissaOf(level.priceTicks);
        entry.mdEntrySize = level.lots;
        entry.numberOfOrders = level.orders;
        entry.mdPriceLevel = level.level;
        entry.mdUpdateAction = level.action;
        entry.mdEntryType = TYPES[level.side];
      }
      order.begin(message, orders.length);
      for (const each of orders) {
        order.next();
        order.orderID = each.id;
        order.mdOrderPriority = each.priority;
        order.mdDisplayQty = each.lots;
        order.referenceID = placeOf(each) + 1;
        order.orderUpdateAction = each.action;
      }
    });
  }

  private orders(told: Told, orders: readonly OrderEntry[], indicator: number): void {
    this.packets.add(orders47, (message) => {
      this.stamp(message, indicator | LAST_QUOTE);
      const { noMDEntries: entry } = message;
      entry.begin(message, orders.length);
      for (const each of orders) {
        entry.next();
        entry.orderID = each.id;
        entry.mdOrderPriority = each.priority;
        entry.mdEntryPx = told.contract.mantissaOf(each.priceTicks);
        entry.mdDisplayQty = each.lots;
        entry.securityID = told.contract.options.securityId;
        entry.mdUpdateAction = each.action;
        entry.mdEntryType = TYPES[each.side];
      }
    });
  }

  private own(entry: { securityID: number; rptSeq: number }, told: Told): void {
    entry.securityID = told.contract.options.securityId;
    entry.rptSeq = ++told.rptSeq;
  }

  private stamp(
    message: SbeMessage & { transactTime: number; matchEventIndicator: number },
    indicator: number,
  ): void {
    message.transactTime = this.agenda.nowMs * NANOS_A_MS;
    message.matchEventIndicator = indicator;
  }
}

/** Trades of one order at one price, one behind the other. */
function summariesOf(trades: readonly Trade[]): Trade[][] {
  const summaries: Trade[][] = [];
  for (const trade of trades) {
    const last = summaries.at(-1);
    if (last !== undefined && last[0].taker === trade.taker && last[0].priceTicks === trade.priceTicks)
      last.push(trade);
    else summaries.push([trade]);
  }
  return summaries;
}

export const inPieces = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

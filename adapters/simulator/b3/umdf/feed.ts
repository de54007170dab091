/**
 * The incremental feed of Binary UMDF: what the market does as orders that come, change and go, trades, and states; the last message of an event says so. An order is named by its SecondaryOrderID, as in the reports
 * of order entry: one that loses its priority goes, and comes again under another.
 */
import * as umdf from '../../../../protocol/messages/generated/umdf.js';
import type { SbeMessage } from '../../../../protocol/views/sbe-message.js';
import type { MarketEvent, Phase } from '../../market/event.js';
import { leavesOf, type Order, type Side, type Trade } from '../../market/order.js';
import type { Instrument } from '../instruments.js';
import type { B3Venue } from '../venue.js';
import type { SendPacket } from './packets.js';
import { UmdfPackets } from './packets.js';

export const UNITS_A_TICK = 100;
export const TYPES: Readonly<Record<Side, number>> = {
  buy: umdf.MDEntryTypeValue.BID,
  sell: umdf.MDEntryTypeValue.OFFER,
};
const AGGRESSORS: Readonly<Record<Side, number>> = {
  buy: umdf.AggressorSideValue.BUY,
  sell: umdf.AggressorSideValue.SELL,
};
export const STATES: Readonly<Record<Phase, number>> = {
  open: umdf.SecurityTradingStatusValue.OPEN,
  halt: umdf.SecurityTradingStatusValue.PAUSE,
  closed: umdf.SecurityTradingStatusValue.CLOSE,
};
const DAY_MS = 86_400_000;
const NANOS_A_MS = 1_000_000n;

/** As it was told last. */
interface Resting {
  readonly id: string;
  readonly priceTicks: number;
  readonly lots: number;
}

/** One message of an event; the last one is told so. */
type Part = (indicator: number) => void;

interface Told {
  readonly instrument: Instrument;
  rptSeq: number;
  readonly parts: Part[];
  readonly trades: Trade[];
}

const order50 = new umdf.OrderMBO50();
const delete51 = new umdf.DeleteOrderMBO51();
const trade53 = new umdf.Trade53();
const summary55 = new umdf.ExecutionSummary55();
const bust57 = new umdf.TradeBust57();
const status3 = new umdf.SecurityStatus3();
const reset11 = new umdf.ChannelReset11();
const sequence2 = new umdf.Sequence2();

type Stamped = { securityID: number; rptSeq: number };

export class UmdfFeed {
  readonly packets: UmdfPackets;
  private readonly bySymbol: ReadonlyMap<string, Told>;
  private readonly resting = new Map<Order, Resting>();

  constructor(
    private readonly venue: B3Venue,
    channel: number,
    send: SendPacket,
  ) {
    this.packets = new UmdfPackets(venue.agenda, channel, 1, send);
    const told = [...venue.instruments].map(([symbol, instrument]): [string, Told] => [
      symbol,
      { instrument, rptSeq: 0, parts: [], trades: [] },
    ]);
    this.bySymbol = new Map(told);
    // What stands in the books before anybody listens is in the snapshots.
    for (const order of venue.market.open()) if (order.state === 'open') this.rests(order);
    venue.market.listen((event) => this.heard(event));
  }

  rptSeqOf(symbol: string): number {
    return this.of(symbol).rptSeq;
  }

  /** The orders of a side as they have been told, best first. */
  orders(symbol: string, side: Side): Resting[] {
    return this.venue.market
      .book(symbol)
      .orders(side)
      .map((order) => this.resting.get(order)!);
  }

  /** Trades after which no book has changed are told with the time. */
  flush(): void {
    for (const told of this.bySymbol.values()) this.tell(told);
  }

  /** Which packet is next. */
  heartbeat(): void {
    this.packets.add(sequence2, (message) => (message.nextSeqNo = this.packets.sequence + 1));
    this.packets.flushUnnumbered();
  }

  /** The books of the channel are empty, and are told again from the first order on. */
  resetChannel(): void {
    this.packets.add(
      reset11,
      (message) => (message.matchEventIndicator = umdf.MatchEventIndicatorValue.EndOfEvent),
    );
    this.packets.flush();
    for (const [symbol, told] of this.bySymbol) {
      told.rptSeq = 0;
      for (const side of ['buy', 'sell'] as const)
        for (const order of this.venue.market.book(symbol).orders(side))
          this.comes(order, umdf.MatchEventIndicatorValue.RecoveryMsg);
      this.tell(told);
    }
  }

  /** Packets are numbered from 1 on, under another version. */
  renumber(): void {
    this.packets.version++;
    this.packets.sequence = 0;
  }

  private heard(event: MarketEvent): void {
    switch (event.type) {
      case 'opened':
        return this.comes(event.order);
      case 'trade':
        return this.traded(event.trade);
      case 'replaced':
        return event.hasKeptPriority ? this.changes(event.order) : this.goes(event.order);
      case 'decremented':
        return this.changes(event.order);
      case 'done':
        return this.goes(event.order);
      case 'levels':
        return this.tell(this.of(event.symbol));
      case 'phase':
        return this.state(this.of(event.symbol), event.phase);
      case 'busted':
        return this.busted(event.trade);
    }
  }

  private of(symbol: string): Told {
    return this.bySymbol.get(symbol)!;
  }

  private rests(order: Order): Resting {
    const { priceTicks } = order;
    const now = { id: this.venue.secondaryId(order), priceTicks, lots: leavesOf(order) };
    this.resting.set(order, now);
    return now;
  }

  private comes(order: Order, always = 0): void {
    this.order(order, this.rests(order), umdf.MDUpdateActionValue.NEW, always);
  }

  /** Of an order that rests: it has less. */
  private changes(order: Order): void {
    const before = this.resting.get(order);
    if (before === undefined || before.lots === leavesOf(order)) return;
    this.order(order, this.rests(order), umdf.MDUpdateActionValue.CHANGE, 0);
  }

  private goes(order: Order): void {
    const before = this.resting.get(order);
    if (before === undefined) return;
    this.resting.delete(order);
    const told = this.of(order.symbol);
    told.parts.push((indicator) =>
      this.packets.add(delete51, (message) => {
        this.stamp(message, told, umdf.DeleteOrderMBO51.transactTimeAt);
        message.matchEventIndicator = indicator;
        message.mdEntryType = TYPES[order.side];
        message.mdEntrySize = unitsOf(before.lots, told.instrument);
        message.mdEntryPx = before.priceTicks * UNITS_A_TICK;
        message.setBig(umdf.DeleteOrderMBO51.secondaryOrderIDAt, BigInt(before.id), true);
      }),
    );
  }

  private order(order: Order, now: Resting, action: number, always: number): void {
    const told = this.of(order.symbol);
    told.parts.push((indicator) =>
      this.packets.add(order50, (message) => {
        this.stamp(message, told, umdf.OrderMBO50.transactTimeAt);
        message.matchEventIndicator = indicator | always;
        message.mdUpdateAction = action;
        message.mdEntryType = TYPES[order.side];
        message.mdEntryPx = now.priceTicks * UNITS_A_TICK;
        message.mdEntrySize = unitsOf(now.lots, told.instrument);
        message.setBig(umdf.OrderMBO50.secondaryOrderIDAt, BigInt(now.id), true);
      }),
    );
  }

  private traded(trade: Trade): void {
    const told = this.of(trade.symbol);
    told.trades.push(trade);
    told.parts.push((indicator) =>
      this.packets.add(trade53, (message) => {
        this.stamp(message, told, umdf.Trade53.transactTimeAt);
        message.matchEventIndicator = indicator;
        message.tradingSessionID = umdf.TradingSessionIDValue.REGULAR_TRADING_SESSION;
        message.tradeCondition = umdf.TradeConditionValue.RegularTrade;
        message.mdEntryPx = trade.priceTicks * UNITS_A_TICK;
        message.mdEntrySize = unitsOf(trade.lots, told.instrument);
        message.tradeID = trade.id;
        message.tradeDate = Math.floor(trade.timeMs / DAY_MS);
      }),
    );
    if (leavesOf(trade.maker) > 0) this.changes(trade.maker);
    else this.goes(trade.maker);
  }

  private busted(trade: Trade): void {
    const told = this.of(trade.symbol);
    told.parts.push((indicator) =>
      this.packets.add(bust57, (message) => {
        this.stamp(message, told, umdf.TradeBust57.transactTimeAt);
        message.matchEventIndicator = indicator;
        message.tradingSessionID = umdf.TradingSessionIDValue.REGULAR_TRADING_SESSION;
        message.mdEntryPx = trade.priceTicks * UNITS_A_TICK;
        message.mdEntrySize = unitsOf(trade.lots, told.instrument);
        message.tradeID = trade.id;
        message.tradeDate = Math.floor(trade.timeMs / DAY_MS);
      }),
    );
    this.tell(told);
  }

  private state(told: Told, phase: Phase): void {
    told.parts.push((indicator) =>
      this.packets.add(status3, (message) => {
        this.stamp(message, told, umdf.SecurityStatus3.transactTimeAt);
        message.matchEventIndicator = indicator;
        message.tradingSessionID = umdf.TradingSessionIDValue.REGULAR_TRADING_SESSION;
        message.securityTradingStatus = STATES[phase];
        message.securityTradingEvent = umdf.SecurityTradingEventValue.SECURITY_STATUS_CHANGE;
      }),
    );
    this.tell(told);
  }

  /** The event is over. What was executed in all, and by which side, stands before the trades. */
  private tell(told: Told): void {
    const { parts, trades } = told;
    if (parts.length === 0) return;
    if (trades.length > 0) this.summary(told);
    const last = parts.length - 1;
    for (const [i, write] of parts.entries())
      write(i === last ? umdf.MatchEventIndicatorValue.EndOfEvent : 0);
    parts.length = trades.length = 0;
    this.packets.flush();
  }

  private summary(told: Told): void {
    const { trades, instrument } = told;
    const { taker, priceTicks } = trades.at(-1)!;
    this.packets.add(summary55, (message) => {
      this.stamp(message, told, umdf.ExecutionSummary55.transactTimeAt);
      message.aggressorSide = AGGRESSORS[taker.side];
      message.lastPx = priceTicks * UNITS_A_TICK;
      message.fillQty = unitsOf(
        trades.reduce((sum, { lots }) => sum + lots, 0),
        instrument,
      );
    });
  }

  private stamp(message: SbeMessage & Stamped, told: Told, transactTimeAt: number): void {
    message.securityID = Number(told.instrument.options.securityId);
    message.rptSeq = ++told.rptSeq;
    const nanos = BigInt(Math.floor(this.venue.agenda.nowMs)) * NANOS_A_MS;
    message.setBig(transactTimeAt, nanos, true);
  }
}

export const unitsOf = (lots: number, { options }: Instrument): number => lots * Number(options.lot);

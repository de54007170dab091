/**
 * Market data of one instrument, kept up to date: level 1, a book of levels, a book of orders, trades, whichever were asked
 * for. Each channel's messages are numbered; a cursor for each asks for what is missing.
 */
import { Channel } from '../codes/enums.js';
import { VenueStatus } from '../records/venue-data.js';
import type { BookFields, TradeFields } from '../wire/fields.js';
import type {
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeChangedFields,
  TradeSnapshotFields,
} from '../wire/market-data-fields.js';
import type { MarketStatusFields } from '../wire/market-status.js';
import type { IndicativeFields, PhaseFields } from '../wire/phase-messages.js';
import { type SideWord, type StaleReasonWord, sideWord, staleReasonWord } from '../words.js';
import { BookView } from './book.js';
import { ChannelCursor } from './channel-cursor.js';
import { Emitter } from './emitter.js';
import { type IndicativeEvent, MarketPhase, type PhaseEvent } from './market-phase.js';
import { OrderBookView } from './order-book.js';
import type { EventIdentity } from './report.js';
import { priceText, quantityText, type Security } from './security.js';
import { type BookTop, EMPTY_TOP, topOf } from './top.js';

export interface TradeEvent {
  readonly symbol: string;
  readonly event: EventIdentity;
  readonly seconds: number;
  readonly nanos: number;
  readonly price: string;
  readonly quantity: string;
  readonly aggressor: SideWord | undefined;
}

/** What was told as a trade is taken back, or put right. */
export interface TradeChangedEvent {
  readonly symbol: string;
  readonly event: EventIdentity;
  readonly seconds: number;
  readonly nanos: number;
  /** `event` of the trade that is meant. */
  readonly trade: EventIdentity;
  /** It never happened. Otherwise price and quantity are those that are right. */
  readonly busted: boolean;
  readonly price: string;
  readonly quantity: string;
}

/** Whether a market at a venue is to be relied on; a stale one shows nothing. */
export interface MarketStatus {
  readonly state: 'live' | 'stale';
  /** Why it is stale. Undefined for one that this version does not know. */
  readonly reason: StaleReasonWord | undefined;
}

const CHANNELS = {
  trades: Channel.Trades,
  top: Channel.Top,
  levels: Channel.Levels,
  orders: Channel.Orders,
} as const;

export type ChannelName = keyof typeof CHANNELS;

export interface SubscriptionEvents {
  /** Level 1 has changed. */
  top: BookTop;
  /** The book of levels has changed, or is whole again. */
  book: BookView;
  /** The book of orders has changed, or is whole again; told after each command. */
  orders: OrderBookView;
  trade: TradeEvent;
  /** One of the trades told before was busted or corrected. */
  tradeChanged: TradeChangedEvent;
  phase: PhaseEvent;
  /** What the auction in progress would do if it ended now. */
  indicative: IndicativeEvent;
  /** Of a market at a venue: at once, and when it changes. */
  status: MarketStatus;
  /** Messages were missed; they were asked for again where the channel needs them. */
  gap: { readonly channel: ChannelName; readonly expected: number; readonly received: number };
}

export interface SubscribeOptions {
  /** Instead of our own book: the market at the venue of this name, or `consolidated`: over all of them. Levels, trades and top. */
  readonly venue?: string;
  /** Level 2: so many levels a side; 0 = none. */
  readonly levels?: number;
  readonly trades?: boolean;
  /** Level 1. */
  readonly top?: boolean;
  /** Level 3. */
  readonly orders?: boolean;
}

/** Channels that a subscription has. */
export type WantedChannels = Required<Omit<SubscribeOptions, 'venue'>>;

const DEFAULT_LEVELS = 10;

/** Sends a gap request. */
export type AskAgain = (security: Security, channel: Channel, from: number) => void;

export class Subscription extends Emitter<SubscriptionEvents> {
  readonly book: BookView;
  readonly orderBook: OrderBookView;
  readonly market: MarketPhase;
  readonly wanted: WantedChannels;
  /** Of a market at a venue, once it is known. */
  status: MarketStatus | undefined;
  private topNow = EMPTY_TOP;
  private readonly cursors: Readonly<Record<ChannelName, ChannelCursor>>;

  constructor(
    readonly security: Security,
    options: Partial<WantedChannels>,
    private readonly askAgain: AskAgain,
  ) {
    super();
    this.book = new BookView(security);
    this.orderBook = new OrderBookView(security);
    this.market = new MarketPhase(security);
    this.wanted = { levels: DEFAULT_LEVELS, trades: true, top: false, orders: false, ...options };
    this.cursors = {
      trades: this.cursor('trades'),
      top: this.cursor('top'),
      levels: this.cursor('levels'),
      orders: this.cursor('orders'),
    };
  }

  get levels(): number {
    return this.wanted.levels;
  }

  get top(): BookTop {
    return this.topNow;
  }

  /** False until the first snapshots, and while something is missing. */
  get live(): boolean {
    return (Object.keys(CHANNELS) as ChannelName[]).every(
      (name) => !this.wanted[name] || this.cursors[name].whole,
    );
  }

  /** The connection was lost, or the subscription has ended: nothing counts until the next snapshots. */
  reset(): void {
    this.status = undefined;
    this.market.reset();
    for (const cursor of Object.values(this.cursors)) cursor.reset();
  }

  bookTop(fields: BookTopFields): void {
    const { top } = this.cursors;
    if (fields.snapshot) top.snapshot(fields.number, fields.gap);
    else if (!top.jumps(fields.number)) return;
    this.topNow = topOf(this.security, fields);
    this.emit('top', this.topNow);
  }

  bookSnapshot(fields: BookFields): void {
    this.cursors.levels.snapshot(fields.number, fields.gap);
    this.book.reset(fields);
    this.emit('book', this.book);
  }

  bookIncrement(fields: BookFields): void {
    if (!this.cursors.levels.takes(fields.number)) return;
    this.book.apply(fields);
    this.emit('book', this.book);
  }

  ordersPage(fields: OrderBookFields): void {
    const { orders } = this.cursors;
    const { page, number, gap, complete } = fields;
    if (page === 0) orders.snapshot(number, gap, complete);
    else if (!orders.page(number, this.orderBook.follows(page), complete)) return;
    this.orderBook.addPage(fields);
    if (complete) this.emit('orders', this.orderBook);
  }

  ordersIncrement(fields: OrderChangesFields): void {
    const { orders } = this.cursors;
    if (!orders.takes(fields.number)) return;
    this.orderBook.apply(fields);
    if (fields.complete && orders.whole) this.emit('orders', this.orderBook);
  }

  tradesStand({ number, gap }: TradeSnapshotFields): void {
    this.cursors.trades.resumes(number, gap);
  }

  trade(fields: TradeFields): void {
    if (!this.cursors.trades.takes(fields.number)) return;
    this.emit('trade', { ...this.execution(fields), aggressor: sideWord(fields.aggressor) });
  }

  tradeChanged(fields: TradeChangedFields): void {
    if (!this.cursors.trades.takes(fields.number)) return;
    const { tradeSequence: sequence, tradeIndex: index, quantity } = fields;
    const trade = { sequence, index };
    this.emit('tradeChanged', { ...this.execution(fields), trade, busted: quantity === 0 });
  }

  phaseChanged(fields: PhaseFields): void {
    this.emit('phase', this.market.changed(fields));
  }

  indicativePrice(fields: IndicativeFields): void {
    this.emit('indicative', this.market.priced(fields));
  }

  statusChanged({ state, reason }: MarketStatusFields): void {
    this.status =
      state === VenueStatus.Live
        ? { state: 'live', reason: undefined }
        : { state: 'stale', reason: staleReasonWord(reason) };
    this.emit('status', this.status);
  }

  /** What happened when, at which price. */
  private execution({ sequence, index, seconds, nanos, price, quantity }: TradeFields | TradeChangedFields) {
    const { security } = this;
    return {
      symbol: security.symbol,
      event: { sequence, index },
      ...{ seconds, nanos },
      price: priceText(security, price),
      quantity: quantityText(security, quantity),
    };
  }

  private cursor(channel: ChannelName): ChannelCursor {
    return new ChannelCursor({
      ask: (from) => this.askAgain(this.security, CHANNELS[channel], from),
      missed: (expected, received) => this.emit('gap', { channel, expected, received }),
    });
  }
}

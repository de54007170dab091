/**
 * Market data of one instrument: a book kept up to date, and trades. Messages are numbered per subscription; a number
 * that is missing makes the book stale, and the client subscribes anew.
 */
import type { BookFields, TradeFields } from '../wire/fields.js';
import type { IndicativeFields, PhaseFields } from '../wire/phase-messages.js';
import { BookView } from './book.js';
import { Emitter } from './emitter.js';
import { type IndicativeEvent, MarketPhase, type PhaseEvent } from './market-phase.js';
import type { EventIdentity } from './report.js';
import { priceText, quantityText, type Security } from './security.js';
import { type SideWord, sideWord } from './words.js';

export interface TradeEvent {
  readonly symbol: string;
  readonly event: EventIdentity;
  readonly seconds: number;
  readonly nanos: number;
  readonly price: string;
  readonly quantity: string;
  readonly aggressor: SideWord | undefined;
}

export interface SubscriptionEvents {
  /** The book has changed, or is whole again. */
  book: BookView;
  trade: TradeEvent;
  phase: PhaseEvent;
  /** What the auction in progress would do if it ended now. */
  indicative: IndicativeEvent;
  /** Market data was missed; a new snapshot is on its way. */
  gap: { readonly expected: number; readonly received: number };
}

export interface SubscribeOptions {
  /** Depth; 0 = trades only. */
  readonly levels?: number;
  readonly trades?: boolean;
}

const DEFAULT_LEVELS = 10;

export class Subscription extends Emitter<SubscriptionEvents> {
  readonly book: BookView;
  readonly market: MarketPhase;
  readonly levels: number;
  readonly trades: boolean;
  /** False until the first snapshot and while a new one is on its way. */
  live = false;
  private number = 0;

  /** @param subscribeAnew sends the subscription again */
  constructor(
    readonly security: Security,
    options: SubscribeOptions,
    private readonly subscribeAnew: (subscription: Subscription) => void,
  ) {
    super();
    this.book = new BookView(security);
    this.market = new MarketPhase(security);
    this.levels = options.levels ?? DEFAULT_LEVELS;
    this.trades = options.trades ?? true;
  }

  /** The connection was lost, or the subscription was sent anew: nothing counts until the next snapshot. */
  reset(): void {
    this.market.reset();
    this.live = false;
    this.number = 0;
  }

  snapshot(fields: BookFields): void {
    this.number = fields.number;
    this.live = true;
    this.book.reset(fields);
    this.emit('book', this.book);
  }

  increment(fields: BookFields): void {
    if (!this.live || !this.follows(fields.number)) return;
    this.book.apply(fields);
    this.emit('book', this.book);
  }

  trade(fields: TradeFields): void {
    if (this.levels > 0 ? !this.live || !this.follows(fields.number) : !this.counts(fields.number)) return;
    this.emit('trade', {
      symbol: this.security.symbol,
      event: { sequence: fields.sequence, index: fields.index },
      seconds: fields.seconds,
      nanos: fields.nanos,
      price: priceText(this.security, fields.price),
      quantity: quantityText(this.security, fields.quantity),
      aggressor: sideWord(fields.aggressor),
    });
  }

  phaseChanged(fields: PhaseFields): void {
    this.emit('phase', this.market.changed(fields));
  }

  indicativePrice(fields: IndicativeFields): void {
    this.emit('indicative', this.market.priced(fields));
  }

  /** Without a book there is nothing to repair: the gap is told and the trade stands. */
  private counts(number: number): boolean {
    const expected = this.number + 1;
    if (this.number !== 0 && number !== expected) this.emit('gap', { expected, received: number });
    this.number = number;
    return true;
  }

  private follows(number: number): boolean {
    const expected = this.number + 1;
    this.number = number;
    if (number === expected) return true;
    this.reset();
    this.emit('gap', { expected, received: number });
    this.subscribeAnew(this);
    return false;
  }
}

/** A quote of the strategy's own, kept up to date by the engine's events, and what those events say. */
import type { Reason } from '../../protocol/codes/reasons.js';
import type { SideName } from './order.js';

/** One side as it stands in the book; without it, all is 0. */
export class QuotedSide {
  ticks = 0;
  /** What is open. */
  lots = 0;

  stands(ticks: number, lots: number): void {
    this.ticks = lots > 0 ? ticks : 0;
    this.lots = lots;
  }
}

export class Quote {
  readonly bid = new QuotedSide();
  readonly offer = new QuotedSide();
  /** Quotes under this id that are not answered. */
  requests = 0;

  constructor(
    readonly symbol: string,
    readonly layer: number,
  ) {}
}

export interface QuoteEvent {
  /**
   * `stands`, `refused`, `executed`, `ended`: of a side. `accepted`, `rejected`: the last of what a quote leads to; a quote
   * that was rejected as a whole has changed nothing.
   */
  readonly kind: 'stands' | 'refused' | 'executed' | 'ended' | 'accepted' | 'rejected';
  readonly side: SideName | undefined;
  readonly reason: Reason;
  /** `executed`: this execution's price and quantity. `ended`: what was open. Else the side's price and total. */
  readonly ticks: number;
  readonly lots: number;
  readonly liquidity: 'maker' | 'taker' | 'auction' | undefined;
  /** Sequence of the command and index in its group: the event's identity everywhere. */
  readonly sequence: number;
  readonly index: number;
}

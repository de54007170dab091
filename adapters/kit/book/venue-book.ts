/** A venue's book of one instrument: price levels of both sides, and what happened to them that should not. */
import { Side } from '../../../protocol/codes/enums.js';
import { BookSide, Change } from './book-side.js';
import type { BookUpdate } from './book-update.js';

export class VenueBook {
  readonly bids: BookSide;
  readonly asks: BookSide;
  /** Levels that were to be taken out and were not there. On some venues that is normal. */
  unknownDeletes = 0;
  /** Levels that were set to what they were: a venue that tells changes only has repeated or lost something. */
  unchanged = 0;
  /** Best place that changed since `settle`; Infinity = nothing did. */
  private bidRank = Number.POSITIVE_INFINITY;
  private askRank = Number.POSITIVE_INFINITY;

  /** @param levels the most that one side keeps */
  constructor(levels: number) {
    this.bids = new BookSide(levels);
    this.asks = new BookSide(levels);
  }

  clear(): void {
    this.bids.clear();
    this.asks.clear();
    this.bidRank = this.askRank = 0;
  }

  apply({ count, sides, ticks, lots }: BookUpdate): void {
    for (let i = 0; i < count; i++) this.set(sides[i], ticks[i], lots[i]);
  }

  /** Sets a level to so many lots, 0 takes it out. */
  set(side: Side, ticks: number, lots: number): Change {
    const isBid = side === Side.Buy;
    const levels = isBid ? this.bids : this.asks;
    const change = levels.set(isBid ? ticks : -ticks | 0, lots);
    if (change === Change.Unknown) this.unknownDeletes++;
    else if (change === Change.None) this.unchanged++;
    else if (isBid) this.bidRank = Math.min(this.bidRank, levels.rank);
    else this.askRank = Math.min(this.askRank, levels.rank);
    return change;
  }

  /** Lots of a level; 0 = there is none. */
  lotsAt(side: Side, ticks: number): number {
    return side === Side.Buy ? this.bids.at(ticks) : this.asks.at(-ticks | 0);
  }

  /** True when one of the best `levels` of the side has changed since it was told so last. */
  movedWithin(side: Side, levels: number): boolean {
    return (side === Side.Buy ? this.bidRank : this.askRank) < levels;
  }

  settle(side: Side): void {
    if (side === Side.Buy) this.bidRank = Number.POSITIVE_INFINITY;
    else this.askRank = Number.POSITIVE_INFINITY;
  }

  side(side: Side): BookSide {
    return side === Side.Buy ? this.bids : this.asks;
  }

  /** A buyer would pay what a seller asks, or more: one side is wrong. */
  isCrossed(): boolean {
    const { bids, asks } = this;
    return bids.count > 0 && asks.count > 0 && bids.keyAt(0) + asks.keyAt(0) >= 0;
  }
}

/** Ticks of a side's key. */
export const ticksOfKey = (side: Side, key: number): number => (side === Side.Buy ? key : -key | 0);

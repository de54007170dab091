/**
 * Stops that wait: queues by trigger price in a ladder of their own, one for each instrument, source and side. Buy stops
 * are elected when the reference is at or above their trigger, sell stops when it is at or below; the nearest trigger
 * first, then who came first. An order waits here or rests in the book, never both, so the links of its line serve both.
 */
import { Side } from '../../protocol/codes/enums.js';
import { VENUES } from '../../protocol/records/routing.js';
import { Ladder, Lvl, LvlSize } from './ladder.js';
import { Ord, type OrderPool, OrderSize, Rests } from './order-pool.js';
import { type OrderTerms, Term, TermDouble, TermSize } from './order-terms.js';

/** References that a trigger may name: our own last trade, bid and offer, and what each venue traded last; see `sourceIndex` in the core. */
export const SOURCES = 3 + VENUES;

/** What the core asks of a trigger book. Two are written against it, as with the book. */
export interface Triggers {
  /** False: the pool of price levels is full. @param source number below SOURCES */
  add(slot: number, source: number): boolean;
  remove(slot: number, source: number): void;
  /** The first to be elected of one side, if its trigger is reached at `ticks`; else 0. */
  elected(instrument: number, source: number, side: Side, ticks: number): number;
  /** Visits the stops of one side, the nearest trigger first. */
  walk(instrument: number, source: number, side: Side, visit: (slot: number) => void): void;
}

export class TriggerBook implements Triggers {
  private readonly ladder: Ladder;
  /** By instrument and source: its sides have been used. Memory of those that nobody names is never touched. */
  private readonly used: Uint8Array;

  constructor(
    private readonly orders: OrderPool,
    private readonly terms: OrderTerms,
    instruments: number,
    chunks: number,
  ) {
    this.ladder = new Ladder(instruments * SOURCES * 2, chunks, 'when they begin');
    this.used = new Uint8Array(instruments * SOURCES);
  }

  add(slot: number, source: number): boolean {
    const { i32 } = this.orders;
    const side = this.sideOf(slot, source);
    if (this.used[side >> 1] === 0) this.use(side >> 1);
    const level = this.ladder.open(side, this.rankOf(slot));
    if (level < 0) return false;
    const at = slot << OrderSize.Shift;
    const queue = level << LvlSize.Shift;
    const previous = this.lastBefore(slot, this.ladder.i32[queue | Lvl.Last]);
    const next =
      previous === 0 ? this.ladder.i32[queue | Lvl.First] : i32[(previous << OrderSize.Shift) | Ord.Next];
    i32[at | Ord.Next] = next;
    i32[at | Ord.Previous] = previous;
    if (previous === 0) this.ladder.i32[queue | Lvl.First] = slot;
    else i32[(previous << OrderSize.Shift) | Ord.Next] = slot;
    if (next === 0) this.ladder.i32[queue | Lvl.Last] = slot;
    else i32[(next << OrderSize.Shift) | Ord.Previous] = slot;
    // The book must not take it for one of its own: it rests nowhere. Its level is found by its trigger.
    i32[at | Ord.Level] = Rests.Nowhere;
    return true;
  }

  remove(slot: number, source: number): void {
    const { i32 } = this.orders;
    const side = this.sideOf(slot, source);
    const rank = this.rankOf(slot);
    const level = this.ladder.open(side, rank);
    const at = slot << OrderSize.Shift;
    const queue = level << LvlSize.Shift;
    const next = i32[at | Ord.Next];
    const previous = i32[at | Ord.Previous];
    if (previous === 0) this.ladder.i32[queue | Lvl.First] = next;
    else i32[(previous << OrderSize.Shift) | Ord.Next] = next;
    if (next === 0) this.ladder.i32[queue | Lvl.Last] = previous;
    else i32[(next << OrderSize.Shift) | Ord.Previous] = previous;
    if ((next | previous) === 0) this.ladder.close(side, rank, level);
  }

  elected(instrument: number, source: number, side: Side, ticks: number): number {
    const index = indexOf(instrument, source, side);
    if (this.used[index >> 1] === 0) return 0;
    const reached = side === Side.Buy ? -ticks : ticks;
    if (this.ladder.bestLevel(index) < 0 || this.ladder.bestRank(index) < reached) return 0;
    return this.ladder.i32[(this.ladder.bestLevel(index) << LvlSize.Shift) | Lvl.First];
  }

  walk(instrument: number, source: number, side: Side, visit: (slot: number) => void): void {
    const index = indexOf(instrument, source, side);
    if (this.used[index >> 1] === 0) return;
    this.ladder.walk(index, (level) => {
      let slot = this.ladder.i32[(level << LvlSize.Shift) | Lvl.First];
      for (; slot !== 0; slot = this.orders.i32[(slot << OrderSize.Shift) | Ord.Next]) visit(slot);
    });
  }

  private use(pair: number): void {
    this.used[pair] = 1;
    this.ladder.begin(pair << 1);
    this.ladder.begin((pair << 1) | 1);
  }

  /** A trailing stop whose trigger has moved here may have come before those that wait here: its entry counts. */
  private lastBefore(slot: number, last: number): number {
    const since = this.since(slot);
    let before = last;
    while (before !== 0 && this.since(before) > since)
      before = this.orders.i32[(before << OrderSize.Shift) | Ord.Previous];
    return before;
  }

  private since(slot: number): number {
    return this.terms.f64[this.terms.doubleAt(slot, TermDouble.Sequence)];
  }

  private sideOf(slot: number, source: number): number {
    return indexOf(this.orders.instrument(slot), source, this.orders.side(slot));
  }

  /** The nearest trigger is the best: a buy stop's lowest, a sell stop's highest. */
  private rankOf(slot: number): number {
    const ticks = this.terms.i32[(slot << TermSize.Shift) | Term.TriggerTicks];
    return this.orders.side(slot) === Side.Buy ? -ticks | 0 : ticks;
  }
}

const indexOf = (instrument: number, source: number, side: number): number =>
  ((instrument * SOURCES + source) << 1) | (side - 1);

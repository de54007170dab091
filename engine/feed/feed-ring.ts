/**
 * The feed's end of one strategy's ring. Market data leaves room for order events, always: where only that room is left,
 * trades and states of books are left out, counted, told as a gap, and the books are sent whole as soon as there is room.
 * An order event without room, or a cursor that no working reader writes, is a fault: the strategy counts as hung.
 */

import { Side } from '../../protocol/codes/enums.js';
import {
  Fd,
  FdDouble,
  FdPhase,
  FeedKind,
  LEVELS_PER_RECORD,
  Lvl,
  LvlDouble,
} from '../../protocol/records/feed.js';
import { head } from '../../protocol/records/layout.js';
import { createLane, LANE_FULL, type LaneMemory, LaneWriter } from '../rings/lane.js';
import type { LevelView } from '../views/depth.js';
import { BOARD_LEVELS, type Board } from './board.js';
import type { Standing } from './standing.js';

/** Three quarters of the slots are for order events: one left out would be a lie, a trade left out is a gap. */
const reservedSlots = (slots: number): number => slots - (slots >> 2);

/**
 * Orders that a strategy may have live at a time, and orders and replaces that it may have in flight. With an answer to
 * each of these, an answer to a cancel of each of those and an end of each, a quarter is left for executions.
 */
export const ordersAtATime = (slots: number): number => reservedSlots(slots) >> 2;

/** Made by the host, afresh for each life of a strategy. `bell` wakes the strategy's worker. */
export function createFeedRing(slots: number, bell: SharedArrayBuffer): LaneMemory {
  return createLane(slots, reservedSlots(slots), bell);
}

/** What names an event. */
export interface Stamp {
  readonly index: number;
  readonly sequence: number;
  readonly seconds: number;
  readonly nanos: number;
}

export class FeedRing {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  /** Why this strategy counts as hung. Nothing is written any more. */
  fault: string | undefined;
  /** Records written and left out since whoever counts has looked. */
  marketData = 0;
  orderEvents = 0;
  left = 0;
  private readonly lane: LaneWriter;
  private gap = 0;
  private live = false;
  /** Books that this strategy does not have as they are now. */
  private readonly stale = new Set<Board>();
  /** So with what stands otherwise. */
  private readonly untold = new Set<Standing>();

  /** @param memory fresh from `createFeedRing`: what stands in it is trusted until the strategy's worker has it */
  constructor(memory: LaneMemory) {
    this.lane = new LaneWriter(memory);
    this.i32 = this.lane.i32;
    this.f64 = this.lane.f64;
  }

  /** Something waits for room. */
  get busy(): boolean {
    return this.fault === undefined && (this.stale.size > 0 || this.untold.size > 0 || this.gap > 0);
  }

  changed(standing: Standing): void {
    this.untold.add(standing);
  }

  bookChanged(board: Board): void {
    if (this.stale.has(board)) this.leaveOut();
    else this.stale.add(board);
  }

  trade(headWord: number, instrument: number, priceTicks: number, lots: number, stamp: Stamp): void {
    if (this.gap > 0 || !this.lane.room(1)) return this.leaveOut();
    const at = this.lane.claim();
    this.fill(at, headWord, instrument, stamp);
    this.i32[at + Fd.PriceTicks] = priceTicks;
    this.f64[(at >> 1) + FdDouble.Lots] = lots;
    this.marketData++;
  }

  /** Offset of an order event's record, all of it zero but what is given; LANE_FULL: there is a fault. */
  begin(headWord: number, instrument: number, stamp: Stamp): number {
    if (this.fault !== undefined) return LANE_FULL;
    const at = this.lane.claimUrgent();
    if (at === LANE_FULL) {
      this.fault = 'its ring had no room for an order event';
      return LANE_FULL;
    }
    this.fill(at, headWord, instrument, stamp);
    this.orderEvents++;
    return at;
  }

  /** Ends a turn: what waited goes out as far as there is room, and the strategy is woken. Returns records. */
  flush(stamp: Stamp): number {
    if (this.lane.damaged) this.fault ??= 'it wrote a cursor into its ring that no reader writes';
    if (this.fault !== undefined) return 0;
    const before = this.marketData;
    if (this.gap > 0) this.writeGap(stamp);
    for (const standing of this.untold) if (this.writeStanding(standing)) this.untold.delete(standing);
    for (const board of this.stale) if (this.writeBook(board)) this.stale.delete(board);
    if (!this.live && this.stale.size + this.untold.size === 0) this.goLive(stamp);
    this.lane.commit();
    return this.marketData - before;
  }

  private leaveOut(): void {
    if (!this.live) return;
    this.gap++;
    this.left++;
  }

  private writeGap(stamp: Stamp): void {
    if (!this.lane.room(1)) return;
    const at = this.lane.claim();
    this.fill(at, head(FeedKind.Gap), 0, stamp);
    this.f64[(at >> 1) + FdDouble.Lots] = this.gap;
    this.gap = 0;
    this.marketData++;
  }

  private writeStanding(standing: Standing): boolean {
    if (!this.lane.room(1)) return false;
    const at = this.lane.claim();
    this.fill(at, standing.headWord, standing.instrument, standing);
    this.i32[at + Fd.PriceTicks] = standing.priceTicks;
    this.i32[at + FdPhase.UntilSeconds] = standing.untilSeconds;
    this.i32[at + FdPhase.UntilNanos] = standing.untilNanos;
    this.f64[(at >> 1) + FdDouble.Lots] = standing.lots;
    this.f64[(at >> 1) + FdDouble.ExecutedLots] = standing.surplusLots;
    this.marketData++;
    return true;
  }

  private writeBook(board: Board): boolean {
    const records = recordsOf(board.bids) + recordsOf(board.asks) + 1;
    if (!this.lane.room(records)) return false;
    this.writeLevels(Side.Buy, board.bids);
    this.writeLevels(Side.Sell, board.asks);
    this.fill(this.lane.claim(), head(FeedKind.Book, board.place), board.instrument, board);
    this.marketData += records;
    return true;
  }

  private writeLevels(side: Side, view: LevelView): void {
    for (let first = 0; first < view.count; first += LEVELS_PER_RECORD) {
      const count = Math.min(LEVELS_PER_RECORD, view.count - first);
      const at = this.lane.claim();
      this.i32[at] = head(FeedKind.Levels, side, count);
      for (let i = 0; i < count; i++) this.putLevel(at, i, view, first + i);
    }
  }

  private putLevel(at: number, place: number, view: LevelView, index: number): void {
    const word = at + place * Lvl.WordsPerLevel;
    this.f64[(at >> 1) + LvlDouble.FirstLots + place] = view.lots[index];
    this.i32[word + Lvl.FirstPriceTicks] = view.priceTicks[index];
    this.i32[word + Lvl.FirstOrders] = view.orders[index];
  }

  private goLive(stamp: Stamp): void {
    this.live = this.begin(head(FeedKind.Live), 0, stamp) !== LANE_FULL;
  }

  private fill(at: number, headWord: number, instrument: number, stamp: Stamp): void {
    const { i32, f64 } = this;
    const doubles = at >> 1;
    i32[at + Fd.Head] = headWord;
    i32[at + Fd.Index] = stamp.index;
    i32[at + Fd.Instrument] = instrument;
    i32[at + Fd.PriceTicks] = 0;
    f64[doubles + FdDouble.ExecutedLots] = 0;
    f64[doubles + FdDouble.Lots] = 0;
    i32[at + Fd.ClientIdLow] = 0;
    i32[at + Fd.ClientIdHigh] = 0;
    f64[doubles + FdDouble.Sequence] = stamp.sequence;
    i32[at + Fd.Seconds] = stamp.seconds;
    i32[at + Fd.Nanos] = stamp.nanos;
  }
}

const recordsOf = (view: LevelView): number => Math.ceil(view.count / LEVELS_PER_RECORD);

/** Slots of the largest book, which must fit beside the order events' share. */
export const BOOK_RECORDS = 2 * Math.ceil(BOARD_LEVELS / LEVELS_PER_RECORD) + 1;

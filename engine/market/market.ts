/**
 * What the core knows of each instrument's market beside its definition: trading phase, price bands, tick table, and the
 * indicative price of an auction in progress. Columns by instrument, changed by commands alone. `mode` puts into one
 * byte what an order has to look at: 0 = continuous trading without bands and tick table, which costs one test.
 */
import { TradingPhase } from '../../protocol/codes/enums.js';
import { collects, refuses } from './phases.js';
import { TickTable } from './tick-table.js';

export const enum Mode {
  Plain = 0,
  /** Orders rest without matching. */
  Collects = 1,
  Refuses = 2,
  Bands = 4,
  TickTable = 8,
}

/** What is left to do of the command in progress; 0 = nothing. */
export const enum Work {
  None = 0,
  /** A phase change goes on. */
  Phase = 1,
  /** Volatility auctions are being looked through for those whose time is over. */
  Timers = 2,
  /** A band was reached: the volatility auction has begun and nobody knows yet. */
  Interrupted = 4,
  /** Auction books have changed: indicative prices are to be looked at. */
  Indicative = 8,
  /** The other side of a quote is still to come. */
  Quote = 16,
  /** Market-maker protection was triggered: quotes are to be pulled. */
  Pull = 32,
  /** Children of routed orders have changed: their parents are to be looked at. */
  Route = 64,
}

/** What belongs to the phases. */
export const PHASE_WORK = Work.Phase | Work.Timers | Work.Interrupted;

const enum Due {
  No = 0,
  Yes = 1,
}

export class Market {
  readonly mode: Uint8Array;
  readonly phase: Uint8Array;
  /** What the calendar asked for last, and for when; a phase set by hand leaves it alone. */
  readonly scheduled: Uint8Array;
  readonly scheduledSeconds: Float64Array;
  /** When the volatility auction ends by itself; 0 = it does not. */
  readonly untilSeconds: Float64Array;
  readonly untilNanos: Int32Array;
  readonly staticBasisPoints: Int32Array;
  readonly dynamicBasisPoints: Int32Array;
  readonly bandAction: Uint8Array;
  readonly auctionMs: Int32Array;
  /** Price of the last uncross; only where `uncrossed`. */
  readonly uncrossTicks: Int32Array;
  readonly uncrossed: Uint8Array;
  /** The indicative price as it was told last; no volume = none. */
  readonly indicativeTicks: Int32Array;
  readonly indicativeLots: Float64Array;
  readonly surplusLots: Float64Array;
  readonly surplusSide: Uint8Array;
  /** 1 = the auction book was too deep to look through for one order; it is looked at when time passes. */
  readonly late: Uint8Array;
  readonly ticks: TickTable;

  work: number = Work.None;
  /** How many volatility auctions have an end of their own, and how many books are late: usually there is nothing to do. */
  timers = 0;
  lateCount = 0;
  /** Instrument whose volatility auction has begun in this command. */
  interrupted = 0;
  /** Instruments whose indicative price is to be looked at, in the order in which their books changed. */
  readonly due: Int32Array;
  dueCount = 0;
  private readonly isDue: Uint8Array;

  constructor(readonly capacity: number) {
    this.mode = new Uint8Array(capacity);
    this.phase = new Uint8Array(capacity).fill(TradingPhase.Continuous);
    this.scheduled = new Uint8Array(capacity).fill(TradingPhase.Continuous);
    this.scheduledSeconds = new Float64Array(capacity);
    this.untilSeconds = new Float64Array(capacity);
    this.untilNanos = new Int32Array(capacity);
    this.staticBasisPoints = new Int32Array(capacity);
    this.dynamicBasisPoints = new Int32Array(capacity);
    this.bandAction = new Uint8Array(capacity);
    this.auctionMs = new Int32Array(capacity);
    this.uncrossTicks = new Int32Array(capacity);
    this.uncrossed = new Uint8Array(capacity);
    this.indicativeTicks = new Int32Array(capacity);
    this.indicativeLots = new Float64Array(capacity);
    this.surplusLots = new Float64Array(capacity);
    this.surplusSide = new Uint8Array(capacity);
    this.late = new Uint8Array(capacity);
    this.ticks = new TickTable(capacity);
    this.due = new Int32Array(capacity);
    this.isDue = new Uint8Array(capacity);
  }

  /** Everything that is state, for the image; `rebuild` after loading. */
  columns(): (Uint8Array | Int32Array | Float64Array)[] {
    return [
      ...[this.phase, this.scheduled, this.scheduledSeconds, this.untilSeconds, this.untilNanos],
      ...[this.staticBasisPoints, this.dynamicBasisPoints, this.bandAction, this.auctionMs],
      ...[this.uncrossTicks, this.uncrossed, this.late],
      ...[this.indicativeTicks, this.indicativeLots, this.surplusLots, this.surplusSide],
      ...this.ticks.columns(),
    ];
  }

  rebuild(): void {
    for (let instrument = 1; instrument < this.capacity; instrument++) {
      this.refresh(instrument);
      if (this.untilSeconds[instrument] !== 0) this.timers++;
      this.lateCount += this.late[instrument];
    }
  }

  isIn(instrument: number, phase: TradingPhase): boolean {
    return this.phase[instrument] === phase;
  }

  collects(instrument: number): boolean {
    return (this.mode[instrument] & Mode.Collects) !== 0;
  }

  /** Neither bands nor tick table. */
  clearRules(instrument: number): void {
    this.staticBasisPoints[instrument] = this.dynamicBasisPoints[instrument] = 0;
    this.bandAction[instrument] = this.auctionMs[instrument] = 0;
    this.ticks.define(instrument, 0, 0, 0);
    this.refresh(instrument);
  }

  /** From now on; what follows from it for the orders is the phase desk's matter. */
  enter(instrument: number, phase: TradingPhase): void {
    this.phase[instrument] = phase;
    if (this.untilSeconds[instrument] !== 0) this.timers--;
    this.untilSeconds[instrument] = this.untilNanos[instrument] = 0;
    this.setLate(instrument, 0);
    this.forgetIndicative(instrument);
    this.refresh(instrument);
  }

  /** A volatility auction, which ends `auctionMs` after the given core time. */
  interrupt(instrument: number, seconds: number, nanos: number): void {
    this.enter(instrument, TradingPhase.VolatilityAuction);
    const ms = this.auctionMs[instrument];
    if (ms === 0) return;
    const nanosLater = nanos + (ms % 1_000) * 1e6;
    this.untilSeconds[instrument] = seconds + Math.floor(ms / 1_000) + Math.floor(nanosLater / 1e9);
    this.untilNanos[instrument] = nanosLater % 1e9;
    if (this.untilSeconds[instrument] !== 0) this.timers++;
  }

  /** An order has met the dynamic band: a volatility auction begins at once, and is told when the order is done. */
  bandReached(instrument: number, seconds: number, nanos: number): void {
    this.interrupt(instrument, seconds, nanos);
    this.interrupted = instrument;
    this.work |= Work.Interrupted;
  }

  /** The volatility auction has an end, and it has come. */
  isOver(instrument: number, seconds: number, nanos: number): boolean {
    if (!this.isIn(instrument, TradingPhase.VolatilityAuction)) return false;
    const until = this.untilSeconds[instrument];
    if (until === 0) return false;
    return seconds > until || (seconds === until && nanos >= this.untilNanos[instrument]);
  }

  setLate(instrument: number, late: 0 | 1): void {
    this.lateCount += late - this.late[instrument];
    this.late[instrument] = late;
  }

  /** The auction book has changed. Nothing outside an auction. */
  touch(instrument: number): void {
    if (this.isDue[instrument] === Due.Yes || !this.collects(instrument)) return;
    this.isDue[instrument] = Due.Yes;
    this.due[this.dueCount++] = instrument;
    this.work |= Work.Indicative;
  }

  /** The last of those that are due has been looked at. */
  untouchLast(): void {
    this.isDue[this.due[--this.dueCount]] = Due.No;
    if (this.dueCount === 0) this.work &= ~Work.Indicative;
  }

  /** The mode follows from everything else. */
  refresh(instrument: number): void {
    const phase: TradingPhase = this.phase[instrument];
    const bands = this.staticBasisPoints[instrument] | this.dynamicBasisPoints[instrument];
    this.mode[instrument] =
      (collects(phase) ? Mode.Collects : 0) |
      (refuses(phase) ? Mode.Refuses : 0) |
      (bands !== 0 ? Mode.Bands : 0) |
      (this.ticks.isThere(instrument) ? Mode.TickTable : 0);
  }

  private forgetIndicative(instrument: number): void {
    this.indicativeTicks[instrument] = this.surplusSide[instrument] = 0;
    this.indicativeLots[instrument] = this.surplusLots[instrument] = 0;
  }
}

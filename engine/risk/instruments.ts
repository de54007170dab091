/**
 * Instruments as risk knows them: what every order is held against stands in one cache line an instrument; limits that
 * most do not have are columns beside. Changed by commands alone, the last price by trades.
 */
import { Flag, FlagWords } from './flags.js';
import { Limit } from './limit.js';

/** Words of an instrument, from `instrument << InsSize.Shift` on. */
export const enum Ins {
  /** `InsStatus` bits; 0 = not defined. */
  Status = 0,
  /** `Flag` bits. */
  Flags = 1,
  MinPriceTicks = 2,
  MaxPriceTicks = 3,
  /** Price of the last trade; only where `Traded` is 1. */
  LastTicks = 4,
  Traded = 5,
  ReferenceTicks = 6,
  MarginPercent = 7,
}
/** Its doubles, from `instrument << InsSize.DoubleShift` on. */
export const enum InsDouble {
  MaxQtyLots = 4,
  MaxNotional = 5,
}
export const enum InsSize {
  Words = 16,
  Shift = 4,
  DoubleShift = 3,
}
export const enum InsStatus {
  Defined = 1,
  Open = 2,
}

export class Instruments {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly flags: FlagWords;
  readonly collarTicks: Limit;
  readonly collarBasisPoints: Limit;
  readonly restricted: Limit;
  /** Points of protection of market orders that name none. */
  readonly protectionTicks: Limit;
  /** Those of positions that have none of their own. */
  readonly maxPositionLots: Limit;
  readonly maxExposure: Limit;

  constructor(readonly capacity: number) {
    const memory = new ArrayBuffer(capacity * InsSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.flags = new FlagWords(this.i32, InsSize.Shift, Ins.Flags);
    this.collarTicks = new Limit(capacity, this.flags, Flag.CollarTicks);
    this.collarBasisPoints = new Limit(capacity, this.flags, Flag.CollarBasisPoints);
    this.restricted = new Limit(capacity, this.flags, Flag.Restricted);
    this.protectionTicks = new Limit(capacity, this.flags, 0);
    this.maxPositionLots = new Limit(capacity, this.flags, 0);
    this.maxExposure = new Limit(capacity, this.flags, 0);
  }

  /** An id that is no instrument's is not defined either. */
  knows(instrument: number): boolean {
    return instrument > 0 && instrument < this.capacity && this.isDefined(instrument);
  }

  /** So for the others: of an instrument below `capacity`. */
  isDefined(instrument: number): boolean {
    return this.i32[(instrument << InsSize.Shift) | Ins.Status] !== 0;
  }
  isOpen(instrument: number): boolean {
    return (this.i32[(instrument << InsSize.Shift) | Ins.Status] & InsStatus.Open) !== 0;
  }
  minPriceTicks(instrument: number): number {
    return this.i32[(instrument << InsSize.Shift) | Ins.MinPriceTicks];
  }
  maxPriceTicks(instrument: number): number {
    return this.i32[(instrument << InsSize.Shift) | Ins.MaxPriceTicks];
  }
  /** Within the lowest and the highest: whatever makes a price, a client or the engine, keeps to them. */
  hasPrice(instrument: number, priceTicks: number): boolean {
    return priceTicks >= this.minPriceTicks(instrument) && priceTicks <= this.maxPriceTicks(instrument);
  }
  referenceTicks(instrument: number): number {
    return this.i32[(instrument << InsSize.Shift) | Ins.ReferenceTicks];
  }
  marginPercent(instrument: number): number {
    return this.i32[(instrument << InsSize.Shift) | Ins.MarginPercent];
  }
  maxQtyLots(instrument: number): number {
    return this.f64[(instrument << InsSize.DoubleShift) | InsDouble.MaxQtyLots];
  }
  maxNotional(instrument: number): number {
    return this.f64[(instrument << InsSize.DoubleShift) | InsDouble.MaxNotional];
  }
  hasTraded(instrument: number): boolean {
    return this.i32[(instrument << InsSize.Shift) | Ins.Traded] === 1;
  }
  lastTicks(instrument: number): number {
    return this.i32[(instrument << InsSize.Shift) | Ins.LastTicks];
  }

  /** What the configuration and the operator limit. */
  get limits(): readonly Limit[] {
    return [
      ...[this.collarTicks, this.collarBasisPoints, this.restricted],
      ...[this.maxPositionLots, this.maxExposure, this.protectionTicks],
    ];
  }

  /** Price of the last trade, else the reference; 0 = neither says anything. */
  markTicks(instrument: number): number {
    return (this.hasTraded(instrument) && this.lastTicks(instrument)) || this.referenceTicks(instrument);
  }

  /** What a position is shown at: the last trade, at 0 as well, else the reference; null = there is neither. */
  shownAtTicks(instrument: number): number | null {
    if (this.hasTraded(instrument)) return this.lastTicks(instrument);
    return this.referenceTicks(instrument) || null;
  }

  traded(instrument: number, priceTicks: number): void {
    this.i32[(instrument << InsSize.Shift) | Ins.LastTicks] = priceTicks;
    this.i32[(instrument << InsSize.Shift) | Ins.Traded] = 1;
  }
}

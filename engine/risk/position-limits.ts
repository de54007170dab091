/**
 * Position and exposure limits, and the restricted list of accounts: each position has those of its instrument unless it
 * has its own. What holds stands in the position's row, where the order that has to pass it looks anyway.
 */
import { LimitKind, LimitMode } from '../../protocol/codes/enums.js';
import { Pos, PosDouble, type Positions, PosSize } from '../ledger/positions.js';
import { Flag } from './flags.js';
import type { Instruments } from './instruments.js';

/** Bits of `Pos.Own`: which limits are the row's own, and, `ByHandShift` higher, which of them were set by hand. */
const enum Own {
  Position = 1,
  Exposure = 2,
  Restricted = 4,
  ByHandShift = 8,
}

const ownBit = (kind: LimitKind): Own => {
  if (kind === LimitKind.Position) return Own.Position;
  return kind === LimitKind.Exposure ? Own.Exposure : Own.Restricted;
};

export class PositionLimits {
  constructor(
    private readonly instruments: Instruments,
    private readonly positions: Positions,
  ) {}

  /** A new row, or row 0 in the place of one that is not there yet, has what its instrument has. */
  begin(row: number, instrument: number): void {
    const { i32 } = this.positions;
    i32[(row << PosSize.Shift) | Pos.Flags] = 0;
    i32[(row << PosSize.Shift) | Pos.Own] = 0;
    this.putLots(row, this.instruments.maxPositionLots.values[instrument]);
    this.putExposure(row, this.instruments.maxExposure.values[instrument]);
  }

  /** Of one position: `value` 0 gives it back to its instrument's. */
  setOwn(row: number, kind: LimitKind, value: number, mode: LimitMode): void {
    const { i32 } = this.positions;
    const at = (row << PosSize.Shift) | Pos.Own;
    const bit = ownBit(kind);
    const handBit = bit << Own.ByHandShift;
    if (mode === LimitMode.Initial && (i32[at] & handBit) !== 0) return;
    i32[at] &= ~(bit | handBit);
    if (value !== 0) i32[at] |= bit;
    if (mode === LimitMode.ByHand) i32[at] |= handBit;
    const instrument = this.positions.instrument(row);
    if (kind === LimitKind.Restricted) this.putFlag(row, Flag.Restricted, value !== 0);
    else if (kind === LimitKind.Position)
      this.putLots(row, value || this.instruments.maxPositionLots.values[instrument]);
    else this.putExposure(row, value || this.instruments.maxExposure.values[instrument]);
  }

  /** The instrument's has changed: so has that of all positions without their own. */
  follow(instrument: number, kind: LimitKind): void {
    const { positions } = this;
    const { maxPositionLots, maxExposure } = this.instruments;
    for (let row = 1; row <= positions.count; row++) {
      if (positions.instrument(row) !== instrument || this.hasOwn(row, kind)) continue;
      if (kind === LimitKind.Position) this.putLots(row, maxPositionLots.values[instrument]);
      else this.putExposure(row, maxExposure.values[instrument]);
    }
  }

  /** See `RiskState.forgetInitialLimits`; after the instruments have forgotten theirs. */
  forgetInitial(): void {
    const { positions } = this;
    for (let row = 1; row <= positions.count; row++)
      for (const kind of [LimitKind.Position, LimitKind.Exposure, LimitKind.Restricted])
        if (!this.isByHand(row, kind)) this.setOwn(row, kind, 0, LimitMode.Release);
  }

  hasOwn(row: number, kind: LimitKind): boolean {
    return (this.positions.i32[(row << PosSize.Shift) | Pos.Own] & ownBit(kind)) !== 0;
  }
  isByHand(row: number, kind: LimitKind): boolean {
    const own = this.positions.i32[(row << PosSize.Shift) | Pos.Own];
    return (own & (ownBit(kind) << Own.ByHandShift)) !== 0;
  }

  private putLots(row: number, lots: number): void {
    const at = (row << PosSize.DoubleShift) | PosDouble.MaxLots;
    this.positions.f64[at] = lots === 0 ? Number.MAX_SAFE_INTEGER : lots;
  }

  private putExposure(row: number, units: number): void {
    this.positions.f64[(row << PosSize.DoubleShift) | PosDouble.MaxExposure] = units;
    this.putFlag(row, Flag.Exposure, units !== 0);
  }

  private putFlag(row: number, flag: Flag, on: boolean): void {
    const { i32 } = this.positions;
    const at = (row << PosSize.Shift) | Pos.Flags;
    i32[at] = on ? i32[at] | flag : i32[at] & ~flag;
  }
}

/**
 * What a lot of each instrument is worth, in which currency, and what trading it costs: 32 bytes an instrument, so that a
 * fill fetches one line. An instrument that nobody has described is worth one unit a tick and lot, in currency 0.
 */

import { ContractKind } from '../../protocol/codes/enums.js';

/** Words of a contract, from `instrument << ConSize.Shift` on. */
export const enum Con {
  /** Fee of the maker and of the taker in millionths of the fill's value; below zero = a rebate. */
  MakerRate = 2,
  TakerRate = 3,
  /** Settlement currency. */
  Currency = 4,
  Kind = 5,
}
/** Its doubles, from `instrument << ConSize.DoubleShift` on. */
export const enum ConDouble {
  /** Linear: units of the currency that a tick and lot are worth. Inverse: units × ticks that a lot is worth. */
  UnitValue = 0,
}
export const enum ConSize {
  Words = 8,
  Shift = 3,
  DoubleShift = 2,
}

/** Fee rates are millionths: this one is all of the value. */
export const WHOLE_RATE = 1_000_000;
/** Most that one lot may be worth at any price; with less than 2^53 lots a position's cost stays exact. */
export const MOST_PER_LOT = 2 ** 52;

/** The price by which an instrument is valued before its first trade is one that its contract can count, or 0: none. */
export const referenceFits = (kind: number, unitValue: number, ticks: number): boolean =>
  ticks === 0 || pricesFit(kind, unitValue, ticks, ticks);

export const isRate = (millionths: number): boolean => millionths >= -WHOLE_RATE && millionths <= WHOLE_RATE;

/** A lot at any of these prices is worth no more than can be counted; who divides by a price needs one above zero. */
export function pricesFit(
  kind: number,
  unitValue: number,
  lowestTicks: number,
  highestTicks: number,
): boolean {
  if (kind === ContractKind.Inverse) return lowestTicks > 0;
  return Math.max(Math.abs(lowestTicks), Math.abs(highestTicks)) * unitValue <= MOST_PER_LOT;
}

export class Contracts {
  readonly i32: Int32Array;
  readonly f64: Float64Array;

  constructor(readonly instruments: number) {
    const memory = new ArrayBuffer(instruments * ConSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    for (let id = 0; id < instruments; id++) this.f64[(id << ConSize.DoubleShift) | ConDouble.UnitValue] = 1;
  }

  currency(instrument: number): number {
    return this.i32[(instrument << ConSize.Shift) | Con.Currency];
  }
  kind(instrument: number): number {
    return this.i32[(instrument << ConSize.Shift) | Con.Kind];
  }
  makerRate(instrument: number): number {
    return this.i32[(instrument << ConSize.Shift) | Con.MakerRate];
  }
  takerRate(instrument: number): number {
    return this.i32[(instrument << ConSize.Shift) | Con.TakerRate];
  }
  /** Where the unit value stands in `f64`. */
  unitValueAt(instrument: number): number {
    return (instrument << ConSize.DoubleShift) | ConDouble.UnitValue;
  }
}

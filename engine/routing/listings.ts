/**
 * Instruments at venues: trading rules, fees, and the best levels of their books as the adapter told them last, less what was
 * sent there since. By venue and instrument; memory that no venue uses is never touched.
 */
import { ListingStatus, Side } from '../../protocol/codes/enums.js';
import { byteB } from '../../protocol/records/layout.js';
import { Listing, ListingDouble, VENUE_LEVELS, VENUES } from '../../protocol/records/routing.js';

/** Doubles of a listing that has been saved: index, five words, two quantities, then the levels. */
const ROW_HEAD = 7;
const LEVELS = 2 * VENUE_LEVELS;
const ROW = ROW_HEAD + 2 * LEVELS;

export class Listings {
  readonly status: Uint8Array;
  readonly stepTicks: Int32Array;
  readonly makerRate: Int32Array;
  readonly takerRate: Int32Array;
  readonly minLots: Float64Array;
  readonly stepLots: Float64Array;
  /** See `levelAt`. No lots = no level here, and none behind it. */
  readonly levelTicks: Int32Array;
  readonly levelLots: Float64Array;

  constructor(private readonly instruments: number) {
    const rows = VENUES * instruments;
    this.status = new Uint8Array(rows);
    this.stepTicks = new Int32Array(rows);
    this.makerRate = new Int32Array(rows);
    this.takerRate = new Int32Array(rows);
    this.minLots = new Float64Array(rows);
    this.stepLots = new Float64Array(rows);
    this.levelTicks = new Int32Array(rows * LEVELS);
    this.levelLots = new Float64Array(rows * LEVELS);
  }

  /** Row of an instrument at a venue. */
  at(venue: number, instrument: number): number {
    return venue * this.instruments + instrument;
  }

  /** As a DefineListing says; prices of what is not traded are forgotten. */
  define(row: number, i32: Int32Array, f64: Float64Array, at: number): void {
    this.status[row] = byteB(i32[at]);
    this.stepTicks[row] = i32[at + Listing.StepTicks];
    this.makerRate[row] = i32[at + Listing.MakerRate];
    this.takerRate[row] = i32[at + Listing.TakerRate];
    this.minLots[row] = f64[(at >> 1) + ListingDouble.MinLots];
    this.stepLots[row] = f64[(at >> 1) + ListingDouble.StepLots];
    if (this.trades(row)) return;
    for (const side of [Side.Buy, Side.Sell]) this.setLevel(row, side, 0, 0, 0);
  }

  isListed(row: number): boolean {
    return this.status[row] !== ListingStatus.NotListed;
  }

  trades(row: number): boolean {
    return this.status[row] === ListingStatus.Trading;
  }

  /** Where the best level of a side (1 buy, 2 sell) stands; the others follow. */
  levelAt(row: number, side: number): number {
    return row * LEVELS + (side - 1) * VENUE_LEVELS;
  }

  setLevel(row: number, side: number, position: number, priceTicks: number, lots: number): void {
    const best = this.levelAt(row, side);
    if (lots === 0) this.levelLots.fill(0, best + position, best + VENUE_LEVELS);
    else {
      this.levelTicks[best + position] = priceTicks;
      this.levelLots[best + position] = lots;
    }
  }

  /** What is known of a venue's prices is not to be relied on any more. */
  forget(venue: number): void {
    const first = this.at(venue, 0) * LEVELS;
    this.levelLots.fill(0, first, first + this.instruments * LEVELS);
  }

  /** Every listing there is, for image and hash. */
  save(): Float64Array {
    const numbers: number[] = [];
    for (let row = 0; row < this.status.length; row++) {
      if (!this.isListed(row)) continue;
      const levels = row * LEVELS;
      numbers.push(row, this.status[row], this.stepTicks[row], this.makerRate[row], this.takerRate[row]);
      numbers.push(this.minLots[row], this.stepLots[row]);
      numbers.push(...this.levelTicks.subarray(levels, levels + LEVELS));
      numbers.push(...this.levelLots.subarray(levels, levels + LEVELS));
    }
    return Float64Array.from(numbers);
  }

  restore(saved: Float64Array): void {
    for (let at = 0; at < saved.length; at += ROW) {
      const row = saved[at];
      this.status[row] = saved[at + 1];
      this.stepTicks[row] = saved[at + 2];
      this.makerRate[row] = saved[at + 3];
      this.takerRate[row] = saved[at + 4];
      this.minLots[row] = saved[at + 5];
      this.stepLots[row] = saved[at + 6];
      this.levelTicks.set(saved.subarray(at + ROW_HEAD, at + ROW_HEAD + LEVELS), row * LEVELS);
      this.levelLots.set(saved.subarray(at + ROW_HEAD + LEVELS, at + ROW), row * LEVELS);
    }
  }
}

/**
 * Wire fixed point ↔ ticks and lots, exact both ways: what is not a whole number of ticks or lots has no record form and
 * is refused at the door. By instrument number; those that this engine never had convert to nothing.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import {
  type ElsewhereInstrument,
  type InstrumentUnits,
  type TickRow,
  tableAllows,
} from '../../protocol/instrument.js';

const MAX_INT32 = 2 ** 31 - 1;

export class Units {
  /** Results of the last conversion that answered None. */
  ticks = 0;
  lots = 0;
  private readonly tick: Float64Array;
  private readonly lot: Float64Array;
  private readonly tables: (readonly TickRow[] | undefined)[];
  private readonly elsewhere: Uint8Array;

  /** @param elsewhere what other engines trade; it may have been ours before */
  constructor(instruments: readonly InstrumentUnits[], elsewhere: readonly ElsewhereInstrument[] = []) {
    const count = [...instruments, ...elsewhere].reduce((most, { id }) => Math.max(most, id), 0) + 1;
    this.elsewhere = new Uint8Array(count);
    for (const { id } of elsewhere) this.elsewhere[id] = 1;
    this.tick = new Float64Array(count);
    this.lot = new Float64Array(count);
    this.tables = new Array(count).fill(undefined);
    for (const { id, tick, lot, tickTable } of instruments) {
      this.tables[id] = tickTable;
      this.tick[id] = tick;
      this.lot[id] = lot;
    }
  }

  /** None: orders for it are ours to take. */
  place(instrument: number): Reason {
    if (this.isElsewhere(instrument)) return Reason.InstrumentElsewhere;
    return this.has(instrument) ? Reason.None : Reason.UnknownInstrument;
  }

  isElsewhere(instrument: number): boolean {
    return instrument >= 0 && instrument < this.elsewhere.length && this.elsewhere[instrument] !== 0;
  }

  /** It never was ours: no order of it can be here. */
  isForeign(instrument: number): boolean {
    return this.isElsewhere(instrument) && !this.has(instrument);
  }

  has(instrument: number): boolean {
    return instrument >= 0 && instrument < this.tick.length && this.tick[instrument] > 0;
  }

  /** None, PriceOffTick or PriceOutOfRange; the instrument's own bounds are the core's matter. */
  takePrice(instrument: number, price: number): Reason {
    const tick = this.tick[instrument];
    const ticks = Math.round(price / tick);
    if (ticks * tick !== price) return Reason.PriceOffTick;
    if (ticks > MAX_INT32 || ticks < -MAX_INT32) return Reason.PriceOutOfRange;
    const table = this.tables[instrument];
    if (table !== undefined && !tableAllows(table, ticks)) return Reason.PriceOffTick;
    this.ticks = ticks;
    return Reason.None;
  }

  /** None, QuantityOutOfRange or QuantityOffLot. */
  takeQuantity(instrument: number, quantity: number): Reason {
    return quantity === 0 ? Reason.QuantityOutOfRange : this.takePart(instrument, quantity);
  }

  /** The same where 0 means something. */
  takePart(instrument: number, quantity: number): Reason {
    if (quantity < 0) return Reason.QuantityOutOfRange;
    const lot = this.lot[instrument];
    const lots = Math.round(quantity / lot);
    if (lots * lot !== quantity) return Reason.QuantityOffLot;
    this.lots = lots;
    return Reason.None;
  }

  price(instrument: number, ticks: number): number {
    return this.has(instrument) ? ticks * this.tick[instrument] : 0;
  }

  quantity(instrument: number, lots: number): number {
    return this.has(instrument) ? lots * this.lot[instrument] : 0;
  }
}

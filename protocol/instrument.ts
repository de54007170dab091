/**
 * What everyone outside the core needs to know of an instrument: its name and how its ticks and lots read as fixed
 * point. The core itself counts ticks and lots only.
 */
export interface Instrument {
  /** Number in records and on the wire, from 1. */
  readonly id: number;
  readonly symbol: string;
  /** Decimal places of prices and quantities on the wire. */
  readonly priceScale: number;
  readonly quantityScale: number;
  /** One tick and one lot, in units of the fixed point. */
  readonly tick: number;
  readonly lot: number;
  readonly minPriceTicks: number;
  readonly maxPriceTicks: number;
  readonly maxQtyLots: number;
  /** Largest price × quantity of one order, tick-lots. */
  readonly maxNotional: number;
  /** 0 = none. */
  readonly referenceTicks: number;
  /** Put on a market order's notional, percent of the reference price (0–255). */
  readonly marketMarginPercent: number;
}

/** What it takes to read ticks and lots as fixed point; all that is left of an instrument that is no longer traded. */
export type InstrumentUnits = Pick<
  Instrument,
  'id' | 'symbol' | 'priceScale' | 'quantityScale' | 'tick' | 'lot'
>;

/** An account as configuration names it. */
export interface Account {
  /** Number in records and on the wire, from 1. */
  readonly id: number;
  readonly name: string;
}

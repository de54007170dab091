/**
 * What everyone outside the core needs to know of an instrument: its name and how its ticks and lots read as fixed
 * point. The core itself counts ticks and lots only.
 */
import type { ContractKind, LimitKind } from './codes/enums.js';

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
  readonly bands?: PriceBands;
  readonly tickTable?: readonly TickRow[];
  /** Name of the calendar that its phases follow; without one it trades always. */
  readonly calendar?: string;
}

/** One that another engine trades: our number for it, that engine's name, and the address of its binary door. */
export interface ElsewhereInstrument {
  readonly id: number;
  readonly symbol: string;
  readonly engine: string;
  readonly address: string;
  /** Where it was traded here before: reports may still speak of it. */
  readonly priceScale?: number;
  readonly quantityScale?: number;
}

/** From this price on (its size, below zero), prices are multiples of so many ticks. */
export interface TickRow {
  readonly fromTicks: number;
  readonly stepTicks: number;
}

/** Bands around the reference and around the last trade, hundredths of a percent; 0 = none. */
export interface PriceBands {
  readonly staticBasisPoints: number;
  readonly dynamicBasisPoints: number;
  /** What becomes of an order that would trade beyond the dynamic one: a volatility auction, or its rest is cancelled. */
  readonly onDynamic: 'reject' | 'auction';
  readonly auctionMs: number;
}

/** Whether a tick table, its rows rising from 0, allows the price. */
export function tableAllows(rows: readonly TickRow[], ticks: number): boolean {
  const size = Math.abs(ticks);
  const row = rows.findLast(({ fromTicks }) => fromTicks <= size);
  return row === undefined || size % row.stepTicks === 0;
}

/** What a lot is worth, in which currency, and what trading it costs: as the ledger counts. */
export interface Contract {
  readonly kind: ContractKind;
  readonly currency: number;
  /** See `Terms` of the records. */
  readonly unitValue: number;
  /** Millionths of a fill's value; below zero = a rebate. */
  readonly makerRate: number;
  readonly takerRate: number;
}

/** A unit of the currency is worth `units / per` common units. */
export interface CurrencyRate {
  readonly currency: number;
  readonly units: number;
  readonly per: number;
}

/** A limit and what it is for; what is left out does not narrow it. */
export interface LimitSetting {
  readonly kind: LimitKind;
  /** 0 = none. */
  readonly value: number;
  readonly account?: number;
  readonly session?: number;
  readonly instrument?: number;
  readonly currency?: number;
}

/** What it takes to read ticks and lots as fixed point; all that is left of an instrument that is no longer traded. */
export type InstrumentUnits = Pick<
  Instrument,
  'id' | 'symbol' | 'priceScale' | 'quantityScale' | 'tick' | 'lot' | 'tickTable'
>;

/** An account as configuration names it. */
export interface Account {
  /** Number in records and on the wire, from 1. */
  readonly id: number;
  readonly name: string;
  /** Fee rates of its own, millionths. */
  readonly fees?: { readonly makerRate: number; readonly takerRate: number };
}

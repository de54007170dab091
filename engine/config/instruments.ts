/** From the decimals of a configuration to ticks and lots. Exact: what does not come out whole is refused. */
import { formatFixed, parseFixed, scaleOf } from '../../protocol/fixed.js';
import type { Instrument, InstrumentUnits, PriceBands, TickRow } from '../../protocol/instrument.js';
import type { InstrumentEntry } from './schema.js';

const MAX_INT32 = 2 ** 31 - 1;
const MOST_BASIS_POINTS = 10_000;

type BandsEntry = NonNullable<InstrumentEntry['bands']>;
type TickRowEntry = NonNullable<InstrumentEntry['tickTable']>[number];

/** @throws RangeError naming the field that does not fit */
export function toInstrument(entry: InstrumentEntry, id: number): Instrument {
  const units = toUnits(entry, id);
  const { priceScale, tick } = units;
  const ticks = (field: string, text: string) => steps(field, text, priceScale, tick, MAX_INT32);
  const lots = (field: string, text: string) => lotsOf(entry, field, text);
  return {
    ...units,
    minPriceTicks: entry.minPrice === undefined ? 1 : ticks('minPrice', entry.minPrice),
    maxPriceTicks: ticks('maxPrice', entry.maxPrice),
    ...sizes(entry, lots('maxQuantity', entry.maxQuantity), units),
    referenceTicks: entry.referencePrice === undefined ? 0 : ticks('referencePrice', entry.referencePrice),
    marketMarginPercent: entry.marketMarginPercent,
    ...(entry.bands !== undefined && { bands: toBands(entry.bands) }),
    ...(entry.tickTable !== undefined && { tickTable: toTickTable(entry.tickTable, ticks) }),
    ...(entry.calendar !== undefined && { calendar: entry.calendar }),
  };
}

/** A quantity in lots. @throws RangeError naming the field */
export function lotsOf({ lot }: Pick<InstrumentEntry, 'lot'>, field: string, text: string): number {
  const scale = scaleOf(lot);
  return steps(field, text, scale, parseFixed(lot, scale), Number.MAX_SAFE_INTEGER);
}

/**
 * The largest order in lots and in ticks × lots. What an inverse contract is worth in the money of its price does not depend
 * on the price, so there the largest notional is a largest quantity.
 */
function sizes(
  {
    contract,
    maxNotional,
    multiplier = '1',
  }: Pick<InstrumentEntry, 'maxNotional'> & Partial<InstrumentEntry>,
  maxQtyLots: number,
  { priceScale, quantityScale, tick, lot }: InstrumentUnits,
): Pick<Instrument, 'maxQtyLots' | 'maxNotional'> {
  const scale = scaleOf(multiplier);
  const worth = parseFixed(multiplier, scale);
  if (worth === 0) throw new RangeError('multiplier must be above zero');
  if (contract !== 'inverse')
    return {
      maxQtyLots,
      maxNotional: tickLots(maxNotional, priceScale + quantityScale + scale, tick, lot, worth),
    };
  const most = tickLots(maxNotional, quantityScale + scale, 1, lot, worth);
  return { maxQtyLots: Math.min(maxQtyLots, most), maxNotional: Number.MAX_SAFE_INTEGER };
}

function toBands({ staticPercent, dynamicPercent, onDynamic, auctionMs }: BandsEntry): PriceBands {
  const basisPoints = (field: string, percent = '0'): number => {
    const points = parseFixed(percent, 2);
    if (points > MOST_BASIS_POINTS) throw new RangeError(`bands.${field} "${percent}" is more than 100`);
    return points;
  };
  return {
    staticBasisPoints: basisPoints('staticPercent', staticPercent),
    dynamicBasisPoints: basisPoints('dynamicPercent', dynamicPercent),
    onDynamic,
    auctionMs,
  };
}

function toTickTable(
  entries: readonly TickRowEntry[],
  ticks: (field: string, text: string) => number,
): TickRow[] {
  const rows = entries.map(({ from, tick }, i) => ({
    fromTicks: ticks(`tickTable[${i}].from`, from),
    stepTicks: ticks(`tickTable[${i}].tick`, tick),
  }));
  rows.forEach(({ fromTicks, stepTicks }, i) => {
    const row = `tickTable[${i}]`;
    if (i === 0 && fromTicks !== 0) throw new RangeError(`${row}.from must be "0"`);
    if (i > 0 && fromTicks <= rows[i - 1].fromTicks)
      throw new RangeError(`${row}.from must be above the row before`);
    if (stepTicks <= 0) throw new RangeError(`${row}.tick must be above zero`);
    if (fromTicks % stepTicks !== 0) throw new RangeError(`${row}.from must be a multiple of its own tick`);
  });
  return rows;
}

/** @throws RangeError */
export function toUnits(
  { symbol, tick, lot }: Pick<InstrumentEntry, 'symbol' | 'tick' | 'lot'>,
  id: number,
): InstrumentUnits {
  const priceScale = scaleOf(tick);
  const quantityScale = scaleOf(lot);
  return {
    id,
    symbol,
    priceScale,
    quantityScale,
    tick: positive('tick', parseFixed(tick, priceScale)),
    lot: positive('lot', parseFixed(lot, quantityScale)),
  };
}

function positive(field: string, value: number): number {
  if (value <= 0) throw new RangeError(`${field} must be above zero`);
  return value;
}

function steps(field: string, text: string, scale: number, step: number, most: number): number {
  const count = parseFixed(text, scale) / step;
  if (!Number.isInteger(count))
    throw new RangeError(`${field} "${text}" is not a multiple of ${formatFixed(step, scale)}`);
  if (count > most)
    throw new RangeError(
      `${field} "${text}" is ${count} steps of ${formatFixed(step, scale)}, at most ${most} fit`,
    );
  return count;
}

/** Money to tick-lots, rounded down: a limit may be a hair tighter than written, never looser. */
function tickLots(money: string, scale: number, tick: number, lot: number, multiplier: number): number {
  const [whole, places = ''] = money.split('.');
  const units = BigInt(whole + places.padEnd(scale, '0').slice(0, scale));
  const product = units / (BigInt(tick) * BigInt(lot) * BigInt(multiplier));
  if (product > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(`maxNotional "${money}" is ${product} ticks × lots, at most 2^53 - 1 fit`);
  }
  return Number(product);
}

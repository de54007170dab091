/** Ticks and lots of ours ↔ prices of four decimal places and whole shares, as all of Nasdaq's messages have them. */
import type { VenueInstrument } from '../kit/instrument.js';

const PLACES = 4;

export interface NasdaqUnits {
  readonly symbol: string;
  /** Ten-thousandths of a dollar. */
  readonly unitsPerTick: number;
  readonly sharesPerLot: number;
}

/** @throws RangeError ticks or lots that Nasdaq has no number for */
export function nasdaqUnits({ symbol, price, qty }: VenueInstrument): NasdaqUnits {
  if (price.places > PLACES)
    throw new RangeError(
      `the tick of ${symbol} has more than the ${PLACES} decimal places that prices have at Nasdaq`,
    );
  if (qty.places > 0) throw new RangeError(`the lot of ${symbol} is no whole number of shares`);
  return { symbol, unitsPerTick: price.step * 10 ** (PLACES - price.places), sharesPerLot: qty.step };
}

/** @throws RangeError it is no whole number of ticks */
export function ticksOf(units: number, { unitsPerTick, symbol }: NasdaqUnits): number {
  if (units % unitsPerTick !== 0)
    throw new RangeError(
      `${symbol} at ${units / 10 ** PLACES}: its tick is ${unitsPerTick / 10 ** PLACES} here`,
    );
  return units / unitsPerTick;
}

/** @throws RangeError it is no whole number of lots */
export function lotsOf(shares: number, { sharesPerLot, symbol }: NasdaqUnits): number {
  if (shares % sharesPerLot !== 0)
    throw new RangeError(`${shares} shares of ${symbol}: its lot is ${sharesPerLot} here`);
  return shares / sharesPerLot;
}

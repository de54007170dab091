/** Ticks and lots of ours ↔ prices of four decimal places and quantities in units, as all binary messages of B3 have them. */
import type { VenueInstrument } from '../kit/instrument.js';

const PLACES = 4;

export interface B3Contract {
  readonly securityId: number;
  readonly mantissaPerTick: number;
  readonly unitsPerLot: number;
}

/** @throws RangeError no SecurityID, or ticks or lots that B3 has no number for */
export function b3Contract({ symbol, price, qty }: VenueInstrument): B3Contract {
  const securityId = Number(symbol);
  if (!/^\d+$/.test(symbol) || !Number.isSafeInteger(securityId) || securityId === 0)
    throw new RangeError(`"${symbol}" is no SecurityID`);
  if (price.places > PLACES)
    throw new RangeError(`the tick of ${symbol} has more than ${PLACES} decimal places`);
  if (qty.places > 0) throw new RangeError(`the lot of ${symbol} has to be a whole number of units`);
  return { securityId, mantissaPerTick: price.step * 10 ** (PLACES - price.places), unitsPerLot: qty.step };
}

/** @throws RangeError between two ticks */
export function ticksOf(mantissa: number, { mantissaPerTick, securityId }: B3Contract): number {
  const ticks = mantissa / mantissaPerTick;
  if (!Number.isSafeInteger(ticks))
    throw new RangeError(`${securityId} at ${mantissa / 10 ** PLACES}, which is between two ticks`);
  return ticks;
}

/** @throws RangeError no whole lots */
export function lotsOf(units: number, { unitsPerLot, securityId }: B3Contract): number {
  const lots = units / unitsPerLot;
  if (!Number.isSafeInteger(lots)) throw new RangeError(`${units} of ${securityId}, which are no whole lots`);
  return lots;
}

/** Ticks of ours ↔ PRICE9 mantissas; quantities are whole contracts on both sides. */
import type { VenueInstrument } from '../kit/instrument.js';

const PLACES = 9;
const MOST_SECURITY_ID = 2 ** 31 - 1;

export interface CmeContract {
  readonly securityId: number;
  readonly mantissaPerTick: number;
}

/** @throws RangeError no SecurityID, or ticks or lots that CME has no number for */
export function cmeContract({ symbol, price, qty }: VenueInstrument): CmeContract {
  const securityId = Number(symbol);
  if (!/^\d+$/.test(symbol) || securityId > MOST_SECURITY_ID)
    throw new RangeError(`"${symbol}" is no SecurityID`);
  if (price.places > PLACES)
    throw new RangeError(`the tick of ${symbol} has more than ${PLACES} decimal places`);
  if (qty.places > 0 || qty.step !== 1) throw new RangeError(`the lot of ${symbol} has to be one contract`);
  return { securityId, mantissaPerTick: price.step * 10 ** (PLACES - price.places) };
}

/** @throws RangeError between two ticks */
export function ticksOf(mantissa: number, { mantissaPerTick, securityId }: CmeContract): number {
  const ticks = mantissa / mantissaPerTick;
  if (!Number.isSafeInteger(ticks))
    throw new RangeError(`${securityId} at ${mantissa / 10 ** PLACES}, which is between two ticks`);
  return ticks;
}

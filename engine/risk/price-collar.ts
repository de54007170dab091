import { Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Flag } from './flags.js';
import type { Instruments } from './instruments.js';

const WHOLE = 10_000;
/** No order has it: ticks are above it. */
export const NO_PRICE = -(2 ** 31);

/**
 * A limit price is not further beyond the last trade, or the reference while there is none, than the collar allows:
 * buys above it, sells below it. What stands further away on its own side harms nobody. Both collars hold where there
 * are two. Of an order without a price the first one that it gets is held.
 *
 * @param priceTicks `NO_PRICE`: there is none to hold
 */
export function checkCollar(
  instruments: Instruments,
  flags: number,
  instrument: number,
  side: number,
  priceTicks: number,
): Reason {
  if ((flags & (Flag.CollarTicks | Flag.CollarBasisPoints)) === 0 || priceTicks === NO_PRICE)
    return Reason.None;
  const mark = instruments.markTicks(instrument);
  if (mark === 0) return Reason.NoReferencePrice;
  const beyond = side === Side.Buy ? priceTicks - mark : mark - priceTicks;
  return beyond <= allowedTicks(instruments, flags, instrument, mark)
    ? Reason.None
    : Reason.PriceCollarExceeded;
}

function allowedTicks(
  { collarTicks, collarBasisPoints }: Instruments,
  flags: number,
  instrument: number,
  mark: number,
): number {
  const ticks = collarTicks.values[instrument];
  if ((flags & Flag.CollarBasisPoints) === 0) return ticks;
  const part = Math.floor((Math.abs(mark) * collarBasisPoints.values[instrument]) / WHOLE);
  return (flags & Flag.CollarTicks) === 0 ? part : Math.min(ticks, part);
}

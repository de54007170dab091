/** Prices between a file's units and the engine's ticks. Exact, or refused. */
export const TICKS_MAX = 2 ** 31 - 1;

/** NaN when the price is off the tick, or its ticks do not fit int32. */
export function toTicks(price: number, tick: number): number {
  const ticks = price / tick;
  return Number.isInteger(ticks) && Math.abs(ticks) <= TICKS_MAX ? ticks : Number.NaN;
}

/** @param tick as people write it */
export const offTick = (tick: number | string): string =>
  `is no int32 number of ticks of ${tick}; choose another --tick`;

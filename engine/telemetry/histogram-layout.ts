/**
 * Which cell of a histogram counts which nanoseconds. Below 256 every nanosecond has its own cell; above, each power
 * of two is cut into 128 equal cells, so a cell is never wider than 1/128 of its values and its middle is off by at
 * most 0.4 %. The last cell takes everything from 2^42 ns (73 minutes) up.
 */
const LINEAR = 256;
const STEPS = 128;
const STEP_BITS = 7;
const FIRST_EXPONENT = 8;
const LAST_EXPONENT = 41;
const INT32_BITS = 31;
/** Values of 2^31 and more lose this many low bits, which no cell of theirs can tell apart, to fit an int32. */
const FOLD_BITS = 16;
const FOLD = 2 ** FOLD_BITS;

export const MAX_NS = 2 ** (LAST_EXPONENT + 1) - 1;
export const CELLS = LINEAR + (LAST_EXPONENT - FIRST_EXPONENT + 1) * STEPS;

export function cellOf(ns: number): number {
  if (ns < LINEAR) return ns > 0 ? Math.floor(ns) : 0;
  if (ns < 2 ** INT32_BITS) return cellOfInt(ns | 0, 0);
  return ns > MAX_NS ? CELLS - 1 : cellOfInt((ns / FOLD) | 0, FOLD_BITS);
}

function cellOfInt(value: number, folded: number): number {
  const exponent = INT32_BITS - Math.clz32(value);
  const step = (value >> (exponent - STEP_BITS)) & (STEPS - 1);
  return LINEAR + (exponent + folded - FIRST_EXPONENT) * STEPS + step;
}

/** Smallest value that the cell counts. */
export function cellStart(cell: number): number {
  if (cell < LINEAR) return cell;
  const octave = Math.floor((cell - LINEAR) / STEPS);
  const step = (cell - LINEAR) % STEPS;
  return (STEPS + step) * 2 ** (octave + FIRST_EXPONENT - STEP_BITS);
}

/** The value that stands for all the cell counted. */
export function cellMiddle(cell: number): number {
  if (cell < LINEAR) return cell;
  return (cellStart(cell) + cellStart(cell + 1)) / 2;
}

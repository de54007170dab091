/**
 * Exact integers of up to 106 bits in two doubles, `pair[at]` high and `pair[at + 1]` low: high × 2^53 + low, low in
 * [0, 2^53), so that a number is written in one way only and its sign is that of its high part. Single numbers are whole
 * and within ±(2^53 - 1).
 *
 * Everything is named by where it stands in a Float64Array: a large number that goes into a call, or comes out of one,
 * may become an object on the heap. What fits into a double, as nearly everything does, takes the short way. There a
 * remainder is what the rounded quotient leaves: `%` of doubles is a call into the run-time, ten times a division.
 */
const BASE = 2 ** 53;
/** Splits a double into two halves whose products are exact (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;

/** Room for what the functions here need between their lines; none of them calls itself. */
const work = new Float64Array(10);
const enum Work {
  Quotient = 0,
  Divisor = 1,
  Product = 2,
  Whole = 4,
  Lost = 6,
  Part = 8,
}
const scaled = new Float64Array(8);
const enum Scaled {
  Quotient = 0,
  /** Where `divide` leaves it: behind its quotient. */
  Remainder = 2,
  Sum = 3,
  Part = 5,
}

/** pair = number[from] */
export function set(pair: Float64Array, at: number, number: Float64Array, from: number): void {
  const value = number[from];
  pair[at] = value < 0 ? -1 : 0;
  pair[at + 1] = value < 0 ? BASE + value : value + 0;
}

export function copy(pair: Float64Array, at: number, other: Float64Array, from: number): void {
  pair[at] = other[from];
  pair[at + 1] = other[from + 1];
}

export function clear(pair: Float64Array, at: number): void {
  pair[at] = 0;
  pair[at + 1] = 0;
}

export function isZero(pair: Float64Array, at: number): boolean {
  return pair[at] === 0 && pair[at + 1] === 0;
}

export function isNegative(pair: Float64Array, at: number): boolean {
  return pair[at] < 0;
}

/** Below zero, zero or above zero, as pair is to other. */
export function compare(pair: Float64Array, at: number, other: Float64Array, from: number): number {
  return pair[at] === other[from] ? pair[at + 1] - other[from + 1] : pair[at] - other[from];
}

/** pair += other */
export function add(pair: Float64Array, at: number, other: Float64Array, from: number): void {
  const room = BASE - other[from + 1];
  const low = pair[at + 1];
  if (low >= room) {
    pair[at] += other[from] + 1;
    pair[at + 1] = low - room;
  } else {
    pair[at] += other[from];
    pair[at + 1] = low + other[from + 1];
  }
}

/** pair -= other */
export function subtract(pair: Float64Array, at: number, other: Float64Array, from: number): void {
  const low = pair[at + 1] - other[from + 1];
  const borrow = low < 0;
  pair[at] -= borrow ? other[from] + 1 : other[from];
  pair[at + 1] = borrow ? low + BASE : low;
}

/** pair += 1 */
export function increment(pair: Float64Array, at: number): void {
  if (pair[at + 1] === BASE - 1) {
    pair[at]++;
    pair[at + 1] = 0;
  } else pair[at + 1]++;
}

/** pair = -pair. Zero stays the zero that is written without a sign. */
export function negate(pair: Float64Array, at: number): void {
  const low = pair[at + 1];
  pair[at] = low === 0 ? 0 - pair[at] : -1 - pair[at];
  pair[at + 1] = low === 0 ? 0 : BASE - low;
}

/** pair = a[i] × b[j]. */
export function multiply(
  pair: Float64Array,
  at: number,
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
): void {
  const product = a[i] * b[j];
  if (product >= 0 && product < BASE) {
    pair[at] = 0;
    pair[at + 1] = product + 0;
  } else if (product < 0 && product > -BASE) {
    pair[at] = -1;
    pair[at + 1] = BASE + product;
  } else multiplyWide(pair, at, a, i, b, j);
}

/** The rounded product and what rounding took from it (Dekker), which a double holds as well. */
function multiplyWide(
  pair: Float64Array,
  at: number,
  a: Float64Array,
  i: number,
  b: Float64Array,
  j: number,
): void {
  const x = Math.abs(a[i]);
  const y = Math.abs(b[j]);
  const product = x * y;
  const xSplit = SPLITTER * x;
  const xHigh = xSplit - (xSplit - x);
  const xLow = x - xHigh;
  const ySplit = SPLITTER * y;
  const yHigh = ySplit - (ySplit - y);
  const yLow = y - yHigh;
  const lost = xLow * yLow - (product - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
  pair[at] = Math.floor(product / BASE);
  pair[at + 1] = product - pair[at] * BASE;
  work[Work.Lost] = lost;
  set(work, Work.Part, work, Work.Lost);
  add(pair, at, work, Work.Part);
  if (a[i] < 0 !== b[j] < 0) negate(pair, at);
}

/**
 * pair[at] and [at + 1] = the whole quotient of other by divisor[i], pair[at + 2] = the remainder.
 * @param other not negative
 * @param divisor above zero
 */
export function divide(
  pair: Float64Array,
  at: number,
  other: Float64Array,
  from: number,
  divisor: Float64Array,
  i: number,
): void {
  const by = divisor[i];
  const high = other[from];
  const low = other[from + 1];
  if (high === 0) {
    const quotient = Math.floor(low / by);
    pair[at] = 0;
    pair[at + 1] = quotient;
    pair[at + 2] = low - quotient * by;
  } else {
    pair[at] = Math.floor(high / by);
    work[Work.Whole] = high % by;
    work[Work.Whole + 1] = low;
    work[Work.Divisor] = by;
    divideWide(pair, at + 1);
  }
}

/** The quotient of `Whole` by `Divisor`, below 2^53, and the remainder: guessed within a few, then put right. */
function divideWide(quotient: Float64Array, at: number): void {
  const high = work[Work.Whole];
  const low = work[Work.Whole + 1];
  const by = work[Work.Divisor];
  work[Work.Quotient] = Math.min(BASE - 1, Math.floor((high * BASE + low) / by));
  for (;;) {
    multiply(work, Work.Product, work, Work.Quotient, work, Work.Divisor);
    // Small, and exact where it is: all that matters of a larger one is its sign.
    const rest = (high - work[Work.Product]) * BASE + (low - work[Work.Product + 1]);
    if (rest < 0) work[Work.Quotient]--;
    else if (rest >= by) work[Work.Quotient]++;
    else {
      quotient[at] = work[Work.Quotient];
      quotient[at + 1] = rest;
      return;
    }
  }
}

/**
 * pair = other × times[i] / divisor[j], rounded down. Returns whether something was rounded off.
 * @param other not negative
 * @param times not negative and not above the divisor
 */
export function scale(
  pair: Float64Array,
  at: number,
  other: Float64Array,
  from: number,
  times: Float64Array,
  i: number,
  divisor: Float64Array,
  j: number,
): boolean {
  const product = other[from + 1] * times[i];
  if (other[from] === 0 && product < BASE) {
    const by = divisor[j];
    const quotient = Math.floor(product / by);
    pair[at] = 0;
    pair[at + 1] = quotient;
    return quotient * by !== product;
  }
  return scaleWide(pair, at, other, from, times, i, divisor, j);
}

/** other = quotient × divisor + remainder; both are multiplied, the second is divided again. */
function scaleWide(
  pair: Float64Array,
  at: number,
  other: Float64Array,
  from: number,
  times: Float64Array,
  i: number,
  divisor: Float64Array,
  j: number,
): boolean {
  divide(scaled, Scaled.Quotient, other, from, divisor, j);
  multiply(scaled, Scaled.Sum, scaled, Scaled.Quotient + 1, times, i);
  scaled[Scaled.Sum] += scaled[Scaled.Quotient] * times[i];
  multiply(scaled, Scaled.Part, scaled, Scaled.Remainder, times, i);
  divide(scaled, Scaled.Quotient, scaled, Scaled.Part, divisor, j);
  add(scaled, Scaled.Sum, scaled, Scaled.Quotient);
  copy(pair, at, scaled, Scaled.Sum);
  return scaled[Scaled.Remainder] !== 0;
}

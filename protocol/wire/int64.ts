/**
 * 64-bit wire integers as numbers and pairs of 32-bit words, without BigInt. A value fits a number exactly when its
 * magnitude is below 2^53.
 */
const WORD = 2 ** 32;
const HALF_WORD = 2 ** 16;
const HIGH_LIMIT = 2 ** 21;
const NANOS_PER_SECOND = 1e9;

/** True when the int64 of these halves is a safe integer. `low` unsigned, `high` signed. */
export const fitsNumber = (low: number, high: number): boolean =>
  high < HIGH_LIMIT && (high > -HIGH_LIMIT || (high === -HIGH_LIMIT && low !== 0));

export const joinHalves = (low: number, high: number): number => high * WORD + low;

/** Two's complement words. `| 0` takes the value modulo 2^32; floor makes negative values come out right. */
export const lowHalf = (value: number): number => value | 0;
export const highHalf = (value: number): number => Math.floor(value / WORD) | 0;

/**
 * Low and high word of `seconds` × 10^9 + `nanos`, which is above 2^53: the seconds are multiplied in two 16-bit
 * halves, each product exact. Both unsigned 32-bit.
 */
export const nanosLow = (seconds: number, nanos: number): number => lowerPart(seconds, nanos) | 0;
export const nanosHigh = (seconds: number, nanos: number): number => {
  const upper = (seconds >>> 16) * NANOS_PER_SECOND;
  return Math.floor(upper / HALF_WORD) + Math.floor(lowerPart(seconds, nanos) / WORD);
};

/** Whole seconds of a time in nanoseconds since 1970: long division by 16-bit digits. `low` unsigned, `high` not negative. */
export const wholeSeconds = (low: number, high: number): number => {
  const first = high * HALF_WORD + (low >>> 16);
  const upper = Math.floor(first / NANOS_PER_SECOND);
  const rest = first - upper * NANOS_PER_SECOND;
  return upper * HALF_WORD + Math.floor((rest * HALF_WORD + (low & 0xffff)) / NANOS_PER_SECOND);
};

/** What `wholeSeconds` leaves. */
export const restNanos = (low: number, high: number): number => {
  const first = high * HALF_WORD + (low >>> 16);
  const rest = first - Math.floor(first / NANOS_PER_SECOND) * NANOS_PER_SECOND;
  const last = rest * HALF_WORD + (low & 0xffff);
  return last - Math.floor(last / NANOS_PER_SECOND) * NANOS_PER_SECOND;
};

/** All of the product but the multiples of 2^32 that its upper half gives. */
function lowerPart(seconds: number, nanos: number): number {
  const upper = (seconds >>> 16) * NANOS_PER_SECOND;
  const carried = upper - Math.floor(upper / HALF_WORD) * HALF_WORD;
  return carried * HALF_WORD + (seconds & 0xffff) * NANOS_PER_SECOND + nanos;
}

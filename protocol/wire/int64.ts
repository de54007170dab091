/**
 * 64-bit wire integers as numbers and pairs of 32-bit words, without BigInt. A value fits a number exactly when its
 * magnitude is below 2^53.
 *
 * On the hot path no function takes or gives a number beyond 32 bits unless it is so small that V8 always inlines it:
 * a call that stays a call would box the number. Hence words go in and out, and times are converted in place.
 */
import { EventIdAt } from '../generated/layout.js';

const WORD = 2 ** 32;
const HALF_WORD = 2 ** 16;
const HIGH_LIMIT = 2 ** 21;
const NANOS_PER_SECOND = 1e9;

/** Seconds since 1970 and nanoseconds, as records and clocks have them. */
export interface WireTime {
  seconds: number;
  nanos: number;
}

/** True when the int64 of these halves is a safe integer. `low` unsigned, `high` signed. */
export const fitsNumber = (low: number, high: number): boolean =>
  high < HIGH_LIMIT && (high > -HIGH_LIMIT || (high === -HIGH_LIMIT && low !== 0));

export const joinHalves = (low: number, high: number): number => high * WORD + low;

/** Two's complement words. `| 0` takes the value modulo 2^32; floor makes negative values come out right. */
export const lowHalf = (value: number): number => value | 0;
export const highHalf = (value: number): number => Math.floor(value / WORD) | 0;

/** `at` is a byte offset, a multiple of 4. */
export function put64(i32: Int32Array, at: number, low: number, high: number): void {
  i32[at >> 2] = low;
  i32[(at >> 2) + 1] = high;
}

/** An EventId at byte offset `at`. */
export function putEvent(
  i32: Int32Array,
  at: number,
  event: { readonly sequence: number; readonly index: number },
): void {
  put64(i32, at + EventIdAt.Sequence, lowHalf(event.sequence), highHalf(event.sequence));
  i32[(at + EventIdAt.Index) >> 2] = event.index;
}

/** The sequence of an EventId at byte offset `at`; sequences stay below 2^53. */
export const sequenceAt = (view: DataView, at: number): number =>
  joinHalves(
    view.getUint32(at + EventIdAt.Sequence, true),
    view.getUint32(at + EventIdAt.Sequence + 4, true),
  );

/**
 * Writes nanoseconds since 1970, which are above 2^53: the seconds are multiplied in two 16-bit halves, each product
 * exact. Both are unsigned 32-bit. `at` is a byte offset, a multiple of 4.
 */
export function putTime(i32: Int32Array, at: number, time: WireTime): void {
  const { seconds, nanos } = time;
  const upper = (seconds >>> 16) * NANOS_PER_SECOND;
  const carry = Math.floor(upper / HALF_WORD);
  const lower = (upper - carry * HALF_WORD) * HALF_WORD + (seconds & 0xffff) * NANOS_PER_SECOND + nanos;
  i32[at >> 2] = lower | 0;
  i32[(at >> 2) + 1] = carry + Math.floor(lower / WORD);
}

/** The same for who builds or reads rarely, with the generated classes. */
export const nanosOf = ({ seconds, nanos }: Readonly<WireTime>): bigint =>
  BigInt(seconds) * BigInt(NANOS_PER_SECOND) + BigInt(nanos);
export const timeOf = (nanos: bigint): WireTime => ({
  seconds: Number(nanos / BigInt(NANOS_PER_SECOND)),
  nanos: Number(nanos % BigInt(NANOS_PER_SECOND)),
});

/** Reads nanoseconds since 1970 (not negative) as seconds and nanoseconds: long division by 16-bit digits. */
export function readTime(view: DataView, at: number, into: WireTime): void {
  const first = view.getInt32(at + 4, true) * HALF_WORD + view.getUint16(at + 2, true);
  const upper = Math.floor(first / NANOS_PER_SECOND);
  const rest = (first - upper * NANOS_PER_SECOND) * HALF_WORD + view.getUint16(at, true);
  const lower = Math.floor(rest / NANOS_PER_SECOND);
  into.seconds = upper * HALF_WORD + lower;
  into.nanos = rest - lower * NANOS_PER_SECOND;
}

/** When an order that is good till a date ends: as callers say it, and in the seconds and nanoseconds of wire and records. */

/** A moment, or nanoseconds since 1970. */
export type ExpireTime = Date | bigint;

const NANOS_PER_MS = 1_000_000n;
const NANOS_PER_SECOND = 1_000_000_000n;
const MAX_SECONDS = 2n ** 32n - 1n;

/** @throws RangeError no time, or one that a record cannot hold (before 1970, or after 2106) */
export function expiryOf(time: ExpireTime): { seconds: number; nanos: number } {
  const nanos = typeof time === 'bigint' ? time : nanosOf(time);
  if (nanos <= 0n || nanos > MAX_SECONDS * NANOS_PER_SECOND)
    throw new RangeError('expireTime must be a time after 1970 and before 2106');
  return { seconds: Number(nanos / NANOS_PER_SECOND), nanos: Number(nanos % NANOS_PER_SECOND) };
}

function nanosOf(date: Date): bigint {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw new RangeError('expireTime is not a valid date');
  return BigInt(ms) * NANOS_PER_MS;
}

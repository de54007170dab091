/** Nanoseconds since 1970, in two halves, as seconds and nanoseconds, exactly and without BigInt. */
import type { BookStamp } from '../book/book-update.js';

const HIGH = 2 ** 32;
const HALF = 2 ** 16;
const NANOS = 1_000_000_000;

/** Halves as int32 or uint32. */
export function stampTime(
  stamp: Pick<BookStamp, 'venueSeconds' | 'venueNanos'>,
  lowHalf: number,
  highHalf: number,
): void {
  const high = highHalf >>> 0;
  const low = lowHalf >>> 0;
  // 2^32 times the high half, modulo a second, in two steps that a double holds exactly.
  const carried = ((((high * HALF) % NANOS) * HALF) % NANOS) + low;
  const nanos = carried % NANOS;
  stamp.venueNanos = nanos;
  stamp.venueSeconds = Math.round((high * HIGH + low - nanos) / NANOS);
}

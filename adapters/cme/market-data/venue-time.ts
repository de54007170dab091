/** Nanoseconds since 1970, in two halves, as seconds and nanoseconds, exactly and without BigInt. */
import type { BlockView } from '../../../protocol/views/block-view.js';
import type { BookStamp } from '../../kit/book/book-update.js';

const HIGH = 2 ** 32;
const HALF = 2 ** 16;
const NANOS = 1_000_000_000;

/** @param at offset of the time in the block */
export function stampTime(
  stamp: Pick<BookStamp, 'venueSeconds' | 'venueNanos'>,
  block: BlockView,
  at: number,
): void {
  const high = block.highOf(at, true) >>> 0;
  const low = block.lowOf(at, true) >>> 0;
  // 2^32 times the high half, modulo a second, in two steps that a double holds exactly.
  const carried = ((((high * HALF) % NANOS) * HALF) % NANOS) + low;
  const nanos = carried % NANOS;
  stamp.venueNanos = nanos;
  stamp.venueSeconds = Math.round((high * HIGH + low - nanos) / NANOS);
}

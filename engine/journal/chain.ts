/**
 * The hash of the chain: 64 bits over everything journaled so far, moved on by the checksum of each segment header and
 * of each batch. It ties batches to their order and to their journal: one left out, repeated, exchanged or taken from
 * elsewhere breaks it. It guards against accidents, not against a forger.
 */
export class Chain {
  low = 0;
  high = 0;

  set(low: number, high: number): void {
    this.low = low | 0;
    this.high = high | 0;
  }

  is(low: number, high: number): boolean {
    return this.low === low && this.high === high;
  }

  extend(checksum: number, count: number): void {
    const low = mix(this.low ^ checksum, this.high + count);
    this.high = mix(this.high ^ low, checksum + 0x9e3779b9);
    this.low = low;
  }

  toString(): string {
    return chainText(this.low, this.high);
  }
}

export const chainText = (low: number, high: number): string => hex(high) + hex(low);

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/** Murmur3's finalizer over two words. */
function mix(a: number, b: number): number {
  let h = Math.imul(a ^ Math.imul(b | 0, 0xcc9e2d51), 0x1b873593);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

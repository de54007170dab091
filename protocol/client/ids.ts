/** Order ids as callers write them, and as the wire has them. */
export type Id = bigint | number | string;

/** @throws RangeError not an integer from 0 to 2^64 − 1 */
export function toId(id: Id, what: string): bigint {
  const text = String(id);
  if (!/^\d+$/.test(text) || BigInt(text) >= 1n << 64n)
    throw new RangeError(`${what} must be a whole number below 2^64, not ${text}`);
  return BigInt(text);
}

export const lowWord = (id: bigint): number => Number(id & 0xffffffffn) | 0;
export const highWord = (id: bigint): number => Number(id >> 32n) | 0;

/** Two-part integers as BigInt and back, for tests. */
const BASE = 2n ** 53n;

export function pairOf(value: bigint): Float64Array {
  const low = ((value % BASE) + BASE) % BASE;
  return Float64Array.of(Number((value - low) / BASE), Number(low));
}

export const bigOf = (pair: Float64Array, at = 0): bigint => BigInt(pair[at]) * BASE + BigInt(pair[at + 1]);

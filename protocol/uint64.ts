/** Ids as people and other programs write them: unsigned 64-bit numbers in decimal, in two halves here. An order's is its slot and generation. */

const TWO_32 = 4_294_967_296;
/** High halves below this make a number that a double holds exactly. */
const EXACT_HIGH = 1 << 21;

export function uint64Text(low: number, high: number): string {
  const [lowBits, highBits] = [low >>> 0, high >>> 0];
  if (highBits < EXACT_HIGH) return String(highBits * TWO_32 + lowBits);
  return String((BigInt(highBits) << 32n) | BigInt(lowBits));
}

/** Both halves as int32. Undefined: it is none. */
export function parseUint64(text: string): readonly [low: number, high: number] | undefined {
  if (!/^\d{1,20}$/.test(text)) return undefined;
  const id = BigInt(text);
  if (id >> 64n !== 0n) return undefined;
  return [Number(BigInt.asIntN(32, id)), Number(BigInt.asIntN(32, id >> 32n))];
}

/** A UUID out of its text into four words, so that it is compared and hashed without a string. */
const DASH = 0x2d;
export const UUID_LENGTH = 36;
/** Value of each hexadecimal digit; of anything else 0xff. */
const HEX = new Uint8Array(256).fill(0xff);
for (let i = 0; i < 16; i++) {
  HEX[i.toString(16).charCodeAt(0)] = i;
  HEX[i.toString(16).toUpperCase().charCodeAt(0)] = i;
}

/** 36 bytes from `start` on, into four words from `target` on. False, and the words mean nothing, when they are none. */
export function readUuid(bytes: Uint8Array, start: number, words: Int32Array, target: number): boolean {
  const dashes = bytes[start + 8] & bytes[start + 13] & bytes[start + 18] & bytes[start + 23];
  const others = bytes[start + 8] | bytes[start + 13] | bytes[start + 18] | bytes[start + 23];
  if (dashes !== DASH || others !== DASH) return false;
  const a = hex4(bytes, start);
  const b = hex4(bytes, start + 4);
  const c = hex4(bytes, start + 9);
  const d = hex4(bytes, start + 14);
  const e = hex4(bytes, start + 19);
  const f = hex4(bytes, start + 24);
  const g = hex4(bytes, start + 28);
  const h = hex4(bytes, start + 32);
  words[target] = (a << 16) | b;
  words[target + 1] = (c << 16) | d;
  words[target + 2] = (e << 16) | f;
  words[target + 3] = (g << 16) | h;
  return (a | b | c | d | e | f | g | h) >= 0;
}

/** Below zero: one of them is no digit. */
function hex4(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [HEX[bytes[at]], HEX[bytes[at + 1]], HEX[bytes[at + 2]], HEX[bytes[at + 3]]];
  return (a | b | c | d) > 15 ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
}

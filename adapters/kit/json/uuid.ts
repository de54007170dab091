/** A UUID out of its text into four words, so that it is compared and hashed without a string. */
const DASH = 0x2d;
const TEXT_LENGTH = 36;
/** Value of each hexadecimal digit; others are above 15. */
const HEX = new Uint8Array(256).fill(0xff);
for (let i = 0; i < 16; i++) {
  HEX[i.toString(16).charCodeAt(0)] = i;
  HEX[i.toString(16).toUpperCase().charCodeAt(0)] = i;
}

/** Into four words from `target` on. False, and the words mean nothing, when it is none. */
export function readUuid(
  bytes: Uint8Array,
  start: number,
  end: number,
  words: Int32Array,
  target: number,
): boolean {
  if (end - start !== TEXT_LENGTH) return false;
  let word = target;
  let digits = 0;
  let value = 0;
  let wrong = 0;
  for (let i = 0; i < TEXT_LENGTH; i++) {
    const byte = bytes[start + i];
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      wrong |= byte ^ DASH;
      continue;
    }
    const digit = HEX[byte];
    wrong |= digit & 0xf0;
    value = (value << 4) | (digit & 0x0f);
    if (++digits % 8 === 0) words[word++] = value;
  }
  return wrong === 0;
}

/** The bytes that FIX tag=value text is made of. */
export const SOH = 0x01;
export const SPACE = 0x20;
export const PLUS = 0x2b;
export const MINUS = 0x2d;
export const POINT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;
export const EQUALS = 0x3d;
export const LETTER_Y = 0x59;
export const LETTER_N = 0x4e;

export const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

/** Latin-1 text as bytes, which is what FIX carries where no encoding is agreed. */
export const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

export function sameBytes(buffer: Uint8Array, from: number, length: number, wanted: Uint8Array): boolean {
  if (length !== wanted.length) return false;
  for (let i = 0; i < length; i++) if (buffer[from + i] !== wanted[i]) return false;
  return true;
}

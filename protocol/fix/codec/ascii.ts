/** The bytes that FIX tag=value text is made of. An enum, so that the compiler writes the numbers themselves: V8 reads an imported constant
 * anew each time. */
export const enum Ascii {
  Soh = 0x01,
  Space = 0x20,
  Plus = 0x2b,
  Minus = 0x2d,
  Point = 0x2e,
  Zero = 0x30,
  One = 0x31,
  Nine = 0x39,
  Colon = 0x3a,
  Equals = 0x3d,
  Y = 0x59,
  N = 0x4e,
}

export const isDigit = (byte: number): boolean => byte >= Ascii.Zero && byte <= Ascii.Nine;

/** Latin-1 text as bytes, which is what FIX carries where no encoding is agreed. */
export const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

export function sameBytes(buffer: Uint8Array, from: number, length: number, wanted: Uint8Array): boolean {
  if (length !== wanted.length) return false;
  for (let i = 0; i < length; i++) if (buffer[from + i] !== wanted[i]) return false;
  return true;
}

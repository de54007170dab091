/** The permitted values of fields that have a list of them: single characters as bits, longer ones as bytes. */
import { Ascii, ascii, sameBytes } from '../codec/ascii.js';

export class PermittedValues {
  /** A bit for each of the 128 ASCII characters. */
  private readonly characters = new Uint32Array(4);
  private readonly longer: Uint8Array[] = [];

  constructor(values: readonly string[]) {
    for (const value of values) {
      const code = value.charCodeAt(0);
      if (value.length === 1 && code < 128) this.characters[code >> 5] |= 1 << (code & 31);
      else this.longer.push(ascii(value));
    }
  }

  has(buffer: Uint8Array, at: number, length: number): boolean {
    if (length === 1) return this.hasCharacter(buffer[at]);
    for (let i = 0; i < this.longer.length; i++)
      if (sameBytes(buffer, at, length, this.longer[i])) return true;
    return false;
  }

  /** Values with a blank between, all of which have to be permitted. */
  hasAll(buffer: Uint8Array, at: number, length: number): boolean {
    let from = at;
    for (let i = at; i <= at + length; i++) {
      if (i < at + length && buffer[i] !== Ascii.Space) continue;
      if (!this.has(buffer, from, i - from)) return false;
      from = i + 1;
    }
    return true;
  }

  private hasCharacter(byte: number): boolean {
    return byte < 128 && (this.characters[byte >> 5] & (1 << (byte & 31))) !== 0;
  }
}

/** FIX's one-character codes and the numbers of `protocol/codes`: a digit is its value, a letter its character. */
import { Ascii } from '../../../protocol/fix/codec/ascii.js';

/** Code character → number. */
export function numberOf(char: number): number {
  return char >= Ascii.Zero && char <= Ascii.Zero + 9 ? char - Ascii.Zero : char;
}

/** Number → code character. */
export function charOf(number: number): number {
  return number <= 9 ? Ascii.Zero + number : number;
}

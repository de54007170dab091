/** Writes `YYYYMMDD-HH:MM:SS.mmm`. The text up to the second is kept and written anew only when the second changes. */
import { Ascii } from './ascii.js';

export const UTC_MS_LENGTH = 21;
const SECONDS_LENGTH = 17;

export class UtcWriter {
  private readonly text = new Uint8Array(SECONDS_LENGTH);
  private second = -1;

  /** @returns where the text ends */
  write(target: Uint8Array, at: number, nowMs: number): number {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) this.setSecond(second);
    const { text } = this;
    for (let i = 0; i < SECONDS_LENGTH; i++) target[at + i] = text[i];
    target[at + SECONDS_LENGTH] = Ascii.Point;
    putDigits(target, at + SECONDS_LENGTH + 1, 3, Math.floor(nowMs - second * 1000));
    return at + UTC_MS_LENGTH;
  }

  private setSecond(second: number): void {
    const date = new Date(second * 1000);
    const { text } = this;
    putDigits(text, 0, 4, date.getUTCFullYear());
    putDigits(text, 4, 2, date.getUTCMonth() + 1);
    putDigits(text, 6, 2, date.getUTCDate());
    text[8] = Ascii.Minus;
    putDigits(text, 9, 2, date.getUTCHours());
    text[11] = Ascii.Colon;
    putDigits(text, 12, 2, date.getUTCMinutes());
    text[14] = Ascii.Colon;
    putDigits(text, 15, 2, date.getUTCSeconds());
    this.second = second;
  }
}

export function putDigits(target: Uint8Array, at: number, count: number, value: number): void {
  for (let i = count - 1, rest = value; i >= 0; i--) {
    const quotient = Math.floor(rest / 10);
    target[at + i] = Ascii.Zero + rest - quotient * 10;
    rest = quotient;
  }
}

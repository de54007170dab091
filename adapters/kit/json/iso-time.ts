/** Times as venues write them (`2021-04-17T16:43:37.075687Z`, always UTC), out of the bytes into seconds and nanoseconds. */
const DASH = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const UPPER_T = 0x54;
const UPPER_Z = 0x5a;
const WHOLE_SECONDS_LENGTH = 19;
const NANOS_DIGITS = 9;
const DAY_SECONDS = 86_400;

export class IsoTime {
  seconds = 0;
  nanos = 0;
  /** Text of `seconds`. */
  private readonly last = new Uint8Array(WHOLE_SECONDS_LENGTH);
  private day = 0;
  private daySeconds = 0;

  /** False, and the last time stands, when it is none. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start <= WHOLE_SECONDS_LENGTH || bytes[start + 10] !== UPPER_T || bytes[end - 1] !== UPPER_Z)
      return false;
    if (this.isSameSecond(bytes, start))
      return this.setNanos(nanosOf(bytes, start + WHOLE_SECONDS_LENGTH, end - 1));
    if (bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return false;
    if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false;
    const date =
      (digits(bytes, start, 4) * 100 + digits(bytes, start + 5, 2)) * 100 + digits(bytes, start + 8, 2);
    const minutes = digits(bytes, start + 11, 2) * 60 + digits(bytes, start + 14, 2);
    const seconds = minutes * 60 + digits(bytes, start + 17, 2);
    const nanos = nanosOf(bytes, start + WHOLE_SECONDS_LENGTH, end - 1);
    if (!(date >= 0 && seconds >= 0 && seconds < DAY_SECONDS + 1 && nanos >= 0)) return false;
    if (date !== this.day) this.turn(date);
    this.seconds = this.daySeconds + seconds;
    for (let i = 0; i < WHOLE_SECONDS_LENGTH; i++) this.last[i] = bytes[start + i];
    return this.setNanos(nanos);
  }

  /**
   * A time that ends with this byte. @returns where that one is; below zero, and the last time stands, when there is no time
   */
  readTo(bytes: Uint8Array, start: number, end: number, closing: number): number {
    let at = start + WHOLE_SECONDS_LENGTH;
    if (at >= end || !this.isSameSecond(bytes, start)) return this.readAny(bytes, start, end, closing);
    let nanos = 0;
    let count = 0;
    if (bytes[at] === DOT)
      for (at++; at < end && count < NANOS_DIGITS; at++, count++) {
        const digit = bytes[at] - ZERO;
        if (digit >>> 0 > 9) break;
        nanos = nanos * 10 + digit;
      }
    if (count === 0 || at + 1 >= end || bytes[at] !== UPPER_Z || bytes[at + 1] !== closing)
      return this.readAny(bytes, start, end, closing);
    for (; count < NANOS_DIGITS; count++) nanos *= 10;
    this.nanos = nanos;
    return at + 1;
  }

  private readAny(bytes: Uint8Array, start: number, end: number, closing: number): number {
    let at = start;
    while (at < end && bytes[at] !== closing) at++;
    return at < end && this.read(bytes, start, at) ? at : -1;
  }

  /** Most times are of the same second as the one before. */
  private isSameSecond(bytes: Uint8Array, start: number): boolean {
    const { last } = this;
    for (let i = WHOLE_SECONDS_LENGTH - 1; i >= 0; i--) if (last[i] !== bytes[start + i]) return false;
    return true;
  }

  private setNanos(nanos: number): boolean {
    if (!(nanos >= 0)) return false;
    this.nanos = nanos;
    return true;
  }

  private turn(date: number): void {
    this.day = date;
    const [year, month, day] = [Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100];
    this.daySeconds = Date.UTC(year, month - 1, day) / 1_000;
  }
}

/** A dot and digits, or nothing. NaN when it is something else. */
function nanosOf(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 0;
  const count = Math.min(end - start - 1, NANOS_DIGITS);
  if (bytes[start] !== DOT || count === 0) return Number.NaN;
  let nanos = digits(bytes, start + 1, count);
  for (let i = count; i < NANOS_DIGITS; i++) nanos *= 10;
  return nanos;
}

function digits(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >>> 0 > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

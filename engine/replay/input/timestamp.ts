/**
 * Times as the files write them, into seconds and nanoseconds: ISO 8601 (`2025-07-17T08:05:03.360677248Z`, also with a
 * space or an offset), or nanoseconds since 1970 (`1752739503360677248`). They stamp the commands, and tell whether a row
 * is past. Read digit by digit, because there is one in every row.
 */
import type { CsvRows } from './csv-rows.js';

const DASH = 0x2d;
const DOT = 0x2e;
const Z = 0x5a;
const NANOS_DIGITS = 9;
/** `2025-07-17T08:05:03` */
const WHOLE_SECONDS_LENGTH = 19;
const OFFSET = /^([+-])(\d\d):?(\d\d)$/;
const SECONDS_MAX = 2 ** 32;

export class Timestamp {
  seconds = 0;
  nanos = 0;
  private day = 0;
  private daySeconds = 0;

  /** Empty and undefined times (2^64 - 1) leave the last one standing. @throws InputError */
  read(rows: CsvRows, index: number, name: string): void {
    const length = rows.lengthOf(index);
    if (length === 0) return;
    const valid =
      rows.byte(index, 4) === DASH ? this.readIso(rows, index, length) : this.readNanos(rows, index, length);
    if (!valid) rows.wrong(index, name, 'is neither an ISO 8601 time nor nanoseconds since 1970');
  }

  private readNanos(rows: CsvRows, index: number, length: number): boolean {
    const split = Math.max(0, length - NANOS_DIGITS);
    return this.set(rows.digits(index, 0, split), rows.digits(index, split, length - split));
  }

  private readIso(rows: CsvRows, index: number, length: number): boolean {
    const day = this.dayStart(rows.digits(index, 0, 4), rows.digits(index, 5, 2), rows.digits(index, 8, 2));
    const minutes = rows.digits(index, 11, 2) * 60 + rows.digits(index, 14, 2);
    const seconds = day + minutes * 60 + rows.digits(index, 17, 2);
    let at = WHOLE_SECONDS_LENGTH;
    let nanos = 0;
    if (rows.byte(index, at) === DOT) {
      const start = ++at;
      for (let digit = rows.digits(index, at, 1); digit >= 0; digit = rows.digits(index, ++at, 1))
        if (at - start < NANOS_DIGITS) nanos = nanos * 10 + digit;
      nanos *= 10 ** Math.max(0, NANOS_DIGITS - (at - start));
    }
    if (at === length || (at === length - 1 && rows.byte(index, at) === Z)) return this.set(seconds, nanos);
    return this.set(seconds - offsetSeconds(rows.text(index).slice(at)), nanos);
  }

  /** False when one of them is no number. */
  private set(seconds: number, nanos: number): boolean {
    if (Number.isNaN(seconds) || Number.isNaN(nanos)) return false;
    if (seconds >= SECONDS_MAX) return true;
    this.seconds = seconds;
    this.nanos = nanos;
    return true;
  }

  private dayStart(year: number, month: number, date: number): number {
    const day = (year * 100 + month) * 100 + date;
    if (day !== this.day) {
      this.day = day;
      this.daySeconds = Date.UTC(year, month - 1, date) / 1_000;
    }
    return this.daySeconds;
  }
}

/** NaN when it is no offset from UTC. */
function offsetSeconds(text: string): number {
  const offset = OFFSET.exec(text);
  if (!offset) return Number.NaN;
  const seconds = (Number(offset[2]) * 60 + Number(offset[3])) * 60;
  return offset[1] === '-' ? -seconds : seconds;
}

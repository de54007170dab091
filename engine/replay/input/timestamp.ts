/**
 * Times as the files write them, into seconds and nanoseconds: ISO 8601 (`2025-07-17T08:05:03.360677248Z`, also with a
 * space or an offset), or nanoseconds since 1970 (`1752739503360677248`). They stamp the commands; nothing is compared
 * by them but the order of rows.
 */
import type { CsvRows } from './csv-rows.js';

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:Z|([+-])(\d\d):?(\d\d))?$/;
const NANOSECONDS = /^(\d*?)(\d{1,9})$/;
const MINUTE_SECONDS = 60;
const SECONDS_MAX = 2 ** 32;

export class Timestamp {
  seconds = 0;
  nanos = 0;
  private day = '';
  private daySeconds = 0;

  /** Empty and undefined times (2^64 - 1) leave the last one standing. */
  read(rows: CsvRows, index: number, name: string): void {
    const text = rows.text(index);
    if (text === '') return;
    const whole = NANOSECONDS.exec(text);
    if (whole) return this.set(Number(whole[1]), Number(whole[2]));
    const iso = ISO.exec(text);
    if (!iso) rows.wrong(index, name, 'is neither an ISO 8601 time nor nanoseconds since 1970');
    const [, , , , hours, minutes, seconds, places = '', sign, offsetHours, offsetMinutes] = iso;
    let ofDay = (Number(hours) * 60 + Number(minutes)) * MINUTE_SECONDS + Number(seconds);
    if (sign) {
      const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * MINUTE_SECONDS;
      ofDay += sign === '-' ? offset : -offset;
    }
    this.set(this.dayStart(text.slice(0, 10)) + ofDay, Number(places.padEnd(9, '0')));
  }

  private set(seconds: number, nanos: number): void {
    if (seconds >= SECONDS_MAX) return;
    this.seconds = seconds;
    this.nanos = nanos;
  }

  private dayStart(day: string): number {
    if (day !== this.day) {
      this.day = day;
      this.daySeconds = Date.parse(`${day}T00:00:00Z`) / 1000;
    }
    return this.daySeconds;
  }
}

/**
 * A field's bytes as a number, without a string between: whole numbers, decimals as scaled integers, UTC times. Nothing
 * is rounded: what does not fit is NaN, which no comparison takes for a value.
 */
import { Ascii, isDigit } from './ascii.js';

const SAFE = Number.MAX_SAFE_INTEGER;
const DAY_MS = 86_400_000;
const DAYS_PER_MONTH = Uint8Array.of(31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);
/** `YYYYMMDD-HH:MM:SS` */
const SECONDS_LENGTH = 17;
const DATE_LENGTH = 8;
const TIME_LENGTH = 8;
const NANOS_DIGITS = 9;

/** Digits, at least one, below 2^53. */
export function readUint(buffer: Uint8Array, at: number, length: number): number {
  if (length === 0) return Number.NaN;
  let value = 0;
  for (const end = at + length; at < end; at++) {
    const digit = buffer[at] - Ascii.Zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value <= SAFE ? value : Number.NaN;
}

/** FIX `int`: an optional minus, no plus. */
export function readInt(buffer: Uint8Array, at: number, length: number): number {
  return length > 0 && buffer[at] === Ascii.Minus
    ? 0 - readUint(buffer, at + 1, length - 1)
    : readUint(buffer, at, length);
}

/**
 * FIX `float` at a scale: `64000.5` at scale 2 is 6400050. More places than the scale has may only be zeros. `.5` and `5.`
 * are decimals too; an exponent, a plus or a blank is none.
 */
export function readDecimal(buffer: Uint8Array, at: number, length: number, scale: number): number {
  const end = at + length;
  const negative = length > 0 && buffer[at] === Ascii.Minus;
  let value = 0;
  let places = -1;
  let digits = 0;
  for (let i = negative ? at + 1 : at; i < end; i++) {
    const digit = buffer[i] - Ascii.Zero;
    if (digit >= 0 && digit <= 9) {
      digits++;
      if (places >= 0 && ++places > scale) {
        if (digit !== 0) return Number.NaN;
        continue;
      }
      value = value * 10 + digit;
    } else if (buffer[i] === Ascii.Point && places < 0) places = 0;
    else return Number.NaN;
  }
  if (digits === 0) return Number.NaN;
  for (let i = Math.min(Math.max(places, 0), scale); i < scale; i++) value *= 10;
  if (value > SAFE) return Number.NaN;
  return negative ? 0 - value : value;
}

/** `YYYYMMDD` as days since 1970. */
export function readDate(buffer: Uint8Array, at: number): number {
  const year = readUint(buffer, at, 4);
  const month = readUint(buffer, at + 4, 2);
  const day = readUint(buffer, at + 6, 2);
  if (!(month >= 1 && month <= 12 && day >= 1 && year >= 1)) return Number.NaN;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = DAYS_PER_MONTH[month - 1] + (month === 2 && isLeap ? 1 : 0);
  return day <= days ? daysSince1970(year, month, day) : Number.NaN;
}

/** `HH:MM:SS` as milliseconds; a leap second counts as the next second. */
export function readTimeOfDay(buffer: Uint8Array, at: number): number {
  const hour = readUint(buffer, at, 2);
  const minute = readUint(buffer, at + 3, 2);
  const second = readUint(buffer, at + 6, 2);
  if (buffer[at + 2] !== Ascii.Colon || buffer[at + 5] !== Ascii.Colon) return Number.NaN;
  return hour <= 23 && minute <= 59 && second <= 60
    ? ((hour * 60 + minute) * 60 + second) * 1000
    : Number.NaN;
}

/** Most times are of one day. */
let lastDate = 0;
let lastDays = Number.NaN;

/** UTCTimestamp, whatever its precision, as milliseconds since 1970; the rest of a finer one is cut off. */
export function readUtcMs(buffer: Uint8Array, at: number, length: number): number {
  if (length < SECONDS_LENGTH || buffer[at + DATE_LENGTH] !== Ascii.Minus) return Number.NaN;
  const date = readUint(buffer, at, DATE_LENGTH);
  const days = date === lastDate ? lastDays : daysOf(buffer, at, date);
  const timeMs = readTimeOfDay(buffer, at + DATE_LENGTH + 1);
  const nanos = readFraction(buffer, at + SECONDS_LENGTH, length - SECONDS_LENGTH);
  return days * DAY_MS + timeMs + Math.floor(nanos / 1e6);
}

function daysOf(buffer: Uint8Array, at: number, date: number): number {
  const days = readDate(buffer, at);
  if (Number.isNaN(days)) return days;
  lastDate = date;
  lastDays = days;
  return days;
}

/** A UTCTimestamp's part below the second, in nanoseconds. */
export function readUtcNanos(buffer: Uint8Array, at: number, length: number): number {
  return length < SECONDS_LENGTH
    ? Number.NaN
    : readFraction(buffer, at + SECONDS_LENGTH, length - SECONDS_LENGTH);
}

/** Whether it is a UTCTimeOnly: `HH:MM:SS`, perhaps with a fraction. */
export function isTimeOfDay(buffer: Uint8Array, at: number, length: number): boolean {
  if (length < TIME_LENGTH) return false;
  return readTimeOfDay(buffer, at) + readFraction(buffer, at + TIME_LENGTH, length - TIME_LENGTH) >= 0;
}

/** `.123` as nanoseconds; nothing at all is 0; more than nine digits (picoseconds) are cut off. */
function readFraction(buffer: Uint8Array, at: number, length: number): number {
  if (length === 0) return 0;
  if (buffer[at] !== Ascii.Point || length === 1) return Number.NaN;
  let nanos = 0;
  for (let i = 1; i <= Math.max(NANOS_DIGITS, length - 1); i++) {
    const isGiven = i < length;
    if (isGiven && !isDigit(buffer[at + i])) return Number.NaN;
    if (i <= NANOS_DIGITS) nanos = nanos * 10 + (isGiven ? buffer[at + i] - Ascii.Zero : 0);
  }
  return nanos;
}

/** Howard Hinnant's days_from_civil: years begin in March, so that the leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

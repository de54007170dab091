/** FIX data types as checks over a value's bytes: what may not be written so is session reject 6. */
import { Ascii, isDigit } from '../codec/ascii.js';
import { isTimeOfDay, readDate, readUint, readUtcMs } from '../codec/values.js';

export const enum Format {
  Text,
  Int,
  Uint,
  Float,
  Char,
  Boolean,
  UtcTimestamp,
  TimeOfDay,
  Date,
  MonthYear,
  DayOfMonth,
  /** Several values with blanks between, each one of the permitted. */
  Values,
  Data,
}

const FORMATS: Readonly<Record<string, Format>> = {
  INT: Format.Int,
  LENGTH: Format.Uint,
  SEQNUM: Format.Uint,
  NUMINGROUP: Format.Uint,
  TAGNUM: Format.Uint,
  FLOAT: Format.Float,
  QTY: Format.Float,
  PRICE: Format.Float,
  PRICEOFFSET: Format.Float,
  AMT: Format.Float,
  PERCENTAGE: Format.Float,
  CHAR: Format.Char,
  BOOLEAN: Format.Boolean,
  UTCTIMESTAMP: Format.UtcTimestamp,
  UTCTIMEONLY: Format.TimeOfDay,
  UTCDATE: Format.Date,
  UTCDATEONLY: Format.Date,
  LOCALMKTDATE: Format.Date,
  MONTHYEAR: Format.MonthYear,
  DAYOFMONTH: Format.DayOfMonth,
  MULTIPLEVALUESTRING: Format.Values,
  MULTIPLECHARVALUE: Format.Values,
  MULTIPLESTRINGVALUE: Format.Values,
  DATA: Format.Data,
  XMLDATA: Format.Data,
};

/** Every other type is text of some kind. */
export const formatOf = (type: string): Format => FORMATS[type] ?? Format.Text;

export function hasFormat(format: Format, buffer: Uint8Array, at: number, length: number): boolean {
  switch (format) {
    case Format.Int:
      return isInteger(buffer, buffer[at] === Ascii.Minus ? at + 1 : at, at + length);
    case Format.Uint:
      return isInteger(buffer, at, at + length);
    case Format.Float:
      return isFloat(buffer, at, length);
    case Format.Char:
      return length === 1;
    case Format.Boolean:
      return length === 1 && (buffer[at] === Ascii.Y || buffer[at] === Ascii.N);
    case Format.UtcTimestamp:
      return readUtcMs(buffer, at, length) >= 0;
    case Format.TimeOfDay:
      return isTimeOfDay(buffer, at, length);
    case Format.Date:
      return length === 8 && !Number.isNaN(readDate(buffer, at));
    case Format.MonthYear:
      return isMonthYear(buffer, at, length);
    case Format.DayOfMonth:
      return isBetween(readUint(buffer, at, length), 1, 31);
    default:
      return true;
  }
}

function isInteger(buffer: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isDigit(buffer[i])) return false;
  return from < to;
}

function isFloat(buffer: Uint8Array, at: number, length: number): boolean {
  let digits = 0;
  let points = 0;
  for (let i = length > 0 && buffer[at] === Ascii.Minus ? at + 1 : at; i < at + length; i++) {
    if (isDigit(buffer[i])) digits++;
    else if (buffer[i] !== Ascii.Point || ++points > 1) return false;
  }
  return digits > 0;
}

/** `YYYYMM`, `YYYYMMDD` or `YYYYMMw3`. */
function isMonthYear(buffer: Uint8Array, at: number, length: number): boolean {
  if (length === 8 && !Number.isNaN(readDate(buffer, at))) return true;
  if (!isInteger(buffer, at, at + 6) || !isBetween(readUint(buffer, at + 4, 2), 1, 12)) return false;
  return (
    length === 6 || (length === 8 && buffer[at + 6] === 0x77 && isBetween(readUint(buffer, at + 7, 1), 1, 5))
  );
}

const isBetween = (value: number, low: number, high: number): boolean => value >= low && value <= high;

/** Why a message of a venue was refused. A refused message has touched nothing: no book, no record, no counter but its own. */
export const enum Fault {
  None = 0,
  /** No JSON, or it goes on behind its end. */
  Syntax = 1,
  /** It ends too early. */
  Truncated = 2,
  /** Nested deeper than any message of a venue. */
  TooDeep = 3,
  /** A field name that is written with escapes: no venue does that, and we compare bytes. */
  EscapedName = 4,
  /** Another type than the field has. */
  WrongType = 5,
  /** A number is wanted: NaN, Infinity, exponents and empty text are none. */
  NotDecimal = 6,
  /** More decimal places than the instrument's tick or lot has, or between two of its steps. */
  OffStep = 7,
  /** 2^53 and beyond, or a price beyond int32 ticks where there has to be one. */
  OutOfRange = 8,
  /** More levels or orders than the limits have room for. */
  TooMany = 9,
  /** A field that this kind of message must have is not there. */
  MissingField = 10,
  Count = 11,
}

export const FAULT_NAMES: readonly string[] = [
  'none',
  'syntax',
  'truncated',
  'too_deep',
  'escaped_name',
  'wrong_type',
  'not_decimal',
  'off_step',
  'out_of_range',
  'too_many',
  'missing_field',
];

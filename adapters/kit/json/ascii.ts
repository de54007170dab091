/** Bytes that JSON is made of. */
export const enum Ascii {
  Space = 0x20,
  Quote = 0x22,
  Plus = 0x2b,
  Comma = 0x2c,
  Minus = 0x2d,
  Dot = 0x2e,
  Zero = 0x30,
  Colon = 0x3a,
  OpenArray = 0x5b,
  Backslash = 0x5c,
  CloseArray = 0x5d,
  LowerE = 0x65,
  LowerF = 0x66,
  LowerN = 0x6e,
  LowerT = 0x74,
  LowerU = 0x75,
  OpenObject = 0x7b,
  CloseObject = 0x7d,
}

/** Set in lower-case letters: what an upper-case one lacks. */
export const LOWER_CASE = 0x20;

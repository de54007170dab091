/**
 * The closed sets of the protocol, numbered as FIX numbers them wherever FIX has the field, so that
 * records, wire, FIX door and documents all say the same number for the same thing.
 */

/** FIX tag 54. */
export const enum Side {
  Buy = 1,
  Sell = 2,
}

/** FIX tag 40. */
export const enum OrdType {
  Market = 1,
  Limit = 2,
}

/** FIX tag 59. */
export const enum TimeInForce {
  Day = 0,
  GoodTillCancel = 1,
  ImmediateOrCancel = 3,
  FillOrKill = 4,
}

/** FIX tag 851. */
export const enum Liquidity {
  Maker = 1,
  Taker = 2,
}

/** How an order left the book (FIX ExecType, tag 150, as the character's meaning). */
export const enum EndKind {
  Cancelled = 4,
  Expired = 12,
}

/** What happened to an order in a public book (order by order market data; compare FIX MDUpdateAction, tag 279). */
export const enum BookAction {
  /** It joins the end of its level's queue. */
  Add = 1,
  /** Its displayed quantity fell; it keeps its place. */
  Modify = 2,
  Delete = 3,
  /** Some or all of it traded. */
  Execute = 4,
}

/** The streams of an instrument's market data, each numbered by itself. */
export const enum Channel {
  Trades = 1,
  /** Level 1. */
  Top = 2,
  /** Level 2. */
  Levels = 3,
  /** Level 3. */
  Orders = 4,
}

/** What a mass cancel or a switch is about; scopes combine (all that are set must match). */
export const enum Scope {
  Account = 1,
  Session = 2,
  Instrument = 4,
  Side = 8,
}

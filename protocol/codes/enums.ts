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

/** What a mass cancel or a switch is about; scopes combine (all that are set must match). */
export const enum Scope {
  Account = 1,
  Session = 2,
  Instrument = 4,
  Side = 8,
}

/** How an instrument's price becomes money: linear, price × quantity; inverse, quantity / price, settled in what is priced. */
export const enum ContractKind {
  Linear = 0,
  Inverse = 1,
}

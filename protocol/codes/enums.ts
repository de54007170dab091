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

/** What the operator may limit while the engine runs. Each has its unit and the scopes that it is for, see `docs/risk.md`. */
export const enum LimitKind {
  /** Instrument: ticks that a limit price may be beyond the last trade or the reference. */
  CollarTicks = 1,
  /** Instrument: the same in hundredths of a percent of it. */
  CollarBasisPoints = 2,
  /** Instrument (each account), or account and instrument: lots long or short, working orders included. */
  Position = 3,
  /** Instrument (each account), or account and instrument: what such a position is worth, settlement units. */
  Exposure = 4,
  /** Account: units of a currency. */
  Credit = 5,
  /** Account: open orders. */
  OpenOrders = 6,
  /** Session: orders and replaces a second. */
  OrdersPerSecond = 7,
  /** Session: cancels and mass cancels a second. */
  CancelsPerSecond = 8,
  /** Session: executions until a person lets it go on. */
  Executions = 9,
  /** Instrument (the firm), or account and instrument: 1 = no orders. */
  Restricted = 10,
}

/** On whose word a limit holds. */
export const enum LimitMode {
  /** The operator's: holds until another is given, whatever the configuration says. */
  ByHand = 0,
  /** The configuration's: does not touch what stands by hand. */
  Initial = 1,
  /** The operator gives it back to the configuration, whose value this is. */
  Release = 2,
}

/** Whose an account is. */
export const enum AccountKind {
  Ordinary = 0,
  /** A venue's: counter-account of what is traded there. It gives no orders. */
  Street = 1,
}

/** How an instrument's price becomes money: linear, price × quantity; inverse, quantity / price, settled in what is priced. */
export const enum ContractKind {
  Linear = 0,
  Inverse = 1,
}

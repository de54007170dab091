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
  /** Lives in the opening auction alone. */
  AtOpen = 2,
  ImmediateOrCancel = 3,
  FillOrKill = 4,
  /** Lives in the closing auction alone. */
  AtClose = 7,
  /** Lives in the next auction, whichever that is; FIX writes it "B". */
  GoodForAuction = 66,
}

/** Lives in a certain auction alone. */
export const isForAuction = (timeInForce: number): boolean =>
  timeInForce === TimeInForce.AtOpen ||
  timeInForce === TimeInForce.AtClose ||
  timeInForce === TimeInForce.GoodForAuction;

/** FIX tag 851. */
export const enum Liquidity {
  Maker = 1,
  Taker = 2,
  /** Both sides rested: the uncross of an auction. */
  Auction = 4,
}

/** FIX tag 625, trading session sub id; a halt is FIX's "quiescent". */
export const enum TradingPhase {
  PreOpen = 1,
  OpeningAuction = 2,
  Continuous = 3,
  ClosingAuction = 4,
  Closed = 5,
  Halt = 7,
  VolatilityAuction = 9,
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

/**
 * The closed sets of the protocol, numbered as FIX numbers them wherever FIX has the field, so that
 * records, wire, FIX door and documents all say the same number for the same thing.
 */

/** FIX tag 54. In the book a short sale is a sell: only its order and its reports say which (`sideOf` the command). */
export const enum Side {
  Buy = 1,
  Sell = 2,
  SellShort = 5,
  SellShortExempt = 6,
}

/** FIX tag 40; where FIX has a letter, its character code. */
export const enum OrdType {
  Market = 1,
  Limit = 2,
  /** Becomes a market order when it is triggered. */
  Stop = 3,
  /** Becomes a limit order when it is triggered. */
  StopLimit = 4,
  /** 'D': a side of a quote. Only reports and readers say so; in the core it is a limit order. */
  Quoted = 68,
  /** 'K': takes the best opposite price; what is left rests there. */
  MarketToLimit = 75,
  /** 'P': its price follows a reference, see `Peg`. */
  Pegged = 80,
}

/** A price comes with it: its own limit. The others take what is there. */
export const hasPrice = (ordType: number): boolean =>
  ordType === OrdType.Limit || ordType === OrdType.StopLimit || ordType === OrdType.Pegged;

/** Waits for its trigger. */
export const isStop = (ordType: number): boolean => ordType === OrdType.Stop || ordType === OrdType.StopLimit;

/** FIX tag 59. */
export const enum TimeInForce {
  Day = 0,
  GoodTillCancel = 1,
  /** Lives in the opening auction alone. */
  AtOpen = 2,
  ImmediateOrCancel = 3,
  FillOrKill = 4,
  GoodTillDate = 6,
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

/** What a stop looks at. Venue prices arrive as commands; `Venue + n` is the last trade of venue n. */
export const enum TriggerSource {
  None = 0,
  LastTrade = 1,
  BestBid = 2,
  BestOffer = 3,
  Venue = 16,
}

/** What the price of a pegged order follows (FIX tag 1094, PegPriceType). */
export const enum Peg {
  None = 0,
  /** Middle of best bid and best offer; not displayed. */
  Midpoint = 2,
  /** Best displayed price of its own side. */
  Primary = 5,
}

/** How an order is tied to another one (FIX tag 1385, ContingencyType). */
export const enum Contingency {
  None = 0,
  /** One cancels the other: what one leg executes is cut off the other. */
  OneCancelsOther = 1,
  /** Child of a bracket: arms for what its parent executes; the children of one parent cut each other. */
  OneTriggersOther = 2,
}

/** What happens when an order would trade with one of the same account, or firm. The incoming order's mode decides. */
export const enum SelfTradePrevention {
  None = 0,
  CancelNewest = 1,
  CancelOldest = 2,
  CancelBoth = 3,
  /** The smaller open quantity comes off both, without a trade. */
  DecrementAndCancel = 4,
}

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
  /** Instrument: points of protection of market orders that name none. */
  ProtectionTicks = 11,
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

/** Where an order is executed. `Venue + n` is venue n (0 to 15). */
export const enum Route {
  OwnBook = 0,
  Venue = 1,
  /** Best price after fees over our own book and all venues that list the instrument. */
  Smart = 255,
}

/** Whether orders can go to a venue. */
export const enum VenueStatus {
  Down = 0,
  Up = 1,
}

/** What a venue can do beyond new and cancel, as bits. */
export const enum VenueAbility {
  Replace = 1,
}

/** An instrument at a venue. */
export const enum ListingStatus {
  NotListed = 0,
  Trading = 1,
  Halted = 2,
}

/** How a child order stands at its venue: FIX OrdStatus (tag 39), hexadecimal as `EndKind`. Open ones are New, pending or unknown. */
export const enum ChildStatus {
  /** The venue has it. */
  New = 0,
  PartiallyFilled = 1,
  Filled = 2,
  Cancelled = 4,
  PendingCancel = 6,
  PendingNew = 10,
  Expired = 12,
  PendingReplace = 14,
  /** Nobody knows whether the venue has it, or what became of it: a lost answer or connection. */
  Unknown = 16,
}

/** What an adapter says of a child order: FIX ExecType (tag 150), hexadecimal, and from 32 on what FIX says otherwise. */
export const enum VenueReportKind {
  New = 0,
  Cancelled = 4,
  Replaced = 5,
  Rejected = 8,
  Expired = 12,
  /** The venue changed price or total by itself. */
  Restated = 13,
  CancelRejected = 32,
  ReplaceRejected = 33,
  Unknown = 34,
  /** After a reconciliation: the venue has never had it. */
  NotKnown = 35,
}

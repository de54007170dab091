/**
 * Events: what the core writes after the echo of a command. An event is named by (sequence of its command,
 * index in the group); the echo itself has index 0.
 */

export const enum EventKind {
  /**
   * bytes: kind, taker side, 1 = both orders rested (uncross of an auction: the maker is the buy order). One record for
   * both sides of an execution.
   */
  Trade = 64,
  /** bytes: kind, side, `EndKind`. An order left the book without (further) execution. */
  OrderEnded = 65,
  /** Ends the group of a MassCancel, KillSwitch, EndOfDay or timer. Qty = orders cancelled. */
  MassCancelReport = 66,
  /** What an order has beyond its NewOrder; event 1 of its group. See `order-terms.ts`. */
  OrderTerms = 67,
  /** A stop is elected. bytes: kind, side, the ord type that it has now. Words of OrderEnded; Reason 0. */
  OrderTriggered = 68,
  /**
   * The engine changed the order by itself; Reason says why. bytes: kind, side, 1 = it goes behind all orders of its
   * price, 1 = it stands in no book (waits for its parent or its reference).
   * Words of OrderEnded: PriceTicks and OpenLots are what it has now, total = open + executed.
   */
  OrderRestated = 69,
  /**
   * What a Quote did to one of its sides. bytes: kind, side, ord type (Quoted), time in force. Words of ImageOrder, but for
   * `QuoteWord`; Qty is the side's new total. A side that was taken out is told by OrderEnded.
   */
  QuoteSide = 70,
  /** Second record of a Quote, behind it in the lane and event 1 of its group: Price and Qty of the offer, words of `Cmd`. */
  QuoteOffer = 71,
  /** bytes: kind, `TradingPhase`, the one before. See `Phs`. Whoever changed it: a command, or a band that was reached. */
  PhaseChanged = 72,
  /** What the auction would do if it ended now. bytes: kind, side of the surplus or 0. See `Ind`; no volume = no price. */
  IndicativePrice = 73,
  /**
   * What a TradeBust has taken back. Words of Trade as far as they apply, but for the trade's identity, see `Bust`. Byte A: the
   * taker's side, 0 = the trade was made at a venue. MakerOwner and TakerOwner are the buyer's and the seller's.
   */
  TradeBusted = 76,
  /** The same for a TradeCorrection. Price and Qty are the new ones. */
  TradeCorrected = 77,
  /** A part of a routed order goes out under a number of its own. bytes: kind, side, ord type, time in force. See `Child`. */
  ChildOrder = 78,
  /** The venue is to cancel a child order. See `ChildWord`. */
  VenueCancel = 79,
  /** The venue is to replace a child order. See `ChildWord`. */
  VenueReplace = 80,
  /** How a child order stands at its venue now, and why. See `ChildWord`. */
  ChildState = 81,
  /** What is open at a venue, told again to an adapter that has just begun. bytes of ChildOrder; see `ChildOpenDouble`. */
  ChildOpen = 82,
  /** State after recovery, before going live; never journaled. The first of the image. */
  ImageBegin = 96,
  /** A DefineInstrument in force (same words). bytes: kind, margin. */
  ImageInstrument = 97,
  /** A DefineAccount in force (same words). */
  ImageAccount = 98,
  /** Session in Owner; Message = last client message number sequenced; byte A: 1 = open. */
  ImageSession = 99,
  /** An open order, in priority order. bytes: kind, side, ord type, time in force. See `Img`. */
  ImageOrder = 100,
  /** The last of the image. */
  ImageEnd = 101,
  /** OrderTerms of the ImageOrder before it, as far as they still matter. */
  ImageTerms = 102,
  /** A DefineContract in force (same words). */
  ImageContract = 103,
  /** What an account holds of an instrument. See `ImgPosDouble`. */
  ImagePosition = 104,
  /** The position's fees, in the same words as its cost. */
  ImageFees = 105,
  /** The phase of an instrument that is not simply trading. Words of PhaseChanged, byte B is 0. */
  ImagePhase = 110,
  /** The indicative price of an auction in progress. Words of IndicativePrice. */
  ImageIndicative = 111,
  /** What the ImageOrder before it is the child of. Words of ChildOrder. */
  ImageChild = 112,
  /** A StrategyNote that stands (same words). */
  ImageNote = 113,
}

/** Words of Trade. */
export const enum Trd {
  Head = 0,
  Index = 1,
  Instrument = 2,
  MakerOwner = 3,
  TakerOwner = 4,
  PriceTicks = 5,
  MakerSlot = 8,
  MakerGeneration = 9,
  TakerSlot = 10,
  TakerGeneration = 11,
}
export const enum TrdDouble {
  QtyLots = 3,
  /** What the maker has open after this trade; 0 = filled. */
  MakerOpenLots = 6,
  Sequence = 7,
}

/** Words of TradeBusted and TradeCorrected where they differ from Trade. */
export const enum Bust {
  BuyerOwner = 3,
  SellerOwner = 4,
  /** Identity of the trade: index here, sequence in a double. */
  TradeIndex = 8,
  /** TradeCorrected: the price it had. */
  OldPriceTicks = 9,
}
export const enum BustDouble {
  TradeSequence = 5,
  /** TradeCorrected: the quantity it had. */
  OldQtyLots = 6,
}

/** Words of OrderEnded, OrderTriggered and OrderRestated, and of MassCancelReport as far as they apply. */
export const enum End {
  Head = 0,
  Index = 1,
  Instrument = 2,
  Owner = 3,
  Reason = 4,
  PriceTicks = 5,
  ClientIdLow = 8,
  ClientIdHigh = 9,
  OrderSlot = 10,
  OrderGeneration = 11,
}
export const enum EndDouble {
  /** Open quantity taken off (MassCancelReport: number of orders). */
  OpenLots = 3,
  ExecutedLots = 6,
  Sequence = 7,
}

/** QuoteSide has the words of ImageOrder, but for this one. */
export const enum QuoteWord {
  /** Bits 0..7 `QuoteAction`, above them the reason of a refusal. */
  Outcome = 4,
}
/** What became of a side of a quote. */
export const enum QuoteAction {
  /** A new order in the book. */
  Entered = 1,
  /** Another price, or more of it: behind all orders of its price. */
  Moved = 2,
  /** No more than before at the same price: it keeps its place. */
  Kept = 3,
  /** Nothing of this side stands. */
  Refused = 4,
}
export const quoteOutcome = (action: QuoteAction, reason: number): number => action | (reason << 8);
export const actionOf = (outcome: number): QuoteAction => outcome & 0xff;
export const refusalOf = (outcome: number): number => outcome >>> 8;

/** Words of PhaseChanged. */
export const enum Phs {
  Head = 0,
  Index = 1,
  Instrument = 2,
  /** When a volatility auction ends by itself: seconds since 1970 and nanoseconds; 0 = the phase has no end of its own. */
  UntilSeconds = 8,
  UntilNanos = 9,
}

/** Words of IndicativePrice. */
export const enum Ind {
  Head = 0,
  Index = 1,
  Instrument = 2,
  PriceTicks = 5,
}
export const enum IndDouble {
  /** Lots that would trade. */
  VolumeLots = 3,
  /** Lots that would be left over at that price, on the side that byte A names. */
  SurplusLots = 6,
}

/** ImageOrder has the words of a NewOrder echo, but for this word and these doubles. */
export const enum Img {
  /** `CommandFlag` bits that it came with; word 1 is the index. */
  Flags = 4,
}
export const enum ImgDouble {
  TotalLots = 3,
  ExecutedLots = 6,
}

/** ImageTerms has the words of OrderTerms, the order's id where OrderEnded has it, and these. */
export const enum ImgTerms {
  /** 1 = the order stands in no book. */
  Waits = 8,
  /** `Route`, as it was asked for. */
  Route = 9,
}
export const enum ImgTermsDouble {
  /** Iceberg: what is displayed now. */
  ShownLots = 6,
}

/** Doubles of ImagePosition; Instrument and Owner say whose. Cost and cash are high × 2^53 + low settlement units. */
export const enum ImgPosDouble {
  NetLots = 2,
  Cost = 3,
  Cash = 5,
}

/** Event index: low 24 bits of word 1 (an echo's word 1 holds flags instead; its index is 0). */
export const indexOf = (word1: number): number => word1 & 0xffffff;
export const isCommand = (kind: number): boolean => kind < EventKind.Trade;
export const isImage = (kind: number): boolean => kind >= EventKind.ImageBegin;

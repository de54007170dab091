/**
 * Events: what the core writes after the echo of a command. An event is named by (sequence of its command,
 * index in the group); the echo itself has index 0.
 */

export const enum EventKind {
  /**
   * bytes: kind, taker side, 1 = both orders rested. One record for both sides of an execution. In the uncross of an
   * auction both rested: "maker" is then the buy order, "taker" the sell order.
   */
  Trade = 64,
  /** bytes: kind, side, `EndKind`. An order left the book without (further) execution. */
  OrderEnded = 65,
  /** Ends the group of a MassCancel, KillSwitch, EndOfDay or timer. Qty = orders cancelled. */
  MassCancelReport = 66,
  /** bytes: kind, `TradingPhase`, the one before. See `Phs`. Whoever changed it: a command, or a band that was reached. */
  PhaseChanged = 72,
  /** What the auction would do if it ended now. bytes: kind, side of the surplus or 0. See `Ind`; no volume = no price. */
  IndicativePrice = 73,
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
  /** The phase of an instrument that is not simply trading. Words of PhaseChanged, byte B is 0. */
  ImagePhase = 110,
  /** The indicative price of an auction in progress. Words of IndicativePrice. */
  ImageIndicative = 111,
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

/** Words of OrderEnded, and of MassCancelReport as far as they apply. */
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

/** ImageOrder has the words of a NewOrder echo, but for these doubles. */
export const enum ImgDouble {
  TotalLots = 3,
  ExecutedLots = 6,
}

/** Event index: low 24 bits of word 1 (an echo's word 1 holds flags instead; its index is 0). */
export const indexOf = (word1: number): number => word1 & 0xffffff;
export const isCommand = (kind: number): boolean => kind < EventKind.Trade;
export const isImage = (kind: number): boolean => kind >= EventKind.ImageBegin;

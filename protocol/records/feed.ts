/**
 * What a strategy's own ring carries: written by the feed alone, read by the strategy's worker alone. 14 words a record,
 * because the ring is a lane and the transport owns the rest. Three sorts of kinds: what a strategy starts from, market
 * data of its instruments (lossy), and answers and events of its own orders (never dropped).
 */

export const enum FeedKind {
  /** An open order of the strategy when it was attached. bytes: kind, side, ord type, time in force. Lots = total. */
  OpenOrder = 128,
  /**
   * Lots = net lots that the strategy has traded since the engine started, also while it was down. Told at its start, and when
   * the operator takes a trade back or puts it right.
   */
  Position = 129,
  /** A note that an earlier life has kept, at its start. bytes: kind, place. See `FdNote`. */
  Note = 131,
  /** All that it starts from has been said, the books included. */
  Live = 130,

  /** Up to three levels of one side, best first; the next Book says whose. bytes: kind, side, count. See `Lvl`. */
  Levels = 144,
  /**
   * The top of Instrument's book is what the Levels since the last Book said, as it stood after command Sequence.
   * bytes: kind, 0 = our own book, else one more than the venue's number.
   */
  Book = 145,
  /** bytes: kind, taker side. PriceTicks, Lots. */
  Trade = 146,
  /** Lots = so many trades and states of books were left out before this record. Books that follow are whole. */
  Gap = 147,
  /** What a venue says that Instrument trades at, or another price that is none of our book's. bytes: kind, venue. PriceTicks. */
  Reference = 148,
  /** Lots = net lots that its account holds of Instrument, whoever traded them: when others than the strategy have changed it. */
  AccountPosition = 149,
  /**
   * The trading phase of Instrument and, while an auction collects, what it would do if it ended now: PriceTicks, Lots that would trade (0 = none),
   * ExecutedLots = the surplus. bytes: kind, `TradingPhase`, side of the surplus. See `FdPhase`.
   */
  Phase = 150,

  /** Answers, exactly one to each command of the strategy. `detailOf` the head is the reason of a refusal. */
  OrderAccepted = 160,
  OrderRejected = 161,
  /** PriceTicks and Lots are the new price and total. */
  OrderReplaced = 162,
  ReplaceRejected = 163,
  CancelAccepted = 164,
  CancelRejected = 165,
  MassCancelAccepted = 166,
  MassCancelRejected = 167,
  /** The last of what a quote leads to. ClientId = quote id; so in all that concerns quotes. */
  QuoteAccepted = 168,
  QuoteRejected = 169,
  /** PriceTicks = executions, Lots = window in nanoseconds. */
  QuoteProtectionAccepted = 170,
  QuoteProtectionRejected = 171,

  /**
   * bytes: kind, side, 1 = something of a routed order at a venue is unknown from now on, 0 = nothing is any more. PriceTicks and
   * Lots are the order's. Its quantity stays reserved meanwhile.
   */
  OrderUnknown = 175,
  /** bytes: kind, side of the order, liquidity. Lots = last; ExecutedLots = all of the order so far. */
  OrderExecuted = 176,
  /** Lots = open quantity taken off. `detailOf` the head is the reason. */
  OrderCancelled = 177,
  OrderExpired = 178,
  /** The engine, or somebody else of the account, has changed it. PriceTicks and Lots as in OrderReplaced. */
  OrderRestated = 179,
  /** A stop is elected. */
  OrderTriggered = 180,

  /** A side of a quote as it stands now: bytes: kind, side. Lots = total. */
  QuoteStands = 181,
  /** The side was refused as it was asked for; `detailOf` the head is the reason. */
  QuoteRefused = 182,
  /** As OrderExecuted and OrderCancelled; whatever ends a side. */
  QuoteExecuted = 183,
  QuoteEnded = 184,
  /** Market-maker protection was triggered: Lots = sides that were pulled. */
  QuotesPulled = 185,
}

/** Words of all kinds but Levels. Index, Sequence and time name the event and its command. */
export const enum Fd {
  Head = 0,
  Index = 1,
  Instrument = 2,
  PriceTicks = 3,
  ClientIdLow = 8,
  ClientIdHigh = 9,
  Seconds = 12,
  Nanos = 13,
}
export const enum FdDouble {
  ExecutedLots = 2,
  Lots = 3,
  Sequence = 5,
}

/** Words of Phase: when a volatility auction ends by itself; 0 = the phase has no end of its own. */
export const enum FdPhase {
  UntilSeconds = 8,
  UntilNanos = 9,
}

/** Doubles of Note: its numbers, one behind the other. */
export const enum FdNote {
  First = 2,
}

export const LEVELS_PER_RECORD = 3;

/** Words of Levels: price and orders of each level, one after the other. */
export const enum Lvl {
  FirstPriceTicks = 8,
  FirstOrders = 9,
  WordsPerLevel = 2,
}
/** Doubles of Levels: lots of each level, one after the other. */
export const enum LvlDouble {
  FirstLots = 1,
}

/** The upper half of the head: a reason code. */
export const withDetail = (headWord: number, detail: number): number => headWord | (detail << 16);
export const detailOf = (headWord: number): number => headWord >>> 16;

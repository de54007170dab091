/**
 * Market data of venues, on a broadcast ring of its own: written by one adapter, read by the gateway and the feed, never by the
 * core (which gets the best levels alone, as commands). Numbers only: an instrument is the number that the engine
 * knows it by, prices are ticks, quantities lots, times two words, seconds since 1970 and nanoseconds.
 *
 * A message of a venue becomes Levels records, and one BookEnd that says whose they were. Between SnapshotBegin (the book is
 * empty now) and BookEnd stands the whole book. After a Status other than Live the book means nothing before the next
 * SnapshotBegin. Quantities of levels are absolute; 0 takes the level out.
 */

export const enum VenueKind {
  /** Up to four levels of one side. bytes: kind, side, count. See `VLvl`. */
  Levels = 192,
  /** The levels since the last BookEnd are one update of the venue: readers act on it. See `VBook`. */
  BookEnd = 193,
  /** The instrument's book is empty; what follows up to the next BookEnd is all of it. */
  SnapshotBegin = 194,
  /** The venue's own word for its best prices; not taken into the book. See `VTop`. */
  Top = 195,
  /** bytes: kind, side of the taker (0 = not told). See `VTrd`. */
  Trade = 196,
  /** A price that is no tick of the book. bytes: kind, `ReferenceKind`, decimal places of Value. See `VRef`. */
  Reference = 197,
  /** bytes: kind, `VenueStatus`, `StatusReason`. See `VBook`; the words beyond the times mean nothing. */
  Status = 198,
  /** So many trades, tops and references were left out before this record, because readers were too far behind. */
  Lost = 199,
}

export const enum VenueStatus {
  /** The book is proved to follow from a snapshot without a gap, and the venue is heard. */
  Live = 1,
  /** It is not, or the venue has been silent for too long: not to be traded on. */
  Stale = 2,
}

export const enum StatusReason {
  None = 0,
  /** No connection, or it was lost. */
  Disconnected = 1,
  /** Connected; the snapshot is on its way. */
  Synchronizing = 2,
  /** An update is missing: the book begins anew. */
  Gap = 3,
  /** Nothing was heard for longer than the age limit. */
  Silent = 4,
  /** The book was found wrong: crossed, an order or level that is not there, a checksum. */
  Inconsistent = 5,
  /** A message was refused (see the adapter's faults). */
  Refused = 6,
  /** The venue has halted the instrument, or goes down. */
  Halted = 7,
}

export const enum ReferenceKind {
  MarkPrice = 1,
  IndexPrice = 2,
  /** Rate per funding period. */
  FundingRate = 3,
  /** Units of the quote currency for one of the base currency: an indication, no market. */
  ExchangeRate = 4,
  /** How much of its underlying stands behind a share of a fund. */
  UnderlyingPerShare = 5,
}

/** Words that all kinds but Levels have: when the venue says it was, and when it came in. */
export const enum VTime {
  Head = 0,
  Instrument = 1,
  VenueSeconds = 2,
  VenueNanos = 3,
  Seconds = 4,
  Nanos = 5,
}

export const VENUE_LEVELS_PER_RECORD = 4;

/** Words of Levels. */
export const enum VLvl {
  Head = 0,
  Instrument = 1,
  FirstTicks = 4,
}
export const enum VLvlDouble {
  UpdateId = 1,
  FirstLots = 4,
}

/** Doubles of BookEnd and SnapshotBegin, behind the words of `VTime`. */
export const enum VBookDouble {
  /** The venue's number of the update, or our count where the venue numbers none. */
  UpdateId = 3,
}

/** Words of Top. */
export const enum VTop {
  BidTicks = 8,
  AskTicks = 9,
}
export const enum VTopDouble {
  UpdateId = 3,
  BidLots = 5,
  AskLots = 6,
}

/** Words of Trade. */
export const enum VTrd {
  PriceTicks = 8,
}
export const enum VTrdDouble {
  TradeId = 3,
  QtyLots = 5,
}

/** Doubles of Reference. */
export const enum VRefDouble {
  /** Integer of so many decimal places as the head says. */
  Value = 3,
}

/** Doubles of Lost. */
export const enum VLostDouble {
  Records = 3,
}

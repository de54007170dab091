/**
 * Commands: what producers write into lanes, and what the core echoes onto the event ring with the outcome
 * filled in. The echo of a command is at the same time its acceptance or rejection report, so one cache
 * line serves the journal, the gateway and every other reader. Replay takes the command back out of its
 * echo, because the outcome never overwrites a field that the command came with.
 */

export const enum CommandKind {
  /** bytes: kind, side, ord type, time in force. */
  NewOrder = 1,
  /** bytes: kind. */
  CancelOrder = 2,
  /** bytes: kind. PriceTicks and QtyLots are the new price and the new total quantity. Instrument: the order's, or 0. */
  ReplaceOrder = 3,
  /**
   * bytes: kind, scope bits, side. Instrument and Owner name what the scope bits select. PriceTicks: StrategyStopped or
   * StrategyFailed when that is why (never in a strategy's own lane), else 0.
   */
  MassCancel = 4,
  /** Only carries its stamp; moves core time forward and fires timers that are due. */
  Time = 8,
  /** Ends DAY orders. bytes: kind, scope bits (Instrument or none = all). */
  EndOfDay = 9,
  /** Session of Owner logged on: its cancel-on-disconnect timer stops. */
  SessionOpen = 10,
  /** Session of Owner is gone: after PriceTicks milliseconds its orders marked CancelOnDisconnect are cancelled. */
  SessionClosed = 11,
  /** bytes: kind, scope bits (Account, Instrument or none = firm), 1 = on 0 = off. */
  KillSwitch = 12,
  /**
   * bytes: kind, `TradingPhase` (0 = the one that the calendar last asked for), 1 = by the calendar 0 = by hand.
   * Instrument names it; by the calendar, PriceTicks is when the phase was due, seconds since 1970: each counts once.
   */
  TradingPhase = 14,
  /** A new epoch (number in Message): every session that was open counts as closed from now, PriceTicks = grace ms. */
  EngineStart = 13,
  /**
   * See `Define`. Instrument names it. bytes: kind, margin, 1 = its phases follow a calendar. It begins without bands and
   * tick table: those that are defined after it are in force.
   */
  DefineInstrument = 16,
  /** See `Define`. Account in Owner. bytes: kind, 1 = enabled 0 = disabled. */
  DefineAccount = 17,
  /** See `Bands`. Instrument names it. bytes: kind, `BandAction`. */
  DefineBands = 26,
  /** One row of a tick table, see `TickRow`. Instrument names it. bytes: kind, row (0 begins the table anew). */
  DefineTicks = 27,
}

/** Words of a command record. */
export const enum Cmd {
  Head = 0,
  /** Low 16 bits `CommandFlag`; bits 16..30 the outcome's reason code (0 = accepted); bit 31 last in group. */
  Flags = 1,
  Instrument = 2,
  /** Account in the low half, session in the high half. */
  Owner = 3,
  /** The client's message number within its session. */
  Message = 4,
  PriceTicks = 5,
  /** Low and high half of the client order id. Cancel/replace with `ByClientId`: that of the order meant. */
  ClientIdLow = 8,
  ClientIdHigh = 9,
  /**
   * Engine order id. NewOrder: outcome, the id given; with `RefusedAtDoor` the reason code stands in OrderSlot.
   * Cancel/replace: the order meant (when not `ByClientId`), outcome: the order found.
   */
  OrderSlot = 10,
  OrderGeneration = 11,
  /** When the producer wrote it; core time in the echo. Seconds since 1970, nanoseconds. */
  Seconds = 12,
  Nanos = 13,
}

/** Doubles of a command record. */
export const enum CmdDouble {
  QtyLots = 3,
  Sequence = 7,
}

/** Bits of `Cmd.Flags`. */
export const enum CommandFlag {
  PostOnly = 1,
  CancelOnDisconnect = 2,
  /** The order is named by its client order id, not by its engine id. */
  ByClientId = 4,
  /** The door found the fields unfit for ticks and lots; the core refuses with the door's reason, in sequence. */
  RefusedAtDoor = 8,
}

export const REASON_SHIFT = 16;
export const reasonOf = (flagsWord: number): number => (flagsWord >>> REASON_SHIFT) & 0x7fff;

/** Words of DefineInstrument and DefineAccount where they differ from `Cmd`. */
export const enum Define {
  /** DefineInstrument: 1 = open, 0 = closed to new orders. */
  Open = 4,
  /** Reference price in ticks: prices market orders for risk until there is a last trade. */
  ReferenceTicks = 5,
  MinPriceTicks = 10,
  MaxPriceTicks = 11,
}
/** Doubles of DefineInstrument and DefineAccount. */
export const enum DefineDouble {
  /** Largest quantity of one order, lots. */
  MaxQtyLots = 3,
  /** Largest price × quantity of one order, tick-lots. */
  MaxNotional = 4,
}
/** Words of DefineBands. Widths are hundredths of a percent of the price that the band is around; 0 = no such band. */
export const enum Bands {
  StaticBasisPoints = 4,
  DynamicBasisPoints = 5,
  /** How long a volatility auction collects, milliseconds; 0 = until somebody ends it. */
  AuctionMs = 8,
}
/** What becomes of the rest of an order that would trade beyond the dynamic band. */
export const enum BandAction {
  Reject = 1,
  Auction = 2,
}
/** Words of DefineTicks: from this price on (0 in row 0), prices are multiples of Step ticks; Step 0 in row 0 = none. */
export const enum TickRow {
  FromTicks = 4,
  StepTicks = 5,
}
/** DefineInstrument: byte A of the head is the margin, in percent of the reference, put on a market order's notional. */

/**
 * Commands: what producers write into lanes, and what the core echoes onto the event ring with the outcome
 * filled in. The echo of a command is at the same time its acceptance or rejection report, so one cache
 * line serves the journal, the gateway and every other reader. Replay takes the command back out of its
 * echo, because the outcome never overwrites a field that the command came with.
 */

import { Side } from '../codes/enums.js';
import { EventKind } from './event.js';
import { byteA, kindOf } from './layout.js';

export const enum CommandKind {
  /** bytes: kind, side, ord type, time in force. With `Extended` an OrderTerms follows. */
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
  /**
   * One entry of a mass quote: what its session bids and offers in Instrument from now on, under the quote id that stands
   * where an order's client id does. bytes: kind. Price and Qty are the bid's; a QuoteOffer follows. Qty 0 = no such side.
   */
  Quote = 5,
  /**
   * A venue's last trade in Instrument, or what else is told of a price that is none of our book's (a mark price, a rate), at
   * PriceTicks; triggers look at it, and strategies are told. bytes: kind, venue (0 to 15).
   */
  VenuePrice = 6,
  /** Only carries its stamp; moves core time forward and fires timers that are due. */
  Time = 8,
  /** Ends DAY orders. bytes: kind, scope bits (Instrument or none = all). */
  EndOfDay = 9,
  /** Session of Owner logged on: its cancel-on-disconnect timer stops. */
  SessionOpen = 10,
  /** Session of Owner is gone: after PriceTicks milliseconds its orders marked CancelOnDisconnect are cancelled. */
  SessionClosed = 11,
  /** bytes: kind, scope bits (Account, Session, Instrument or none = firm), 1 = on 0 = off. */
  KillSwitch = 12,
  /**
   * bytes: kind, `TradingPhase` (0 = the one that the calendar last asked for), 1 = by the calendar 0 = by hand.
   * Instrument names it; by the calendar, PriceTicks is when the phase was due, seconds since 1970: each counts once.
   */
  TradingPhase = 14,
  /**
   * Market-maker protection of the session in Owner, from now on, and it may quote again: with PriceTicks executions of
   * its quotes within Qty nanoseconds all of them are pulled. 0 executions = it has none.
   */
  QuoteProtection = 15,
  /** A new epoch (number in Message): every session that was open counts as closed from now, PriceTicks = grace ms. */
  EngineStart = 13,
  /**
   * See `Define`. Instrument names it. bytes: kind, margin, 1 = its phases follow a calendar. It begins without bands and
   * tick table: those that are defined after it are in force.
   */
  DefineInstrument = 16,
  /** See `Define`. Account in Owner. bytes: kind, 1 = enabled 0 = disabled. */
  DefineAccount = 17,
  /** See `Define`. Instrument names it. bytes: kind, `ContractKind`. */
  DefineContract = 18,
  /** See `Rate`. What a unit of a currency is worth in common units. */
  CurrencyRate = 19,
  /** bytes: kind, `LimitKind`, scope bits, `LimitMode`. Qty = the limit, 0 = none. Credit: its currency in PriceTicks. */
  SetLimit = 20,
  /** As KillSwitch: orders that do not reduce the position are refused. */
  ReduceOnlySwitch = 21,
  /** The session in Owner may go on after its executions have reached their limit. */
  ResetThrottle = 22,
  /** An execution at a venue. bytes: kind, side, `Liquidity`. Owner: whose. Price, Qty. Street account: see `Venue`. */
  VenueFill = 23,
  /** A trade is taken back. See `TradeRef`. */
  TradeBust = 24,
  /** A trade had another price or quantity: PriceTicks and QtyLots are right. See `TradeRef`. */
  TradeCorrection = 25,
  /** See `Bands`. Instrument names it. bytes: kind, `BandAction`. */
  DefineBands = 26,
  /** One row of a tick table, see `TickRow`. Instrument names it. bytes: kind, row (0 begins the table anew). */
  DefineTicks = 27,
  /** See `VenueWord`. It begins with status Down. */
  DefineVenue = 28,
  /** See `Listing`. Instrument names it. */
  DefineListing = 29,
  /** bytes: kind, venue, `VenueStatus`. Up is refused while an order there is unknown. */
  VenueStatus = 30,
  /** One level of a venue's book. See `routing.ts`. */
  VenueLevel = 31,
  /** What a venue says of a child order. See `Report`. */
  VenueReport = 32,
  /** An execution of a child order at its venue. See `ChildFillDouble`. */
  ChildFill = 33,
  /**
   * An adapter has begun and knows of nothing: its venue is down, and what is open there is told again, each as ChildOpen.
   * bytes: kind, venue. The last record of its group is the end of the list.
   */
  VenueAttached = 34,
  /** A strategy keeps numbers for its next lives, in one of its places. bytes: kind, place. Owner: whose. See `note.ts`. */
  StrategyNote = 35,
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
  /** The next record of the lane, in the same batch, is the order's OrderTerms. */
  Extended = 16,
  ReduceOnly = 32,
  /** A sell that its side calls short (FIX tag 54 = 5), or short exempt (6). In the book it is a sell. */
  SellShort = 64,
  SellShortExempt = 128,
  /** Self-trade prevention is about the firm, not only the account. */
  PreventWithinFirm = 2048,
  /** A side of a quote. The core says so of an order; no command comes with it. */
  QuoteSide = 4096,
}

/** Bits 8 to 10 of the flags: `SelfTradePrevention`. */
export const PREVENTION_SHIFT = 8;
export const PREVENTION_MASK = 7 << PREVENTION_SHIFT;

const SHORT = CommandFlag.SellShort | CommandFlag.SellShortExempt;

/** The side that the order's owner gave it, from word 0 and the flags of its NewOrder. */
export function sideOf(word0: number, flags: number): number {
  if ((flags & SHORT) === 0) return byteA(word0);
  return (flags & CommandFlag.SellShort) !== 0 ? Side.SellShort : Side.SellShortExempt;
}

/** The side that it has in the book, and the flag that says the rest. */
export const bookSide = (side: number): number =>
  side === Side.SellShort || side === Side.SellShortExempt ? Side.Sell : side;

export function shortFlag(side: number): number {
  if (side === Side.SellShort) return CommandFlag.SellShort;
  return side === Side.SellShortExempt ? CommandFlag.SellShortExempt : 0;
}

/** True when the command goes on in the next record of its batch, which is of the kind `extensionOf` says. */
export function isExtended(i32: Int32Array, at: number): boolean {
  const kind = kindOf(i32[at]);
  if (kind === CommandKind.NewOrder) return (i32[at + Cmd.Flags] & CommandFlag.Extended) !== 0;
  return kind === CommandKind.Quote;
}

/** What a session may send under a number of its own: clients and strategies. */
export const isNumberedCommand = (kind: number): boolean =>
  (kind >= CommandKind.NewOrder && kind <= CommandKind.Quote) ||
  kind === CommandKind.QuoteProtection ||
  kind === CommandKind.StrategyNote;

/** Kind of the second record of an extended command; it is event 1 of the group. */
export const extensionOf = (kind: number): EventKind =>
  kind === CommandKind.Quote ? EventKind.QuoteOffer : EventKind.OrderTerms;

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
/** Words of DefineContract, and of DefineAccount as far as they apply. */
export const enum ContractWord {
  /** Settlement currency; DefineContract only. */
  Currency = 4,
  /** In millionths of a fill's value; below zero = a rebate. */
  MakerRate = 5,
  TakerRate = 8,
}
export const enum ContractDouble {
  /** Linear: settlement units that a tick and lot are worth. Inverse: settlement units × ticks that a lot is worth. */
  UnitValue = 3,
}
/**
 * DefineAccount: byte B of the head is its `AccountKind`; byte C is 1 when the account has fee rates of its own, which go
 * before those of the instruments.
 */

/** Words of CurrencyRate: a unit of Currency is worth Units / Per common units. */
export const enum Rate {
  Currency = 5,
}
export const enum RateDouble {
  Units = 3,
  Per = 4,
}

/** Words of VenueFill where they differ from `Cmd`. */
export const enum Venue {
  StreetAccount = 8,
}

/** Words of TradeBust and TradeCorrection: the trade's identity. */
export const enum TradeRef {
  Index = 8,
}
export const enum TradeRefDouble {
  Sequence = 5,
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

/**
 * Commands: what producers write into lanes, and what the core echoes onto the event ring with the outcome
 * filled in. The echo of a command is at the same time its acceptance or rejection report, so one cache
 * line serves the journal, the gateway and every other reader. Replay takes the command back out of its
 * echo, because the outcome never overwrites a field that the command came with.
 */

import { Side } from '../codes/enums.js';
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
  /** A venue's last trade in Instrument, at PriceTicks; triggers look at it. bytes: kind, venue (0 to 4). */
  VenuePrice = 6,
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
  /** A new epoch (number in Message): every session that was open counts as closed from now, PriceTicks = grace ms. */
  EngineStart = 13,
  /** See `Define`. Instrument names it. */
  DefineInstrument = 16,
  /** See `Define`. Account in Owner. bytes: kind, 1 = enabled 0 = disabled. */
  DefineAccount = 17,
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

/** True when the record is followed by its OrderTerms. */
export const isExtended = (i32: Int32Array, at: number): boolean =>
  (i32[at + Cmd.Flags] & CommandFlag.Extended) !== 0 && kindOf(i32[at]) === CommandKind.NewOrder;

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
/** DefineInstrument: byte A of the head is the margin, in percent of the reference, put on a market order's notional. */

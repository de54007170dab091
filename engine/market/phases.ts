/**
 * Which commands each trading phase lets through: the one table. Cancels, mass cancels, and replaces that only take
 * quantity away pass in every phase, because whoever reduces risk is never held.
 */
import { isForAuction, OrdType, TimeInForce, TradingPhase } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Shelf } from '../book/rank.js';

interface PhaseRules {
  /** Why orders and growing replaces are refused; None = they are taken. */
  readonly refusal: Reason;
  /** Orders rest without matching. */
  readonly collects: boolean;
  /** Orders for a certain auction that take part now. */
  readonly joins: readonly TimeInForce[];
  /** Orders for an auction that is still ahead: accepted, kept aside until it begins. */
  readonly waits: readonly TimeInForce[];
}

const OPENING = [TimeInForce.AtOpen, TimeInForce.GoodForAuction];
const CLOSING = [TimeInForce.AtClose, TimeInForce.GoodForAuction];
const AT_CLOSE = [TimeInForce.AtClose];

const RULES = new Map<number, PhaseRules>([
  [TradingPhase.PreOpen, { refusal: Reason.None, collects: true, joins: OPENING, waits: AT_CLOSE }],
  [TradingPhase.OpeningAuction, { refusal: Reason.None, collects: true, joins: OPENING, waits: AT_CLOSE }],
  [TradingPhase.Continuous, { refusal: Reason.None, collects: false, joins: [], waits: CLOSING }],
  [
    TradingPhase.VolatilityAuction,
    { refusal: Reason.None, collects: true, joins: [TimeInForce.GoodForAuction], waits: AT_CLOSE },
  ],
  [TradingPhase.ClosingAuction, { refusal: Reason.None, collects: true, joins: CLOSING, waits: [] }],
  [TradingPhase.Halt, { refusal: Reason.InstrumentHalted, collects: false, joins: [], waits: [] }],
  [TradingPhase.Closed, { refusal: Reason.MarketClosed, collects: false, joins: [], waits: [] }],
]);

export const isPhase = (phase: number): phase is TradingPhase => RULES.has(phase);
export const collects = (phase: TradingPhase): boolean => RULES.get(phase)!.collects;
export const refuses = (phase: TradingPhase): boolean => RULES.get(phase)!.refusal !== Reason.None;

/** Ends when its instrument closes, and at the end of the day. */
export const endsWithDay = (timeInForce: number): boolean =>
  timeInForce === TimeInForce.Day ||
  timeInForce === TimeInForce.AtOpen ||
  timeInForce === TimeInForce.AtClose;

/** Whether the phase takes an order of this time in force. */
export function checkPhase(phase: TradingPhase, timeInForce: number): Reason {
  const { refusal, collects, joins, waits } = RULES.get(phase)!;
  if (refusal !== Reason.None) return refusal;
  if (isForAuction(timeInForce))
    return joins.includes(timeInForce) || waits.includes(timeInForce) ? Reason.None : Reason.AuctionNotAhead;
  const immediate = timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill;
  return collects && immediate ? Reason.NotInAuction : Reason.None;
}

/** Whether an order for a certain auction takes part in what the phase collects. */
export const joins = (phase: TradingPhase, timeInForce: number): boolean =>
  RULES.get(phase)!.joins.includes(timeInForce);

/** Where an order that does not match at once rests. */
export function shelfFor(phase: TradingPhase, ordType: number, timeInForce: number): Shelf {
  if (isForAuction(timeInForce) && !joins(phase, timeInForce)) return Shelf.Waiting;
  if (ordType === OrdType.Market) return Shelf.Market;
  const first = timeInForce === TimeInForce.AtOpen || timeInForce === TimeInForce.AtClose;
  return first ? Shelf.Auction : Shelf.Ordinary;
}

/** Going from one phase to the other ends the auction with an uncross; any other way it is broken off or goes on. */
export const uncrosses = (from: TradingPhase, to: TradingPhase): boolean =>
  from !== to &&
  (to === TradingPhase.Continuous || (from === TradingPhase.ClosingAuction && to === TradingPhase.Closed));

/** With this phase it is certain that the opening auction is not ahead any more today. */
export const isPastOpening = (phase: TradingPhase): boolean =>
  phase === TradingPhase.VolatilityAuction ||
  phase === TradingPhase.ClosingAuction ||
  phase === TradingPhase.Closed;

/** One that a calendar can ask for: halts and volatility auctions come when they come. */
export const isScheduled = (phase: TradingPhase): boolean =>
  phase !== TradingPhase.Halt && phase !== TradingPhase.VolatilityAuction;

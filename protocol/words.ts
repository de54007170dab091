/** The protocol's closed sets as the words that people write: in the client, the command line and strategies. */
import {
  ChildStatus,
  Liquidity,
  OrdType,
  Peg,
  SelfTradePrevention,
  Side,
  TimeInForce,
  TradingPhase,
  TriggerSource,
} from './codes/enums.js';
import { StatusReason } from './records/venue-data.js';

export const SIDES = {
  buy: Side.Buy,
  sell: Side.Sell,
  sellShort: Side.SellShort,
  sellShortExempt: Side.SellShortExempt,
} as const;
export const ORD_TYPES = {
  market: OrdType.Market,
  limit: OrdType.Limit,
  stop: OrdType.Stop,
  stopLimit: OrdType.StopLimit,
  marketToLimit: OrdType.MarketToLimit,
  pegged: OrdType.Pegged,
} as const;
/** Those that reports have besides: nobody sends one. */
const REPORTED_ORD_TYPES = { ...ORD_TYPES, quoted: OrdType.Quoted } as const;
export const TIMES_IN_FORCE = {
  day: TimeInForce.Day,
  gtc: TimeInForce.GoodTillCancel,
  ioc: TimeInForce.ImmediateOrCancel,
  fok: TimeInForce.FillOrKill,
  gtd: TimeInForce.GoodTillDate,
  'at-open': TimeInForce.AtOpen,
  'at-close': TimeInForce.AtClose,
  gfa: TimeInForce.GoodForAuction,
} as const;
/** A venue's last trade is named by the venue's number. */
export const TRIGGER_SOURCES = {
  last: TriggerSource.LastTrade,
  bid: TriggerSource.BestBid,
  offer: TriggerSource.BestOffer,
} as const;
export const PEGS = { primary: Peg.Primary, midpoint: Peg.Midpoint } as const;
export const SELF_TRADE_PREVENTIONS = {
  cancelNewest: SelfTradePrevention.CancelNewest,
  cancelOldest: SelfTradePrevention.CancelOldest,
  cancelBoth: SelfTradePrevention.CancelBoth,
  decrementAndCancel: SelfTradePrevention.DecrementAndCancel,
} as const;
const LIQUIDITY = { maker: Liquidity.Maker, taker: Liquidity.Taker, auction: Liquidity.Auction } as const;
const CHILD_STATUS = {
  new: ChildStatus.New,
  'partially-filled': ChildStatus.PartiallyFilled,
  filled: ChildStatus.Filled,
  cancelled: ChildStatus.Cancelled,
  'pending-cancel': ChildStatus.PendingCancel,
  'pending-new': ChildStatus.PendingNew,
  expired: ChildStatus.Expired,
  'pending-replace': ChildStatus.PendingReplace,
  unknown: ChildStatus.Unknown,
} as const;
const PHASES = {
  'pre-open': TradingPhase.PreOpen,
  'opening-auction': TradingPhase.OpeningAuction,
  continuous: TradingPhase.Continuous,
  'volatility-auction': TradingPhase.VolatilityAuction,
  'closing-auction': TradingPhase.ClosingAuction,
  closed: TradingPhase.Closed,
  halt: TradingPhase.Halt,
} as const;

/** Why a market at a venue is not to be relied on. */
const STALE_REASONS = {
  disconnected: StatusReason.Disconnected,
  synchronizing: StatusReason.Synchronizing,
  gap: StatusReason.Gap,
  silent: StatusReason.Silent,
  inconsistent: StatusReason.Inconsistent,
  refused: StatusReason.Refused,
  halted: StatusReason.Halted,
} as const;

export type SideWord = keyof typeof SIDES;
export type OrdTypeWord = keyof typeof ORD_TYPES;
export type ReportedOrdTypeWord = keyof typeof REPORTED_ORD_TYPES;
export type TimeInForceWord = keyof typeof TIMES_IN_FORCE;
export type TriggerSourceWord = keyof typeof TRIGGER_SOURCES;
export type PegWord = keyof typeof PEGS;
export type SelfTradePreventionWord = keyof typeof SELF_TRADE_PREVENTIONS;
export type LiquidityWord = keyof typeof LIQUIDITY;
export type ChildStatusWord = keyof typeof CHILD_STATUS;
export type PhaseWord = keyof typeof PHASES;
export type StaleReasonWord = keyof typeof STALE_REASONS;

/** Undefined for a number that this version does not know. */
export const sideWord = (code: number): SideWord | undefined => wordOf(SIDES, code);
export const ordTypeWord = (code: number): OrdTypeWord | undefined => wordOf(ORD_TYPES, code);
export const reportedOrdTypeWord = (code: number): ReportedOrdTypeWord | undefined =>
  wordOf(REPORTED_ORD_TYPES, code);
export const timeInForceWord = (code: number): TimeInForceWord | undefined => wordOf(TIMES_IN_FORCE, code);
export const liquidityWord = (code: number): LiquidityWord | undefined => wordOf(LIQUIDITY, code);
export const childStatusWord = (code: number): ChildStatusWord | undefined => wordOf(CHILD_STATUS, code);
export const phaseWord = (code: number): PhaseWord | undefined => wordOf(PHASES, code);
export const staleReasonWord = (code: number): StaleReasonWord | undefined => wordOf(STALE_REASONS, code);

/** The type of an order for which none is said, by what it has. */
export function impliedOrdType(has: { price: boolean; trigger: boolean; peg: boolean }): OrdTypeWord {
  if (has.peg) return 'pegged';
  if (has.trigger) return has.price ? 'stopLimit' : 'stop';
  return has.price ? 'limit' : 'market';
}

/** @throws TypeError it is none of them: in JavaScript a word may be anything, and must not be taken for another one */
export function codeOf<Words extends Record<string, number>>(
  words: Words,
  given: string,
  what: string,
): number {
  const code = Object.hasOwn(words, given) ? words[given] : undefined;
  if (code === undefined)
    throw new TypeError(`${what} must be one of ${Object.keys(words).join(', ')}, not "${given}"`);
  return code;
}

/**
 * In JavaScript a misspelt name would be passed over, and the order be another one.
 * @throws TypeError it has a name that nobody reads
 */
export function onlyThese(given: object, names: Readonly<Record<string, true>>, what: string): void {
  for (const name in given) if (!Object.hasOwn(names, name)) throw new TypeError(`${what} has no "${name}"`);
}

function wordOf<Words extends Record<string, number>>(words: Words, code: number): keyof Words | undefined {
  return Object.keys(words).find((word) => words[word] === code);
}

/** The protocol's closed sets as the words that people write. */
import { Liquidity, OrdType, Side, TimeInForce, TradingPhase } from '../codes/enums.js';

export const SIDES = { buy: Side.Buy, sell: Side.Sell } as const;
export const ORD_TYPES = { market: OrdType.Market, limit: OrdType.Limit } as const;
export const TIMES_IN_FORCE = {
  day: TimeInForce.Day,
  gtc: TimeInForce.GoodTillCancel,
  ioc: TimeInForce.ImmediateOrCancel,
  fok: TimeInForce.FillOrKill,
  'at-open': TimeInForce.AtOpen,
  'at-close': TimeInForce.AtClose,
  gfa: TimeInForce.GoodForAuction,
} as const;
const LIQUIDITY = { maker: Liquidity.Maker, taker: Liquidity.Taker, auction: Liquidity.Auction } as const;
const PHASES = {
  'pre-open': TradingPhase.PreOpen,
  'opening-auction': TradingPhase.OpeningAuction,
  continuous: TradingPhase.Continuous,
  'volatility-auction': TradingPhase.VolatilityAuction,
  'closing-auction': TradingPhase.ClosingAuction,
  closed: TradingPhase.Closed,
  halt: TradingPhase.Halt,
} as const;

export type SideWord = keyof typeof SIDES;
export type OrdTypeWord = keyof typeof ORD_TYPES;
export type TimeInForceWord = keyof typeof TIMES_IN_FORCE;
export type LiquidityWord = keyof typeof LIQUIDITY;
export type PhaseWord = keyof typeof PHASES;

/** Undefined for a number that this version does not know. */
export const sideWord = (code: number): SideWord | undefined => wordOf(SIDES, code);
export const ordTypeWord = (code: number): OrdTypeWord | undefined => wordOf(ORD_TYPES, code);
export const timeInForceWord = (code: number): TimeInForceWord | undefined => wordOf(TIMES_IN_FORCE, code);
export const liquidityWord = (code: number): LiquidityWord | undefined => wordOf(LIQUIDITY, code);
export const phaseWord = (code: number): PhaseWord | undefined => wordOf(PHASES, code);

function wordOf<Words extends Record<string, number>>(words: Words, code: number): keyof Words | undefined {
  return Object.keys(words).find((word) => words[word] === code);
}

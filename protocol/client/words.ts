/** The protocol's closed sets as the words that people write. */
import { OrdType, Side, TimeInForce } from '../codes/enums.js';

export const SIDES = { buy: Side.Buy, sell: Side.Sell } as const;
export const ORD_TYPES = { market: OrdType.Market, limit: OrdType.Limit } as const;
export const TIMES_IN_FORCE = {
  day: TimeInForce.Day,
  gtc: TimeInForce.GoodTillCancel,
  ioc: TimeInForce.ImmediateOrCancel,
  fok: TimeInForce.FillOrKill,
} as const;
const LIQUIDITY = { maker: 1, taker: 2 } as const;

export type SideWord = keyof typeof SIDES;
export type OrdTypeWord = keyof typeof ORD_TYPES;
export type TimeInForceWord = keyof typeof TIMES_IN_FORCE;
export type LiquidityWord = keyof typeof LIQUIDITY;

/** Undefined for a number that this version does not know. */
export const sideWord = (code: number): SideWord | undefined => wordOf(SIDES, code);
export const ordTypeWord = (code: number): OrdTypeWord | undefined => wordOf(ORD_TYPES, code);
export const timeInForceWord = (code: number): TimeInForceWord | undefined => wordOf(TIMES_IN_FORCE, code);
export const liquidityWord = (code: number): LiquidityWord | undefined => wordOf(LIQUIDITY, code);

function wordOf<Words extends Record<string, number>>(words: Words, code: number): keyof Words | undefined {
  return Object.keys(words).find((word) => words[word] === code);
}

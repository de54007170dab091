/** The closed sets as REST writes them: in capitals, as the Python clients and Binance do. Read in any case. */
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';

export const SIDES = {
  BUY: Side.Buy,
  SELL: Side.Sell,
  SELL_SHORT: Side.SellShort,
  SELL_SHORT_EXEMPT: Side.SellShortExempt,
} as const;

export const ORDER_TYPES = {
  MARKET: OrdType.Market,
  LIMIT: OrdType.Limit,
  STOP: OrdType.Stop,
  STOP_LIMIT: OrdType.StopLimit,
  MARKET_TO_LIMIT: OrdType.MarketToLimit,
} as const;

/** Those that answers have besides. */
const TOLD_TYPES = { ...ORDER_TYPES, PEGGED: OrdType.Pegged, QUOTED: OrdType.Quoted } as const;

export const TIMES_IN_FORCE = {
  DAY: TimeInForce.Day,
  GTC: TimeInForce.GoodTillCancel,
  IOC: TimeInForce.ImmediateOrCancel,
  FOK: TimeInForce.FillOrKill,
  AT_OPEN: TimeInForce.AtOpen,
  AT_CLOSE: TimeInForce.AtClose,
  GFA: TimeInForce.GoodForAuction,
} as const;

const TOLD_TIMES = { ...TIMES_IN_FORCE, GTD: TimeInForce.GoodTillDate } as const;

export const STATUSES = ['PENDING_NEW', 'NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'EXPIRED'] as const;
export type StatusWord = (typeof STATUSES)[number];

export const sideWord = (code: number): string => wordOf(SIDES, code);
export const typeWord = (code: number): string => wordOf(TOLD_TYPES, code);
export const timeWord = (code: number): string => wordOf(TOLD_TIMES, code);

const wordOf = (words: Readonly<Record<string, number>>, code: number): string =>
  Object.keys(words).find((word) => words[word] === code) ?? String(code);

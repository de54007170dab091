/** Orders of the simulated market, and what happens to them. Prices are whole ticks, quantities whole lots. */
export type Side = 'buy' | 'sell';
export type Kind = 'limit' | 'market';
export type Tif = 'gtc' | 'ioc' | 'fok' | 'gtd' | 'day';
/** Self-trade prevention: who gives way. The incoming order's word counts. */
export type Prevention = 'none' | 'taker' | 'maker' | 'both' | 'decrement';

export type Why =
  | 'filled'
  | 'user'
  | 'massCancel'
  | 'disconnect'
  | 'ioc'
  | 'fok'
  | 'postOnly'
  | 'noLiquidity'
  | 'selfTrade'
  | 'expired'
  | 'dayEnd'
  | 'venue';

export interface Trigger {
  readonly priceTicks: number;
  /** Elected when the last trade is at or beyond the price in this direction. */
  readonly direction: 'up' | 'down';
}

export interface OrderRequest {
  readonly account: string;
  /** The session that placed it. */
  readonly session: string;
  readonly clientId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly kind: Kind;
  readonly tif: Tif;
  /** 0 for market orders. */
  readonly priceTicks: number;
  readonly qtyLots: number;
  readonly postOnly?: boolean;
  readonly prevention?: Prevention;
  readonly trigger?: Trigger;
  /** With `gtd`. */
  readonly expireMs?: number;
  /** What the venue gives back as it came. */
  readonly echo?: Readonly<Record<string, string>>;
}

/** `held`: a stop before its election. */
export type State = 'new' | 'held' | 'open' | 'done';

export interface Order
  extends Omit<OrderRequest, 'priceTicks' | 'qtyLots' | 'clientId' | 'echo' | 'prevention'> {
  readonly id: number;
  clientId: string;
  priceTicks: number;
  qtyLots: number;
  filledLots: number;
  /** In ticks × lots. */
  filledQuote: bigint;
  prevention: Prevention;
  echo: Readonly<Record<string, string>>;
  state: State;
  why?: Why;
  isTriggered: boolean;
  readonly createdMs: number;
  updatedMs: number;
  /** When it came upon the book, 0 before. */
  openedMs: number;
  /** Its executions, oldest first. */
  readonly trades: Trade[];
}

export interface Trade {
  readonly id: number;
  readonly symbol: string;
  readonly priceTicks: number;
  readonly lots: number;
  readonly maker: Order;
  readonly taker: Order;
  readonly timeMs: number;
  /** A bust has taken it back. */
  isBusted: boolean;
}

export const leavesOf = (order: Order): number =>
  order.state === 'done' ? 0 : order.qtyLots - order.filledLots;

export const opposite = (side: Side): Side => (side === 'buy' ? 'sell' : 'buy');

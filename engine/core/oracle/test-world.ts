/**
 * What the oracle knows: orders and instruments as plain objects, found by looking through all of them. It is written from
 * the rule book (`docs/orders.md`, `docs/decisions/market.md`) and shares nothing with the engine but the layout of records.
 */
import { type OrdType, Side, TradingPhase } from '../../../protocol/codes/enums.js';

/**
 * Where an order stands: among the ordinary ones, among those at open or at close of an auction that collects, among market
 * orders, waiting for an auction still ahead, aside (a stop, a parked peg, a child that is not armed), or nowhere while it is matched.
 */
export type Place = 'book' | 'first' | 'market' | 'ahead' | 'aside' | 'hand' | 'gone';

export interface Order {
  /** Counts accepted orders: its name in what is told, and its entry order. */
  readonly key: number;
  /** The engine's id. */
  id: string;
  readonly clientId: string;
  readonly account: number;
  readonly session: number;
  readonly instrument: number;
  readonly side: Side;
  type: OrdType;
  readonly timeInForce: number;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly prevention: number;
  readonly withinFirm: boolean;
  /** At which it would trade; 0 where it has none. */
  price: number;
  /** Pegged: as far as it may go. */
  limit: number;
  total: number;
  executed: number;
  place: Place;
  /** Grows with each order that takes a place in a queue. */
  since: number;
  /** What of it is displayed, or stands in the queue at a time. */
  shown: number;
  readonly display: number;
  readonly minimum: number;
  readonly trigger: number;
  readonly source: number;
  readonly offset: number;
  /** Trailing stop: the best reference since its entry. */
  best: number | undefined;
  readonly protection: number;
  readonly peg: number;
  readonly expires: number;
  /** Keys of the orders that it is linked to. */
  leg: number;
  parent: number;
  /** Child of a bracket: what its parent's executions may still add, so that it never is more than it was sent for. */
  unarmed: number;
}

export interface Market {
  readonly id: number;
  phase: TradingPhase;
  /** Price of the last trade. */
  last: number | undefined;
  /** Price of the last uncross. */
  uncrossed: number | undefined;
  readonly venues: Map<number, number>;
  bands: { fixed: number; dynamic: number; action: number; auctionMs: number };
  ticks: { from: number; step: number }[];
  lowest: number;
  highest: number;
  /** Largest price × quantity of an order. */
  notional: number;
  /** Points of protection of market orders that name none. */
  protection: number;
  /** When a volatility auction ends by itself, nanoseconds. */
  until: bigint;
  /** What was told last of the auction in progress. */
  indicative: string;
}

/** As `test-commands.ts` defines an instrument. */
export const REFERENCE = 100;
export const [MIN_PRICE, MAX_PRICE] = [1, 1_000];
export const [MAX_LOTS, MAX_NOTIONAL] = [1_000, 1_000_000];

/** Of core time, which counts nanoseconds. */
export const SECOND = 1_000_000_000n;

export interface World {
  orders: Order[];
  readonly markets: Map<number, Market>;
  /** Lots by account and instrument. */
  readonly positions: Map<string, number>;
  /** Client ids of ended orders by account, oldest first. */
  readonly ended: Map<number, string[]>;
  /** How many of them. */
  readonly remembers: number;
  now: bigint;
  accepted: number;
  places: number;
  /** Children that were armed and have not had their turn. */
  armed: number[];
  /** The event group in words. */
  told: string[];
  /** How often each rule was used. */
  readonly used: Map<string, number>;
}

export function newWorld(instruments: readonly number[], remembers: number): World {
  return {
    orders: [],
    markets: new Map(instruments.map((id) => [id, newMarket(id)])),
    positions: new Map(),
    ended: new Map(),
    remembers,
    now: 0n,
    accepted: 0,
    places: 0,
    armed: [],
    told: [],
    used: new Map(),
  };
}

const newMarket = (id: number): Market => ({
  id,
  phase: TradingPhase.Continuous,
  last: undefined,
  uncrossed: undefined,
  venues: new Map(),
  bands: { fixed: 0, dynamic: 0, action: 0, auctionMs: 0 },
  ticks: [],
  lowest: MIN_PRICE,
  highest: MAX_PRICE,
  notional: MAX_NOTIONAL,
  protection: 0,
  until: 0n,
  indicative: 'none',
});

export const openOf = (order: Order): number => order.total - order.executed;
export const isBuy = (order: Order): boolean => order.side === Side.Buy;
export const marketOf = (world: World, order: Order): Market => world.markets.get(order.instrument)!;
export const byKey = (world: World, key: number): Order | undefined =>
  world.orders.find((order) => order.key === key);

/** True when `price` is worse than `limit` for who trades on this side. */
export const isBeyond = (side: Side, price: number, limit: number): boolean =>
  side === Side.Buy ? price > limit : price < limit;

export const opposite = (side: Side): Side => (side === Side.Buy ? Side.Sell : Side.Buy);

/** Orders of a side, best price first, then who came first. */
export function queue(world: World, instrument: number, side: Side, place: Place = 'book'): Order[] {
  return world.orders
    .filter((order) => order.place === place && order.instrument === instrument && order.side === side)
    .sort((a, b) => (side === Side.Buy ? b.price - a.price : a.price - b.price) || a.since - b.since);
}

export const best = (world: World, instrument: number, side: Side): Order | undefined =>
  queue(world, instrument, side)[0];

export const isDisplayed = (order: Order): boolean => order.place === 'book' && order.peg === 0;

/** Best price of a side among displayed orders that are not pegged themselves. */
export const bestDisplayed = (world: World, instrument: number, side: Side): number | undefined =>
  queue(world, instrument, side).find(isDisplayed)?.price;

export const collects = ({ phase }: Market): boolean =>
  [
    TradingPhase.PreOpen,
    TradingPhase.OpeningAuction,
    TradingPhase.ClosingAuction,
    TradingPhase.VolatilityAuction,
  ].includes(phase);

/** The price of an uncross, by trying every price that there is between the lowest and the highest limit. */
import { OrdType, Side } from '../../../protocol/codes/enums.js';
import { isOnTick } from './test-ticks.js';
import { type Market, type Order, openOf, REFERENCE, type World } from './test-world.js';

export interface Crossing {
  readonly price: number;
  readonly volume: number;
  /** Above zero: buyers are left over. */
  readonly surplus: number;
}

export const takesPart = (market: Market, order: Order): boolean =>
  order.instrument === market.id && ['book', 'first', 'market'].includes(order.place);

const referenceOf = ({ last }: Market): number => last ?? REFERENCE;

/** Undefined: nothing would trade. */
export function crossing(world: World, market: Market): Crossing | undefined {
  const orders = world.orders.filter((order) => takesPart(market, order));
  const tried = prices(market, orders).map((price) => at(orders, price));
  const volume = Math.max(0, ...tried.map((candidate) => candidate.volume));
  if (volume === 0) return undefined;
  const most = tried.filter((candidate) => candidate.volume === volume);
  const least = Math.min(...most.map(({ surplus }) => Math.abs(surplus)));
  return byPressure(
    market,
    most.filter(({ surplus }) => Math.abs(surplus) === least),
  );
}

function byPressure(market: Market, tied: Crossing[]): Crossing {
  if (tied.every(({ surplus }) => surplus > 0)) return tied.at(-1)!;
  if (tied.every(({ surplus }) => surplus < 0)) return tied[0];
  const distance = ({ price }: Crossing): number => Math.abs(price - referenceOf(market));
  return [...tied].sort((a, b) => distance(a) - distance(b))[0];
}

/** Prices on a tick. Market orders alone trade at the reference. */
function prices(market: Market, orders: readonly Order[]): number[] {
  const limits = orders.filter(({ type }) => type !== OrdType.Market).map(({ price }) => price);
  if (limits.length === 0) return [referenceOf(market)];
  const [lowest, highest] = [Math.min(...limits), Math.max(...limits)];
  return Array.from({ length: highest - lowest + 1 }, (_, i) => lowest + i).filter((price) =>
    isOnTick(market, price),
  );
}

function at(orders: readonly Order[], price: number): Crossing {
  const [buys, sells] = [Side.Buy, Side.Sell].map((side) => lots(orders, side, price));
  return { price, volume: Math.min(buys, sells), surplus: buys - sells };
}

const lots = (orders: readonly Order[], side: Side, price: number): number =>
  orders
    .filter((order) => order.side === side && accepts(order, price))
    .reduce((sum, order) => sum + openOf(order), 0);

export const accepts = (order: Order, price: number): boolean =>
  order.type === OrdType.Market || (order.side === Side.Buy ? order.price >= price : order.price <= price);

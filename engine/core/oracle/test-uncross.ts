/** The uncross: market orders first, then price, at one price those at open or at close, then time; one price for all. */
import { Side } from '../../../protocol/codes/enums.js';
import { accepts, crossing, takesPart } from './test-crossing.js';
import { cutToPosition } from './test-reducing.js';
import { book } from './test-taking.js';
import { tell, use } from './test-telling.js';
import { best, type Market, type Order, openOf, type World } from './test-world.js';

export function uncross(world: World, market: Market): void {
  const found = crossing(world, market);
  if (found === undefined) return;
  market.uncrossed = found.price;
  while (pair(world, market, found.price));
}

/** What was cut while it traded may leave bids above offers: those cross once more, at a price of their own. */
export function uncrossAgain(world: World, market: Market): void {
  while (isCrossed(world, market)) {
    use(world, 'crossed once more');
    uncross(world, market);
  }
}

function isCrossed(world: World, market: Market): boolean {
  const bid = best(world, market.id, Side.Buy);
  const offer = best(world, market.id, Side.Sell);
  return bid !== undefined && offer !== undefined && bid.price >= offer.price;
}

/** False: nobody is left on one of the sides. */
function pair(world: World, market: Market, price: number): boolean {
  const buy = first(world, market, Side.Buy, price);
  const sell = first(world, market, Side.Sell, price);
  if (buy === undefined || sell === undefined) return false;
  if (!cutToPosition(world, buy) || !cutToPosition(world, sell)) return true;
  const lots = Math.min(buy.shown, sell.shown);
  tell(world, `uncross ${lots}@${price} #${buy.key} with #${sell.key} ${openOf(buy) - lots}`, 'uncross');
  book(world, sell, buy, lots, price);
  return true;
}

const RANKS = { market: 0, first: 1, book: 2 };
const rankOf = (order: Order): number => RANKS[order.place as keyof typeof RANKS];

function first(world: World, market: Market, side: Side, price: number): Order | undefined {
  return world.orders
    .filter((order) => takesPart(market, order) && order.side === side && accepts(order, price))
    .sort((a, b) => before(a, b))[0];
}

function before(a: Order, b: Order): number {
  const market = Number(b.place === 'market') - Number(a.place === 'market');
  const price = a.side === Side.Buy ? b.price - a.price : a.price - b.price;
  return market || price || rankOf(a) - rankOf(b) || a.since - b.since;
}

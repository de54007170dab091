/** What becomes of an order when it has taken what it could: it is filled, ends, or takes its place in a queue. */
import { isForAuction, isStop, OrdType, TimeInForce, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { BandAction } from '../../../protocol/records/command.js';
import { end, filled } from './test-ending.js';
import { changePhase } from './test-phases.js';
import { type Stopped, take } from './test-taking.js';
import { use } from './test-telling.js';
import { collects, type Market, marketOf, type Order, openOf, type Place, type World } from './test-world.js';

/** An order in hand has its turn. */
export function bring(world: World, order: Order): void {
  order.place = 'hand';
  if (marketOf(world, order).phase !== TradingPhase.Continuous || isForAuction(order.timeInForce))
    return rest(world, order);
  putDown(world, order, take(world, order));
}

function putDown(world: World, order: Order, stopped: Stopped): void {
  if (order.place !== 'hand') return;
  if (openOf(order) === 0) return filled(world, order);
  if (stopped === 'band') return atTheBand(world, order);
  if (!waits(order) || order.type === OrdType.Market) return end(world, order, Reason.ImmediateRemainder);
  rest(world, order);
}

export const waits = ({ timeInForce }: Order): boolean =>
  timeInForce !== TimeInForce.ImmediateOrCancel && timeInForce !== TimeInForce.FillOrKill;

/** The rest is cancelled, or waits in the volatility auction that it starts. */
function atTheBand(world: World, order: Order): void {
  const market = marketOf(world, order);
  use(world, `dynamic band ${market.bands.action}`);
  if (market.bands.action === BandAction.Reject || !waits(order))
    return end(world, order, Reason.PriceBeyondDynamicBand);
  rest(world, order);
  changePhase(world, market, TradingPhase.VolatilityAuction);
}

/** At the end of the queue where it belongs. */
export function rest(world: World, order: Order): void {
  order.place = placeOf(marketOf(world, order), order);
  order.since = ++world.places;
  order.shown = order.display === 0 ? openOf(order) : Math.min(order.display, openOf(order));
}

function placeOf(market: Market, order: Order): Place {
  if (isStop(order.type)) return 'aside';
  if (isForAuction(order.timeInForce) && !isHeldNow(market, order.timeInForce)) return 'ahead';
  if (order.type === OrdType.Market) return 'market';
  return isForAuction(order.timeInForce) && order.timeInForce !== TimeInForce.GoodForAuction
    ? 'first'
    : 'book';
}

/** The auction that an order is meant for collects now. */
export function isHeldNow(market: Market, timeInForce: number): boolean {
  if (timeInForce === TimeInForce.AtClose) return market.phase === TradingPhase.ClosingAuction;
  if (timeInForce === TimeInForce.AtOpen)
    return market.phase === TradingPhase.PreOpen || market.phase === TradingPhase.OpeningAuction;
  return collects(market);
}

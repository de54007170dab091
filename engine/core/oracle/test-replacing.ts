/** Replace carries the new total. Priority is kept only when the price stays and the total falls. */
import { hasPrice, isStop, OrdType, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CmdDouble } from '../../../protocol/records/command.js';
import { doublesOf, type Record16 } from '../test-commands.js';
import { notionalFaults, phaseFaults, priceFaults, sizeFaults } from './test-admission.js';
import { end } from './test-ending.js';
import { wouldTake } from './test-entry.js';
import { reduceTo } from './test-linked.js';
import { cutToPosition } from './test-reducing.js';
import { bring, rest } from './test-resting.js';
import { use } from './test-telling.js';
import { byKey, marketOf, type Order, openOf, type World } from './test-world.js';

export function replace(world: World, order: Order, record: Record16): Reason[] {
  const lots = doublesOf(record)[CmdDouble.QtyLots];
  const price = hasPrice(order.type) ? record[Cmd.PriceTicks] : order.limit;
  if (!(Number.isSafeInteger(lots) && lots >= 0)) return [Reason.QuantityOutOfRange];
  if (lots <= order.executed) {
    end(world, order, Reason.ReplacedToExecuted);
    return [];
  }
  const shrinks = price === order.limit && lots < order.total;
  const grows = price !== order.limit || lots > order.total;
  const wrong = [
    ...(isFixed(world, order, lots, grows) ? [Reason.NotReplaceable] : []),
    ...(grows ? growthFaults(world, order, lots, price) : []),
  ];
  if (wrong.length > 0) return wrong;
  use(world, shrinks ? 'replace keeps its place' : 'replace');
  if (shrinks) reduceTo(order, lots - order.executed);
  else moveTo(world, order, lots, price);
  return [];
}

/** The total of a child while its parent is open; a market order that rests cannot be made larger. */
function isFixed(world: World, order: Order, lots: number, grows: boolean): boolean {
  const child = byKey(world, order.parent) !== undefined && lots !== order.total;
  return child || (order.type === OrdType.Market && grows);
}

/** What adds nothing passes without these. */
function growthFaults(world: World, order: Order, lots: number, price: number): Reason[] {
  const market = marketOf(world, order);
  const takes = market.phase === TradingPhase.Continuous && order.place === 'book' && order.postOnly;
  return [
    ...phaseFaults(market, order),
    ...priceFaults(market, order, price),
    ...sizeFaults(lots),
    ...notionalFaults(world, order, lots - order.executed, price),
    ...(takes && wouldTake(world, order, price) ? [Reason.PostOnlyWouldTake] : []),
  ];
}

/** As a new order would come, with what it has open; a peg goes behind where it is, and is priced anew if it must. */
function moveTo(world: World, order: Order, lots: number, price: number): void {
  order.total = lots;
  order.limit = price;
  if (order.type !== OrdType.Pegged) order.price = price;
  if (isStop(order.type) || order.place === 'aside' || openOf(order) === 0) return;
  if (!cutToPosition(world, order)) return;
  if (marketOf(world, order).phase === TradingPhase.Continuous && order.type !== OrdType.Pegged)
    bring(world, order);
  else rest(world, order);
}

/** What keeps an order out before anything is matched. All that is wrong is listed: the engine names one of it. */
import {
  hasPrice,
  isForAuction,
  isStop,
  OrdType,
  Peg,
  TimeInForce,
  TradingPhase,
} from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { isOutsideStatic } from './test-bands.js';
import { worstPrice } from './test-pricing.js';
import { waits } from './test-resting.js';
import { isOnTick } from './test-ticks.js';
import { collects, MAX_LOTS, type Market, marketOf, type Order, SECOND, type World } from './test-world.js';

export function faults(world: World, order: Order): Reason[] {
  const market = marketOf(world, order);
  return [
    ...phaseFaults(market, order),
    ...formFaults(order),
    ...priceFaults(market, order, order.limit),
    ...triggerFaults(market, order),
    ...sizeFaults(order.total),
    ...notionalFaults(world, order, order.total, order.limit),
    ...(order.expires > 0 && BigInt(order.expires) * SECOND <= world.now ? [Reason.InvalidExpiry] : []),
    ...(idInUse(world, order) ? [Reason.DuplicateClientOrderId] : []),
  ];
}

export function phaseFaults(market: Market, order: Order): Reason[] {
  if (market.phase === TradingPhase.Halt) return [Reason.InstrumentHalted];
  if (market.phase === TradingPhase.Closed) return [Reason.MarketClosed];
  if (collects(market) && !waits(order)) return [Reason.NotInAuction];
  const before = market.phase === TradingPhase.PreOpen || market.phase === TradingPhase.OpeningAuction;
  return order.timeInForce === TimeInForce.AtOpen && !before ? [Reason.AuctionNotAhead] : [];
}

export function priceFaults(market: Market, order: Order, price: number): Reason[] {
  if (!hasPrice(order.type)) return [];
  return [
    ...(isOutOfRange(market, price) ? [Reason.PriceOutOfRange] : []),
    ...(isOnTick(market, price) ? [] : [Reason.PriceOffTick]),
    ...(isOutsideStatic(market, price) ? [Reason.PriceOutsideStaticBand] : []),
  ];
}

/** A trigger is a price like any other; that of a trailing stop is still to come. */
const triggerFaults = (market: Market, { type, offset, trigger }: Order): Reason[] =>
  isStop(type) && offset === 0 && isOutOfRange(market, trigger) ? [Reason.PriceOutOfRange] : [];

const isOutOfRange = ({ lowest, highest }: Market, price: number): boolean =>
  price < lowest || price > highest;

export function sizeFaults(lots: number): Reason[] {
  if (!(Number.isSafeInteger(lots) && lots > 0)) return [Reason.QuantityOutOfRange];
  return lots > MAX_LOTS ? [Reason.MaxQuantityExceeded] : [];
}

/** @param lots that are open, or will be */
export function notionalFaults(world: World, order: Order, lots: number, price: number): Reason[] {
  const worth = lots * worstPrice(world, order, price);
  return worth > marketOf(world, order).notional ? [Reason.MaxNotionalExceeded] : [];
}

function idInUse(world: World, { account, clientId }: Order): boolean {
  if (clientId === '0:0') return false;
  const open = world.orders.some((other) => other.account === account && other.clientId === clientId);
  return open || (world.ended.get(account) ?? []).includes(clientId);
}

function formFaults(order: Order): Reason[] {
  const rests = waits(order) && order.type !== OrdType.Market;
  const stops = isStop(order.type);
  const whole = order.timeInForce === TimeInForce.FillOrKill || isForAuction(order.timeInForce);
  const mayTake = !order.postOnly && !whole;
  const postable = order.type === OrdType.Limit && rests;
  return [
    ...(order.postOnly && !postable ? [Reason.InvalidCombination] : []),
    ...((stops || order.peg !== 0) && !waits(order) ? [Reason.InvalidCombination] : []),
    ...(order.type > OrdType.Limit && isForAuction(order.timeInForce) ? [Reason.InvalidCombination] : []),
    ...(order.protection !== 0 && isForAuction(order.timeInForce) ? [Reason.InvalidProtection] : []),
    ...(order.display !== 0 && (!rests || order.display >= order.total)
      ? [Reason.InvalidDisplayQuantity]
      : []),
    ...(order.minimum !== 0 && (!mayTake || order.minimum > order.total)
      ? [Reason.InvalidMinimumQuantity]
      : []),
    ...(order.peg === Peg.Midpoint && order.offset !== 0 ? [Reason.InvalidPeg] : []),
  ];
}

/** The feed's order records → the strategy's orders, and the events that its handlers get. */
import { Liquidity } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { detailOf, Fd, FdDouble, FeedKind } from '../../protocol/records/feed.js';
import { byteA, byteB, kindOf } from '../../protocol/records/layout.js';
import { ordTypeWord, sideWord } from '../../protocol/words.js';
import { Order, type OrderEvent } from './order.js';
import type { Orders } from './orders.js';

/** What handlers hear of a record; kinds that are not here concern the bookkeeping alone. */
const EVENT_KINDS: Readonly<Partial<Record<FeedKind, OrderEvent['kind']>>> = {
  [FeedKind.OrderAccepted]: 'accepted',
  [FeedKind.OrderRejected]: 'rejected',
  [FeedKind.OrderReplaced]: 'replaced',
  [FeedKind.OrderRestated]: 'restated',
  [FeedKind.OrderTriggered]: 'triggered',
  [FeedKind.ReplaceRejected]: 'replaceRejected',
  [FeedKind.CancelRejected]: 'cancelRejected',
  [FeedKind.OrderExecuted]: 'executed',
  [FeedKind.OrderCancelled]: 'cancelled',
  [FeedKind.OrderExpired]: 'expired',
};

export class OrderEvents {
  /** Filled in the event group that is told now: in it, the engine may bring the child of a bracket back to life. */
  private readonly filled = new Map<number, Order>();
  private sequence = -1;

  constructor(private readonly orders: Orders) {}

  /** Adds an order that the strategy starts with. */
  open(symbol: string, i32: Int32Array, f64: Float64Array, at: number): void {
    const lots = f64[(at >> 1) + FdDouble.Lots];
    const order = new Order(
      symbol,
      sideWord(byteA(i32[at])) ?? 'sell',
      lots,
      i32[at + Fd.PriceTicks],
      this.id(i32, at),
      ordTypeWord(byteB(i32[at])) ?? 'limit',
    );
    order.state = 'open';
    if (order.type === 'pegged') order.limitTicks = undefined;
    order.executedLots = f64[(at >> 1) + FdDouble.ExecutedLots];
    this.orders.known.set(order.id, order);
  }

  /** Brings the order up to date. Undefined: not one that this life of the strategy knows. */
  apply(i32: Int32Array, f64: Float64Array, at: number): Order | undefined {
    const kind: FeedKind = kindOf(i32[at]);
    this.enterGroup(f64[(at >> 1) + FdDouble.Sequence]);
    if (isAnswer(kind)) this.orders.inFlight--;
    const id = this.id(i32, at);
    const order = this.orders.known.get(id) ?? this.filled.get(id);
    if (order === undefined) return undefined;
    if (isAnswerToRequest(kind)) answered(order, kind);
    change(order, kind, i32, f64, at);
    this.keep(order);
    return order;
  }

  private enterGroup(sequence: number): void {
    if (sequence === this.sequence) return;
    this.sequence = sequence;
    this.filled.clear();
  }

  private keep(order: Order): void {
    if (order.live || order.requests > 0) {
      this.orders.known.set(order.id, order);
      return;
    }
    this.orders.known.delete(order.id);
    if (order.state === 'filled') this.filled.set(order.id, order);
  }

  private id(i32: Int32Array, at: number): number {
    return this.orders.ids.read(i32[at + Fd.ClientIdLow], i32[at + Fd.ClientIdHigh]);
  }
}

const LIQUIDITY = new Map<Liquidity, OrderEvent['liquidity']>([
  [Liquidity.Maker, 'maker'],
  [Liquidity.Taker, 'taker'],
  [Liquidity.Auction, 'auction'],
]);

export function orderEventOf(i32: Int32Array, f64: Float64Array, at: number): OrderEvent | undefined {
  const feedKind: FeedKind = kindOf(i32[at]);
  const kind = wordOf(feedKind, i32, at);
  if (kind === undefined) return undefined;
  const executed = feedKind === FeedKind.OrderExecuted;
  const hasReason = !executed && feedKind !== FeedKind.OrderUnknown;
  return {
    kind,
    reason: hasReason ? detailOf(i32[at]) : 0,
    ticks: i32[at + Fd.PriceTicks],
    lots: f64[(at >> 1) + FdDouble.Lots],
    liquidity: executed ? LIQUIDITY.get(byteB(i32[at])) : undefined,
    sequence: f64[(at >> 1) + FdDouble.Sequence],
    index: i32[at + Fd.Index],
  };
}

function wordOf(kind: FeedKind, i32: Int32Array, at: number): OrderEvent['kind'] | undefined {
  if (kind === FeedKind.OrderUnknown) return byteB(i32[at]) === 1 ? 'unknown' : 'known';
  return isForeignReplace(i32, at) ? 'replaced' : EVENT_KINDS[kind];
}

/** Somebody else of the account has replaced the order. When the engine changes it, it says why. */
const isForeignReplace = (i32: Int32Array, at: number): boolean =>
  kindOf(i32[at]) === FeedKind.OrderRestated && detailOf(i32[at]) === Reason.None;

const isAnswer = (kind: FeedKind): boolean =>
  kind >= FeedKind.OrderAccepted && kind <= FeedKind.MassCancelRejected;

const isAnswerToRequest = (kind: FeedKind): boolean =>
  kind >= FeedKind.OrderReplaced && kind <= FeedKind.CancelRejected;

function answered(order: Order, kind: FeedKind): void {
  order.requests--;
  if (kind === FeedKind.CancelAccepted || kind === FeedKind.CancelRejected) order.cancelling = false;
}

function change(order: Order, kind: FeedKind, i32: Int32Array, f64: Float64Array, at: number): void {
  switch (kind) {
    case FeedKind.OrderAccepted:
      order.state = 'open';
      break;
    case FeedKind.OrderRejected:
      end(order, 'rejected', detailOf(i32[at]));
      break;
    case FeedKind.OrderReplaced:
      order.replaced(i32[at + Fd.PriceTicks], f64[(at >> 1) + FdDouble.Lots]);
      break;
    case FeedKind.OrderRestated:
      restate(order, i32, f64, at);
      break;
    case FeedKind.OrderTriggered:
      order.becomes();
      order.restated(i32[at + Fd.PriceTicks], f64[(at >> 1) + FdDouble.Lots]);
      break;
    case FeedKind.OrderUnknown:
      order.unknown = byteB(i32[at]) === 1;
      break;
    case FeedKind.OrderExecuted:
      order.executedLots = f64[(at >> 1) + FdDouble.ExecutedLots];
      if (order.executedLots >= order.lots) order.state = 'filled';
      break;
    case FeedKind.OrderCancelled:
      end(order, 'cancelled', detailOf(i32[at]));
      break;
    case FeedKind.OrderExpired:
      end(order, 'expired', detailOf(i32[at]));
      break;
  }
}

function restate(order: Order, i32: Int32Array, f64: Float64Array, at: number): void {
  const lots = f64[(at >> 1) + FdDouble.Lots];
  if (isForeignReplace(i32, at)) return order.replaced(i32[at + Fd.PriceTicks], lots);
  if (detailOf(i32[at]) === Reason.PricedAtBest) order.becomes();
  order.restated(i32[at + Fd.PriceTicks], lots);
}

function end(order: Order, state: Order['state'], reason: Reason): void {
  order.unknown = false;
  order.state = state;
  order.reason = reason;
}

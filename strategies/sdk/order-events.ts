/** The feed's order records → the strategy's orders, and the events that its handlers get. */
import { Liquidity } from '../../protocol/codes/enums.js';
import type { Reason } from '../../protocol/codes/reasons.js';
import { detailOf, Fd, FdDouble, FeedKind } from '../../protocol/records/feed.js';
import { byteA, byteB, kindOf } from '../../protocol/records/layout.js';
import { Order, type OrderEvent, sideName } from './order.js';
import type { Orders } from './orders.js';

/** What handlers hear of a record; kinds that are not here concern the bookkeeping alone. */
const EVENT_KINDS: Readonly<Partial<Record<FeedKind, OrderEvent['kind']>>> = {
  [FeedKind.OrderAccepted]: 'accepted',
  [FeedKind.OrderRejected]: 'rejected',
  [FeedKind.OrderReplaced]: 'replaced',
  [FeedKind.OrderRestated]: 'replaced',
  [FeedKind.ReplaceRejected]: 'replaceRejected',
  [FeedKind.CancelRejected]: 'cancelRejected',
  [FeedKind.OrderExecuted]: 'executed',
  [FeedKind.OrderCancelled]: 'cancelled',
  [FeedKind.OrderExpired]: 'expired',
};

export class OrderEvents {
  constructor(private readonly orders: Orders) {}

  /** Adds an order that the strategy starts with. */
  open(symbol: string, i32: Int32Array, f64: Float64Array, at: number): void {
    const lots = f64[(at >> 1) + FdDouble.Lots];
    const order = new Order(
      symbol,
      sideName(byteA(i32[at])),
      lots,
      i32[at + Fd.PriceTicks],
      this.id(i32, at),
    );
    order.state = 'open';
    order.executedLots = f64[(at >> 1) + FdDouble.ExecutedLots];
    this.orders.known.set(order.id, order);
  }

  /** Brings the order up to date. Undefined: not one that this life of the strategy knows. */
  apply(i32: Int32Array, f64: Float64Array, at: number): Order | undefined {
    const kind: FeedKind = kindOf(i32[at]);
    if (isAnswer(kind)) this.orders.inFlight--;
    const order = this.orders.known.get(this.id(i32, at));
    if (order === undefined) return undefined;
    if (isAnswerToRequest(kind)) answered(order, kind);
    change(order, kind, i32, f64, at);
    if (!order.live && order.requests <= 0) this.orders.known.delete(order.id);
    return order;
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
  const kind = EVENT_KINDS[feedKind];
  if (kind === undefined) return undefined;
  const executed = feedKind === FeedKind.OrderExecuted;
  return {
    kind,
    reason: executed ? 0 : detailOf(i32[at]),
    ticks: i32[at + Fd.PriceTicks],
    lots: f64[(at >> 1) + FdDouble.Lots],
    liquidity: executed ? LIQUIDITY.get(byteB(i32[at])) : undefined,
    sequence: f64[(at >> 1) + FdDouble.Sequence],
    index: i32[at + Fd.Index],
  };
}

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
    case FeedKind.OrderRestated:
      order.ticks = i32[at + Fd.PriceTicks];
      order.lots = f64[(at >> 1) + FdDouble.Lots];
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

function end(order: Order, state: Order['state'], reason: Reason): void {
  order.state = state;
  order.reason = reason;
}

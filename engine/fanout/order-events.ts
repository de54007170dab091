/**
 * An event as an entry of the `orders` stream: flat fields, names and words of the binary protocol's reports, the order
 * with it, so that a reader needs no earlier entry to understand one. The order table has the event applied already.
 */
import { EndKind, Liquidity, OrdType, Route, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { reasonName } from '../../protocol/codes/reasons.js';
import {
  Cmd,
  CmdDouble,
  CommandFlag,
  CommandKind,
  reasonOf,
  sideOf,
} from '../../protocol/records/command.js';
import {
  actionOf,
  Bust,
  BustDouble,
  End,
  EndDouble,
  EventKind,
  QuoteAction,
  QuoteWord,
  refusalOf,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, byteC, kindOf, sessionOf } from '../../protocol/records/layout.js';
import { Child, statusOf } from '../../protocol/records/routing.js';
import { uint64Text } from '../../protocol/uint64.js';
import { childStatusWord } from '../../protocol/words.js';
import type { Names } from '../views/names.js';
import type { OrderTable } from '../views/order-table.js';

/** Field, value, field, value … */
export type Fields = string[];

const SIDES: Readonly<Record<number, string>> = {
  [Side.Buy]: 'Buy',
  [Side.Sell]: 'Sell',
  [Side.SellShort]: 'SellShort',
  [Side.SellShortExempt]: 'SellShortExempt',
};
const TYPES: Readonly<Record<number, string>> = {
  [OrdType.Market]: 'Market',
  [OrdType.Limit]: 'Limit',
  [OrdType.Quoted]: 'Quoted',
  [OrdType.Stop]: 'Stop',
  [OrdType.StopLimit]: 'StopLimit',
  [OrdType.MarketToLimit]: 'MarketToLimit',
  [OrdType.Pegged]: 'Pegged',
};
const TIMES: Readonly<Record<number, string>> = {
  [TimeInForce.Day]: 'Day',
  [TimeInForce.GoodTillCancel]: 'GoodTillCancel',
  [TimeInForce.ImmediateOrCancel]: 'ImmediateOrCancel',
  [TimeInForce.FillOrKill]: 'FillOrKill',
  [TimeInForce.AtOpen]: 'AtOpen',
  [TimeInForce.AtClose]: 'AtClose',
  [TimeInForce.GoodForAuction]: 'GoodForAuction',
  [TimeInForce.GoodTillDate]: 'GoodTillDate',
};

const sideName = (side: number): string => SIDES[side] ?? String(side);

/** Of a trade: in the uncross of an auction nobody takes. */
export const aggressorName = (word0: number): string =>
  byteB(word0) === 1 ? 'none' : sideName(byteA(word0));

/** True for the kinds of record that become an entry, whatever their outcome says. */
export function isOrderEvent(i32: Int32Array, at: number): boolean {
  switch (kindOf(i32[at])) {
    case CommandKind.NewOrder:
    case CommandKind.ReplaceOrder:
    case EventKind.QuoteSide:
    case EventKind.Trade:
    case EventKind.OrderEnded:
    case EventKind.OrderTriggered:
    case EventKind.OrderRestated:
    case EventKind.MassCancelReport:
    case EventKind.ChildOrder:
    case EventKind.ChildState:
    case EventKind.TradeBusted:
    case EventKind.TradeCorrected:
      return true;
    case CommandKind.ChildFill:
      return reasonOf(i32[at + Cmd.Flags]) === 0;
    case CommandKind.CancelOrder:
    case CommandKind.Quote:
      return reasonOf(i32[at + Cmd.Flags]) !== 0;
    default:
      return false;
  }
}

export class OrderEvents {
  constructor(
    private readonly names: Names,
    private readonly orders: OrderTable,
  ) {}

  /** Of a record that `isOrderEvent`. `time`: core time of its command. */
  fields(i32: Int32Array, f64: Float64Array, at: number, time: string): Fields {
    switch (kindOf(i32[at])) {
      case EventKind.Trade:
        return this.executed(i32, f64, at, time);
      case EventKind.OrderEnded:
        return this.ended(i32, f64, at, time);
      case EventKind.TradeBusted:
      case EventKind.TradeCorrected:
        return this.tradeChanged(i32, f64, at, time);
      case EventKind.OrderTriggered:
        return this.changed('OrderTriggered', i32, at, time);
      case EventKind.OrderRestated:
        return this.changed('OrderRestated', i32, at, time);
      case EventKind.QuoteSide:
        return this.quoteSide(i32, f64, at, time);
      case CommandKind.ChildFill:
        return this.filledAway(i32, f64, at, time);
      case EventKind.ChildOrder:
        return this.child('ChildOrder', statusOf(i32[at + Child.Where]), i32, at, time);
      case EventKind.ChildState:
        return this.child('ChildState', byteB(i32[at]), i32, at, time);
      case CommandKind.Quote:
        return this.quoteRejected(i32, at, time);
      case EventKind.MassCancelReport:
        return this.massCancelled(i32, f64, at, time);
      default:
        return reasonOf(i32[at + Cmd.Flags]) === 0
          ? this.done(i32, at, time)
          : this.rejected(i32, f64, at, time);
    }
  }

  /** OrderAccepted, OrderReplaced. */
  private done(i32: Int32Array, at: number, time: string): Fields {
    const type = kindOf(i32[at]) === CommandKind.NewOrder ? 'OrderAccepted' : 'OrderReplaced';
    const slot = i32[at + Cmd.OrderSlot];
    return [...this.head(type, time, i32[at + Cmd.Instrument]), ...this.order(slot), ...message(i32, at)];
  }

  /** What the engine did with the order by itself. */
  private changed(type: string, i32: Int32Array, at: number, time: string): Fields {
    return [
      ...this.head(type, time, i32[at + End.Instrument]),
      ...this.order(i32[at + End.OrderSlot]),
      ...['reason', reasonName(i32[at + End.Reason])],
    ];
  }

  /** A side of a quote, as an order that entered, was replaced or rejected. */
  private quoteSide(i32: Int32Array, f64: Float64Array, at: number, time: string): Fields {
    const outcome = i32[at + QuoteWord.Outcome];
    const action = actionOf(outcome);
    const instrument = i32[at + Cmd.Instrument];
    if (action !== QuoteAction.Refused) {
      const type = action === QuoteAction.Entered ? 'OrderAccepted' : 'OrderReplaced';
      return [...this.head(type, time, instrument), ...this.order(i32[at + Cmd.OrderSlot])];
    }
    return [
      ...this.head('OrderRejected', time, instrument),
      ...this.owner(i32[at + Cmd.Owner]),
      ...['client_order_id', uint64Text(i32[at + Cmd.ClientIdLow], i32[at + Cmd.ClientIdHigh])],
      ...attributes(i32[at], byteA(i32[at])),
      ...this.wanted(instrument, i32[at + Cmd.PriceTicks], f64[(at >> 1) + CmdDouble.QtyLots]),
      ...['reason', reasonName(refusalOf(outcome))],
    ];
  }

  /** As a whole: its sides are as they were. */
  private quoteRejected(i32: Int32Array, at: number, time: string): Fields {
    return [
      ...this.head('QuoteRejected', time, i32[at + Cmd.Instrument]),
      ...this.owner(i32[at + Cmd.Owner]),
      ...['quote_id', uint64Text(i32[at + Cmd.ClientIdLow], i32[at + Cmd.ClientIdHigh])],
      ...['reason', reasonName(reasonOf(i32[at + Cmd.Flags]))],
      ...message(i32, at),
    ];
  }

  private ended(i32: Int32Array, f64: Float64Array, at: number, time: string): Fields {
    const instrument = i32[at + End.Instrument];
    const type = byteB(i32[at]) === EndKind.Expired ? 'OrderExpired' : 'OrderCancelled';
    const last = this.names.quantity(instrument, f64[(at >> 1) + EndDouble.OpenLots]);
    const reason = reasonName(i32[at + End.Reason]);
    return [
      ...this.head(type, time, instrument),
      ...this.order(i32[at + End.OrderSlot]),
      ...['last', last, 'reason', reason],
    ];
  }

  /** One entry for both orders, because it is one event. */
  private executed(i32: Int32Array, f64: Float64Array, at: number, time: string): Fields {
    const instrument = i32[at + Trd.Instrument];
    return [
      ...this.head('OrderExecuted', time, instrument),
      ...['last', this.names.quantity(instrument, f64[(at >> 1) + TrdDouble.QtyLots])],
      ...['last_price', this.names.price(instrument, i32[at + Trd.PriceTicks])],
      ...['aggressor', aggressorName(i32[at])],
      ...this.order(i32[at + Trd.MakerSlot], 'maker_'),
      ...this.order(i32[at + Trd.TakerSlot], 'taker_'),
    ];
  }

  /** What became of an execution after it was told; `execution` is the id of its entry. */
  private tradeChanged(i32: Int32Array, f64: Float64Array, at: number, time: string): Fields {
    const { names } = this;
    const instrument = i32[at + Trd.Instrument];
    const doubles = at >> 1;
    const isBust = kindOf(i32[at]) === EventKind.TradeBusted;
    const was = isBust
      ? []
      : [
          ...['old_quantity', names.quantity(instrument, f64[doubles + BustDouble.OldQtyLots])],
          ...['old_price', names.price(instrument, i32[at + Bust.OldPriceTicks])],
        ];
    return [
      ...this.head(isBust ? 'TradeBusted' : 'TradeCorrected', time, instrument),
      ...['execution', `${f64[doubles + BustDouble.TradeSequence]}-${i32[at + Bust.TradeIndex]}`],
      ...['quantity', names.quantity(instrument, f64[doubles + TrdDouble.QtyLots])],
      ...['price', names.price(instrument, i32[at + Trd.PriceTicks])],
      ...was,
      ...this.owner(i32[at + Bust.BuyerOwner], 'buyer_'),
      ...this.owner(i32[at + Bust.SellerOwner], 'seller_'),
    ];
  }

  /** An execution at a venue: of the child, and of the order that it is a part of. */
  private filledAway(i32: Int32Array, f64: Float64Array, at: number, time: string): Fields {
    const slot = i32[at + Cmd.OrderSlot];
    const instrument = this.orders.instrument(slot);
    return [
      ...this.head('OrderExecuted', time, instrument),
      ...['last', this.names.quantity(instrument, f64[(at >> 1) + CmdDouble.QtyLots])],
      ...['last_price', this.names.price(instrument, i32[at + Cmd.PriceTicks])],
      ...['liquidity', byteB(i32[at]) === Liquidity.Maker ? 'maker' : 'taker'],
      ...this.order(this.orders.parent(slot)),
      ...this.order(slot, 'child_'),
    ];
  }

  /** A part of a routed order, as it stands. */
  private child(type: string, status: number, i32: Int32Array, at: number, time: string): Fields {
    const reason = type === 'ChildState' ? ['reason', reasonName(i32[at + End.Reason])] : [];
    return [
      ...this.head(type, time, i32[at + End.Instrument]),
      ...this.order(i32[at + End.OrderSlot]),
      ...['status', childStatusWord(status) ?? String(status)],
      ...reason,
    ];
  }

  private massCancelled(i32: Int32Array, f64: Float64Array, at: number, time: string): Fields {
    const instrument = i32[at + End.Instrument];
    const cancelled = f64[(at >> 1) + EndDouble.OpenLots];
    return [
      ...(instrument === 0
        ? ['type', 'MassCancelReport', 'time', time]
        : this.head('MassCancelReport', time, instrument)),
      ...this.owner(i32[at + End.Owner]),
      ...['cancelled', String(cancelled), 'reason', reasonName(i32[at + End.Reason])],
    ];
  }

  /** What was asked for, and why it was refused. */
  private rejected(i32: Int32Array, f64: Float64Array, at: number, time: string): Fields {
    const kind = kindOf(i32[at]);
    const instrument = i32[at + Cmd.Instrument];
    const isNew = kind === CommandKind.NewOrder;
    const type = isNew
      ? 'OrderRejected'
      : kind === CommandKind.ReplaceOrder
        ? 'ReplaceRejected'
        : 'CancelRejected';
    const flags = i32[at + Cmd.Flags];
    return [
      ...this.head(type, time, instrument),
      ...this.owner(i32[at + Cmd.Owner]),
      ...(isNew || (flags & CommandFlag.ByClientId) !== 0
        ? ['client_order_id', uint64Text(i32[at + Cmd.ClientIdLow], i32[at + Cmd.ClientIdHigh])]
        : ['order_id', uint64Text(i32[at + Cmd.OrderSlot], i32[at + Cmd.OrderGeneration])]),
      ...(isNew ? attributes(i32[at], sideOf(i32[at], flags)) : []),
      ...(kind === CommandKind.CancelOrder || (flags & CommandFlag.RefusedAtDoor) !== 0
        ? []
        : this.wanted(instrument, i32[at + Cmd.PriceTicks], f64[(at >> 1) + CmdDouble.QtyLots])),
      ...['reason', reasonName(reasonOf(flags))],
      ...message(i32, at),
    ];
  }

  private wanted(instrument: number, ticks: number, lots: number): Fields {
    return ['price', this.names.price(instrument, ticks), 'total', this.names.quantity(instrument, lots)];
  }

  private head(type: string, time: string, instrument: number): Fields {
    return ['type', type, 'time', time, 'instrument', this.names.symbol(instrument)];
  }

  private owner(owner: number, prefix = ''): Fields {
    return [
      `${prefix}account`,
      this.names.account(accountOf(owner)),
      `${prefix}session`,
      String(sessionOf(owner)),
    ];
  }

  /** The order as it stands after the event. */
  private order(slot: number, prefix = ''): Fields {
    const { orders, names } = this;
    const instrument = orders.instrument(slot);
    const quantity = (lots: number) => names.quantity(instrument, lots);
    return [
      ...this.owner(orders.owner(slot), prefix),
      ...[`${prefix}order_id`, uint64Text(slot, orders.generation(slot))],
      ...[`${prefix}client_order_id`, uint64Text(orders.clientIdLow(slot), orders.clientIdHigh(slot))],
      ...attributes(orders.head(slot), orders.side(slot), prefix),
      ...[`${prefix}price`, names.price(instrument, orders.priceTicks(slot))],
      ...[`${prefix}total`, quantity(orders.totalLots(slot))],
      ...[`${prefix}executed`, quantity(orders.executedLots(slot))],
      ...[`${prefix}open`, quantity(orders.openLots(slot))],
      ...this.family(slot, prefix),
    ];
  }

  /** What only a part of a routed order has. */
  private family(slot: number, prefix: string): Fields {
    const { orders } = this;
    const parent = orders.parent(slot);
    if (parent === 0) return [];
    const route = orders.route(slot);
    return [
      ...[`${prefix}parent_order_id`, uint64Text(parent, orders.generation(parent))],
      ...[`${prefix}route`, route === Route.OwnBook ? 'own book' : `venue${route - Route.Venue}`],
    ];
  }
}

/** Type and time in force come out of the first word of a NewOrder. */
function attributes(word0: number, side: number, prefix = ''): Fields {
  return [
    ...[`${prefix}side`, sideName(side)],
    ...[`${prefix}ord_type`, TYPES[byteB(word0)] ?? String(byteB(word0))],
    ...[`${prefix}time_in_force`, TIMES[byteC(word0)] ?? String(byteC(word0))],
  ];
}

const message = (i32: Int32Array, at: number): Fields => [
  'message_number',
  String(i32[at + Cmd.Message] >>> 0),
];

/** An order in the words of REST and of the channel `order-ID`: out of the order table while it is there, else as it ended. */
import { EndKind } from '../../protocol/codes/enums.js';
import { accountOf, byteB, byteC } from '../../protocol/records/layout.js';
import { uint64Text } from '../../protocol/uint64.js';
import type { Names } from './names.js';
import { OrderLife, type OrderTable } from './order-table.js';
import { type StatusWord, sideWord, timeWord, typeWord } from './order-words.js';

export interface OrderView {
  readonly slot: number;
  readonly generation: number;
  readonly account: number;
  readonly instrument: number;
  readonly side: number;
  readonly ordType: number;
  readonly timeInForce: number;
  readonly priceTicks: number;
  readonly totalLots: number;
  readonly executedLots: number;
  readonly status: StatusWord;
}

/** @param endKind of an order that has ended unfilled, where it is known; isOnItsWay: no venue has said that it has it */
export function viewOf(
  orders: OrderTable,
  slot: number,
  endKind: number = EndKind.Cancelled,
  isOnItsWay = false,
): OrderView {
  const head = orders.head(slot);
  return {
    slot,
    generation: orders.generation(slot),
    account: accountOf(orders.owner(slot)),
    instrument: orders.instrument(slot),
    side: orders.side(slot),
    ordType: byteB(head),
    timeInForce: byteC(head),
    priceTicks: orders.priceTicks(slot),
    totalLots: orders.totalLots(slot),
    executedLots: orders.executedLots(slot),
    status: statusOf(orders, slot, endKind, isOnItsWay),
  };
}

function statusOf(orders: OrderTable, slot: number, endKind: number, isOnItsWay: boolean): StatusWord {
  const executed = orders.executedLots(slot);
  if (orders.life[slot] === OrderLife.Open) {
    if (isOnItsWay) return 'PENDING_NEW';
    return executed === 0 ? 'NEW' : 'PARTIALLY_FILLED';
  }
  if (executed >= orders.totalLots(slot)) return 'FILLED';
  return endKind === EndKind.Expired ? 'EXPIRED' : 'CANCELED';
}

/** Whose habits an order is written by, and what they call instruments where it is not what we do. */
export interface OrderWriting {
  readonly answers: 'binance' | 'flowa';
  readonly symbols: ReadonlyMap<number, string>;
}

/**
 * As JSON, its numbers written exactly. `binance` has quantities as text and the price as a number; `flowa` numbers only,
 * and the order's id.
 */
export function orderJson(order: OrderView, { answers, symbols }: OrderWriting, names: Names): string {
  const { instrument } = order;
  const number = (text: string) => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
  const lots = (count: number) => names.quantity(instrument, count);
  const quantity = (count: number) => (answers === 'binance' ? `"${lots(count)}"` : number(lots(count)));
  const id = answers === 'binance' ? [] : [['order_id', `"${uint64Text(order.slot, order.generation)}"`]];
  const fields = [
    ...id,
    ['symbol', JSON.stringify(symbols.get(instrument) ?? names.symbol(instrument))],
    ['side', `"${sideWord(order.side)}"`],
    ['quantity', quantity(order.totalLots)],
    ['price', number(names.price(instrument, order.priceTicks))],
    ['order_type', `"${typeWord(order.ordType)}"`],
    ['exec_qty', quantity(order.executedLots)],
    ['time_in_force', `"${timeWord(order.timeInForce)}"`],
    ['status', `"${order.status}"`],
  ];
  return `{${fields.map(([key, value]) => `"${key}":${value}`).join(',')}}`;
}

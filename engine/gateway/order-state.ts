/** What every report says of its order, out of the order table, in units of the wire. */
import { accountOf, byteB, byteC } from '../../protocol/records/layout.js';
import type { ReportFields } from '../../protocol/wire/fields.js';
import type { OrderTable } from '../views/order-table.js';
import type { Units } from './units.js';

export function putOrderState(fields: ReportFields, orders: OrderTable, units: Units, slot: number): void {
  const instrument = orders.instrument(slot);
  fields.orderIdLow = slot;
  fields.orderIdHigh = orders.generation(slot);
  fields.clientIdLow = orders.clientIdLow(slot);
  fields.clientIdHigh = orders.clientIdHigh(slot);
  fields.price = units.price(instrument, orders.priceTicks(slot));
  fields.total = units.quantity(instrument, orders.totalLots(slot));
  fields.executed = units.quantity(instrument, orders.executedLots(slot));
  fields.open = units.quantity(instrument, Math.max(orders.openLots(slot), 0));
  fields.instrument = instrument;
  fields.account = accountOf(orders.owner(slot));
  putHead(fields, orders.head(slot), orders.side(slot));
}

export function putHead(fields: ReportFields, word: number, side: number): void {
  fields.side = side;
  fields.ordType = byteB(word);
  fields.timeInForce = byteC(word);
}

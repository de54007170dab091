/** Checked requests as the fields that `OrderEntry` takes. The same objects for every request. */
import { createHash } from 'node:crypto';
import {
  hasPrice,
  isStop,
  OrdType,
  Route,
  TimeInForce,
  TriggerSource,
} from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { Instrument, InstrumentUnits } from '../../../protocol/instrument.js';
import { byteB, byteC } from '../../../protocol/records/layout.js';
import { NewOrderFields, OrderRequestFields, TermsFields } from '../../../protocol/wire/fields.js';
import type { OrderTable } from '../../views/order-table.js';
import { ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '../../views/order-words.js';
import { clientIdHigh } from '../door-ids.js';
import type { Units } from '../units.js';
import { priceUnits, quantityUnits } from './amounts.js';
import type { Exchange } from './exchanges.js';
import { Refusal } from './refusal.js';
import type { SendOrder, UpdateOrder } from './requests.js';

const NOTHING = new TermsFields();
/** Keeps the ids that callers make apart from those that doors make. */
const CALLERS_MASK = 0x7fffffff;

export class OrderReader {
  readonly order = new NewOrderFields();
  readonly request = new OrderRequestFields();

  constructor(
    private readonly orders: OrderTable,
    private readonly units: Units,
    private readonly unitsOf: (instrument: number) => InstrumentUnits | undefined,
  ) {}

  /** @throws Refusal */
  newOrder(body: SendOrder, exchange: Exchange): NewOrderFields {
    const { order } = this;
    const instrument = exchange.instrument(body.symbol);
    order.account = exchange.account(body.account);
    order.instrument = instrument.id;
    order.side = SIDES[body.side];
    order.ordType = ORDER_TYPES[body.order_type];
    order.timeInForce = timeInForce(body, exchange);
    order.quantity = quantityUnits(body.quantity, instrument.quantityScale);
    order.price = limitPrice(body, order.ordType, instrument);
    this.takeTerms(body, exchange, instrument);
    return order;
  }

  /** @param key of the caller's, which makes a second order of the same one impossible; '' = none */
  nameOrder(session: number, message: number, key: string): void {
    const { order } = this;
    if (key === '') {
      order.clientIdLow = message | 0;
      order.clientIdHigh = clientIdHigh(session);
      return;
    }
    const hash = createHash('sha256').update(`${session}\n${key}`).digest();
    order.clientIdLow = hash.readInt32LE(0);
    order.clientIdHigh = hash.readInt32LE(4) & CALLERS_MASK;
  }

  /** What is left out stays as it is. @throws Refusal */
  update(body: UpdateOrder, slot: number): OrderRequestFields {
    const { request, orders, units } = this;
    this.checkUnchanged(body, slot);
    const instrument = orders.instrument(slot);
    const { priceScale, quantityScale } = this.unitsOf(instrument)!;
    this.name(slot);
    request.instrument = instrument;
    request.price =
      body.price === undefined
        ? units.price(instrument, orders.priceTicks(slot))
        : priceUnits(body.price, priceScale);
    request.quantity =
      body.quantity === undefined
        ? units.quantity(instrument, orders.totalLots(slot))
        : quantityUnits(body.quantity, quantityScale);
    return request;
  }

  cancel(slot: number): OrderRequestFields {
    this.name(slot);
    this.request.instrument = 0;
    return this.request;
  }

  private name(slot: number): void {
    const { request, orders } = this;
    request.orderIdLow = slot;
    request.orderIdHigh = orders.generation(slot);
    request.clientIdLow = request.clientIdHigh = 0;
    request.account = orders.owner(slot) & 0xffff;
  }

  private checkUnchanged(body: UpdateOrder, slot: number): void {
    const { orders } = this;
    if (body.price === undefined && body.quantity === undefined)
      throw new Refusal(Reason.InvalidField, 'nothing to change: give quantity, price or both');
    const head = orders.head(slot);
    const differs =
      (body.side !== undefined && SIDES[body.side] !== orders.side(slot)) ||
      (body.order_type !== undefined && ORDER_TYPES[body.order_type] !== byteB(head)) ||
      (body.time_in_force !== undefined && TIMES_IN_FORCE[body.time_in_force] !== byteC(head));
    if (differs) throw new Refusal(Reason.NotReplaceable);
  }

  private takeTerms({ stop_price }: SendOrder, { route }: Exchange, { priceScale }: Instrument): void {
    const { order } = this;
    const waits = isStop(order.ordType);
    if (waits !== (stop_price !== undefined))
      throw new Refusal(Reason.InvalidField, 'stop_price: belongs to STOP and STOP_LIMIT, and only to them');
    order.extended = waits || route !== Route.OwnBook;
    if (!order.extended) return;
    const { expires: _, ...nothing } = NOTHING;
    Object.assign(order.terms, nothing);
    order.terms.route = route;
    if (stop_price === undefined) return;
    order.terms.triggerPrice = priceUnits(stop_price, priceScale);
    order.terms.triggerSource = TriggerSource.LastTrade;
  }
}

function timeInForce({ time_in_force, order_type }: SendOrder, { answers }: Exchange): number {
  if (time_in_force !== undefined) return TIMES_IN_FORCE[time_in_force];
  if (ORDER_TYPES[order_type] === OrdType.Market) return TimeInForce.ImmediateOrCancel;
  return answers === 'binance' ? TimeInForce.GoodTillCancel : TimeInForce.Day;
}

function limitPrice({ price }: SendOrder, ordType: number, { priceScale }: Instrument): number {
  if (!hasPrice(ordType) && price !== undefined && priceUnits(price, priceScale) !== 0)
    throw new Refusal(Reason.InvalidField, 'price: belongs to LIMIT and STOP_LIMIT, and only to them');
  if (!hasPrice(ordType)) return 0;
  if (price === undefined) throw new Refusal(Reason.InvalidField, 'price: LIMIT and STOP_LIMIT need one');
  return priceUnits(price, priceScale);
}

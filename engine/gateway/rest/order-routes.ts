/**
 * The four paths of orders. A request becomes a command of its key's session in the gateway's lane, like a frame of the binary
 * door; what becomes of that is its answer. Only what cannot become a command is answered here.
 */
import { REASON_TEXT, Reason } from '../../../protocol/codes/reasons.js';
import { parseUint64, uint64Text } from '../../../protocol/uint64.js';
import { OrderLife } from '../../views/order-table.js';
import { type OrderView, orderJson, viewOf } from '../../views/order-view.js';
import type { RestSession } from './access.js';
import type { Exchange } from './exchanges.js';
import { asText, readBody, readQuery } from './json.js';
import { OrderReader } from './order-reader.js';
import { Refusal, STATUS_OVER } from './refusal.js';
import type { RestRequest } from './request.js';
import { checked, checkedOrder, checkedUpdate, whichExchange, whichOrder } from './requests.js';
import type { RestRoom } from './rest-room.js';
import { Asked, keyOf, type Outcome, Waiting } from './waiting.js';

const CANCELLED = 'Order was successfully cancelled';
const KEY = /^[\x21-\x7e]{1,64}$/;

export class OrderRoutes {
  private readonly reader: OrderReader;

  constructor(private readonly room: RestRoom) {
    this.reader = new OrderReader(room.orders, room.units, room.unitsOf);
  }

  send(request: RestRequest, session: RestSession): void {
    const { reader, room } = this;
    const { exchange_name, strategy } = checked(whichExchange, readQuery(request.query));
    const exchange = room.exchanges.find(exchange_name, strategy);
    const order = reader.newOrder(checkedOrder(bodyOf(request)), exchange);
    reader.nameOrder(session.number, session.nextMessage, keyOfCaller(request));
    const { clientIdLow, clientIdHigh } = order;
    this.enter(session, room.entry.newOrder(session, session.nextMessage, order), Asked.Send, {
      done: ({ slot, generation }) => request.answer(200, `"${uint64Text(slot, generation)}"`),
      ...failures(request, 'the order ended before that', () =>
        room.archive.named(clientIdLow, clientIdHigh),
      ),
    });
  }

  update(request: RestRequest, session: RestSession): void {
    const { slot } = this.openOrder(request, session);
    const fields = this.reader.update(checkedUpdate(bodyOf(request)), slot);
    const reason = this.room.entry.replaceOrder(session, session.nextMessage, fields);
    this.enter(session, reason, Asked.Update, {
      done: () => request.answer(200, 'null'),
      ...failures(request, 'the order ended before it was changed'),
    });
  }

  cancel(request: RestRequest, session: RestSession): void {
    const { slot, exchange } = this.openOrder(request, session);
    const fields = this.reader.cancel(slot);
    const reason = this.room.entry.cancelOrder(session, session.nextMessage, fields);
    this.enter(session, reason, Asked.Cancel, {
      done: (waiting) => request.answer(200, this.cancelled(waiting, exchange)),
      ...failures(request, 'the order was filled before it was cancelled'),
    });
  }

  get(request: RestRequest, session: RestSession): void {
    const { order, exchange } = this.find(request, session);
    request.answer(200, orderJson(order, exchange, this.room.names));
  }

  private enter(session: RestSession, reason: Reason, asked: Asked, outcome: Outcome): void {
    const { room } = this;
    if (reason !== Reason.None) throw new Refusal(reason);
    const key = keyOf(session.number, session.nextMessage);
    session.nextMessage++;
    room.waiting.add(new Waiting(asked, key, room.now.ms + room.answerMs, outcome));
    room.lane.commit();
  }

  private cancelled({ slot, endKind }: Waiting, exchange: Exchange): string {
    const { orders, names } = this.room;
    const data = orderJson(viewOf(orders, slot, endKind), exchange, names);
    return `{"success":true,"message":"${CANCELLED}","data":${data}}`;
  }

  /** @throws Refusal it is not there, or over */
  private openOrder(
    request: RestRequest,
    session: RestSession,
  ): { readonly slot: number; readonly exchange: Exchange } {
    const { order, exchange } = this.find(request, session);
    const { slot, generation } = order;
    if (this.isInTable(slot, generation, OrderLife.Open)) return { slot, exchange };
    const id = uint64Text(slot, generation);
    throw new Refusal(Reason.UnknownOrder, `the order is over: ${order.status}`, STATUS_OVER, id);
  }

  /** @throws Refusal there is none of this id that the caller may see */
  private find(
    request: RestRequest,
    session: RestSession,
  ): { readonly order: OrderView; readonly exchange: Exchange } {
    const { exchange_name, strategy, order_id, symbol } = checked(whichOrder, readQuery(request.query));
    const exchange = this.room.exchanges.find(exchange_name, strategy);
    if (symbol === undefined && exchange.isOneOfSeveral)
      throw new Refusal(Reason.InvalidField, WITHOUT_SYMBOL);
    const instrument = symbol === undefined ? undefined : exchange.instrument(symbol).id;
    const order = this.view(order_id);
    if (order === undefined && !this.room.knowsPast()) throw new Refusal(Reason.EngineStarting, READING);
    const isMeant =
      order !== undefined &&
      session.mayActFor(order.account) &&
      (instrument === undefined || instrument === order.instrument);
    if (!isMeant) throw new Refusal(Reason.UnknownOrder, `there is no order ${order_id}`);
    return { order, exchange };
  }

  private view(id: string): OrderView | undefined {
    const { orders, waiting, archive } = this.room;
    const archived = archive.find(id);
    if (archived !== undefined) return archived;
    const [slot, generation] = parseUint64(id) ?? [0, 0];
    if (
      !this.isInTable(slot, generation, OrderLife.Open) &&
      !this.isInTable(slot, generation, OrderLife.Ended)
    )
      return undefined;
    return viewOf(orders, slot, undefined, waiting.isOnItsWay(slot));
  }

  private isInTable(slot: number, generation: number, life: OrderLife): boolean {
    const { orders } = this.room;
    if (slot <= 0 || slot >= orders.capacity || orders.life[slot] !== life) return false;
    return orders.generation(slot) === generation;
  }
}

/** What a request is answered with when it did not do what it should. @param first id of the order that was sent under the same key before */
function failures(request: RestRequest, over: string, first = (): string | undefined => undefined) {
  const refuse = (...why: ConstructorParameters<typeof Refusal>) => {
    const { status, body } = new Refusal(...why);
    request.answer(status, body);
  };
  return {
    refused: (waiting, reason, byVenue) => {
      const status = byVenue ? 400 : reason === Reason.UnknownOrder ? STATUS_OVER : undefined;
      const id = reason === Reason.DuplicateClientOrderId ? first() : idText(waiting);
      refuse(reason, REASON_TEXT[reason], status, id);
    },
    over: (waiting) => refuse(Reason.UnknownOrder, over, STATUS_OVER, idText(waiting)),
    unknown: (waiting) => refuse(Reason.OutcomeUnknown, LATE, undefined, idText(waiting)),
  } satisfies Omit<Outcome, 'done'>;
}

const WITHOUT_SYMBOL =
  'symbol is needed: the instruments are split over several engines, which give the same ids';
const READING = 'what became of orders before the engine started is still being read: ask again';
const LATE = 'no outcome in time: it may still be done, or never; ask for the order, do not send it again';

const idText = ({ slot, generation }: Waiting): string | undefined =>
  slot === 0 ? undefined : uint64Text(slot, generation);

/** A key without a value is one that is not there: programs write what they do not know as null. */
const bodyOf = (request: RestRequest): Record<string, unknown> =>
  Object.fromEntries(Object.entries(readBody(request, asText)).filter(([, value]) => value !== null));

function keyOfCaller({ idempotencyKey }: RestRequest): string {
  if (idempotencyKey === '' || KEY.test(idempotencyKey)) return idempotencyKey;
  throw new Refusal(Reason.InvalidField, 'Idempotency-Key: 1 to 64 printable characters without spaces');
}

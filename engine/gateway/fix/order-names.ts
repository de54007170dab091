/**
 * Reports and requests brought together: which of the client's names a report is about, and what it changes of the order that they
 * name. Also over events of an earlier life of the engine, so that after a start every order is called what it was.
 */
import { Body } from '../../../protocol/generated/pregao/wire.js';
import type { ReportFields } from '../../../protocol/wire/fields.js';
import { sessionOfClientId } from '../door-ids.js';
import { Names } from './names.js';
import type { FixOrder, Request, RequestBook } from './request-book.js';
import { ordStatus } from './statuses.js';

export class OrderNames {
  private readonly names = new Names();
  private readonly late = new Names();

  constructor(
    private readonly session: number,
    private readonly book: RequestBook,
  ) {}

  /** Takes the report in. The answer is valid until the next one. */
  take(type: Body, report: ReportFields): Names {
    const order = this.order(report);
    const request = this.request(report.messageNumber) ?? this.asked(type, order);
    if (type === Body.OrderPending && request?.order !== undefined) request.order.asked = request.message;
    else if (request?.order !== undefined) answered(request.order, request.message);
    if (order !== undefined) change(order, type, report);
    if (request !== undefined && isAnswer(type, request, order)) return this.answer(type, request, order);
    return this.names.set(order?.name ?? clientIdText(report));
  }

  request(message: number): Request | undefined {
    return message === 0 ? undefined : this.book.of(message);
  }

  /** The cancel that an order's venues have been asked for, where the order has ended otherwise: it came too late. */
  tooLate(type: Body, report: ReportFields): Names | undefined {
    const order = this.order(report);
    if (order === undefined || order.open || order.asked === 0 || type === Body.OrderCancelled)
      return undefined;
    const request = this.request(order.asked);
    if (request?.kind !== 'F') return undefined;
    answered(order, request.message);
    return this.late.set(request.name, order.name);
  }

  /** What venues were asked for is answered by what they have said, which is no answer to a message of its own. */
  private asked(type: Body, order: FixOrder | undefined): Request | undefined {
    const isFirm =
      type === Body.OrderCancelled || type === Body.OrderReplaced || type === Body.ReplaceRejected;
    return order === undefined || !isFirm ? undefined : this.request(order.asked);
  }

  /** The order that a report is about, if this session has sent it. */
  order({ clientIdLow, clientIdHigh }: { clientIdLow: number; clientIdHigh: number }): FixOrder | undefined {
    if (sessionOfClientId(clientIdHigh) !== this.session) return undefined;
    return this.book.of(clientIdLow >>> 0)?.order;
  }

  private answer(type: Body, { name, origName, symbol }: Request, order: FixOrder | undefined): Names {
    const isDone = type === Body.OrderReplaced || type === Body.OrderCancelled;
    this.names.set(name, isDone ? (order?.name ?? origName) : origName, symbol);
    if (type === Body.OrderReplaced && order !== undefined) order.name = name;
    return this.names;
  }
}

/** The report is what its request was sent for, and not what that did to other orders. */
function isAnswer(type: Body, request: Request, order: FixOrder | undefined): boolean {
  switch (type) {
    case Body.OrderRejected:
    case Body.CancelRejected:
    case Body.ReplaceRejected:
    case Body.OrderPending:
      return true;
    case Body.OrderReplaced:
      return request.kind === 'G';
    case Body.OrderCancelled:
      return request.kind === 'F' && request.order === order;
    default:
      return false;
  }
}

function answered(order: FixOrder, message: number): void {
  if (order.pendingCancel === message) order.pendingCancel = 0;
  if (order.pendingReplace === message) order.pendingReplace = 0;
  if (order.asked === message) order.asked = 0;
}

function change(order: FixOrder, type: Body, report: ReportFields): void {
  switch (type) {
    case Body.CancelRejected:
    case Body.ReplaceRejected:
    case Body.OrderPending:
      return;
    case Body.OrderRejected:
    case Body.OrderCancelled:
    case Body.OrderExpired:
      order.open = false;
      break;
    case Body.OrderExecuted:
      order.open = report.open > 0;
      break;
    default:
      order.open = true;
  }
  order.slot = report.orderIdLow;
  order.generation = report.orderIdHigh;
  order.status = ordStatus(type, report);
}

/** Of an order that came through another door: its client order id, a uint64. */
export function clientIdText({ clientIdLow, clientIdHigh }: ReportFields): string {
  return String((BigInt(clientIdHigh >>> 0) << 32n) | BigInt(clientIdLow >>> 0));
}

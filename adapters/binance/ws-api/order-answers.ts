/**
 * What the answers to requests about orders mean. A refusal is told at once; what has become of an order is told by the account's
 * stream, also when the answer says it first.
 */
import { Reason } from '../../../protocol/codes/reasons.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { Fate, type Refusal } from '../../kit/orders/refusal.js';
import type { Answer } from './ws-api.js';

const OK = 200;
/** No answer, the venue's own time-out, and what its gateways say when they do not know. */
const isUnclear = ({ status }: Answer): boolean => status === 0 || status === 408 || status >= 500;

export class OrderAnswers {
  /** @param find asks what became of an order that is not there */
  constructor(
    private readonly desk: FormEvents,
    private readonly refusalOf: (code: number, text: string) => Refusal,
    private readonly find: (order: ChildOrder) => void,
  ) {}

  placed(order: ChildOrder, answer: Answer): void {
    if (answer.status === OK) return this.desk.accepted(order, String(answer.result.orderId ?? ''));
    const { fate, reason } = this.refusal(answer);
    if (fate === Fate.Unknown) this.desk.outcomeUnknown(order, textOf(answer));
    else this.desk.rejected(order, reason, textOf(answer));
  }

  cancelled(order: ChildOrder, answer: Answer): void {
    if (this.isRefused(order, answer))
      this.desk.cancelRejected(order, Reason.CancelRefusedByVenue, textOf(answer));
  }

  replaced(order: ChildOrder, answer: Answer): void {
    if (this.isRefused(order, answer))
      this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, textOf(answer));
  }

  /** False: it was carried out, or it is dealt with here. */
  private isRefused(order: ChildOrder, answer: Answer): boolean {
    if (answer.status === OK) return false;
    const { fate } = this.refusal(answer);
    if (fate === Fate.NoSuchOrder) this.find(order);
    else if (fate === Fate.Unknown) this.desk.outcomeUnknown(order, textOf(answer));
    return fate === Fate.Refused;
  }

  private refusal(answer: Answer): Refusal {
    if (isUnclear(answer)) return { fate: Fate.Unknown, reason: Reason.OutcomeUnknown };
    return this.refusalOf(answer.code, answer.text);
  }
}

const textOf = ({ code, text }: Answer): string => (code === 0 ? text : `${code} ${text}`);

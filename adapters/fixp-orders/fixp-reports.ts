/**
 * What a venue says of orders over FIXP, as the desk hears it. What was said before is read again after a logon: executions and ends are told, and of terms the last ones are kept until the order is
 * asked for. Which messages say what, each venue fills in.
 */
import { ChildStatus } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { SbeMessage } from '../../protocol/views/sbe-message.js';
import type { Notice } from '../kit/feed/outside.js';
import type { ChildOrder } from '../kit/orders/child-order.js';
import type { FormEvents } from '../kit/orders/order-form.js';
import { Fate, type Refusal } from '../kit/orders/refusal.js';
import { Asked, type SentRequests } from '../kit/orders/sent-requests.js';

export interface ReportedTerms {
  readonly venueId: string;
  readonly priceTicks: number;
  readonly totalLots: number;
}

export interface ReportsOwner {
  readonly name: string;
  readonly notice: Notice;
  /** A cancel was refused. @returns whether it was one that was to find the order out: only `UnknownOrder` says that there is none */
  searchRefused(order: ChildOrder, refusal: Refusal): boolean;
  massCancelAnswered(report: MassCancelReport): void;
}

/** What the venue says of a mass cancel; of the orders it speaks one by one. */
export interface MassCancelReport {
  /** Of the request. */
  readonly name: string;
  readonly isRefused: boolean;
  readonly text: string;
}

export abstract class FixpReports {
  /** What is read now was said before. */
  isReplay = true;
  private readonly terms = new Map<string, ReportedTerms>();

  constructor(
    protected readonly desk: FormEvents,
    private readonly sent: SentRequests,
    protected readonly owner: ReportsOwner,
  ) {}

  /** Name of the order that a message is about; '' = of none of ours. */
  protected abstract nameIn(message: SbeMessage): string;
  /** @throws RangeError it cannot be read @param isOpen else only executions count */
  protected abstract take(order: ChildOrder, message: SbeMessage, isOpen: boolean): void;
  /** Of no order that is known here. */
  protected abstract foreign(message: SbeMessage): void;
  /** What a refusal means that names a request by its number. @returns undefined: it is another message */
  protected abstract rejectOf(message: SbeMessage): RequestReject | undefined;

  /** @returns undefined: it is another message */
  protected massCancelIn(_message: SbeMessage): MassCancelReport | undefined {
    return undefined;
  }

  /** The connection is lost: the terms of what is read again begin anew. */
  forget(): void {
    this.isReplay = true;
    this.terms.clear();
  }

  /** The last that was said of it while it was not known; then forgotten. */
  takeTerms({ clientId }: ChildOrder): ReportedTerms | undefined {
    const terms = this.terms.get(clientId);
    this.terms.delete(clientId);
    return terms;
  }

  /** One that cannot be read is asked for, which must not end the connection: it may come again. */
  read(message: SbeMessage): void {
    const reject = this.rejectOf(message);
    if (reject !== undefined) return this.requestRejected(reject);
    const massCancel = this.massCancelIn(message);
    if (massCancel !== undefined) return this.owner.massCancelAnswered(massCancel);
    const name = this.nameIn(message);
    const open = name === '' ? undefined : this.desk.find(name);
    const order = open ?? (name === '' ? undefined : this.desk.findEnded(name));
    if (order === undefined) return this.isReplay ? undefined : this.foreign(message);
    try {
      this.take(order, message, order === open);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.desk.outcomeUnknown(order, `a report cannot be read: ${error.message}`);
    }
  }

  protected accepted(order: ChildOrder, terms: ReportedTerms): void {
    if (!this.isKept(order, terms)) this.desk.accepted(order, terms.venueId);
  }

  protected changed(order: ChildOrder, terms: ReportedTerms, isAsked: boolean): void {
    if (this.isKept(order, terms)) return;
    const { priceTicks, totalLots } = terms;
    if (isAsked && order.status === ChildStatus.PendingReplace)
      this.desk.replaced(order, priceTicks, totalLots);
    else if (priceTicks !== order.priceTicks || totalLots !== order.totalLots)
      this.desk.restated(order, priceTicks, totalLots);
  }

  /** A cancel or a replace was refused. One whose order is not there may have ended by an execution that is still on its way. */
  protected changeRefused(order: ChildOrder, asked: Asked, refusal: Refusal, text: string): void {
    if (this.isReplay || (asked === Asked.Cancel && this.owner.searchRefused(order, refusal))) return;
    if (refusal.fate !== Fate.Refused) this.desk.outcomeUnknown(order, text);
    else if (asked === Asked.Cancel) this.desk.cancelRejected(order, Reason.CancelRefusedByVenue, text);
    else this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, text);
  }

  private isKept(order: ChildOrder, terms: ReportedTerms): boolean {
    if (this.isReplay) this.terms.set(order.clientId, terms);
    return this.isReplay;
  }

  private requestRejected({ refSeqNum, refusal, text }: RequestReject): void {
    const request = this.sent.take(refSeqNum);
    if (request === undefined) return this.owner.notice(`${this.owner.name}: rejected: ${text}`);
    const { order, asked, orders } = request;
    if (orders !== undefined) return this.desk.massCancelRefused(orders, text);
    if (this.desk.find(order.clientId) !== order) return;
    if (asked === Asked.New) this.desk.rejected(order, refusal.reason, text);
    else this.changeRefused(order, asked, refusal, text);
  }
}

export interface RequestReject {
  /** Of the request. */
  readonly refSeqNum: number;
  readonly refusal: Refusal;
  readonly text: string;
}

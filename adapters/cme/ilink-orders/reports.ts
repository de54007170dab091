/** What CME says of orders, as the desk hears it. What was said before is read again after a logon: executions and ends are told, and of terms the last ones are kept until the order is asked for. */
import { ChildStatus, Liquidity } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import * as ilink from '../../../protocol/messages/generated/ilink3.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import type { Notice } from '../../kit/feed/outside.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { ClientIds } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { Asked, type SentRequests } from '../../kit/orders/sent-requests.js';
import { type CmeContract, ticksOf } from '../contract.js';

/** ExecRestatementReason. */
const ENDS: Readonly<Record<number, Reason>> = {
  100: Reason.CancelOnDisconnect,
  103: Reason.SelfTradePrevented,
  107: Reason.SelfTradePrevented,
};
/** The exchange's numbers of its reasons are not public: the text says what they are. */
const WORDS: readonly (readonly [RegExp, Reason])[] = [
  [/threshold|throttle/i, Reason.OrderRateExceeded],
  [/closed/i, Reason.MarketClosed],
  [/securityid|instrument/i, Reason.UnknownInstrument],
  [/price/i, Reason.PriceOffTick],
  [/qty|quantity/i, Reason.QuantityOutOfRange],
];

export interface CmeTerms {
  readonly venueId: string;
  readonly priceTicks: number;
  readonly totalLots: number;
}

export interface ReportsOwner {
  readonly name: string;
  readonly ids: ClientIds;
  readonly contracts: ReadonlyMap<number, CmeContract>;
  readonly notice: Notice;
  /** A cancel that was to find the order out has found none. @returns whether it was one */
  cancelFoundNone(order: ChildOrder): boolean;
}

type Trade = ilink.ExecutionReportTradeOutright525;
type Changed = ilink.ExecutionReportNew522 | ilink.ExecutionReportModify531;
type Ended = ilink.ExecutionReportCancel534 | ilink.ExecutionReportElimination524;
type ChangeReject = ilink.OrderCancelReject535 | ilink.OrderCancelReplaceReject536;
type Addendum = ilink.ExecutionReportTradeAddendumOutright548;

export class IlinkReports {
  /** What is read now was said before. */
  isReplay = true;
  private readonly terms = new Map<string, CmeTerms>();

  constructor(
    private readonly desk: FormEvents,
    private readonly sent: SentRequests,
    private readonly owner: ReportsOwner,
  ) {}

  /** The connection is lost: the terms of what is read again begin anew. */
  forget(): void {
    this.isReplay = true;
    this.terms.clear();
  }

  /** The last that was said of it while it was not known; then forgotten. */
  takeTerms({ clientId }: ChildOrder): CmeTerms | undefined {
    const terms = this.terms.get(clientId);
    this.terms.delete(clientId);
    return terms;
  }

  /** One that cannot be read is asked for, which must not end the connection: it may come again. */
  read(message: SbeMessage): void {
    if (message instanceof ilink.BusinessReject521) return this.requestRejected(message);
    const name = 'clOrdID' in message ? this.owner.ids.orderOf(String(message.clOrdID)) : '';
    const order = name === '' ? undefined : (this.desk.find(name) ?? this.desk.findEnded(name));
    if (order === undefined) return this.foreign(message);
    try {
      this.take(order, message);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.desk.outcomeUnknown(order, `a report cannot be read: ${error.message}`);
    }
  }

  private take(order: ChildOrder, message: SbeMessage): void {
    switch (message.templateId) {
      case ilink.ExecutionReportTradeOutright525.templateId:
        return this.executed(order, message as Trade);
      case ilink.ExecutionReportTradeAddendumOutright548.templateId:
        return this.changedTrade(order, message as Addendum);
    }
    if (this.desk.find(order.clientId) !== order) return;
    switch (message.templateId) {
      case ilink.ExecutionReportNew522.templateId:
      case ilink.ExecutionReportModify531.templateId:
        return this.changed(order, message as Changed);
      case ilink.ExecutionReportCancel534.templateId:
        return this.ended(order, message as Ended, 'cancelled');
      case ilink.ExecutionReportElimination524.templateId:
        return this.ended(order, message as Ended, 'expired');
      case ilink.ExecutionReportReject523.templateId:
        return this.rejected(order, (message as ilink.ExecutionReportReject523).text);
      case ilink.OrderCancelReject535.templateId:
      case ilink.OrderCancelReplaceReject536.templateId:
        return this.changeRejected(order, message as ChangeReject);
      case ilink.ExecutionReportPendingCancel564.templateId:
      case ilink.ExecutionReportPendingReplace565.templateId:
        order.askedMs = 0;
    }
  }

  private executed(order: ChildOrder, message: Trade): void {
    const priceTicks = ticksOf(message.lastPx, this.contractOf(order));
    const liquidity = message.aggressorIndicator === 1 ? Liquidity.Taker : Liquidity.Maker;
    this.desk.executed(order, message.lastQty, priceTicks, message.cumQty, liquidity, message.execID);
  }

  /** CME takes trades back, and corrects them, by messages that name them by numbers which executions have too; how they do it is not public enough to act on. */
  private changedTrade(order: ChildOrder, message: Addendum): void {
    this.owner.notice(
      `${this.owner.name}: a trade of ${order.clientId} is changed (${message.execID}): a person has to book that`,
    );
  }

  private changed(order: ChildOrder, message: Changed): void {
    const terms = this.termsIn(order, message);
    if (this.isReplay) return void this.terms.set(order.clientId, terms);
    const { venueId, priceTicks, totalLots } = terms;
    if (message instanceof ilink.ExecutionReportNew522) return this.desk.accepted(order, venueId);
    if (order.status === ChildStatus.PendingReplace) this.desk.replaced(order, priceTicks, totalLots);
    else if (priceTicks !== order.priceTicks || totalLots !== order.totalLots)
      this.desk.restated(order, priceTicks, totalLots);
  }

  private termsIn(order: ChildOrder, message: Changed): CmeTerms {
    const isNew = message instanceof ilink.ExecutionReportNew522;
    const at = isNew ? ilink.ExecutionReportNew522.orderIDAt : ilink.ExecutionReportModify531.orderIDAt;
    const hasPrice = message.price !== 0;
    return {
      venueId: String(message.bigOf(at, true, false)),
      priceTicks: hasPrice ? ticksOf(message.price, this.contractOf(order)) : order.priceTicks,
      totalLots: message.orderQty,
    };
  }

  private ended(order: ChildOrder, message: Ended, how: 'cancelled' | 'expired'): void {
    const restated = message instanceof ilink.ExecutionReportCancel534 ? message.execRestatementReason : 0;
    this.desk.ended(order, how, message.cumQty, ENDS[restated] ?? Reason.None);
  }

  private rejected(order: ChildOrder, text: string): void {
    this.desk.rejected(order, reasonIn(text), text);
  }

  private changeRejected(order: ChildOrder, message: ChangeReject): void {
    if (this.isReplay) return;
    const { text } = message;
    if (message instanceof ilink.OrderCancelReplaceReject536) return this.refused(order, Asked.Replace, text);
    if (!this.owner.cancelFoundNone(order)) this.refused(order, Asked.Cancel, text);
  }

  /** One that is not in the book any more may have ended by an execution that is still on its way. */
  private refused(order: ChildOrder, asked: Asked, text: string): void {
    if (/unknown|not in the book|too late/i.test(text)) this.desk.outcomeUnknown(order, text);
    else if (asked === Asked.Cancel) this.desk.cancelRejected(order, Reason.CancelRefusedByVenue, text);
    else this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, text);
  }

  /** It names the request by its number. */
  private requestRejected({ refSeqNum, text }: ilink.BusinessReject521): void {
    const request = this.sent.take(refSeqNum);
    if (request === undefined) return this.owner.notice(`${this.owner.name}: rejected: ${text}`);
    const { order, asked } = request;
    if (this.desk.find(order.clientId) !== order) return;
    if (asked === Asked.New) this.rejected(order, text);
    else if (asked !== Asked.Cancel || !this.owner.cancelFoundNone(order)) this.refused(order, asked, text);
  }

  private foreign(message: SbeMessage): void {
    if (this.isReplay || !(message instanceof ilink.ExecutionReportTradeOutright525)) return;
    const { clOrdID, lastQty, securityID } = message;
    const text = `${clOrdID}: ${lastQty} of ${securityID}`;
    this.owner.notice(`${this.owner.name}: an execution of an order that is not known here, ${text}`);
  }

  private contractOf({ terms }: ChildOrder): CmeContract {
    return this.owner.contracts.get(terms.instrument)!;
  }
}

const reasonIn = (text: string): Reason =>
  WORDS.find(([words]) => words.test(text))?.[1] ?? Reason.VenueRejected;

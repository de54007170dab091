/** Which of CME's messages say what of an order. */
import { Liquidity } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import * as ilink from '../../../protocol/messages/generated/ilink3.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import type { FixpSender } from '../../fixp-orders/fixp-form.js';
import { FixpReports, type ReportedTerms, type RequestReject } from '../../fixp-orders/fixp-reports.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { ClientIds } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { Fate, type Refusal } from '../../kit/orders/refusal.js';
import { Asked } from '../../kit/orders/sent-requests.js';
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

type Trade = ilink.ExecutionReportTradeOutright525;
type Changed = ilink.ExecutionReportNew522 | ilink.ExecutionReportModify531;
type Ended = ilink.ExecutionReportCancel534 | ilink.ExecutionReportElimination524;
type ChangeReject = ilink.OrderCancelReject535 | ilink.OrderCancelReplaceReject536;
type Addendum = ilink.ExecutionReportTradeAddendumOutright548;

export class IlinkReports extends FixpReports {
  constructor(
    desk: FormEvents,
    sender: FixpSender,
    private readonly contracts: ReadonlyMap<number, CmeContract>,
    private readonly ids: ClientIds,
  ) {
    super(desk, sender.sent, sender);
  }

  protected nameIn(message: SbeMessage): string {
    return 'clOrdID' in message ? this.ids.orderOf(String(message.clOrdID)) : '';
  }

  protected rejectOf(message: SbeMessage): RequestReject | undefined {
    if (!(message instanceof ilink.BusinessReject521)) return undefined;
    const { refSeqNum, text } = message;
    return { refSeqNum, refusal: refusalIn(text), text };
  }

  protected take(order: ChildOrder, message: SbeMessage, isOpen: boolean): void {
    switch (message.templateId) {
      case ilink.ExecutionReportTradeOutright525.templateId:
        return this.executed(order, message as Trade);
      case ilink.ExecutionReportTradeAddendumOutright548.templateId:
        return this.changedTrade(order, message as Addendum);
    }
    if (!isOpen) return;
    switch (message.templateId) {
      case ilink.ExecutionReportNew522.templateId:
        return this.accepted(order, this.termsIn(order, message as Changed));
      case ilink.ExecutionReportModify531.templateId:
        return this.changed(order, this.termsIn(order, message as Changed), true);
      case ilink.ExecutionReportCancel534.templateId:
        return this.ended(order, message as Ended, 'cancelled');
      case ilink.ExecutionReportElimination524.templateId:
        return this.ended(order, message as Ended, 'expired');
      case ilink.ExecutionReportReject523.templateId:
        return this.rejected(order, (message as ilink.ExecutionReportReject523).text);
      case ilink.OrderCancelReject535.templateId:
        return this.refused(order, Asked.Cancel, (message as ChangeReject).text);
      case ilink.OrderCancelReplaceReject536.templateId:
        return this.refused(order, Asked.Replace, (message as ChangeReject).text);
      case ilink.ExecutionReportPendingCancel564.templateId:
      case ilink.ExecutionReportPendingReplace565.templateId:
        order.askedMs = 0;
    }
  }

  protected foreign(message: SbeMessage): void {
    if (!(message instanceof ilink.ExecutionReportTradeOutright525)) return;
    const { clOrdID, lastQty, securityID } = message;
    const text = `${clOrdID}: ${lastQty} of ${securityID}`;
    this.owner.notice(`${this.owner.name}: an execution of an order that is not known here, ${text}`);
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

  private termsIn(order: ChildOrder, message: Changed): ReportedTerms {
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
    this.desk.rejected(order, refusalIn(text).reason, text);
  }

  private refused(order: ChildOrder, asked: Asked, text: string): void {
    this.changeRefused(order, asked, refusalIn(text), text);
  }

  private contractOf({ terms }: ChildOrder): CmeContract {
    return this.contracts.get(terms.instrument)!;
  }
}

function refusalIn(text: string): Refusal {
  if (/unknown order/i.test(text)) return { fate: Fate.NoSuchOrder, reason: Reason.UnknownOrder };
  if (/not in the book|too late/i.test(text))
    return { fate: Fate.NoSuchOrder, reason: Reason.CancelRefusedByVenue };
  const reason = WORDS.find(([words]) => words.test(text))?.[1] ?? Reason.VenueRejected;
  return { fate: Fate.Refused, reason };
}

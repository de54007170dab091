/** Which of Binary EntryPoint's messages say what of an order. One reject serves new orders, cancels and replaces. */
import { Liquidity } from '../../../protocol/codes/enums.js';
import * as entrypoint from '../../../protocol/messages/generated/entrypoint.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import type { FixpSender } from '../../fixp-orders/fixp-form.js';
import {
  FixpReports,
  type MassCancelReport,
  type ReportedTerms,
  type RequestReject,
} from '../../fixp-orders/fixp-reports.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { ClientIds } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { Fate } from '../../kit/orders/refusal.js';
import { Asked } from '../../kit/orders/sent-requests.js';
import { type B3Contract, lotsOf, ticksOf } from '../contract.js';
import { changeRefusal, endReason, messageRefusal, orderRefusal } from '../refusals.js';

/** In all reports. */
const CL_ORD_ID_AT = entrypoint.ExecutionReportNew.clOrdIDAt;
const EXPIRED = 'C'.charCodeAt(0);
const TRADE_CANCEL = 'H'.charCodeAt(0);
const AGGRESSOR = 1;
const MASS_ACTION_ACCEPTED = '1'.charCodeAt(0);
/** CxlRejResponseTo. */
const CHANGES: Readonly<Record<number, Asked>> = { 1: Asked.Cancel, 2: Asked.Replace };

type Changed = entrypoint.ExecutionReportNew | entrypoint.ExecutionReportModify;

export class EntryPointReports extends FixpReports {
  constructor(
    desk: FormEvents,
    sender: FixpSender,
    private readonly contracts: ReadonlyMap<number, B3Contract>,
    private readonly ids: ClientIds,
  ) {
    super(desk, sender.sent, sender);
  }

  /** An execution need not bear the order's name. */
  protected nameIn(message: SbeMessage): string {
    if (!('clOrdID' in message)) return '';
    const name = this.ids.orderOf(idIn(message, CL_ORD_ID_AT));
    if (!(message instanceof entrypoint.ExecutionReportTrade) || message.hasClOrdID) return name;
    const venueId = idIn(message, entrypoint.ExecutionReportTrade.orderIDAt);
    return this.desk.findByVenueId(venueId)?.clientId ?? '';
  }

  protected rejectOf(message: SbeMessage): RequestReject | undefined {
    if (!(message instanceof entrypoint.BusinessMessageReject)) return undefined;
    const text = message.text.text();
    return { refSeqNum: message.refSeqNum, refusal: messageRefusal(text), text };
  }

  protected override massCancelIn(message: SbeMessage): MassCancelReport | undefined {
    if (!(message instanceof entrypoint.OrderMassActionReport)) return undefined;
    const isRefused = message.massActionResponse !== MASS_ACTION_ACCEPTED;
    return { name: idIn(message, CL_ORD_ID_AT), isRefused, text: message.text.text() };
  }

  protected take(order: ChildOrder, message: SbeMessage, isOpen: boolean): void {
    if (message instanceof entrypoint.ExecutionReportTrade) return this.traded(order, message);
    if (!isOpen) return;
    switch (message.templateId) {
      case entrypoint.ExecutionReportNew.templateId:
        return this.accepted(order, this.termsIn(order, message as Changed));
      case entrypoint.ExecutionReportModify.templateId:
        return this.modified(order, message as entrypoint.ExecutionReportModify);
      case entrypoint.ExecutionReportCancel.templateId:
        return this.ended(order, message as entrypoint.ExecutionReportCancel);
      case entrypoint.ExecutionReportReject.templateId:
        return this.rejected(order, message as entrypoint.ExecutionReportReject);
    }
  }

  protected foreign(message: SbeMessage): void {
    if (!(message instanceof entrypoint.ExecutionReportTrade)) return;
    const id = idIn(message, CL_ORD_ID_AT);
    const text = `${id}: ${message.lastQty} of ${message.securityID}`;
    this.owner.notice(`${this.owner.name}: an execution of an order that is not known here, ${text}`);
  }

  private traded(order: ChildOrder, message: entrypoint.ExecutionReportTrade): void {
    const contract = this.contractOf(order);
    if (message.execType === TRADE_CANCEL) return this.busted(order, message);
    this.desk.executed(
      order,
      lotsOf(message.lastQty, contract),
      ticksOf(message.lastPx, contract),
      lotsOf(message.cumQty, contract),
      message.aggressorIndicator === AGGRESSOR ? Liquidity.Taker : Liquidity.Maker,
      idIn(message, entrypoint.ExecutionReportTrade.execIDAt),
    );
  }

  private busted({ clientId }: ChildOrder, message: entrypoint.ExecutionReportTrade): void {
    const executionId = idIn(message, entrypoint.ExecutionReportTrade.execRefIDAt);
    this.desk.busted(executionId, `execution ${executionId} of ${clientId}`);
  }

  /** One that says why was not asked for. */
  private modified(order: ChildOrder, message: entrypoint.ExecutionReportModify): void {
    this.changed(order, this.termsIn(order, message), !message.hasExecRestatementReason);
  }

  private termsIn(order: ChildOrder, message: Changed): ReportedTerms {
    const contract = this.contractOf(order);
    const isNew = message instanceof entrypoint.ExecutionReportNew;
    const at = isNew ? entrypoint.ExecutionReportNew.orderIDAt : entrypoint.ExecutionReportModify.orderIDAt;
    return {
      venueId: idIn(message, at),
      priceTicks: message.hasPrice ? ticksOf(message.price, contract) : order.priceTicks,
      totalLots: lotsOf(message.orderQty, contract),
    };
  }

  private ended(order: ChildOrder, message: entrypoint.ExecutionReportCancel): void {
    const how = message.ordStatus === EXPIRED ? 'expired' : 'cancelled';
    const cumLots = lotsOf(message.cumQty, this.contractOf(order));
    this.desk.ended(order, how, cumLots, endReason(message.execRestatementReason));
  }

  private rejected(order: ChildOrder, message: entrypoint.ExecutionReportReject): void {
    const { cxlRejResponseTo, ordRejReason: code } = message;
    const text = message.text.text();
    const asked = CHANGES[cxlRejResponseTo];
    if (asked !== undefined) return this.changeRefused(order, asked, changeRefusal(code, text), text);
    const { fate, reason } = orderRefusal(code, text);
    if (fate === Fate.Refused) this.desk.rejected(order, reason, text);
    else this.desk.outcomeUnknown(order, text);
  }

  private contractOf({ terms }: ChildOrder): B3Contract {
    return this.contracts.get(terms.instrument)!;
  }
}

const idIn = (message: SbeMessage, at: number): string => String(message.bigOf(at, true, false));

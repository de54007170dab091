/** What the exchange says of orders, as Binary EntryPoint's messages have it. */
import * as entrypoint from '../../../../protocol/messages/generated/entrypoint.js';
import type { SbeMessage } from '../../../../protocol/views/sbe-message.js';
import type { Instrument } from '../instruments.js';
import type { Report } from '../venue.js';

/** Ticks are of two decimal places, prices on the wire of four. */
const UNITS_A_TICK = 100;
const DAY_MS = 86_400_000;
const NANOS_A_MS = 1_000_000n;

/** In requests and in reports. */
export const CL_ORD_ID_AT = entrypoint.ExecutionReportNew.clOrdIDAt;

const newReport = new entrypoint.ExecutionReportNew();
const modifyReport = new entrypoint.ExecutionReportModify();
const cancelReport = new entrypoint.ExecutionReportCancel();
const tradeReport = new entrypoint.ExecutionReportTrade();

type AnyReport =
  | entrypoint.ExecutionReportNew
  | entrypoint.ExecutionReportModify
  | entrypoint.ExecutionReportCancel
  | entrypoint.ExecutionReportTrade;

/** @returns undefined for what the binary protocol has no message: a correction */
export function messageOf({ execType }: Report): AnyReport | undefined {
  if (execType === '0') return newReport;
  if (execType === '5' || execType === 'D') return modifyReport;
  if (execType === '4' || execType === 'C') return cancelReport;
  return execType === 'G' ? undefined : tradeReport;
}

/** Sets all that the report says; the message has begun. */
export function fillReport(message: AnyReport, report: Report, instrument: Instrument): void {
  const { order, timeMs } = report;
  const { echo } = order;
  message.side = code(order.side === 'buy' ? '1' : '2');
  message.ordStatus = code(report.status);
  setId(message, CL_ORD_ID_AT, report.clientId);
  message.secondaryOrderID = Number(report.secondaryOrderId);
  message.securityID = Number(instrument.options.securityId);
  message.orderID = Number(report.orderId);
  message.execID = idOf(report.execId);
  setTime(message, transactTimeAt(message), timeMs);
  message.tradeDate = Math.floor(timeMs / DAY_MS);
  message.account = Number(echo.account ?? 0);
  message.orderQty = report.qtyLots * lotOf(instrument);
  if (message instanceof entrypoint.ExecutionReportTrade) fillTrade(message, report, instrument);
  else fillOrder(message, report, instrument);
  message.memo.write(message, Buffer.from(echo.memo ?? ''));
}

function fillTrade(message: entrypoint.ExecutionReportTrade, report: Report, instrument: Instrument): void {
  const { trade, order } = report;
  message.lastQty = trade!.lots * lotOf(instrument);
  message.lastPx = trade!.priceTicks * UNITS_A_TICK;
  message.leavesQty = report.leavesLots * lotOf(instrument);
  message.cumQty = report.filledLots * lotOf(instrument);
  message.aggressorIndicator = Number(trade!.taker === order);
  message.execType = code(report.execType);
  message.tradeID = trade!.id;
  if (report.execRefId !== undefined) message.execRefID = idOf(report.execRefId);
}

function fillOrder(
  message: Exclude<AnyReport, entrypoint.ExecutionReportTrade>,
  report: Report,
  instrument: Instrument,
): void {
  const { echo } = report.order;
  message.workingIndicator = Number(report.order.state === 'open');
  message.ordType = code(echo.ordType);
  message.timeInForce = code(echo.timeInForce);
  if (report.priceTicks > 0) message.price = report.priceTicks * UNITS_A_TICK;
  if (!(message instanceof entrypoint.ExecutionReportNew)) {
    message.cumQty = report.filledLots * lotOf(instrument);
    if (report.origClientId !== '') setId(message, origClOrdIdAt(message), report.origClientId);
    if (report.restatement !== undefined) message.execRestatementReason = report.restatement;
  }
  if (message instanceof entrypoint.ExecutionReportModify)
    message.leavesQty = report.leavesLots * lotOf(instrument);
}

export function setTime(message: SbeMessage, offset: number, timeMs: number): void {
  message.setBig(offset, BigInt(Math.floor(timeMs)) * NANOS_A_MS, true);
}

function transactTimeAt(message: AnyReport): number {
  return message instanceof entrypoint.ExecutionReportTrade
    ? entrypoint.ExecutionReportTrade.transactTimeAt
    : entrypoint.ExecutionReportNew.transactTimeAt;
}

const origClOrdIdAt = (message: SbeMessage): number =>
  message instanceof entrypoint.ExecutionReportModify
    ? entrypoint.ExecutionReportModify.origClOrdIDAt
    : entrypoint.ExecutionReportCancel.origClOrdIDAt;

/** Numbers of 64 bits, which are names of orders here. */
export const setId = (message: SbeMessage, at: number, id: string): void =>
  message.setBig(at, BigInt(id), true);

export const lotOf = (instrument: Instrument): number => Number(instrument.options.lot);

/** Without the letter that FIX's ids begin with. */
export const idOf = (execId: string): number => Number(execId.slice(1));

export function code(text: string): number {
  return text.charCodeAt(0);
}

/**
 * ExecType(150) and OrdStatus(39) of reports. FIX 4.2 says in ExecType of an execution whether it is the last; later versions
 * say Trade, and the status says the rest.
 */
import { Reason } from '../../../protocol/codes/reasons.js';
import { Body } from '../../../protocol/generated/pregao/wire.js';
import type { ReportFields } from '../../../protocol/wire/fields.js';

export const OrdStatus = {
  New: '0',
  PartiallyFilled: '1',
  Filled: '2',
  Cancelled: '4',
  /** FIX 4.2. */
  Replaced: '5',
  PendingCancel: '6',
  Rejected: '8',
  Expired: 'C',
  PendingReplace: 'E',
} as const;

export const ExecType = {
  New: '0',
  Cancelled: '4',
  Replaced: '5',
  Rejected: '8',
  Expired: 'C',
  Restated: 'D',
  Trade: 'F',
  OrderStatus: 'I',
  Triggered: 'L',
} as const;

const EXEC_TYPES: Readonly<Partial<Record<Body, string>>> = {
  [Body.OrderAccepted]: ExecType.New,
  [Body.OrderRejected]: ExecType.Rejected,
  [Body.OrderReplaced]: ExecType.Replaced,
  [Body.OrderExecuted]: ExecType.Trade,
  [Body.OrderCancelled]: ExecType.Cancelled,
  [Body.OrderExpired]: ExecType.Expired,
  [Body.OrderTriggered]: ExecType.Triggered,
  [Body.OrderRestated]: ExecType.Restated,
};

export function ordStatus(type: Body, report: ReportFields): string {
  switch (type) {
    case Body.OrderRejected:
      return OrdStatus.Rejected;
    case Body.OrderCancelled:
      return OrdStatus.Cancelled;
    case Body.OrderExpired:
      return OrdStatus.Expired;
    case Body.OrderPending:
      return report.reason === Reason.CancelPending ? OrdStatus.PendingCancel : OrdStatus.PendingReplace;
    default:
      return workingStatus(report);
  }
}

/** @param is42 FIX 4.2; `is50` FIX 5.0, which alone knows Triggered */
export function execType(type: Body, status: string, is42: boolean, is50: boolean): string {
  if (type === Body.OrderPending || (type === Body.OrderExecuted && is42)) return status;
  if (type === Body.OrderTriggered && !is50) return ExecType.Restated;
  return EXEC_TYPES[type] ?? ExecType.Restated;
}

/** In FIX 4.2 a replaced order says so as long as nothing of it has executed. */
export const shownStatus = (type: Body, status: string, is42: boolean): string =>
  is42 && type === Body.OrderReplaced && status === OrdStatus.New ? OrdStatus.Replaced : status;

function workingStatus({ executed, open }: ReportFields): string {
  if (executed === 0) return OrdStatus.New;
  return open > 0 ? OrdStatus.PartiallyFilled : OrdStatus.Filled;
}

/**
 * The engine's reports as FIX messages: the body of an ExecutionReport in each version's own way, of an OrderCancelReject and of an
 * OrderMassCancelReport. Fields in ascending order of their tags. Writes into the builder that a session has begun.
 */
import { hasPrice } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import { Tag } from '../../../protocol/fix/codec/tags.js';
import { Body, Liquidity } from '../../../protocol/generated/pregao/wire.js';
import type { InstrumentUnits } from '../../../protocol/instrument.js';
import { bookSide } from '../../../protocol/records/command.js';
import type { MassCancelReportFields, ReportFields } from '../../../protocol/wire/fields.js';
import type { Averages } from './averages.js';
import { charOf } from './codes.js';
import { DetailsWriter } from './details-writer.js';
import type { Dialect } from './dialect.js';
import { Field } from './fields.js';
import type { Names } from './names.js';
import type { OrderDetails } from './order-details.js';
import { cxlRejReason, ordRejReason } from './reject-codes.js';
import type { Request, RequestKind } from './request-book.js';
import type { Securities } from './securities.js';
import { ExecType, execType, shownStatus } from './statuses.js';

const MS_PER_SECOND = 1_000;
const NANOS_PER_MS = 1e6;
/** Places that AvgPx has beyond the price's own, where it needs them. */
const AVERAGE_PLACES = 4;
/** ExecRestatementReason: repricing of order; broker option, for everything else that the engine does by itself. */
const REPRICING = 3;
const BROKER_OPTION = 4;
const NO_UNITS = { id: 0, symbol: '', priceScale: 0, quantityScale: 0, tick: 0, lot: 0 };

/** MassCancelRejectReason; FIX 4.4 has one character for it, which "other" does not fit into. */
const UNKNOWN_SECURITY = 1;
const OTHER = 99;
/** ExecTransType of FIX 4.2. */
const NEW = 0x30;
const STATUS = 0x33;

export class ExecutionWriter {
  private readonly hasCopyIndicator: boolean;
  private readonly hasLiquidity: boolean;
  private readonly hasMatchId: boolean;
  private readonly details: DetailsWriter;

  constructor(
    private readonly dialect: Dialect,
    private readonly securities: Securities,
    private readonly averages: Averages,
    private readonly orderDetails: OrderDetails,
  ) {
    this.details = new DetailsWriter(dialect);
    this.hasCopyIndicator = dialect.has('8', Field.CopyMsgIndicator);
    this.hasLiquidity = dialect.has('8', Field.LastLiquidityInd);
    this.hasMatchId = dialect.has('8', Field.TrdMatchID);
  }

  /** @param status OrdStatus; @param isCopy for a drop copy session */
  report(
    b: FixBuilder,
    type: Body,
    report: ReportFields,
    names: Names,
    status: string,
    isCopy: boolean,
  ): void {
    const { dialect } = this;
    const { is42, is50 } = dialect;
    const units = this.units(report.instrument);
    const isFill = type === Body.OrderExecuted;
    const details = this.orderDetails.of(report.orderIdLow);
    this.account(b, report.account);
    this.average(b, report, units);
    b.text(Field.ClOrdID, names.clOrdId).decimal(Field.CumQty, report.executed, units.quantityScale);
    b.text(Field.ExecID, execId(type, report));
    this.details.instructions(b, details);
    if (is42) b.char(Field.ExecTransType, NEW);
    if (isFill) {
      b.decimal(Field.LastPx, report.lastPrice, units.priceScale);
      b.decimal(Field.LastQty, report.last, units.quantityScale);
    }
    b.text(Field.OrderID, orderId(report));
    this.order(b, report, names, shownStatus(type, status, is42), units);
    if (report.reason !== Reason.None)
      b.text(Tag.Text, this.securities.textOf(report.reason, report.instrument));
    this.times(b, report);
    this.details.trigger(b, details, units);
    if (type === Body.OrderRejected) b.int(Field.OrdRejReason, ordRejReason(report.reason, dialect));
    this.details.quantities(b, details, units);
    const exec = execType(type, status, is42, is50);
    b.text(Field.ExecType, exec).decimal(Field.LeavesQty, report.open, units.quantityScale);
    this.details.offset(b, details, report.side, units);
    if (exec === ExecType.Restated) b.int(Field.ExecRestatementReason, restatement(report.reason));
    if (isCopy && this.hasCopyIndicator) b.flag(Field.CopyMsgIndicator, true);
    if (isFill && this.showsLiquidity(report.liquidity)) b.int(Field.LastLiquidityInd, report.liquidity);
    if (isFill && this.hasMatchId)
      b.text(Field.TrdMatchID, `${report.executionSequence}-${report.executionIndex}`);
    this.details.last(b, details, this.orderDetails.shownLots(report.orderIdLow), units);
  }

  /** The answer to an OrderStatusRequest. */
  status(b: FixBuilder, report: ReportFields, names: Names, status: string, nowMs: number): void {
    const { is42 } = this.dialect;
    const units = this.units(report.instrument);
    const details = this.orderDetails.of(report.orderIdLow);
    this.account(b, report.account);
    this.average(b, report, units);
    b.text(Field.ClOrdID, names.clOrdId).decimal(Field.CumQty, report.executed, units.quantityScale);
    b.int(Field.ExecID, 0);
    this.details.instructions(b, details);
    if (is42) b.char(Field.ExecTransType, STATUS);
    b.text(Field.OrderID, orderId(report));
    this.order(b, report, names, status, units);
    b.char(Field.TimeInForce, charOf(report.timeInForce)).utcMs(Field.TransactTime, nowMs);
    this.details.trigger(b, details, units);
    this.details.quantities(b, details, units);
    b.text(Field.ExecType, is42 ? status : ExecType.OrderStatus);
    b.decimal(Field.LeavesQty, report.open, units.quantityScale);
    this.details.offset(b, details, report.side, units);
    this.details.last(b, details, this.orderDetails.shownLots(report.orderIdLow), units);
  }

  cancelReject(
    b: FixBuilder,
    report: ReportFields,
    names: Names,
    status: string,
    kind: RequestKind,
    reason: Reason,
  ): void {
    b.text(Field.ClOrdID, names.clOrdId).text(Field.OrderID, orderId(report)).text(Field.OrdStatus, status);
    b.text(Field.OrigClOrdID, names.origClOrdId);
    b.text(Tag.Text, this.securities.textOf(reason, report.instrument));
    b.utcMs(Field.TransactTime, timeMs(report));
    b.int(Field.CxlRejReason, cxlRejReason(reason, this.dialect));
    b.int(Field.CxlRejResponseTo, kind === 'F' ? 1 : 2);
  }

  massCancel(b: FixBuilder, report: MassCancelReportFields, { name, kind, symbol }: Request): void {
    const { reason } = report;
    const id = `${report.sequence}-${report.index}`;
    const { securities } = this;
    b.text(Field.ClOrdID, name).text(Field.OrderID, id);
    if (reason !== Reason.None) b.text(Tag.Text, securities.textOf(reason, securities.numberOf(symbol)));
    b.utcMs(Field.TransactTime, timeMs(report)).text(Field.MassCancelRequestType, kind);
    b.text(Field.MassCancelResponse, reason === Reason.None ? kind : '0');
    if (isUnknownHere(reason)) b.int(Field.MassCancelRejectReason, UNKNOWN_SECURITY);
    else if (reason !== Reason.None && this.dialect.is50) b.int(Field.MassCancelRejectReason, OTHER);
    b.int(Field.TotalAffectedOrders, report.cancelled);
    if (this.dialect.is50) b.text(Field.MassActionReportID, id);
  }

  private account(b: FixBuilder, account: number): void {
    const name = this.securities.accountName(account);
    if (name !== '') b.text(Field.Account, name);
  }

  private average(
    b: FixBuilder,
    { orderIdLow, instrument }: ReportFields,
    { priceScale }: InstrumentUnits,
  ): void {
    const tick = this.securities.ofId(instrument)?.tick ?? 0;
    const average = orderIdLow === 0 ? 0 : this.averages.ticks(orderIdLow) * tick;
    if (Number.isInteger(average)) b.decimal(Field.AvgPx, average, priceScale);
    else b.decimal(Field.AvgPx, Math.round(average * 10 ** AVERAGE_PLACES), priceScale + AVERAGE_PLACES);
  }

  /** From OrderQty to Symbol. */
  private order(
    b: FixBuilder,
    report: ReportFields,
    names: Names,
    status: string,
    units: InstrumentUnits,
  ): void {
    if (report.total > 0) b.decimal(Field.OrderQty, report.total, units.quantityScale);
    b.text(Field.OrdStatus, status);
    if (report.ordType > 0) b.char(Field.OrdType, charOf(report.ordType));
    if (names.origClOrdId !== '') b.text(Field.OrigClOrdID, names.origClOrdId);
    if (hasPrice(report.ordType)) b.decimal(Field.Price, report.price, units.priceScale);
    b.char(Field.Side, charOf(report.side)).text(Field.Symbol, units.symbol || names.symbol);
  }

  private times(b: FixBuilder, report: ReportFields): void {
    b.char(Field.TimeInForce, charOf(report.timeInForce)).utcMs(Field.TransactTime, timeMs(report));
  }

  /** FIX 4.4 does not know an auction's. */
  private showsLiquidity(liquidity: Liquidity): boolean {
    return this.hasLiquidity && (this.dialect.is50 || liquidity !== Liquidity.Auction);
  }

  private units(instrument: number): InstrumentUnits {
    return this.securities.ofId(instrument) ?? NO_UNITS;
  }
}

const isUnknownHere = (reason: number): boolean =>
  reason === Reason.UnknownInstrument || reason === Reason.InstrumentElsewhere;

/** Sequence and index of the event. */
export const EXEC_ID = /^(\d+)-(\d+)/;

/** The event's identity; an execution is told to both sides, each by its own. */
export function execId(type: Body, { sequence, index, side }: ReportFields): string {
  const event = `${sequence}-${index}`;
  return type === Body.OrderExecuted ? `${event}-${bookSide(side)}` : event;
}

/** The engine's order id, a uint64. */
function orderId({ orderIdLow, orderIdHigh }: ReportFields): string {
  if (orderIdLow === 0 && orderIdHigh === 0) return 'NONE';
  return String((BigInt(orderIdHigh >>> 0) << 32n) | BigInt(orderIdLow >>> 0));
}

export const timeMs = ({ seconds, nanos }: { seconds: number; nanos: number }): number =>
  seconds * MS_PER_SECOND + Math.floor(nanos / NANOS_PER_MS);

const restatement = (reason: number): number =>
  reason === Reason.Repriced || reason === Reason.PricedAtBest || reason === Reason.MovedBehindBest
    ? REPRICING
    : BROKER_OPTION;

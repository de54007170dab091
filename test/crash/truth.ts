/**
 * What a data directory says has happened: every command, every session's reports and the orders that are open, derived
 * from the journal's records by a naive projection of its own. Shares no code with the gateway's reports or the core.
 */
import { join } from 'node:path';
import { NodeFiles } from '../../engine/journal/node-files.js';
import { JournalReader } from '../../engine/journal/reader.js';
import { JOURNAL_DIRECTORY } from '../../engine/journal/verify-command.js';
import { EndKind, Scope } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Body, Liquidity } from '../../protocol/generated/pregao/wire.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind, reasonOf } from '../../protocol/records/command.js';
import {
  End,
  EndDouble,
  EventKind,
  indexOf,
  isCommand,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, byteC, Double, kindOf, sessionOf } from '../../protocol/records/layout.js';
import { MassCancelReportFields, ReportFields } from '../../protocol/wire/fields.js';
import {
  type Line,
  massCancelLine,
  massCancelText,
  newOrderText,
  reportLine,
  requestText,
  type Standing,
  standing,
} from './lines.js';

/** A numbered command of a session, as it was journaled. */
export interface Sequenced {
  readonly number: number;
  readonly text: string;
}

/** Reports that carry the number of the message that they answer. */
const ANSWERS: ReadonlySet<Body> = new Set([
  Body.OrderAccepted,
  Body.OrderRejected,
  Body.OrderReplaced,
  Body.ReplaceRejected,
  Body.OrderCancelled,
  Body.CancelRejected,
]);

interface Order extends ReportFields {
  session: number;
}

export class Truth {
  lastSequence = 0;
  /** Sessions that are gone, as far as the journal knows. */
  readonly closedSessions = new Set<number>();
  private readonly lines = new Map<number, Line[]>();
  private readonly sequenced = new Map<number, Sequenced[]>();
  /** By slot; a slot's next order takes the place of the one before. */
  private readonly orders = new Map<number, Order>();
  private group = { kind: 0, session: 0, message: 0 };
  private index = 0;

  static read(dataDirectory: string): Truth {
    const files = new NodeFiles(join(dataDirectory, JOURNAL_DIRECTORY));
    const reader = new JournalReader({ files, fromSequence: 0 });
    const truth = new Truth();
    for (;;) {
      const count = reader.read(4_096);
      if (count === 0 && reader.atEnd) break;
      for (let i = 0; i < count; i++) truth.record(reader.i32, reader.f64, reader.offset(i));
    }
    reader.close();
    return truth;
  }

  reports(session: number): readonly Line[] {
    return this.lines.get(session) ?? [];
  }

  commands(session: number): readonly Sequenced[] {
    return this.sequenced.get(session) ?? [];
  }

  openOrders(): Standing[] {
    return [...this.orders.values()].filter(({ open }) => open > 0).map(standing);
  }

  private record(i32: Int32Array, f64: Float64Array, at: number): void {
    const kind = kindOf(i32[at]);
    this.lastSequence = f64[(at >> 1) + Double.Sequence];
    this.index = isCommand(kind) ? 0 : indexOf(i32[at + 1]);
    if (isCommand(kind)) this.command(kind, i32, f64, at);
    else if (kind === EventKind.Trade) this.trade(i32, f64, at);
    else if (kind === EventKind.OrderEnded) this.ended(i32, f64, at);
    else if (kind === EventKind.MassCancelReport)
      this.massCancelled(f64[(at >> 1) + EndDouble.OpenLots], i32[at + End.Reason]);
  }

  private command(kind: number, i32: Int32Array, f64: Float64Array, at: number): void {
    const session = sessionOf(i32[at + Cmd.Owner]);
    const message = i32[at + Cmd.Message];
    const reason = reasonOf(i32[at + Cmd.Flags]);
    this.group = { kind, session, message };
    if (kind === CommandKind.SessionClosed) this.closedSessions.add(session);
    if (kind === CommandKind.SessionOpen) this.closedSessions.delete(session);
    if (kind > CommandKind.MassCancel || message === 0) return;
    push(this.sequenced, session, { number: message, text: commandText(kind, i32, f64, at) });
    if (kind === CommandKind.NewOrder) this.newOrder(reason, i32, f64, at);
    else if (kind === CommandKind.ReplaceOrder && reason === 0) this.replaced(i32, f64, at);
    else if (kind === CommandKind.MassCancel && reason !== 0) this.massCancelled(0, reason);
    else if (reason !== 0) this.requestRejected(kind, reason);
  }

  private newOrder(reason: number, i32: Int32Array, f64: Float64Array, at: number): void {
    const { session } = this.group;
    const order = this.orderOf(i32, f64, at);
    if (reason === 0) this.orders.set(order.orderIdLow, order);
    this.report(session, reason === 0 ? Body.OrderAccepted : Body.OrderRejected, order, { reason });
  }

  private orderOf(i32: Int32Array, f64: Float64Array, at: number): Order {
    const lots = f64[(at >> 1) + CmdDouble.QtyLots];
    return Object.assign(new ReportFields(), {
      session: this.group.session,
      orderIdLow: i32[at + Cmd.OrderSlot],
      orderIdHigh: i32[at + Cmd.OrderGeneration],
      clientIdLow: i32[at + Cmd.ClientIdLow],
      clientIdHigh: i32[at + Cmd.ClientIdHigh],
      instrument: i32[at + Cmd.Instrument],
      account: accountOf(i32[at + Cmd.Owner]),
      side: byteA(i32[at]),
      ordType: byteB(i32[at]),
      timeInForce: byteC(i32[at]),
      price: i32[at + Cmd.PriceTicks],
      total: lots,
      open: lots,
    });
  }

  private replaced(i32: Int32Array, f64: Float64Array, at: number): void {
    const order = this.orders.get(i32[at + Cmd.OrderSlot])!;
    order.price = i32[at + Cmd.PriceTicks];
    order.total = f64[(at >> 1) + CmdDouble.QtyLots];
    order.open = Math.max(0, order.total - order.executed);
    this.reportToBoth(Body.OrderReplaced, order, {});
  }

  private requestRejected(kind: number, reason: number): void {
    const type = kind === CommandKind.CancelOrder ? Body.CancelRejected : Body.ReplaceRejected;
    this.report(this.group.session, type, new ReportFields(), { reason });
  }

  private trade(i32: Int32Array, f64: Float64Array, at: number): void {
    const last = f64[(at >> 1) + TrdDouble.QtyLots];
    const lastPrice = i32[at + Trd.PriceTicks];
    for (const [slot, liquidity] of [
      [i32[at + Trd.MakerSlot], Liquidity.Maker],
      [i32[at + Trd.TakerSlot], Liquidity.Taker],
    ]) {
      const order = this.orders.get(slot)!;
      order.executed += last;
      order.open -= last;
      this.report(order.session, Body.OrderExecuted, order, { last, lastPrice, liquidity });
    }
  }

  private ended(i32: Int32Array, f64: Float64Array, at: number): void {
    const order = this.orders.get(i32[at + End.OrderSlot])!;
    order.open = 0;
    const type = byteB(i32[at]) === EndKind.Expired ? Body.OrderExpired : Body.OrderCancelled;
    const more = { last: f64[(at >> 1) + EndDouble.OpenLots], reason: i32[at + End.Reason] };
    if (this.group.kind === CommandKind.CancelOrder) this.reportToBoth(type, order, more);
    else this.report(order.session, type, order, more);
  }

  private massCancelled(cancelled: number, reason: number): void {
    const { kind, session, message } = this.group;
    if (kind !== CommandKind.MassCancel || message === 0) return;
    const fields = Object.assign(new MassCancelReportFields(), {
      sequence: this.lastSequence,
      index: this.index,
      messageNumber: message,
      cancelled,
      reason: reason === Reason.MassCancelled ? 0 : reason,
    });
    push(this.lines, session, massCancelLine(fields));
  }

  /** To the session of the order, and to the one that asked where that is another. */
  private reportToBoth(type: Body, order: Order, more: Partial<ReportFields>): void {
    this.report(order.session, type, order, more);
    if (this.group.session !== order.session) this.report(this.group.session, type, order, more);
  }

  private report(session: number, type: Body, order: ReportFields, more: Partial<ReportFields>): void {
    const fields = Object.assign(new ReportFields(), order, {
      sequence: this.lastSequence,
      index: this.index,
      messageNumber: session === this.group.session && ANSWERS.has(type) ? this.group.message : 0,
      ...more,
    });
    push(this.lines, session, reportLine(type, fields));
  }
}

function commandText(kind: number, i32: Int32Array, f64: Float64Array, at: number): string {
  const byClientId = (i32[at + Cmd.Flags] & CommandFlag.ByClientId) !== 0;
  const fields = {
    account: accountOf(i32[at + Cmd.Owner]),
    instrument: i32[at + Cmd.Instrument],
    clientIdLow: i32[at + Cmd.ClientIdLow],
    clientIdHigh: i32[at + Cmd.ClientIdHigh],
    orderIdLow: byClientId ? 0 : i32[at + Cmd.OrderSlot],
    orderIdHigh: byClientId ? 0 : i32[at + Cmd.OrderGeneration],
    price: i32[at + Cmd.PriceTicks],
    quantity: f64[(at >> 1) + CmdDouble.QtyLots],
    side: byteA(i32[at]),
    ordType: byteB(i32[at]),
    timeInForce: byteC(i32[at]),
    postOnly: (i32[at + Cmd.Flags] & CommandFlag.PostOnly) !== 0,
  };
  if (kind === CommandKind.NewOrder) return newOrderText(fields);
  if (kind === CommandKind.CancelOrder) return requestText(Body.CancelOrder, fields);
  if (kind === CommandKind.ReplaceOrder) return requestText(Body.ReplaceOrder, fields);
  const ownSession = (byteA(i32[at]) & Scope.Session) !== 0;
  return massCancelText({ ...fields, side: byteB(i32[at]), ownSession });
}

function push<T>(into: Map<number, T[]>, key: number, item: T): void {
  const list = into.get(key);
  if (list) list.push(item);
  else into.set(key, [item]);
}

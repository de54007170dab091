/**
 * A client's FIX session: its orders go into the lane as the binary door's do, by the same `OrderEntry`, under message numbers of
 * the session; what it calls them stands in its request book. A request is answered by the event that decides it; only what cannot
 * become one is answered here.
 */
import { Reason } from '../../../protocol/codes/reasons.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Tag } from '../../../protocol/fix/codec/tags.js';
import { BusinessReject } from '../../../protocol/fix/dictionary/reject-reasons.js';
import type { Session } from '../../../protocol/fix/session/session.js';
import { Body } from '../../../protocol/generated/pregao/wire.js';
import { head } from '../../../protocol/records/layout.js';
import type { MassCancelReportFields, ReportFields } from '../../../protocol/wire/fields.js';
import { ClientSession } from './client-session.js';
import { numberOf } from './codes.js';
import type { DoorRoom } from './door-room.js';
import { Field, Type } from './fields.js';
import { FixClient } from './fix-client.js';
import type { Names } from './names.js';
import { notCarried } from './not-carried.js';
import type { FixSessionEntry } from './options.js';
import { OrderNames } from './order-names.js';
import { OrderReader } from './order-reader.js';
import { OrderStatus } from './order-status.js';
import { Refusals } from './refusals.js';
import { type FixOrder, type Request, RequestBook, type RequestKind } from './request-book.js';
import type { LogContent, RequestLine } from './request-log.js';
import { OrdStatus, ordStatus } from './statuses.js';

/** A ClOrdID: 1 to 64 printable characters of ASCII. */
const NAME = /^[\x20-\x7e]{1,64}$/;
/** MassCancelRequestType: orders of a security, all orders. */
const OF_SECURITY = '1';
const ALL = '7';

export class OrderClient extends FixClient {
  /** As the core knows this session. */
  readonly door: ClientSession;
  private readonly book = new RequestBook();
  private readonly names: OrderNames;
  private readonly reader: OrderReader;
  private readonly refusals: Refusals;
  private readonly statuses: OrderStatus;

  constructor(entry: FixSessionEntry, room: DoorRoom) {
    super(entry, room);
    this.door = new ClientSession(entry.session, this.session);
    this.door.entitle(entry.accounts.map(({ id }) => id));
    this.door.cancelOnDisconnect = entry.cancelOnDisconnect;
    this.names = new OrderNames(entry.session, this.book);
    this.reader = new OrderReader(room.securities, entry.session, this.book, room.details);
    this.refusals = new Refusals(this.teller, this.dialect, this.book);
    this.statuses = new OrderStatus(room, this.door, this.teller, this.names);
  }

  override onLogon(session: Session): void {
    super.onLogon(session);
    this.room.announcer.changed(this.door);
  }

  override onLogout(session: Session, text: string): void {
    super.onLogout(session, text);
    this.room.announcer.changed(this.door);
  }

  override onMessage(session: Session, message: FixMessage): BusinessReject {
    this.room.now.read();
    this.room.meter.messagesIn.increment();
    const closed = this.room.closedFor();
    if (closed !== undefined)
      return this.turnAway(session, message, BusinessReject.ApplicationNotAvailable, closed);
    if (!this.door.announced) return this.overloaded(session, message);
    switch (message.type) {
      case Type.NewOrderSingle:
        return this.newOrder(session, message);
      case Type.OrderCancelReplaceRequest:
      case Type.OrderCancelRequest:
        return this.change(session, message);
      case Type.OrderMassCancelRequest:
        return this.massCancel(session, message);
      case Type.OrderStatusRequest:
        return this.askStatus(message);
      default:
        return BusinessReject.UnsupportedMessageType;
    }
  }

  /** An event's report for this session, live or missed. @returns what it calls its order */
  report(type: Body, report: ReportFields): Names {
    const names = this.names.take(type, report);
    if (type === Body.CancelRejected || type === Body.ReplaceRejected) {
      const status = this.names.order(report)?.status ?? OrdStatus.Rejected;
      this.teller.cancelReject(
        report,
        names,
        status,
        type === Body.CancelRejected ? 'F' : 'G',
        report.reason,
      );
    } else this.teller.report(type, report, names, ordStatus(type, report));
    const late = this.names.tooLate(type, report);
    if (late !== undefined)
      this.teller.cancelReject(report, late, ordStatus(type, report), 'F', Reason.CancelRefusedByVenue);
    return names;
  }

  /** What the session calls an order that is told to somebody else. */
  nameOf(report: ReportFields): string | undefined {
    return this.names.order(report)?.name;
  }

  massCancelReport(report: MassCancelReportFields): void {
    const request = this.names.request(report.messageNumber);
    if (request !== undefined) this.teller.massCancel(report, request);
  }

  protected override remember({ requests }: LogContent): void {
    const { nextMessage } = this.door;
    this.comeAgain(requests.find(({ message, seq }) => message >= nextMessage && seq > 0)?.seq);
    const sequenced = requests.filter(({ message }) => message < nextMessage);
    for (const line of sequenced.sort((a, b) => a.message - b.message)) this.book.add(this.requestOf(line));
  }

  protected override remembered(): Iterable<RequestLine> {
    return [...this.book.all()].map((request) => lineOf(request, 0));
  }

  /**
   * The session had counted this message and those behind it when the engine died, but the core had not had them: they are
   * asked for again.
   */
  private comeAgain(seq: number | undefined): void {
    const { store } = this.session;
    if (seq !== undefined && seq < store.nextIn) store.setNextIn(seq);
  }

  private newOrder(session: Session, message: FixMessage): BusinessReject {
    const { reader, door } = this;
    if (!this.isNewName(session, message)) return BusinessReject.None;
    if (this.saysTooMuch(message)) return BusinessReject.None;
    reader.newOrder(message, door.nextMessage);
    if (reader.missing !== '') return this.isMissing(session, message);
    const reason = this.room.entry.newOrder(door, door.nextMessage, reader.order, reader.refusal);
    if (reason !== Reason.None) return this.overloaded(session, message);
    this.keep('D', message, this.orderOf(message));
    return BusinessReject.None;
  }

  /** Cancel or replace. */
  private change(session: Session, message: FixMessage): BusinessReject {
    const isCancel = message.type === Type.OrderCancelRequest;
    if (!this.isNewName(session, message)) return BusinessReject.None;
    if (!isCancel && this.saysTooMuch(message)) return BusinessReject.None;
    const order = this.book.order(textOf(message, Field.OrigClOrdID)) ?? this.statuses.orderById(message);
    if (isCancel) this.reader.cancel(message, order);
    else this.reader.replace(message, order);
    if (this.reader.missing !== '') return this.isMissing(session, message);
    const reason = this.room.entry[isCancel ? 'cancelOrder' : 'replaceOrder'](
      this.door,
      this.door.nextMessage,
      this.reader.request,
      this.reader.refusal,
    );
    if (reason !== Reason.None) return this.overloaded(session, message);
    if (order !== undefined) order[isCancel ? 'pendingCancel' : 'pendingReplace'] = this.door.nextMessage;
    this.keep(isCancel ? 'F' : 'G', message, order);
    return BusinessReject.None;
  }

  private massCancel(session: Session, message: FixMessage): BusinessReject {
    const kind = textOf(message, Field.MassCancelRequestType);
    if (kind !== OF_SECURITY && kind !== ALL)
      return this.turnAway(
        session,
        message,
        BusinessReject.Other,
        'MassCancelRequestType(530) must be 1 or 7',
      );
    if (!this.isNewName(session, message)) return BusinessReject.None;
    const { reader, door } = this;
    reader.massCancel(message, kind === OF_SECURITY);
    const reason = this.room.entry.massCancel(door, door.nextMessage, reader.scope, reader.refusal);
    if (reason !== Reason.None) return this.overloaded(session, message);
    this.keep(kind, message, undefined);
    return BusinessReject.None;
  }

  private askStatus(message: FixMessage): BusinessReject {
    const order = this.book.order(textOf(message, Field.ClOrdID));
    if (!this.statuses.tell(message, order)) this.refusals.unknownOrder(message, this.nowMs);
    return BusinessReject.None;
  }

  /** Answers one that is not: a message sent again is passed over, because its order is here. */
  private isNewName(session: Session, message: FixMessage): boolean {
    const name = textOf(message, Field.ClOrdID);
    if (!NAME.test(name)) {
      this.turnAway(
        session,
        message,
        BusinessReject.Other,
        'ClOrdID(11) must be 1 to 64 printable characters',
      );
      return false;
    }
    if (!this.book.isUsed(name)) return true;
    const isAgain =
      message.isYes(message.find(Tag.PossDupFlag)) || message.isYes(message.find(Tag.PossResend));
    if (isAgain) return false;
    if (message.type === Type.OrderMassCancelRequest)
      this.turnAway(session, message, BusinessReject.Other, 'ClOrdID(11) has been used');
    else this.refusals.refuse(message, Reason.DuplicateClientOrderId, this.nowMs);
    return false;
  }

  /** Answers one that asks for what this door cannot carry. */
  private saysTooMuch(message: FixMessage): boolean {
    const field = notCarried(message);
    if (field !== '')
      this.refusals.refuse(message, Reason.InvalidCombination, this.nowMs, `${field} is not supported`);
    return field !== '';
  }

  private isMissing(session: Session, message: FixMessage): BusinessReject {
    const { missing } = this.reader;
    return this.turnAway(
      session,
      message,
      BusinessReject.ConditionallyRequiredFieldMissing,
      `${missing} is missing`,
    );
  }

  private overloaded(session: Session, message: FixMessage): BusinessReject {
    this.room.meter.overloaded.increment();
    const text = 'overloaded: nothing was done, send it again';
    return this.turnAway(session, message, BusinessReject.ApplicationNotAvailable, text);
  }

  /** @returns None, because this is the answer */
  private turnAway(
    session: Session,
    message: FixMessage,
    reason: BusinessReject,
    text: string,
  ): BusinessReject {
    session.rejectBusiness(message, reason, text, textOf(message, Field.ClOrdID));
    return BusinessReject.None;
  }

  /** The message is in the lane: its number is used, and its name. */
  private keep(kind: RequestKind, message: FixMessage, order: FixOrder | undefined): void {
    const request: Request = {
      kind,
      message: this.door.nextMessage,
      name: textOf(message, Field.ClOrdID),
      origName: textOf(message, Field.OrigClOrdID),
      symbol: textOf(message, Field.Symbol),
      order,
    };
    this.book.add(request);
    this.log.add(lineOf(request, message.uint(message.find(Tag.MsgSeqNum))));
    this.door.nextMessage++;
  }

  private orderOf(message: FixMessage): FixOrder {
    const code = (tag: Field) => {
      const at = message.find(tag);
      return at < 0 ? 0 : numberOf(message.char(at));
    };
    return newOrder(
      this.door.nextMessage,
      textOf(message, Field.ClOrdID),
      this.reader.order.account || this.door.defaultAccount,
      head(0, code(Field.Side), code(Field.OrdType), code(Field.TimeInForce)),
    );
  }

  private requestOf({ kind, message, name, origName, symbol, order, account, head }: RequestLine): Request {
    const own = kind === 'D' ? newOrder(message, name, account, head) : this.book.of(order)?.order;
    return { kind, message, name, origName, symbol, order: own };
  }

  private get nowMs(): number {
    return Math.floor(this.room.now.ms);
  }
}

const newOrder = (message: number, name: string, account: number, head: number): FixOrder => ({
  message,
  account,
  head,
  name,
  open: true,
  slot: 0,
  generation: 0,
  status: OrdStatus.New,
  pendingCancel: 0,
  pendingReplace: 0,
  asked: 0,
});

const lineOf = ({ kind, message, name, origName, symbol, order }: Request, seq: number): RequestLine => ({
  kind,
  message,
  seq,
  name,
  origName,
  symbol,
  order: order?.message ?? 0,
  account: order?.account ?? 0,
  head: order?.head ?? 0,
});

const textOf = (message: FixMessage, tag: Field): string => message.text(message.find(tag));

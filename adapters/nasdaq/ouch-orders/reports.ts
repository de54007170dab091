/**
 * What Nasdaq says of orders, as the desk hears it. While the messages of before are read again after a login, executions and ends are told and what lies between is
 * only kept: an order is then asked for, and is what it has come to.
 */
import { ChildStatus, Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import {
  type Accepted,
  type AccountQueryResponse,
  type AiqCanceled,
  type BrokenTrade,
  type Canceled,
  type CancelPending,
  type CancelReject,
  type Executed,
  MESSAGES,
  type Modified,
  type Rejected,
  type Replaced,
  type SystemEvent,
} from '../../../protocol/messages/generated/ouch-outbound.js';
import { OuchFault, OuchReader } from '../../../protocol/ouch/reader.js';
import type { FlatMessage } from '../../../protocol/views/flat-message.js';
import type { Notice } from '../../kit/feed/outside.js';
import type { ClientIds } from '../../kit/orders/client-ids.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { endingOf, liquidityOf, rejectReason, rejectText } from '../reasons.js';
import { lotsOf, type NasdaqUnits, ticksOf } from '../units.js';
import { OuchOrder, type OuchOrders } from './ouch-order.js';

/** Type bytes of what is said. */
const enum Said {
  Accepted = 0x41,
  Broken = 0x42,
  Canceled = 0x43,
  AiqCanceled = 0x44,
  Executed = 0x45,
  CancelReject = 0x49,
  Rejected = 0x4a,
  Modified = 0x4d,
  CancelPending = 0x50,
  AccountQueryResponse = 0x51,
  SystemEvent = 0x53,
  Replaced = 0x55,
}

const DEAD = 'D'.charCodeAt(0);
const DAY_ENDS = 'E'.charCodeAt(0);

export interface ReportsOwner {
  readonly name: string;
  readonly ids: ClientIds;
  /** By the engine's number. */
  readonly units: ReadonlyMap<number, NasdaqUnits>;
  readonly notice: Notice;
  /** An Account Query. */
  answered(): void;
  /** An order is live that has been given up. */
  unwanted(order: OuchOrder): void;
}

export class OuchReports {
  /** What is read now was said before. */
  isReplay = true;
  private readonly reader = new OuchReader(MESSAGES);
  private subject: OuchOrder | undefined;

  constructor(
    private readonly orders: OuchOrders,
    private readonly desk: FormEvents,
    private readonly owner: ReportsOwner,
  ) {}

  /** One message, type byte first. One that cannot be read is asked for, which must not end the connection: it may come again. */
  read(bytes: Buffer, start: number, end: number): void {
    if (this.reader.read(bytes, start, end) !== OuchFault.None)
      return this.owner.notice(`${this.owner.name}: a message that is none of OUCH 5.0`);
    this.subject = undefined;
    try {
      this.take(this.reader.message!);
    } catch (error) {
      this.unreadable(error as Error);
    }
  }

  private unreadable(error: Error): void {
    if (!(error instanceof RangeError) || this.subject === undefined) throw error;
    this.desk.outcomeUnknown(this.subject.child, `a message cannot be read: ${error.message}`);
  }

  private take(message: FlatMessage): void {
    switch (message.messageType) {
      case Said.Accepted:
        return this.accepted(message as Accepted);
      case Said.Executed:
        return this.executed(message as Executed);
      case Said.Canceled:
        return this.canceled(message as Canceled);
      case Said.AiqCanceled:
        return this.prevented(message as AiqCanceled);
      case Said.Replaced:
        return this.replaced(message as Replaced);
      case Said.Rejected:
        return this.rejected(message as Rejected);
      case Said.CancelReject:
        return this.cancelRejected(message as CancelReject);
      case Said.CancelPending:
        return this.cancelPending(message as CancelPending);
      case Said.Modified:
        return this.modified(message as Modified);
      case Said.Broken:
        return this.broken(message as BrokenTrade);
      case Said.AccountQueryResponse:
        this.orders.took((message as AccountQueryResponse).nextUserRefNum - 1);
        return this.owner.answered();
      case Said.SystemEvent:
        if ((message as SystemEvent).eventCode === DAY_ENDS)
          this.owner.notice(`${this.owner.name}: the day of the port has ended`);
    }
  }

  /** Whom the message is about. */
  private find(userRefNum: number): OuchOrder | undefined {
    this.subject = this.orders.at(userRefNum);
    return this.subject;
  }

  private accepted(message: Accepted): void {
    const order = this.find(message.userRefNum) ?? this.fromEarlier(message);
    if (order === undefined) return;
    order.isAccepted = true;
    order.priceTicks = ticksOf(message.price, order.units);
    order.totalLots = lotsOf(message.quantity, order.units);
    if (message.orderState === DEAD) return this.over(order, 0);
    if (!this.isOpen(order)) return this.live(order);
    if (this.isReplay) return;
    this.desk.accepted(order.child, '');
    this.restateIfOther(order);
  }

  /** The desk knows it no more. */
  private live(order: OuchOrder): void {
    if (order.executedLots < order.totalLots) this.owner.unwanted(order);
  }

  /** Of another process, or of another life of this one: its ClOrdID says which order of ours it is. */
  private fromEarlier({ userRefNum, clOrdId, side }: Accepted): OuchOrder | undefined {
    const { ids, units } = this.owner;
    this.orders.took(userRefNum);
    const child = this.desk.find(ids.orderOf(clOrdId));
    if (child !== undefined) {
      const order = new OuchOrder(child, units.get(child.terms.instrument)!, userRefNum);
      this.orders.add(order);
      this.subject = order;
      return order;
    }
    if (ids.orderOf(clOrdId) === '')
      this.desk.foreign(0, side === 0x42 ? Side.Buy : Side.Sell, `order ${userRefNum} ${clOrdId}`, false);
    return undefined;
  }

  private executed(message: Executed): void {
    const order = this.find(message.userRefNum);
    if (order === undefined) return;
    const { child, units } = order;
    const lots = lotsOf(message.quantity, units);
    const priceTicks = ticksOf(message.price, units);
    order.counts(message.matchNumber, lots);
    const liquidity = liquidityOf(message.liquidityFlag);
    const id = executionId(message.matchNumber, child.terms.side);
    this.desk.executed(child, lots, priceTicks, order.executedLots, liquidity, id);
    if (!this.isOpen(order)) this.orders.end(order);
  }

  private canceled({ userRefNum, quantity, reason }: Canceled): void {
    this.reduced(this.find(userRefNum), quantity, reason);
  }

  private prevented({ userRefNum, decrementShares, reason }: AiqCanceled): void {
    this.reduced(this.find(userRefNum), decrementShares, reason);
  }

  /** What is taken off; with nothing left it is over. */
  private reduced(order: OuchOrder | undefined, shares: number, reason: number): void {
    if (order === undefined) return;
    order.totalLots -= lotsOf(shares, order.units);
    if (order.totalLots <= order.executedLots) this.over(order, reason);
    else if (!this.isReplay) this.restateIfOther(order);
  }

  private replaced(message: Replaced): void {
    const { userRefNum, origUserRefNum, orderState } = message;
    const order = this.find(origUserRefNum);
    this.orders.took(userRefNum);
    if (order === undefined) return;
    this.orders.forgetRef(origUserRefNum);
    this.orders.alsoCalled(order, userRefNum);
    order.ref = userRefNum;
    if (order.pendingRef === userRefNum) order.pendingRef = 0;
    order.priceTicks = ticksOf(message.price, order.units);
    // What is open; the engine counts with what has executed.
    order.totalLots = order.executedLots + lotsOf(message.quantity, order.units);
    if (orderState === DEAD) this.over(order, 0);
    else if (!this.isReplay) this.tellReplaced(order);
  }

  private tellReplaced(order: OuchOrder): void {
    const { child, priceTicks, totalLots } = order;
    if (child.status === ChildStatus.PendingReplace) this.desk.replaced(child, priceTicks, totalLots);
    else this.restateIfOther(order);
  }

  /** A new order, or a replace: what it was to replace stands as it did. */
  private rejected({ userRefNum, reason, clOrdId }: Rejected): void {
    this.orders.took(userRefNum);
    const order = this.orders.at(userRefNum);
    if (order?.pendingRef === userRefNum) return this.replaceRejected(order, reason);
    const child = order?.child ?? this.neverAccepted(clOrdId);
    if (child === undefined || this.desk.find(child.clientId) !== child) return;
    if (order !== undefined) this.orders.end(order);
    this.desk.rejected(child, rejectReason(reason), rejectText(reason));
  }

  /** What another life of this process has asked for. The replace of an order bears its ClOrdID too. */
  private neverAccepted(clOrdId: string) {
    const child = this.desk.find(this.owner.ids.orderOf(clOrdId));
    return child === undefined || this.orders.of(child) !== undefined ? undefined : child;
  }

  private replaceRejected(order: OuchOrder, reason: number): void {
    this.orders.forgetReplace(order);
    if (!this.isReplay && this.isOpen(order))
      this.desk.replaceRejected(order.child, Reason.ReplaceRefusedByVenue, rejectText(reason));
  }

  private cancelRejected({ userRefNum }: CancelReject): void {
    const order = this.orders.at(userRefNum);
    if (order === undefined || this.isReplay || !this.isOpen(order)) return;
    this.desk.cancelRejected(order.child, Reason.CancelRefusedByVenue, 'cancel rejected');
  }

  /** It has been heard, and will be done when the cross is over: that is no silence. */
  private cancelPending({ userRefNum }: CancelPending): void {
    const order = this.orders.at(userRefNum);
    if (order !== undefined) order.child.askedMs = 0;
  }

  private modified(message: Modified): void {
    const order = this.find(message.userRefNum);
    if (order === undefined) return;
    order.totalLots = order.executedLots + lotsOf(message.quantity, order.units);
    if (!this.isReplay) this.restateIfOther(order);
  }

  private broken({ userRefNum, matchNumber, reason }: BrokenTrade): void {
    const order = this.orders.at(userRefNum);
    const letter = String.fromCharCode(reason);
    if (order === undefined)
      return this.owner.notice(`${this.owner.name}: match ${matchNumber} of an unknown order is broken`);
    this.desk.busted(
      executionId(matchNumber, order.child.terms.side),
      `match ${matchNumber} is broken (${letter})`,
    );
  }

  private restateIfOther({ child, priceTicks, totalLots }: OuchOrder): void {
    if (this.desk.find(child.clientId) !== child) return;
    if (priceTicks !== child.priceTicks || totalLots !== child.totalLots)
      this.desk.restated(child, priceTicks, totalLots);
  }

  private over(order: OuchOrder, letter: number): void {
    const { how, reason } = endingOf(letter);
    this.orders.end(order);
    if (this.isOpen(order)) this.desk.ended(order.child, how, order.executedLots, reason);
  }

  private isOpen({ child }: OuchOrder): boolean {
    return this.desk.find(child.clientId) === child;
  }
}

/** Both sides of a match have its number. */
const executionId = (matchNumber: number, side: Side): string =>
  `${matchNumber}${side === Side.Buy ? 'B' : 'S'}`;

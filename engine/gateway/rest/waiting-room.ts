/**
 * Requests that wait, and the events that decide them: the echo of their own command, and where venues have to say yes first,
 * what these say. Looks at the order table after it; decides when an event group has ended, so that no half of one is answered.
 */
import { ChildStatus, EndKind, Route } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, reasonOf } from '../../../protocol/records/command.js';
import { End, EventKind } from '../../../protocol/records/event.js';
import { byteA, byteB, Word } from '../../../protocol/records/layout.js';
import { Child, routeOf } from '../../../protocol/records/routing.js';
import type { EventGroup } from '../../views/event-group.js';
import { OrderLife, type OrderTable } from '../../views/order-table.js';
import { Asked, keyOf, type Waiting } from './waiting.js';

export class WaitingRoom {
  private readonly byMessage = new Map<number, Waiting>();
  private readonly bySlot = new Map<number, Waiting[]>();
  /** Of the event group in progress: orders that are waited for. */
  private readonly touched = new Set<number>();
  private unanswered = 0;

  constructor(
    private readonly group: EventGroup,
    private readonly orders: OrderTable,
  ) {}

  /** Requests whose callers have no answer yet. */
  get size(): number {
    return this.unanswered;
  }

  add(waiting: Waiting): void {
    this.unanswered++;
    this.byMessage.set(waiting.key, waiting);
  }

  /** Somebody waits for a venue to say that it has this order. */
  isOnItsWay(slot: number): boolean {
    return this.bySlot.get(slot)?.some(({ asked }) => asked === Asked.Send) ?? false;
  }

  /** An echo of a numbered command of one of this door's sessions. */
  echo(i32: Int32Array, at: number): void {
    const waiting = this.byMessage.get(keyOf(this.group.session, this.group.message));
    if (waiting === undefined) return;
    this.byMessage.delete(waiting.key);
    const reason = reasonOf(i32[at + Cmd.Flags]);
    if (reason !== Reason.None) return void this.refuse(waiting, reason, false);
    waiting.slot = i32[at + Cmd.OrderSlot];
    waiting.generation = this.orders.generation(waiting.slot);
    const others = this.bySlot.get(waiting.slot);
    if (others === undefined) this.bySlot.set(waiting.slot, [waiting]);
    else others.push(waiting);
    this.touched.add(waiting.slot);
  }

  /** Any event that is no command of a client's. */
  event(kind: number, i32: Int32Array, at: number): void {
    if (this.bySlot.size === 0) return;
    switch (kind) {
      case EventKind.ChildOrder:
        if (routeOf(i32[at + Child.Where]) === Route.OwnBook) this.acknowledge(i32[at + Child.ParentSlot]);
        break;
      case EventKind.ChildState:
        this.childState(i32, at);
        break;
      case EventKind.VenueCancel:
        this.each(
          this.orders.parent(i32[at + End.OrderSlot]),
          (waiting) => void (waiting.refusal = Reason.None),
        );
        break;
      case EventKind.OrderRestated:
        this.restated(i32[at + End.OrderSlot], i32[at + End.Reason]);
        break;
      case EventKind.OrderEnded:
        this.ended(i32, at);
        break;
    }
  }

  /** A child of the order has executed, or the order itself. */
  executed(slot: number): void {
    if (this.bySlot.size > 0) this.acknowledge(this.orders.parent(slot) || slot);
  }

  /** After each record. */
  recordRead(i32: Int32Array, at: number): void {
    if (this.touched.size === 0 || i32[at + Word.Flags] >= 0) return;
    for (const slot of this.touched) this.settle(slot);
    this.touched.clear();
  }

  /** Who has waited for too long is told so. */
  expire(nowMs: number): void {
    if (this.unanswered === 0) return;
    for (const waiting of this.byMessage.values()) this.expireOne(waiting, nowMs);
    for (const all of this.bySlot.values()) for (const waiting of all) this.expireOne(waiting, nowMs);
  }

  private expireOne(waiting: Waiting, nowMs: number): void {
    if (waiting.answered || nowMs < waiting.deadlineMs) return;
    this.answer(waiting, () => waiting.outcome.unknown(waiting));
  }

  private each(slot: number, change: (waiting: Waiting) => void): void {
    const all = this.bySlot.get(slot);
    if (all === undefined) return;
    all.forEach(change);
    this.touched.add(slot);
  }

  private acknowledge(slot: number): void {
    this.each(slot, (waiting) => void (waiting.acknowledged = true));
  }

  private childState(i32: Int32Array, at: number): void {
    const status = byteB(i32[at]);
    const reason: Reason = i32[at + End.Reason];
    if (byteA(i32[at]) === Route.OwnBook || status !== ChildStatus.New) return;
    this.each(this.orders.parent(i32[at + End.OrderSlot]), (waiting) => {
      waiting.acknowledged = true;
      const isNo =
        reason !== Reason.None && reason !== Reason.ReplacedAtVenue && reason !== Reason.RestatedByVenue;
      if (isNo && waiting.asked === Asked.Cancel) waiting.refusal = reason;
    });
  }

  private restated(slot: number, reason: Reason): void {
    this.each(slot, (waiting) => {
      if (waiting.asked !== Asked.Update) return;
      if (reason === Reason.ReplacedAtVenue) waiting.restated = true;
      else if (reason === Reason.ReplaceRefusedByVenue) waiting.refusal = reason;
    });
  }

  private ended(i32: Int32Array, at: number): void {
    this.each(i32[at + End.OrderSlot], (waiting) => {
      waiting.endReason = i32[at + End.Reason];
      waiting.endKind = byteB(i32[at]);
    });
  }

  private settle(slot: number): void {
    const all = this.bySlot.get(slot);
    if (all === undefined) return;
    const left = all.filter((waiting) => !this.isDecided(waiting));
    if (left.length === 0) this.bySlot.delete(slot);
    else this.bySlot.set(slot, left);
  }

  /** Tells it, too. */
  private isDecided(waiting: Waiting): boolean {
    const isOpen = this.orders.life[waiting.slot] === OrderLife.Open;
    switch (waiting.asked) {
      case Asked.Send:
        return isOpen ? this.stands(waiting) : this.sentEnded(waiting);
      case Asked.Update:
        return isOpen ? this.updated(waiting) : this.updateEnded(waiting);
      default:
        return isOpen ? this.cancelRefused(waiting) : this.cancelEnded(waiting);
    }
  }

  private stands(waiting: Waiting): boolean {
    if (!waiting.acknowledged && this.orders.isOut(waiting.slot)) return false;
    return this.done(waiting);
  }

  /** Ended before any place had it, and not because time was over there: that is a refusal. */
  private sentEnded(waiting: Waiting): boolean {
    const { orders } = this;
    const { endKind, endReason } = waiting;
    const wasTaken = waiting.acknowledged || orders.executedLots(waiting.slot) > 0;
    const isRefusal = endKind === EndKind.Cancelled && endReason !== Reason.VenueCancelled;
    if (!wasTaken && isRefusal && orders.isOut(waiting.slot)) return this.refuse(waiting, endReason, true);
    return this.done(waiting);
  }

  private updated(waiting: Waiting): boolean {
    if (waiting.refusal !== Reason.None) return this.refuse(waiting, waiting.refusal, true);
    if (!waiting.restated && this.orders.isOut(waiting.slot)) return false;
    return this.done(waiting);
  }

  /** A total of what has executed, or less, is the order's end; so may be what the new price takes at once. */
  private updateEnded(waiting: Waiting): boolean {
    const isAtOnce = waiting.key === keyOf(this.group.session, this.group.message);
    const isAnswer = isAtOnce || waiting.restated || waiting.endReason === Reason.ReplacedToExecuted;
    return isAnswer ? this.done(waiting) : this.over(waiting);
  }

  private cancelRefused(waiting: Waiting): boolean {
    return waiting.refusal !== Reason.None && this.refuse(waiting, waiting.refusal, true);
  }

  private cancelEnded(waiting: Waiting): boolean {
    return waiting.endReason === Reason.None ? this.over(waiting) : this.done(waiting);
  }

  private done(waiting: Waiting): true {
    return this.answer(waiting, () => waiting.outcome.done(waiting));
  }

  private over(waiting: Waiting): true {
    return this.answer(waiting, () => waiting.outcome.over(waiting));
  }

  private refuse(waiting: Waiting, reason: Reason, byVenue: boolean): true {
    return this.answer(waiting, () => waiting.outcome.refused(waiting, reason, byVenue));
  }

  private answer(waiting: Waiting, tell: () => void): true {
    if (waiting.answered) return true;
    waiting.answered = true;
    this.unanswered--;
    tell();
    return true;
  }
}

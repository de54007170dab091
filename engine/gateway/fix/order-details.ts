/**
 * What orders have beyond the words that every report has: instructions, triggers, pegs, display and minimum quantity, expiry. FIX says
 * it again in each report, and a replace has to leave it as it is. By slot of the order table, from the same records; most orders
 * have none. What is refused stands at slot 0 until the next order comes.
 */
import {
  Cmd,
  CommandFlag,
  CommandKind,
  PREVENTION_MASK,
  reasonOf,
} from '../../../protocol/records/command.js';
import { actionOf, EventKind, QuoteAction, QuoteWord } from '../../../protocol/records/event.js';
import { byteA, byteB, byteC, kindOf } from '../../../protocol/records/layout.js';
import { Terms, TermsDouble } from '../../../protocol/records/order-terms.js';
import { TermsValues } from '../../../protocol/records/terms-values.js';
import type { OrderTable } from '../../views/order-table.js';

const BEYOND =
  CommandFlag.PostOnly |
  CommandFlag.Extended |
  CommandFlag.ReduceOnly |
  CommandFlag.PreventWithinFirm |
  PREVENTION_MASK;
const REFUSED = 0;

export class Details extends TermsValues {
  /** @param flags `CommandFlag` of its NewOrder */
  constructor(readonly flags: number) {
    super();
  }

  take(i32: Int32Array, f64: Float64Array, at: number): void {
    this.source = byteA(i32[at]);
    this.peg = byteB(i32[at]);
    this.contingency = byteC(i32[at]);
    this.route = i32[at + Terms.Route];
    this.triggerTicks = i32[at + Terms.TriggerTicks];
    this.offsetTicks = i32[at + Terms.OffsetTicks];
    this.protectionTicks = i32[at + Terms.ProtectionTicks];
    this.linkedIdLow = i32[at + Terms.LinkedClientIdLow];
    this.linkedIdHigh = i32[at + Terms.LinkedClientIdHigh];
    this.expireSeconds = i32[at + Terms.ExpireSeconds] >>> 0;
    this.displayLots = f64[(at >> 1) + TermsDouble.DisplayLots];
    this.minQtyLots = f64[(at >> 1) + TermsDouble.MinQtyLots];
  }
}

export const NO_DETAILS = new Details(0);

export class OrderDetails {
  private readonly bySlot = new Map<number, Details>();
  private latest = REFUSED;

  constructor(private readonly orders: OrderTable) {}

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case CommandKind.NewOrder:
        this.begin(
          reasonOf(i32[at + Cmd.Flags]) === 0 ? i32[at + Cmd.OrderSlot] : REFUSED,
          i32[at + Cmd.Flags],
        );
        break;
      case EventKind.OrderTerms:
        this.bySlot.get(this.latest)?.take(i32, f64, at);
        break;
      case EventKind.QuoteSide:
        if (actionOf(i32[at + QuoteWord.Outcome]) === QuoteAction.Entered)
          this.bySlot.delete(i32[at + Cmd.OrderSlot]);
        break;
    }
  }

  of(slot: number): Details {
    return this.bySlot.get(slot) ?? NO_DETAILS;
  }

  /** Iceberg: what is displayed of it now. */
  shownLots(slot: number): number {
    return slot === REFUSED ? this.of(slot).displayLots : this.orders.shownLots(slot);
  }

  /** Undefined: it is not, or not yet, in the table. */
  named(slot: number, generation: number): Details | undefined {
    const isThere = slot > 0 && slot < this.orders.capacity && this.orders.generation(slot) === generation;
    return isThere ? this.of(slot) : undefined;
  }

  private begin(slot: number, flags: number): void {
    this.latest = slot;
    if ((flags & BEYOND) === 0) this.bySlot.delete(slot);
    else this.bySlot.set(slot, new Details(flags & 0xffff));
  }
}

/**
 * What extended orders have beyond the line that every order has: two more lines, at the order's own slot, so that they
 * need no pointer and cost nobody anything who has no terms. Only the core writes them; valid while the order is open and
 * its flags say `OrderFlag.HasTerms`.
 */
import { Terms, TermsDouble } from '../../protocol/records/order-terms.js';

/** Words of an order's terms, from `slot << TermSize.Shift` on. */
export const enum Term {
  /** Bytes: 0, trigger source, peg, contingency; as in the record. */
  Head = 0,
  TriggerTicks = 2,
  OffsetTicks = 3,
  ExpireSeconds = 4,
  ProtectionTicks = 5,
  /** `Waits`: why it stands in no book. */
  Waits = 16,
  /** Neighbours in a list of its instrument, see `SlotLists`. */
  Next = 17,
  Previous = 18,
  /** A protected market order's worst price. */
  LimitTicks = 19,
  /** The other leg of an OCO, or the other child of its parent; 0 = none. */
  Partner = 20,
  /** Child of a bracket: its parent while that is open. */
  Parent = 21,
  /** Parent of a bracket: its children. */
  FirstChild = 22,
  SecondChild = 23,
  /** 1 = counted among those that have to be looked at when prices move. Words 24 to 29 are the doubles 12 to 14. */
  Watched = 30,
}
/** Its doubles, from `slot << TermSize.DoubleShift` on. */
export const enum TermDouble {
  DisplayLots = 3,
  MinQtyLots = 5,
  /** Iceberg: what is left of the part that is displayed. */
  ShownLots = 12,
  /** Child of a bracket: what its parent's executions may still add to it. */
  UnarmedLots = 13,
  /** Sequence of the command that it came with. */
  Sequence = 14,
}
/**
 * Words of a routed order's terms. It stands in no book itself: its children do, or stand at venues. What of it waits and is
 * not linked may use the words of orders that do.
 */
export const enum ParentTerm {
  /** `Route`, as it was asked for. */
  Route = 1,
  /** A replace in progress: the new price. */
  PendingTicks = 5,
  /** Places that it is not sent to any more: bit 0 our own book, bit n venue n - 1. */
  Excluded = 12,
  /** It is to end when its children have: reason, and `EndKind` from bit 16 on; 0 = it is not. */
  Pulled = 13,
  /** First of its children; they are linked by Next and Previous. */
  FirstChild = 14,
  /** Children so far; bit 16 = it is among those to be looked at. */
  Sent = 15,
  /** How its last child ended, as in `Pulled`. */
  LastEnd = 31,
}
export const enum ParentDouble {
  /** What its children have open. */
  AllocatedLots = 4,
  /** A replace in progress: the new total; 0 = none. */
  PendingLots = 5,
}
/** Words of a child's terms. */
export const enum ChildTerm {
  /** Our own book, or its venue. */
  Route = 1,
  Number = 12,
  Epoch = 13,
  /** A replace in progress: the new price. */
  PendingTicks = 14,
  Parent = 15,
  /** `ChildStatus`. */
  Status = 31,
}
export const enum ChildTermDouble {
  /** A replace in progress: the new total. */
  PendingLots = 4,
}

export const enum TermSize {
  Words = 32,
  Shift = 5,
  DoubleShift = 4,
}

/** Why an open order stands in no book. */
export const enum Waits {
  Not = 0,
  /** For its trigger, in the trigger book. */
  Trigger = 1,
  /** Trailing stop: for a first price to trail. */
  FirstPrice = 2,
  /** Peg: for its reference. */
  Reference = 3,
  /** Child of a bracket: for an execution of its parent. */
  Parent = 4,
  /** Child of a bracket that was armed just now: for the order in hand to be done. */
  Turn = 5,
}

export class OrderTerms {
  readonly i32: Int32Array;
  readonly f64: Float64Array;

  constructor(capacity: number) {
    const memory = new ArrayBuffer(capacity * TermSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
  }

  /** Those of an order that comes without: nothing but what others tie to it. */
  clear(slot: number): void {
    const at = slot << TermSize.Shift;
    this.i32.fill(0, at, at + TermSize.Words);
  }

  /** A new order's, from its record. */
  take(slot: number, record: Int32Array, doubles: Float64Array, sequence: number): void {
    const { i32, f64 } = this;
    const at = slot << TermSize.Shift;
    const double = slot << TermSize.DoubleShift;
    this.clear(slot);
    i32[at | Term.Head] = record[Terms.Head] & ~0xff;
    i32[at | ParentTerm.Route] = record[Terms.Route];
    i32[at | Term.TriggerTicks] = record[Terms.TriggerTicks];
    i32[at | Term.OffsetTicks] = record[Terms.OffsetTicks];
    i32[at | Term.ExpireSeconds] = record[Terms.ExpireSeconds];
    i32[at | Term.ProtectionTicks] = record[Terms.ProtectionTicks];
    f64[double | TermDouble.DisplayLots] = doubles[TermsDouble.DisplayLots];
    f64[double | TermDouble.MinQtyLots] = doubles[TermsDouble.MinQtyLots];
    f64[double | TermDouble.Sequence] = sequence;
  }

  /** The order has become smaller where it stands: an iceberg's hidden part first. `open[at]` is what it has now. */
  shrink(slot: number, open: Float64Array, at: number): void {
    const shown = this.doubleAt(slot, TermDouble.ShownLots);
    this.f64[shown] = Math.min(this.f64[shown], open[at]);
  }

  get(slot: number, term: Term | ParentTerm | ChildTerm): number {
    return this.i32[(slot << TermSize.Shift) | term];
  }
  set(slot: number, term: Term | ParentTerm | ChildTerm, value: number): void {
    this.i32[(slot << TermSize.Shift) | term] = value;
  }
  doubleAt(slot: number, term: TermDouble | ParentDouble | ChildTermDouble): number {
    return (slot << TermSize.DoubleShift) | term;
  }
}

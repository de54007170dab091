/**
 * Lists of orders, one an instrument, in the order in which they came; the links stand in the orders' terms. An order is
 * in at most one: the pegs, or the trailing stops, or the children that have just been armed.
 */
import { type OrderTerms, Term, TermSize } from './order-terms.js';

export class SlotLists {
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private cursor = 0;

  constructor(
    private readonly terms: OrderTerms,
    instruments: number,
  ) {
    this.heads = new Int32Array(instruments);
    this.tails = new Int32Array(instruments);
  }

  /** Starts going through a list, whatever leaves it meanwhile; `next` gives one after the other, 0 at the end. */
  begin(instrument: number): void {
    this.cursor = this.heads[instrument];
  }
  next(): number {
    const slot = this.cursor;
    if (slot !== 0) this.cursor = this.after(slot);
    return slot;
  }

  /** 0 = the list is empty. */
  first(instrument: number): number {
    return this.heads[instrument];
  }

  /** 0 = it is the last. */
  after(slot: number): number {
    return this.terms.i32[(slot << TermSize.Shift) | Term.Next];
  }

  append(instrument: number, slot: number): void {
    const { i32 } = this.terms;
    const last = this.tails[instrument];
    i32[(slot << TermSize.Shift) | Term.Next] = 0;
    i32[(slot << TermSize.Shift) | Term.Previous] = last;
    if (last === 0) this.heads[instrument] = slot;
    else i32[(last << TermSize.Shift) | Term.Next] = slot;
    this.tails[instrument] = slot;
  }

  remove(instrument: number, slot: number): void {
    const { i32 } = this.terms;
    const next = i32[(slot << TermSize.Shift) | Term.Next];
    if (slot === this.cursor) this.cursor = next;
    const previous = i32[(slot << TermSize.Shift) | Term.Previous];
    if (previous === 0) this.heads[instrument] = next;
    else i32[(previous << TermSize.Shift) | Term.Next] = next;
    if (next === 0) this.tails[instrument] = previous;
    else i32[(next << TermSize.Shift) | Term.Previous] = previous;
    i32[(slot << TermSize.Shift) | Term.Next] = 0;
    i32[(slot << TermSize.Shift) | Term.Previous] = 0;
  }
}

/**
 * The newest event seen, as the point to resume from, and what of a resumed stream has been seen before. Both sides of
 * an execution may be ours: then two reports carry the same event, told apart by their order.
 */
import type { EventIdentity } from './report.js';

export class EventCursor {
  /** Orders reported at `last`. */
  private readonly orders = new Set<string>();

  constructor(public last: EventIdentity | undefined) {}

  /** True once for each (event, order). @param order '' for what is not about one order */
  isNew(event: EventIdentity, order: string): boolean {
    const distance = this.last ? compare(event, this.last) : 1;
    if (distance < 0 || (distance === 0 && this.orders.has(order))) return false;
    // A resume point that was given from outside has been seen whole.
    if (distance === 0 && this.orders.size === 0) return false;
    if (distance > 0) this.orders.clear();
    this.orders.add(order);
    this.last = event;
    return true;
  }

  /** Nothing before this event will be asked for. */
  startAt(event: EventIdentity | undefined): void {
    this.last ??= event;
  }
}

const compare = (a: EventIdentity, b: EventIdentity): number => a.sequence - b.sequence || a.index - b.index;

/**
 * The newest event seen and the epoch it came in, as the point to resume from, and what of a resumed stream has been seen
 * before. Both sides of an execution may be ours: then two reports carry the same event, told apart by their order.
 */
import type { EventIdentity } from './report.js';

export class EventCursor {
  /** Orders reported at `last`. */
  private readonly orders = new Set<string>();

  /** Events at and before `last` were lost with their epoch: the next one is new, whatever its number. */
  private lost = false;
  private present = 0;

  constructor(
    public last: EventIdentity | undefined,
    public epoch: number | undefined,
  ) {}

  /** True once for each (event, order). @param order '' for what is not about one order */
  isNew(event: EventIdentity, order: string): boolean {
    const distance = this.last && !this.lost ? compare(event, this.last) : 1;
    if (distance < 0 || (distance === 0 && this.orders.has(order))) return false;
    // A resume point that was given from outside has been seen whole.
    if (distance === 0 && this.orders.size === 0) return false;
    if (distance > 0) this.orders.clear();
    this.orders.add(order);
    this.last = event;
    if (this.lost) this.epoch = this.present;
    this.lost = false;
    return true;
  }

  /**
   * After a logon. Without a gap the point to resume from is one of the present epoch as well; with one it stays what it
   * was until the first event comes. @param newest where a client starts that has no such point
   */
  loggedOn(epoch: number, gap: boolean, newest: EventIdentity | undefined): void {
    this.present = epoch;
    this.lost = gap && this.last !== undefined;
    if (!this.lost) this.epoch = epoch;
    this.last ??= newest;
  }
}

const compare = (a: EventIdentity, b: EventIdentity): number => a.sequence - b.sequence || a.index - b.index;

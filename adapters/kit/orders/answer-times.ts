/**
 * How long a venue takes from an order that leaves to its first word of it: what the venue and the way there and back cost. An order whose
 * outcome becomes unknown has none. The watch is passed in; where nobody wants to know there is none.
 */
import type { ChildOrder } from './child-order.js';

export interface Stopwatch {
  /** Of any beginning, with fractions. */
  nowMs(): number;
  record(ns: number): void;
}

export class AnswerTimes {
  constructor(private readonly watch: Stopwatch | undefined) {}

  left(order: ChildOrder): void {
    if (this.watch !== undefined) order.leftMs = this.watch.nowMs();
  }

  answered(order: ChildOrder): void {
    if (order.leftMs === 0) return;
    this.watch!.record((this.watch!.nowMs() - order.leftMs) * 1e6);
    order.leftMs = 0;
  }

  never(order: ChildOrder): void {
    order.leftMs = 0;
  }
}

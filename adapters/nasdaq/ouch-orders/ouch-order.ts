/**
 * Orders as OUCH has them: by UserRefNum, a number that rises from order to order of the account and is another one after each replace. Which of them is which order of ours
 * ClOrdID says, once; everything after that bears the number alone.
 */
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { Recent } from '../../kit/orders/recent.js';
import type { NasdaqUnits } from '../units.js';

export class OuchOrder {
  /** Of a replace that has no answer; 0 = none. */
  pendingRef = 0;
  /** Nasdaq has spoken of it. */
  isAccepted = false;
  /** As Nasdaq has it, from what it has said. */
  executedLots = 0;
  totalLots: number;
  priceTicks: number;
  private matches: Set<number> | undefined;

  constructor(
    readonly child: ChildOrder,
    readonly units: NasdaqUnits,
    public ref: number,
  ) {
    this.totalLots = child.totalLots;
    this.priceTicks = child.priceTicks;
  }

  /** An execution. @returns false: it has come before */
  counts(matchNumber: number, lots: number): boolean {
    this.matches ??= new Set();
    if (this.matches.has(matchNumber)) return false;
    this.matches.add(matchNumber);
    this.executedLots += lots;
    return true;
  }
}

/** Whose late executions still find their order. */
const MOST_ENDED = 1 << 12;

export class OuchOrders {
  /** What the next order, or replace, is called. */
  nextRef = 1;
  private readonly byRef = new Map<number, OuchOrder>();
  private ended = new Recent<number, OuchOrder>(MOST_ENDED);
  private readonly byChild = new Map<ChildOrder, OuchOrder>();

  add(order: OuchOrder): void {
    this.byRef.set(order.ref, order);
    this.byChild.set(order.child, order);
    this.took(order.ref);
  }

  /** A replace has been asked for, or has been done. */
  alsoCalled(order: OuchOrder, ref: number): void {
    this.byRef.set(ref, order);
    this.took(ref);
  }

  /** Nasdaq counts this number as used. */
  took(ref: number): void {
    if (ref >= this.nextRef) this.nextRef = ref + 1;
  }

  at(ref: number): OuchOrder | undefined {
    return this.byRef.get(ref) ?? this.ended.get(ref);
  }

  of(child: ChildOrder): OuchOrder | undefined {
    return this.byChild.get(child);
  }

  /** Nothing is asked of it any more; an execution may still come. */
  end(order: OuchOrder): void {
    this.byChild.delete(order.child);
    this.retire(order, order.ref);
    if (order.pendingRef !== 0) this.retire(order, order.pendingRef);
  }

  /** After a replace nothing is said of the number that it had. */
  forgetRef(ref: number): void {
    this.byRef.delete(ref);
  }

  /** The replace that is on its way will not be done. */
  forgetReplace(order: OuchOrder): void {
    this.byRef.delete(order.pendingRef);
    order.pendingRef = 0;
  }

  /** Another day. */
  clear(): void {
    this.byRef.clear();
    this.byChild.clear();
    this.ended = new Recent(MOST_ENDED);
    this.nextRef = 1;
  }

  private retire(order: OuchOrder, ref: number): void {
    this.byRef.delete(ref);
    this.ended.set(ref, order);
  }
}

/**
 * What became of orders that nobody knows about: the venue is asked for each when nothing of it can still be on its way, and asked again
 * until it has said so. Found executions are told as if they had come by themselves; what it never had is told to the core, which decides.
 */
import { ChildStatus } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { type ChildOrder, Wanted } from './child-order.js';
import type { ChildOrders } from './child-orders.js';
import type { DeskCounters } from './desk-counters.js';
import type { FormEvents, Found, OrderForm } from './order-form.js';
import type { OrderReports } from './order-reports.js';

const QUERY_AGAIN_MS = 1_000;
/** So often a venue has to say that it does not know an order, after the time in which it might still have arrived. */
const NOT_FOUND_TIMES = 2;

/** What a query finds is told as what comes unasked. */
export interface QueryOwner extends Pick<FormEvents, 'executed' | 'ended'> {
  cancelWanted(slot: number): void;
}

export class OrderQueries {
  constructor(
    private readonly all: ChildOrders,
    private readonly reports: OrderReports,
    private readonly owner: QueryOwner,
    private readonly counters: DeskCounters,
  ) {}

  /** From now on it is unknown. What never left this process is not: the venue does not have it. */
  doubt(order: ChildOrder, form: OrderForm, nowMs: number): void {
    if (order.wanted === Wanted.New) return this.reports.neverArrived(order);
    order.status = ChildStatus.Unknown;
    order.wanted = Wanted.Nothing;
    order.askedMs = 0;
    order.notFound = 0;
    this.whenSettled(order, form, nowMs);
  }

  /** To be asked for as soon as nothing of it can be on its way any more. */
  whenSettled(order: ChildOrder, form: OrderForm, nowMs: number): void {
    order.queryAtMs = Math.max(nowMs, settledMs(order, form));
  }

  /** Something of it is missing, and may still come by itself. */
  later(order: ChildOrder, nowMs: number): void {
    order.status = ChildStatus.Unknown;
    order.queryAtMs = nowMs + QUERY_AGAIN_MS;
  }

  askWhenDue(order: ChildOrder, form: OrderForm, nowMs: number): void {
    if (nowMs < order.queryAtMs) return;
    if (form.query(order, nowMs)) this.counters.queries++;
    order.queryAtMs = nowMs + Math.max(QUERY_AGAIN_MS, form.answerMs);
  }

  stands(order: ChildOrder, found: Found, nowMs: number): void {
    const { status, cumLots, venueId } = found;
    order.notFound = 0;
    if (venueId !== '') this.all.name(order, venueId);
    this.executions(order, found);
    if (order.executedLots !== cumLots) return this.later(order, nowMs);
    if (!this.all.isOpen(order)) return;
    if (status === 'open') this.isOpen(order, found);
    else if (status === 'filled') this.later(order, nowMs);
    else this.owner.ended(order, status, cumLots, Reason.None);
  }

  notFound(order: ChildOrder, form: OrderForm, nowMs: number): void {
    if (nowMs >= settledMs(order, form)) order.notFound++;
    if (order.notFound < NOT_FOUND_TIMES) this.later(order, nowMs);
    else this.reports.neverArrived(order);
  }

  private executions(order: ChildOrder, { fills }: Found): void {
    let counted = 0;
    for (const { lots, priceTicks, liquidity, executionId } of fills) {
      counted += lots;
      if (counted > order.executedLots)
        this.owner.executed(order, lots, priceTicks, counted, liquidity, executionId);
    }
  }

  /** A replace may have been carried out while nobody listened. For more than the core has counted with, it is taken out. */
  private isOpen(order: ChildOrder, { priceTicks, totalLots }: Found): void {
    const hasGrown = totalLots > order.totalLots;
    const isOther = priceTicks !== order.priceTicks || totalLots !== order.totalLots;
    if (isOther && !hasGrown) this.reports.changed(order, false, priceTicks, totalLots);
    if (!this.all.isOpen(order)) return;
    this.reports.isNew(order);
    if (hasGrown) this.owner.cancelWanted(order.terms.slot);
  }
}

const settledMs = ({ sentMs }: ChildOrder, { settleMs }: OrderForm): number =>
  sentMs === 0 ? 0 : sentMs + settleMs;

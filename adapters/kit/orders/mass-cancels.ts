/**
 * Cancels that wait together and leave nothing standing, of one instrument or of all: a kill switch, a mass cancel, a session that is lost. Where a venue's form can, they are one message, which no limit of messages a second
 * spreads out; each end is told by itself all the same. What one instrument has that is to stay keeps its orders out of it.
 */
import { ChildStatus } from '../../../protocol/codes/enums.js';
import { type ChildOrder, MassCancel, Wanted } from './child-order.js';
import type { DeskCounters } from './desk-counters.js';
import type { OrderForm } from './order-form.js';

/** Fewer are as fast by themselves. */
const FEWEST = 3;

type Ask = NonNullable<OrderForm['massCancel']>;

export class MassCancels {
  private isDue = false;

  /** @param all that the venue may have */
  constructor(private readonly all: Iterable<ChildOrder>) {}

  /** One more cancel waits. */
  note(): void {
    this.isDue = true;
  }

  /** @param cancels that wait; those that go out together are wanted no more @returns messages sent */
  send(cancels: readonly ChildOrder[], form: OrderForm, nowMs: number, counters: DeskCounters): number {
    if (!this.isDue || form.massCancel === undefined) return 0;
    this.isDue = false;
    const waiting = cancels.filter(isPossible);
    if (waiting.length < FEWEST) return 0;
    let sent = 0;
    for (const [instrument, orders] of this.groups(waiting)) {
      if (!ask(form.massCancel, instrument, orders, nowMs)) {
        this.isDue = true;
        return sent;
      }
      counters.requests++;
      counters.massCancels++;
      sent++;
    }
    return sent;
  }

  /** Of everything, where nothing stays; else of each instrument of which nothing does. */
  private groups(waiting: readonly ChildOrder[]): [instrument: number | undefined, ChildOrder[]][] {
    const byInstrument = new Map<number, ChildOrder[]>();
    for (const order of waiting) {
      const { instrument } = order.terms;
      const orders = byInstrument.get(instrument);
      if (orders === undefined) byInstrument.set(instrument, [order]);
      else orders.push(order);
    }
    const count = byInstrument.size;
    let stays = false;
    for (const order of this.all) {
      if (!isToStay(order)) continue;
      stays = true;
      byInstrument.delete(order.terms.instrument);
    }
    if (!stays && count > 1) return [[undefined, [...waiting]]];
    return [...byInstrument].filter(([, orders]) => orders.length >= FEWEST);
  }
}

const isPossible = ({ wanted, massCancel }: ChildOrder): boolean =>
  wanted === Wanted.Cancel && massCancel === MassCancel.None;

/** It is at the venue, or may be, and nobody has asked for its end. */
const isToStay = ({ wanted, status }: ChildOrder): boolean =>
  wanted !== Wanted.New && wanted !== Wanted.Cancel && status !== ChildStatus.PendingCancel;

function ask(
  form: Ask,
  instrument: number | undefined,
  orders: readonly ChildOrder[],
  nowMs: number,
): boolean {
  if (!form(instrument, orders, nowMs)) return false;
  for (const order of orders) {
    order.wanted = Wanted.Nothing;
    order.askedMs = nowMs;
    order.massCancel = MassCancel.Asked;
  }
  return true;
}

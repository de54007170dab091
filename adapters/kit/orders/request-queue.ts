/** What the core wants of one venue's orders and the form has not sent yet: cancels before everything else, many at once where that is possible, each in its order. */
import type { AnswerTimes } from './answer-times.js';
import { type ChildOrder, MassCancel, Wanted } from './child-order.js';
import type { DeskCounters } from './desk-counters.js';
import { MassCancels } from './mass-cancels.js';
import type { OrderForm } from './order-form.js';

export class RequestQueue {
  private readonly cancels: ChildOrder[] = [];
  private readonly others: ChildOrder[] = [];
  private readonly mass: MassCancels;

  /** @param all that the venue may have */
  constructor(all: Iterable<ChildOrder>) {
    this.mass = new MassCancels(all);
  }

  get isEmpty(): boolean {
    return this.cancels.length + this.others.length === 0;
  }

  /** What is wanted of it when its turn comes is asked for, and nothing when that is nothing any more. */
  push(order: ChildOrder): void {
    if (order.wanted !== Wanted.Cancel) return void this.others.push(order);
    this.cancels.push(order);
    this.mass.note();
  }

  /** As far as the form takes them. @returns how many are done with */
  send(form: OrderForm, nowMs: number, counters: DeskCounters, times: AnswerTimes): number {
    return (
      this.mass.send(this.cancels, form, nowMs, counters) +
      drain(this.cancels, form, nowMs, counters, times) +
      drain(this.others, form, nowMs, counters, times)
    );
  }
}

function drain(
  list: ChildOrder[],
  form: OrderForm,
  nowMs: number,
  counters: DeskCounters,
  times: AnswerTimes,
): number {
  let done = 0;
  for (; done < list.length; done++) if (!ask(list[done], form, nowMs, counters, times)) break;
  list.splice(0, done);
  return done;
}

/** True: it is asked, or there is nothing to ask any more. */
function ask(
  order: ChildOrder,
  form: OrderForm,
  nowMs: number,
  counters: DeskCounters,
  times: AnswerTimes,
): boolean {
  const { wanted, askedMs } = order;
  if (wanted === Wanted.Nothing) return true;
  // Before the form has it: a form may answer at once.
  order.wanted = Wanted.Nothing;
  order.askedMs = nowMs;
  if (request(order, wanted, form, nowMs)) {
    counters.requests++;
    if (wanted === Wanted.New) {
      order.sentMs = nowMs;
      counters.orders++;
      times.left(order);
    }
    if (order.massCancel === MassCancel.Asked) order.massCancel = MassCancel.Over;
    return true;
  }
  order.wanted = wanted;
  order.askedMs = askedMs;
  return false;
}

function request(order: ChildOrder, wanted: Wanted, form: OrderForm, nowMs: number): boolean {
  switch (wanted) {
    case Wanted.New:
      return form.newOrder(order, nowMs);
    case Wanted.Cancel:
      return form.cancel(order, nowMs);
    default:
      return form.replace(order, nowMs);
  }
}

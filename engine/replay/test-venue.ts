/**
 * A venue in the plainest way, and the recordings that it would give: for tests of the replay, and to measure it on files as
 * large as wanted. It shares no line with the engine's books, so that its files can judge them.
 */
import { Random } from '../threads/random.js';

export interface TestOrder {
  readonly id: number;
  readonly buy: boolean;
  price: number;
  lots: number;
}

export interface TestLevel {
  readonly price: number;
  readonly lots: number;
  readonly orders: number;
}

export class TestVenue {
  readonly open: TestOrder[] = [];
  private readonly queues = [new Map<number, TestOrder[]>(), new Map<number, TestOrder[]>()];

  rest(order: TestOrder): void {
    const queue = this.queues[Number(order.buy)];
    if (!queue.has(order.price)) queue.set(order.price, []);
    queue.get(order.price)!.push(order);
    this.open.push(order);
  }

  takeOff(order: TestOrder, lots: number): void {
    order.lots -= lots;
    if (order.lots > 0) return;
    const queue = this.queues[Number(order.buy)].get(order.price)!;
    queue.splice(queue.indexOf(order), 1);
    if (queue.length === 0) this.queues[Number(order.buy)].delete(order.price);
    this.open.splice(this.open.indexOf(order), 1);
  }

  top(buy: boolean, levels: number): TestLevel[] {
    const queues = this.queues[Number(buy)];
    const prices = [...queues.keys()].sort((a, b) => (buy ? b - a : a - b)).slice(0, levels);
    return prices.map((price) => {
      const queue = queues.get(price)!;
      return { price, lots: queue.reduce((sum, { lots }) => sum + lots, 0), orders: queue.length };
    });
  }

  /** The order that an aggressor of this side hits first. */
  firstAgainst(buy: boolean): TestOrder | undefined {
    const [best] = this.top(!buy, 1);
    return best && this.queues[Number(!buy)].get(best.price)![0];
  }
}

/** Writes down what happens, and makes it happen in its venue. */
export interface TestRecorder {
  readonly venue: TestVenue;
  add(order: TestOrder): void;
  cancel(order: TestOrder, lots: number): void;
  modify(order: TestOrder, price: number, lots: number): void;
  /** An order for so much up to the price; the rest of it rests. */
  aggress(order: TestOrder): void;
}

const MIDDLE_TICKS = 1_000;
const DEPTH_TICKS = 30;

/** A random day: orders near the middle come, change, trade and go. Ids count up from `firstId`. */
export function randomDay(
  recorders: readonly TestRecorder[],
  operations: number,
  seed: number,
  firstId = 1,
): void {
  const random = new Random(seed);
  let id = firstId;
  const newOrder = (buy: boolean, awayTicks: number): TestOrder => ({
    id: id++,
    buy,
    price: MIDDLE_TICKS + (buy ? -awayTicks : awayTicks),
    lots: 1 + random.below(9),
  });
  const away = () => 1 + Math.floor(random.fraction() ** 2 * DEPTH_TICKS);
  for (let i = 0; i < operations; i++) {
    const recorder = recorders[random.below(recorders.length)];
    const { open } = recorder.venue;
    const some = open[random.below(open.length)];
    const draw = random.below(100);
    const buy = random.below(2) === 0;
    if (draw < 45 || some === undefined) recorder.add(newOrder(buy, away()));
    else if (draw < 75) recorder.cancel(some, some.lots);
    else if (draw < 80) recorder.cancel(some, Math.min(some.lots, 1 + random.below(3)));
    else if (draw < 88) recorder.modify(some, some.price, 1 + random.below(9));
    else if (draw < 92) recorder.modify(some, MIDDLE_TICKS + (some.buy ? -away() : away()), some.lots);
    else recorder.aggress(newOrder(buy, -away()));
  }
}

/**
 * The ceiling: a bare array over the whole range of prices, one queue a price, no levels' quantities, no validation, no
 * generations, nothing that an exchange would still need. Its range is the flow's own, known beforehand.
 */
import type { FlowContender } from '../kit/contender.js';
import { FlowOp, type FlowResult, type OrderFlow } from '../kit/flow.js';
import { type BookLeft, FlowTally } from '../kit/tally.js';

/** Words of an order, in a slot that is used again when the order is gone. Slot 0 means "none". */
const enum Word {
  Next = 0,
  Previous = 1,
  /** Queue: (symbol × 2 + side) × range + price, or GONE. */
  Queue = 2,
  Lots = 3,
  Id = 4,
}
const WORDS = 8;
const GONE = -1;

export class LadderBook implements FlowContender {
  private readonly tally = new FlowTally();
  private readonly lowest: number;
  private readonly range: number;
  /** First and last order of each queue. */
  private readonly queues: Int32Array;
  /** Best price of each side, as an index into its queues; -1 and `range` when there is none. */
  private readonly best: Int32Array;
  private readonly orders: Int32Array;
  private readonly slots: Int32Array;
  private firstFree = 0;
  private highWater = 1;

  constructor(private readonly flow: OrderFlow) {
    this.lowest = flow.priceTicks.reduce((low, price) => Math.min(low, price));
    this.range = flow.priceTicks.reduce((high, price) => Math.max(high, price)) - this.lowest + 1;
    this.queues = new Int32Array(flow.symbols * 2 * this.range * 2);
    this.best = Int32Array.from({ length: flow.symbols * 2 }, (_, side) => this.worst(side));
    this.orders = new Int32Array((flow.maxOrderId + 1) * WORDS);
    this.slots = new Int32Array(flow.maxOrderId + 1);
  }

  run(from: number, to: number): void {
    const { flow, slots } = this;
    for (let i = from; i < to; i++) {
      const side = (flow.symbol[i] << 1) | flow.side[i];
      const price = flow.priceTicks[i] - this.lowest;
      const id = flow.orderId[i];
      if (flow.op[i] === FlowOp.New) this.enter(id, side, price, flow.qtyLots[i], flow.tif[i]);
      else if (slots[id] === 0) this.tally.rejects++;
      else if (flow.op[i] === FlowOp.Cancel) this.cancel(slots[id], side);
      else this.replace(slots[id], side, price);
    }
  }

  result(): FlowResult {
    return this.tally.result(this.left());
  }

  clear(): void {
    for (let slot = 1; slot < this.highWater; slot++) {
      const queue = this.orders[slot * WORDS + Word.Queue];
      if (queue !== GONE) this.cancel(slot, Math.floor(queue / this.range));
    }
    this.tally.clear();
  }

  private worst(side: number): number {
    return (side & 1) === 0 ? -1 : this.range;
  }

  private enter(id: number, side: number, price: number, lots: number, immediate: number): void {
    const left = this.match(id, side, price, lots);
    if (left === 0 || immediate === 1) return;
    const slot = this.allocate();
    this.orders[slot * WORDS + Word.Id] = id;
    this.slots[id] = slot;
    this.rest(slot, side, price, left);
  }

  private cancel(slot: number, side: number): void {
    this.remove(slot, side);
    this.release(slot);
  }

  private replace(slot: number, side: number, price: number): void {
    const at = slot * WORDS;
    this.remove(slot, side);
    const left = this.match(this.orders[at + Word.Id], side, price, this.orders[at + Word.Lots]);
    if (left === 0) this.release(slot);
    else this.rest(slot, side, price, left);
  }

  /** Returns what is left. */
  private match(takerId: number, side: number, limit: number, lots: number): number {
    const { orders, queues, tally } = this;
    const makers = side ^ 1;
    let left = lots;
    while (left > 0) {
      const price = this.best[makers];
      if ((side & 1) === 0 ? price > limit || price === this.range : price < limit) break;
      const maker = queues[2 * (makers * this.range + price)];
      const at = maker * WORDS;
      const open = orders[at + Word.Lots];
      const traded = Math.min(left, open);
      left -= traded;
      orders[at + Word.Lots] = open - traded;
      tally.fill(takerId, orders[at + Word.Id], traded, price + this.lowest);
      if (open === traded) this.cancel(maker, makers);
    }
    return left;
  }

  private rest(slot: number, side: number, price: number, lots: number): void {
    const { orders, queues } = this;
    const queue = side * this.range + price;
    const at = slot * WORDS;
    const last = queues[2 * queue + 1];
    orders[at + Word.Next] = 0;
    orders[at + Word.Previous] = last;
    orders[at + Word.Queue] = queue;
    orders[at + Word.Lots] = lots;
    if (last === 0) queues[2 * queue] = slot;
    else orders[last * WORDS + Word.Next] = slot;
    queues[2 * queue + 1] = slot;
    const best = this.best[side];
    if ((side & 1) === 0 ? price > best : price < best) this.best[side] = price;
  }

  private remove(slot: number, side: number): void {
    const { orders, queues } = this;
    const at = slot * WORDS;
    const queue = orders[at + Word.Queue];
    const next = orders[at + Word.Next];
    const previous = orders[at + Word.Previous];
    if (previous === 0) queues[2 * queue] = next;
    else orders[previous * WORDS + Word.Next] = next;
    if (next === 0) queues[2 * queue + 1] = previous;
    else orders[next * WORDS + Word.Previous] = previous;
    orders[at + Word.Queue] = GONE;
    if ((next | previous) === 0 && queue - side * this.range === this.best[side]) this.findBest(side);
  }

  private findBest(side: number): void {
    const { queues, range } = this;
    const base = side * range;
    let price = this.best[side];
    if ((side & 1) === 0) while (price >= 0 && queues[2 * (base + price)] === 0) price--;
    else while (price < range && queues[2 * (base + price)] === 0) price++;
    this.best[side] = price;
  }

  private allocate(): number {
    const free = this.firstFree;
    if (free === 0) return this.highWater++;
    this.firstFree = this.orders[free * WORDS + Word.Next];
    return free;
  }

  private release(slot: number): void {
    const at = slot * WORDS;
    this.slots[this.orders[at + Word.Id]] = 0;
    this.orders[at + Word.Next] = this.firstFree;
    this.firstFree = slot;
  }

  private left(): BookLeft {
    let open = 0;
    let openQty = 0;
    for (let slot = 1; slot < this.highWater; slot++) {
      if (this.orders[slot * WORDS + Word.Queue] === GONE) continue;
      open++;
      openQty += this.orders[slot * WORDS + Word.Lots];
    }
    return { best_bid: this.bestPrice(0), best_ask: this.bestPrice(1), open, open_qty: openQty };
  }

  private bestPrice(side: number): number | undefined {
    return this.best[side] === this.worst(side) ? undefined : this.best[side] + this.lowest;
  }
}

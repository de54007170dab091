/**
 * A bare book of ours: the core's own matcher, closer and order pool around a book, without lanes, risk, ledger, client ids
 * and event ring. Where the core would write an event record, a fill is tallied. An order is named by the id that the pool
 * gave it, slot and generation, as a client names it by what its acknowledgement said. Commands stand ready as records, as
 * they come out of a lane, and as the peer's ids stand ready as strings.
 */

import type { Book } from '../../engine/book/book.js';
import { Ord, type OrderPool, OrderSize } from '../../engine/book/order-pool.js';
import { NO_RANK, rankOf, sideIndex } from '../../engine/book/rank.js';
import type { Limits } from '../../engine/config/limits.js';
import { Closer } from '../../engine/core/closer.js';
import { Collector } from '../../engine/core/collector.js';
import { Matcher } from '../../engine/core/matcher.js';
import { Fills } from '../../engine/core/matching/fills.js';
import { CoreState } from '../../engine/core/state.js';
import { specialize } from '../../engine/threads/specialize.js';
import { EndKind, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandKind } from '../../protocol/records/command.js';
import { kindOf, owner } from '../../protocol/records/layout.js';
import type { FlowContender } from '../kit/contender.js';
import type { FlowResult, OrderFlow } from '../kit/flow.js';
import { type BookLeft, FlowTally } from '../kit/tally.js';
import { headOf } from './core-commands.js';
import { limitsFor } from './flow-limits.js';

const OWNER = owner(1, 1);

/** Words of a command, from `i << LineSize.Shift` on. */
const enum Line {
  /** Kind, side, order type, time in force, as in an order's line. */
  Head = 0,
  Instrument = 1,
  PriceTicks = 2,
  OrderId = 3,
}
const enum LineDouble {
  Lots = 2,
}
const enum LineSize {
  Words = 8,
  Shift = 3,
  DoubleShift = 2,
}
/** Stands where the ledger is kept in the core. */
const NO_LEDGER = {
  left: () => {},
  traded: () => {},
  crossed: () => {},
  release: () => {},
  reserve: () => {},
  releaseUnarmed: () => {},
};

/** A flow has plain orders only: nothing in them is ever looked at more closely. */
const NO_FAMILY = { gone: () => notPlain() };
const NO_MEETING = { meet: () => notPlain() };
const NO_ICEBERGS = { isOne: () => notPlain(), show: () => notPlain() };

export class BookContender implements FlowContender {
  private readonly state: CoreState;
  private readonly tape: Tape;
  private readonly closer: Closer;
  private readonly matcher: Matcher;
  private readonly lines: Int32Array;
  private readonly lots: Float64Array;
  /** The pool's id of each of the flow's orders: slot and generation. */
  private readonly poolIds: Int32Array;

  constructor(
    private readonly flow: OrderFlow,
    makeBook: (orders: OrderPool, limits: Limits) => Book,
  ) {
    const limits = limitsFor(flow);
    this.state = new CoreState(limits, (orders) => makeBook(orders, limits));
    this.tape = new Tape(this.state.orders);
    this.closer = new Closer(this.state, this.tape, NO_LEDGER, NO_FAMILY);
    const fills = new Fills(this.state, this.tape, this.closer, NO_LEDGER);
    const collector = new Collector(this.state, this.closer, NO_ICEBERGS);
    this.matcher = new Matcher(this.state, this.tape, this.closer, fills, NO_MEETING, collector);
    this.poolIds = new Int32Array(2 * (flow.maxOrderId + 1));
    this.lines = linesOf(flow);
    this.lots = new Float64Array(this.lines.buffer);
    specialize([
      [this, ['enter', 'cancel', 'replace']],
      [this.matcher, ['take']],
      [fills, ['fill']],
      [this.closer, ['end', 'filled']],
    ]);
  }

  run(from: number, to: number): void {
    const { lines } = this;
    for (let i = from; i < to; i++) {
      const kind = kindOf(lines[(i << LineSize.Shift) | Line.Head]);
      if (kind === CommandKind.NewOrder) this.enter(i);
      else if (kind === CommandKind.CancelOrder) this.cancel(i);
      else this.replace(i);
    }
  }

  result(): FlowResult {
    return this.tape.tally.result(this.left());
  }

  clear(): void {
    const { orders } = this.state;
    for (let slot = 1; slot < orders.highWater; slot++)
      if (orders.isOpen(slot)) this.closer.end(slot, EndKind.Cancelled, Reason.CancelledByUser);
    this.tape.tally.clear();
  }

  private enter(i: number): void {
    const { lines, poolIds } = this;
    const { orders } = this.state;
    if (orders.full) throw new Error('the order pool is full');
    const slot = orders.allocate();
    const line = i << LineSize.Shift;
    const at = slot << OrderSize.Shift;
    const id = lines[line | Line.OrderId];
    const lots = (i << LineSize.DoubleShift) | LineDouble.Lots;
    orders.i32[at | Ord.Owner] = OWNER;
    orders.i32[at | Ord.PriceTicks] = lines[line | Line.PriceTicks];
    orders.i32[at | Ord.Head] = lines[line | Line.Head];
    orders.i32[at | Ord.Instrument] = lines[line | Line.Instrument];
    orders.f64[orders.totalAt(slot)] = this.lots[lots];
    orders.f64[orders.openAt(slot)] = this.lots[lots];
    this.tape.ids[slot] = id;
    poolIds[id << 1] = slot;
    poolIds[(id << 1) | 1] = orders.generation(slot);
    this.matcher.take(slot);
  }

  private cancel(i: number): void {
    const slot = this.find(i);
    if (slot === 0) this.tape.tally.rejects++;
    else this.closer.end(slot, EndKind.Cancelled, Reason.CancelledByUser);
  }

  private replace(i: number): void {
    const { orders, book } = this.state;
    const slot = this.find(i);
    if (slot === 0) return void this.tape.tally.rejects++;
    book.remove(slot);
    orders.setPriceTicks(slot, this.lines[(i << LineSize.Shift) | Line.PriceTicks]);
    this.matcher.take(slot);
  }

  private find(i: number): number {
    const id = this.lines[(i << LineSize.Shift) | Line.OrderId];
    return this.state.orders.find(this.poolIds[id << 1], this.poolIds[(id << 1) | 1]);
  }

  private left(): BookLeft {
    const { book, orders } = this.state;
    let open = 0;
    let openQty = 0;
    for (let symbol = 0; symbol < this.flow.symbols; symbol++)
      for (const side of [Side.Buy, Side.Sell])
        book.walk(sideIndex(symbol + 1, side), (slot) => {
          open++;
          openQty += orders.openLots(slot);
        });
    return { best_bid: this.best(Side.Buy), best_ask: this.best(Side.Sell), open, open_qty: openQty };
  }

  private best(side: number): number | undefined {
    const rank = this.state.book.bestRank(sideIndex(1, side));
    return rank === NO_RANK ? undefined : rankOf(side, rank);
  }
}

/** Stands where the event group stands in the core. */
class Tape {
  readonly tally = new FlowTally();
  readonly ids: Int32Array;
  readonly spent = false;

  constructor(private readonly orders: OrderPool) {
    this.ids = new Int32Array(orders.capacity);
  }

  trade(maker: number, taker: number, lots: Float64Array, at: number): void {
    this.tally.fill(this.ids[taker], this.ids[maker], lots[at], this.orders.priceTicks(maker));
  }

  cross(): void {
    notPlain();
  }

  ended(): void {}
  restated(): void {}
}

function linesOf(flow: OrderFlow): Int32Array {
  const lines = new Int32Array(flow.count * LineSize.Words);
  const lots = new Float64Array(lines.buffer);
  for (let i = 0; i < flow.count; i++) {
    const at = i << LineSize.Shift;
    lines[at | Line.Head] = headOf(flow, i);
    lines[at | Line.Instrument] = flow.symbol[i] + 1;
    lines[at | Line.PriceTicks] = flow.priceTicks[i];
    lines[at | Line.OrderId] = flow.orderId[i];
    lots[(i << LineSize.DoubleShift) | LineDouble.Lots] = flow.qtyLots[i];
  }
  return lines;
}

function notPlain(): never {
  throw new Error('an order of a flow is more than a plain one');
}

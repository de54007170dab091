/**
 * A bare book of ours: the core's own matcher, closer and order pool around a book, without lanes, risk, ledger, client ids
 * and event ring. Where the core would write an event record, a fill is tallied. An order is named by the id that the pool
 * gave it, slot and generation, as a client names it by what its acknowledgement said.
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
import { EndKind, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandKind } from '../../protocol/records/command.js';
import { head, owner } from '../../protocol/records/layout.js';
import type { FlowContender } from '../kit/contender.js';
import { FlowOp, type FlowResult, type OrderFlow } from '../kit/flow.js';
import { type BookLeft, FlowTally } from '../kit/tally.js';
import { limitsFor } from './flow-limits.js';

const OWNER = owner(1, 1);
/** Stands where the ledger is kept in the core. */
const NO_LEDGER = {
  left: () => {},
  traded: () => {},
  crossed: () => {},
  release: () => {},
  reserve: () => {},
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
  /** The pool's id of each of the flow's orders. */
  private readonly slots: Int32Array;
  private readonly generations: Int32Array;

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
    this.slots = new Int32Array(flow.maxOrderId + 1);
    this.generations = new Int32Array(flow.maxOrderId + 1);
  }

  run(from: number, to: number): void {
    const { op } = this.flow;
    for (let i = from; i < to; i++) {
      if (op[i] === FlowOp.New) this.enter(i);
      else if (op[i] === FlowOp.Cancel) this.cancel(i);
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
    const { flow, tape } = this;
    const { orders } = this.state;
    if (orders.full) throw new Error('the order pool is full');
    const slot = orders.allocate();
    const id = flow.orderId[i];
    const lots = flow.qtyLots[i];
    const side = flow.side[i] === 0 ? Side.Buy : Side.Sell;
    const timeInForce = flow.tif[i] === 0 ? TimeInForce.GoodTillCancel : TimeInForce.ImmediateOrCancel;
    const at = slot << OrderSize.Shift;
    orders.i32[at | Ord.Owner] = OWNER;
    orders.setPriceTicks(slot, flow.priceTicks[i]);
    orders.i32[at | Ord.Head] = head(CommandKind.NewOrder, side, OrdType.Limit, timeInForce);
    orders.i32[at | Ord.Instrument] = flow.symbol[i] + 1;
    orders.setTotalLots(slot, lots);
    orders.setOpenLots(slot, lots);
    this.slots[id] = slot;
    this.generations[id] = orders.generation(slot);
    tape.ids[slot] = id;
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
    orders.setPriceTicks(slot, this.flow.priceTicks[i]);
    this.matcher.take(slot);
  }

  private find(i: number): number {
    const id = this.flow.orderId[i];
    return this.state.orders.find(this.slots[id], this.generations[id]);
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

function notPlain(): never {
  throw new Error('an order of a flow is more than a plain one');
}

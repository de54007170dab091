/**
 * An order flow as the exchange would tell it in ITCH 5.0: executions of resting orders, adds of what rests, deletes, replaces that keep resting. The flow's own plain matcher (`FlowBook`) says what
 * happens. Order references count upwards as an exchange's do.
 */
import {
  AddOrder,
  OrderDelete,
  OrderExecuted,
  OrderReplace,
} from '../../protocol/messages/generated/itch.js';
import type { FlatMessage } from '../../protocol/views/flat-message.js';
import { FlowOp, type OrderFlow } from '../kit/flow.js';
import { FlowBook, type FlowOrder } from '../kit/flow-book.js';
import { FlowTally } from '../kit/tally.js';

const LONGEST = 36;
const STRIDE = 4;
const SIDES = ['B', 'S'].map((side) => side.charCodeAt(0));

export interface ItchTape {
  /** Messages one behind the other, each behind its length (u16, big endian). */
  readonly bytes: Buffer;
  /** Where the messages of a command begin; one entry more than there are commands. */
  readonly offsets: Uint32Array;
  /** Messages up to a command; one entry more. */
  readonly counts: Uint32Array;
}

export function itchTape(flow: OrderFlow): ItchTape {
  return new TapeWriter(flow).run();
}

class TapeWriter {
  private readonly addOrder = new AddOrder();
  private readonly executed = new OrderExecuted();
  private readonly deleted = new OrderDelete();
  private readonly replaced = new OrderReplace();
  private readonly fills: { readonly makerId: number; readonly lots: number }[] = [];
  private readonly books: FlowBook[];
  private readonly orders = new Map<number, FlowOrder>();
  private readonly references: Uint32Array;
  private readonly offsets: Uint32Array;
  private readonly counts: Uint32Array;
  private bytes: Buffer;
  private end = 0;
  private messages = 0;
  private lastReference = 0;

  constructor(private readonly flow: OrderFlow) {
    const fills = this.fills;
    const tally = new (class extends FlowTally {
      override fill(_: number, makerId: number, lots: number): void {
        fills.push({ makerId, lots });
      }
    })();
    this.books = Array.from({ length: flow.symbols }, () => new FlowBook(tally));
    this.references = new Uint32Array(flow.maxOrderId + 1);
    this.offsets = new Uint32Array(flow.count + 1);
    this.counts = new Uint32Array(flow.count + 1);
    this.bytes = Buffer.alloc(flow.count * (LONGEST + 2));
  }

  run(): ItchTape {
    const { flow, offsets, counts } = this;
    for (let i = 0; i < flow.count; i++) {
      this.command(i);
      offsets[i + 1] = this.end;
      counts[i + 1] = this.messages;
    }
    return { bytes: this.bytes.subarray(0, this.end), offsets, counts };
  }

  private command(i: number): void {
    const { flow } = this;
    const order = this.orders.get(flow.orderId[i]);
    if (flow.op[i] === FlowOp.New) this.enter(i);
    else if (order === undefined || order.place < 0) return;
    else if (flow.op[i] === FlowOp.Cancel) this.cancel(i, order);
    else this.replace(i, order);
  }

  private enter(i: number): void {
    const { flow } = this;
    const order = {
      id: flow.orderId[i],
      side: flow.side[i],
      priceTicks: flow.priceTicks[i],
      openLots: flow.qtyLots[i],
      place: -1,
    };
    this.orders.set(order.id, order);
    this.books[flow.symbol[i]].enter(order, flow.tif[i] === 1);
    this.tellFills(i);
    if (order.place >= 0) this.tellAdd(i, order);
  }

  private cancel(i: number, order: FlowOrder): void {
    this.books[this.flow.symbol[i]].cancel(order);
    this.tellDelete(i, order);
  }

  private replace(i: number, order: FlowOrder): void {
    this.books[this.flow.symbol[i]].replace(order, this.flow.priceTicks[i]);
    if (this.fills.length === 0) return this.tellReplace(i, order);
    this.tellDelete(i, order);
    this.tellFills(i);
    if (order.place >= 0) this.tellAdd(i, order);
  }

  private tellFills(i: number): void {
    for (const { makerId, lots } of this.fills.splice(0)) {
      const message = this.begin(this.executed, i);
      message.reference = this.references[makerId];
      message.executedShares = lots;
    }
  }

  private tellAdd(i: number, order: FlowOrder): void {
    const message = this.begin(this.addOrder, i);
    message.reference = this.newReference(order);
    message.side = SIDES[order.side];
    message.shares = order.openLots;
    message.stock = `SYM${this.flow.symbol[i]}`;
    message.price = order.priceTicks;
  }

  private tellDelete(i: number, order: FlowOrder): void {
    this.begin(this.deleted, i).reference = this.references[order.id];
  }

  private tellReplace(i: number, order: FlowOrder): void {
    const message = this.begin(this.replaced, i);
    message.originalReference = this.references[order.id];
    message.newReference = this.newReference(order);
    message.shares = order.openLots;
    message.price = order.priceTicks;
  }

  private newReference({ id }: FlowOrder): number {
    this.lastReference += STRIDE;
    this.references[id] = this.lastReference;
    return this.lastReference;
  }

  private begin<T extends FlatMessage & { stockLocate: number; timestamp: number }>(
    message: T,
    i: number,
  ): T {
    if (this.end + LONGEST + 2 > this.bytes.length)
      this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.bytes.length)]);
    this.bytes.writeUInt16BE(message.blockLength, this.end);
    this.end = message.encode(this.bytes, this.end + 2);
    this.messages++;
    message.stockLocate = this.flow.symbol[i];
    message.timestamp = i;
    return message;
  }
}

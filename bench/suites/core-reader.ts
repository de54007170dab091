/**
 * The one reader of the event ring: keeps the order table that every real reader keeps, and tallies fills by the flow's
 * own order ids, which are the client ids. Knows the core only by what the ring says.
 */
import type { BroadcastReader } from '../../engine/rings/broadcast.js';
import { specialize } from '../../engine/threads/specialize.js';
import { OrderTable } from '../../engine/views/order-table.js';
import { Side } from '../../protocol/codes/enums.js';
import * as commandRecord from '../../protocol/records/command.js';
import { Cmd } from '../../protocol/records/command.js';
import * as event from '../../protocol/records/event.js';
import { EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import * as layout from '../../protocol/records/layout.js';
import { Word } from '../../protocol/records/layout.js';
import type { FlowResult } from '../kit/flow.js';
import { type BookLeft, FlowTally } from '../kit/tally.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { reasonOf } = commandRecord;
const { isCommand } = event;
const { byteA, kindOf, LAST_IN_GROUP } = layout;

const RECORDS_PER_TURN = 1_024;
/** The flow's symbol 0. */
const FIRST_INSTRUMENT = 1;

export class CoreReader {
  /** Commands whose event group has been read to its end. Wraps at 32 bits. */
  groups = 0;
  private readonly tally = new FlowTally();
  private readonly table: OrderTable;
  private highestSlot = 0;

  constructor(
    private readonly ring: BroadcastReader,
    orders: number,
  ) {
    this.table = new OrderTable(orders);
    // As fast as it can be made: it is the core that is measured.
    specialize([
      [this.table, ['apply']],
      [this, ['take', 'poll']],
    ]);
  }

  /** Takes what is there. */
  poll(): void {
    const { ring } = this;
    const ready = ring.available(RECORDS_PER_TURN);
    for (let i = 0; i < ready; i++) this.take(ring.i32, ring.f64, ring.offset(i));
    ring.release(ready);
  }

  result(): FlowResult {
    return this.tally.result(this.left());
  }

  clear(): void {
    this.tally.clear();
  }

  private take(i32: Int32Array, f64: Float64Array, at: number): void {
    const kind = kindOf(i32[at]);
    this.table.apply(i32, f64, at);
    if (kind === EventKind.Trade) this.fill(i32, f64, at);
    else if (isCommand(kind)) this.answer(i32, at);
    if ((i32[at + Word.Flags] & LAST_IN_GROUP) !== 0) this.groups = (this.groups + 1) | 0;
  }

  private answer(i32: Int32Array, at: number): void {
    if (reasonOf(i32[at + Cmd.Flags]) !== 0) this.tally.rejects++;
    else this.highestSlot = Math.max(this.highestSlot, i32[at + Cmd.OrderSlot]);
  }

  private fill(i32: Int32Array, f64: Float64Array, at: number): void {
    const { table } = this;
    const lots = f64[(at >> 1) + TrdDouble.QtyLots];
    this.tally.fill(
      table.clientIdLow(i32[at + Trd.TakerSlot]),
      table.clientIdLow(i32[at + Trd.MakerSlot]),
      lots,
      i32[at + Trd.PriceTicks],
    );
  }

  private left(): BookLeft {
    const { table } = this;
    const best: Record<number, number | undefined> = {};
    let open = 0;
    let openQty = 0;
    for (let slot = 1; slot <= this.highestSlot; slot++) {
      const lots = table.openLots(slot);
      if (lots === 0) continue;
      open++;
      openQty += lots;
      const side = byteA(table.head(slot));
      if (table.instrument(slot) === FIRST_INSTRUMENT)
        best[side] = better(side, best[side], table.priceTicks(slot));
    }
    return { best_bid: best[Side.Buy], best_ask: best[Side.Sell], open, open_qty: openQty };
  }
}

function better(side: number, best: number | undefined, priceTicks: number): number {
  if (best === undefined) return priceTicks;
  return side === Side.Buy ? Math.max(best, priceTicks) : Math.min(best, priceTicks);
}

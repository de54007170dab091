/**
 * What the feed keeps of one strategy through all its lives: which books it follows, its net position since the engine
 * started, its notes, and the ring of the life that is attached now.
 */
import { Side } from '../../protocol/codes/enums.js';
import { Fd, FdDouble, FdNote, FeedKind } from '../../protocol/records/feed.js';
import { byteA, byteB, byteC, head, sessionOf } from '../../protocol/records/layout.js';
import { NOTE_NUMBERS, NOTES, NoteDouble } from '../../protocol/records/note.js';
import type { LaneMemory } from '../rings/lane.js';
import { OrderLife, type OrderTable } from '../views/order-table.js';
import type { Board } from './board.js';
import { FeedRing, type Stamp } from './feed-ring.js';
import type { UnknownOrders } from './unknown-orders.js';

export class StrategyDesk {
  ring: FeedRing | undefined;
  private readonly positions = new Map<number, number>();
  private readonly notes: (Float64Array | undefined)[] = new Array(NOTES).fill(undefined);

  constructor(
    readonly index: number,
    readonly session: number,
    readonly account: number,
    private readonly boards: readonly Board[],
  ) {
    for (const board of boards) {
      board.followers.push(this);
      this.positions.set(board.instrument, 0);
    }
  }

  /** Those whose market data it gets. */
  get instruments(): readonly number[] {
    return [...this.positions.keys()];
  }

  /** An ImageNote, or the echo of a StrategyNote that was taken. */
  note(i32: Int32Array, f64: Float64Array, at: number): void {
    const first = (at >> 1) + NoteDouble.First;
    this.notes[byteA(i32[at])] = f64.slice(first, first + NOTE_NUMBERS);
  }

  /** A new life begins: it gets its open orders and positions now, the books as there is room, and then Live. */
  attach(memory: LaneMemory, orders: OrderTable, unknown: UnknownOrders, stamp: Stamp): void {
    const ring = new FeedRing(memory);
    this.tellOpenOrders(ring, orders, unknown, stamp);
    for (const [place, numbers] of this.notes.entries())
      if (numbers !== undefined) tellNote(ring, place, numbers, stamp);
    for (const [instrument, lots] of this.positions)
      if (lots !== 0) tellPosition(ring, instrument, lots, stamp);
    for (const board of this.boards) ring.bookChanged(board);
    this.ring = ring;
  }

  detach(): void {
    this.ring = undefined;
  }

  /** It has bought or sold, alive or not. */
  traded(instrument: number, side: number, lots: number): void {
    const held = this.positions.get(instrument);
    if (held !== undefined) this.positions.set(instrument, side === Side.Buy ? held + lots : held - lots);
  }

  /** It is another one than its own executions make it. */
  tellPosition(instrument: number, stamp: Stamp): void {
    const lots = this.positions.get(instrument);
    if (this.ring !== undefined && lots !== undefined) tellPosition(this.ring, instrument, lots, stamp);
  }

  private tellOpenOrders(ring: FeedRing, orders: OrderTable, unknown: UnknownOrders, stamp: Stamp): void {
    const { life } = orders;
    let slot = life.indexOf(OrderLife.Open);
    for (; slot > 0; slot = life.indexOf(OrderLife.Open, slot + 1))
      if (this.owns(orders, slot)) {
        tellOpenOrder(ring, orders, slot, stamp);
        if (unknown.has(slot)) tellUnknown(ring, orders, slot, true, stamp);
      }
  }

  /** What it has sent: not the parts of a routed order. */
  private owns(orders: OrderTable, slot: number): boolean {
    return sessionOf(orders.owner(slot)) === this.session && orders.parent(slot) === 0;
  }
}

/** Something of a routed order at a venue is unknown, or nothing is any more. */
export function tellUnknown(
  ring: FeedRing,
  orders: OrderTable,
  slot: number,
  isUnknown: boolean,
  stamp: Stamp,
): void {
  const word = head(FeedKind.OrderUnknown, orders.side(slot), isUnknown ? 1 : 0);
  const at = ring.begin(word, orders.instrument(slot), stamp);
  if (at >= 0) describe(ring, at, orders, slot);
}

function tellOpenOrder(ring: FeedRing, orders: OrderTable, slot: number, stamp: Stamp): void {
  const word = orders.head(slot);
  const kind = head(FeedKind.OpenOrder, orders.side(slot), byteB(word), byteC(word));
  const at = ring.begin(kind, orders.instrument(slot), stamp);
  if (at >= 0) describe(ring, at, orders, slot);
}

function describe(ring: FeedRing, at: number, orders: OrderTable, slot: number): void {
  ring.i32[at + Fd.PriceTicks] = orders.priceTicks(slot);
  ring.i32[at + Fd.ClientIdLow] = orders.clientIdLow(slot);
  ring.i32[at + Fd.ClientIdHigh] = orders.clientIdHigh(slot);
  ring.f64[(at >> 1) + FdDouble.Lots] = orders.totalLots(slot);
  ring.f64[(at >> 1) + FdDouble.ExecutedLots] = orders.executedLots(slot);
}

function tellNote(ring: FeedRing, place: number, numbers: Float64Array, stamp: Stamp): void {
  const at = ring.begin(head(FeedKind.Note, place), 0, stamp);
  if (at >= 0) ring.f64.set(numbers, (at >> 1) + FdNote.First);
}

function tellPosition(ring: FeedRing, instrument: number, lots: number, stamp: Stamp): void {
  const at = ring.begin(head(FeedKind.Position), instrument, stamp);
  if (at >= 0) ring.f64[(at >> 1) + FdDouble.Lots] = lots;
}

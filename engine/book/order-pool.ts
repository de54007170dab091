/**
 * All orders that rest or are being matched. An order is one cache line: whatever a command does to it, it is fetched
 * once. Its id is its slot and the slot's generation, so that looking one up needs no hash, and an old id never means a
 * new order. Slot 0 means "none".
 *
 * Sizes and markers of the hot path are const enums, here and in the ladder: the compiler puts them into the code as
 * numbers, where an imported constant is loaded and checked each time.
 */
import type { Shelf } from './rank.js';
import * as rank from './rank.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { sideIndex } = rank;

/** Words of an order, from `slot << OrderSize.Shift` on. */
export const enum Ord {
  /** Neighbours in the queue of its price level; `Next` also links free slots. */
  Next = 0,
  Previous = 1,
  /** Price level it rests in, or `Rests.Nowhere`. */
  Level = 2,
  Generation = 3,
  /** Word 0 of its NewOrder (kind, side, ord type, time in force); 0 = the slot is free. */
  Head = 4,
  Instrument = 5,
  PriceTicks = 6,
  Owner = 7,
  ClientIdLow = 8,
  ClientIdHigh = 9,
  /** `CommandFlag` bits it came with, and `OrderFlag` bits. */
  Flags = 10,
  /** Next order in the chain of its client id's hash. */
  Chained = 11,
}
/** Its doubles, from `slot << OrderSize.DoubleShift` on; they stand in the words 12 to 15. */
export const enum OrdDouble {
  OpenLots = 6,
  TotalLots = 7,
}
/** What the core remembers of an order beside the flags that it came with, in the upper half of the word. */
export const enum OrderFlag {
  /** It has a line in `OrderTerms`: it came with one, or another order is linked to it. */
  HasTerms = 1 << 16,
  /** A market order that takes no worse price than its terms' LimitTicks. */
  Protected = 1 << 17,
  /** Its children are executed, in our own book or at venues; it stands in no book. */
  Routed = 1 << 20,
  /** Part of a routed order. */
  Child = 1 << 21,
  /** Either: it is not cancelled or replaced like an order that stands by itself. */
  Family = Routed | Child,
}
/** Above them its `Shelf`. */
const enum ShelfBits {
  Shift = 18,
  Mask = 3 << 18,
}
export const enum OrderSize {
  Words = 16,
  Shift = 4,
  DoubleShift = 3,
}
export const enum Rests {
  Nowhere = -1,
}

export class OrderPool {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  /** Orders in use. */
  count = 0;
  /** Slots below this were in use at some time. */
  highWater = 1;
  private firstFree = 0;

  constructor(readonly capacity: number) {
    const memory = new ArrayBuffer(capacity * OrderSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
  }

  get full(): boolean {
    return this.firstFree === 0 && this.highWater === this.capacity;
  }

  /** A slot with a new generation, resting nowhere. Only while not `full`. */
  allocate(): number {
    const { i32 } = this;
    const slot = this.firstFree === 0 ? this.highWater++ : this.firstFree;
    const at = slot << OrderSize.Shift;
    this.firstFree = i32[at | Ord.Next];
    i32[at | Ord.Generation] = (i32[at | Ord.Generation] + 1) | 0;
    i32[at | Ord.Next] = 0;
    i32[at | Ord.Previous] = 0;
    i32[at | Ord.Level] = Rests.Nowhere;
    this.count++;
    return slot;
  }

  release(slot: number): void {
    const at = slot << OrderSize.Shift;
    this.i32[at | Ord.Head] = 0;
    this.i32[at | Ord.Next] = this.firstFree;
    this.firstFree = slot;
    this.count--;
  }

  /** The slot if this id names an order that is open now, else 0. */
  find(slot: number, generation: number): number {
    if (slot <= 0 || slot >= this.highWater) return 0;
    return this.isOpen(slot) && this.generation(slot) === generation ? slot : 0;
  }

  isOpen(slot: number): boolean {
    return this.i32[(slot << OrderSize.Shift) | Ord.Head] !== 0;
  }
  isResting(slot: number): boolean {
    return this.i32[(slot << OrderSize.Shift) | Ord.Level] !== Rests.Nowhere;
  }
  head(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Head];
  }
  /** What a stop or a market-to-limit order has become. */
  setOrdType(slot: number, ordType: number): void {
    const at = (slot << OrderSize.Shift) | Ord.Head;
    this.i32[at] = (this.i32[at] & ~0xff0000) | (ordType << 16);
  }
  side(slot: number): number {
    return (this.i32[(slot << OrderSize.Shift) | Ord.Head] >>> 8) & 0xff;
  }
  ordType(slot: number): number {
    return (this.i32[(slot << OrderSize.Shift) | Ord.Head] >>> 16) & 0xff;
  }
  timeInForce(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Head] >>> 24;
  }
  instrument(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Instrument];
  }
  priceTicks(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.PriceTicks];
  }
  setPriceTicks(slot: number, ticks: number): void {
    this.i32[(slot << OrderSize.Shift) | Ord.PriceTicks] = ticks;
  }
  owner(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Owner];
  }
  account(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Owner] & 0xffff;
  }
  session(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Owner] >>> 16;
  }
  /** Also the `OrderFlag` bits. */
  flags(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Flags];
  }
  shelf(slot: number): Shelf {
    return (this.i32[(slot << OrderSize.Shift) | Ord.Flags] & ShelfBits.Mask) >> ShelfBits.Shift;
  }
  /** Only while it rests nowhere. */
  setShelf(slot: number, shelf: Shelf): void {
    const at = (slot << OrderSize.Shift) | Ord.Flags;
    this.i32[at] = (this.i32[at] & ~ShelfBits.Mask) | (shelf << ShelfBits.Shift);
  }
  /** The side of the book that it rests on, or would. */
  bookSide(slot: number): number {
    return sideIndex(this.instrument(slot), this.side(slot), this.shelf(slot));
  }
  /** It has a line in `OrderTerms`. */
  hasTerms(slot: number): boolean {
    return (this.i32[(slot << OrderSize.Shift) | Ord.Flags] & OrderFlag.HasTerms) !== 0;
  }
  clientIdLow(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.ClientIdLow];
  }
  clientIdHigh(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.ClientIdHigh];
  }
  chained(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Chained];
  }
  setChained(slot: number, next: number): void {
    this.i32[(slot << OrderSize.Shift) | Ord.Chained] = next;
  }
  generation(slot: number): number {
    return this.i32[(slot << OrderSize.Shift) | Ord.Generation];
  }

  /** Where the quantities stand in `f64`. What runs for every command reads them there, see `Book`. */
  openAt(slot: number): number {
    return (slot << OrderSize.DoubleShift) | OrdDouble.OpenLots;
  }
  totalAt(slot: number): number {
    return (slot << OrderSize.DoubleShift) | OrdDouble.TotalLots;
  }
  openLots(slot: number): number {
    return this.f64[this.openAt(slot)];
  }
  setOpenLots(slot: number, lots: number): void {
    this.f64[this.openAt(slot)] = lots;
  }
  totalLots(slot: number): number {
    return this.f64[this.totalAt(slot)];
  }
  setTotalLots(slot: number, lots: number): void {
    this.f64[this.totalAt(slot)] = lots;
  }
  executedLots(slot: number): number {
    return this.totalLots(slot) - this.openLots(slot);
  }

  /** Free slots in the order in which they will be given out; for the image, so that replayed ids come out the same. */
  freeSlots(): Int32Array {
    const slots = new Int32Array(this.highWater - 1 - this.count);
    for (let slot = this.firstFree, i = 0; slot !== 0; slot = this.i32[(slot << OrderSize.Shift) | Ord.Next])
      slots[i++] = slot;
    return slots;
  }

  restoreFreeSlots(slots: Int32Array, highWater: number): void {
    this.highWater = highWater;
    this.count = highWater - 1 - slots.length;
    this.firstFree = slots[0] ?? 0;
    for (let i = 0; i < slots.length; i++)
      this.i32[(slots[i] << OrderSize.Shift) | Ord.Next] = slots[i + 1] ?? 0;
  }
}

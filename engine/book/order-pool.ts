/**
 * All orders that rest or are being matched, in columns by slot. What matching touches stands together in 32 bytes, half
 * a cache line, the rest aside. An order's id is its slot and the slot's generation, so that looking one up needs no
 * hash, and an old id never means a new order. Slot 0 means "none".
 */
import { byteA } from '../../protocol/records/layout.js';

/** Words of an order's hot part. */
export const enum Hot {
  /** Neighbours in the queue of its price level; `Next` also links free slots. */
  Next = 0,
  Previous = 1,
  /** Price level it rests in, or `NOT_RESTING`. */
  Level = 2,
  Generation = 3,
  /** Words 4 and 5 are the open quantity, a double. */
  Owner = 6,
  PriceTicks = 7,
}
export const HOT_WORDS = 8;
const OPEN_DOUBLE = 2;

export const NOT_RESTING = -1;

export class OrderPool {
  readonly hot: Int32Array;
  readonly hotF64: Float64Array;
  /** Word 0 of the order's NewOrder (kind, side, ord type, time in force); 0 = the slot is free. */
  readonly head: Int32Array;
  /** `CommandFlag` bits it came with. */
  readonly flags: Int32Array;
  readonly instrument: Int32Array;
  readonly clientIdLow: Int32Array;
  readonly clientIdHigh: Int32Array;
  readonly totalLots: Float64Array;
  /** Orders in use. */
  count = 0;
  /** Slots below this were in use at some time. */
  highWater = 1;
  private firstFree = 0;

  constructor(readonly capacity: number) {
    const memory = new ArrayBuffer(capacity * HOT_WORDS * 4);
    this.hot = new Int32Array(memory);
    this.hotF64 = new Float64Array(memory);
    this.head = new Int32Array(capacity);
    this.flags = new Int32Array(capacity);
    this.instrument = new Int32Array(capacity);
    this.clientIdLow = new Int32Array(capacity);
    this.clientIdHigh = new Int32Array(capacity);
    this.totalLots = new Float64Array(capacity);
  }

  get full(): boolean {
    return this.firstFree === 0 && this.highWater === this.capacity;
  }

  /** A slot with a new generation, resting nowhere. Only while not `full`. */
  allocate(): number {
    let slot = this.firstFree;
    if (slot !== 0) this.firstFree = this.hot[slot * HOT_WORDS + Hot.Next];
    else slot = this.highWater++;
    const at = slot * HOT_WORDS;
    this.hot[at + Hot.Generation] = (this.hot[at + Hot.Generation] + 1) | 0;
    this.hot[at + Hot.Next] = 0;
    this.hot[at + Hot.Previous] = 0;
    this.hot[at + Hot.Level] = NOT_RESTING;
    this.count++;
    return slot;
  }

  release(slot: number): void {
    this.head[slot] = 0;
    this.hot[slot * HOT_WORDS + Hot.Next] = this.firstFree;
    this.firstFree = slot;
    this.count--;
  }

  /** The slot if this id names an order that is open now, else 0. */
  find(slot: number, generation: number): number {
    if (slot <= 0 || slot >= this.highWater) return 0;
    return this.head[slot] !== 0 && this.hot[slot * HOT_WORDS + Hot.Generation] === generation ? slot : 0;
  }

  side(slot: number): number {
    return byteA(this.head[slot]);
  }
  /** Where the open quantity stands in `hotF64`. What runs for every command reads it there, see `Book`. */
  openAt(slot: number): number {
    return slot * (HOT_WORDS >> 1) + OPEN_DOUBLE;
  }
  openLots(slot: number): number {
    return this.hotF64[this.openAt(slot)];
  }
  setOpenLots(slot: number, lots: number): void {
    this.hotF64[this.openAt(slot)] = lots;
  }
  executedLots(slot: number): number {
    return this.totalLots[slot] - this.openLots(slot);
  }
  priceTicks(slot: number): number {
    return this.hot[slot * HOT_WORDS + Hot.PriceTicks];
  }
  owner(slot: number): number {
    return this.hot[slot * HOT_WORDS + Hot.Owner];
  }
  generation(slot: number): number {
    return this.hot[slot * HOT_WORDS + Hot.Generation];
  }

  /** Free slots in the order in which they will be given out; for the image, so that replayed ids come out the same. */
  freeSlots(): Int32Array {
    const slots = new Int32Array(this.highWater - 1 - this.count);
    for (let slot = this.firstFree, i = 0; slot !== 0; slot = this.hot[slot * HOT_WORDS + Hot.Next])
      slots[i++] = slot;
    return slots;
  }

  restoreFreeSlots(slots: Int32Array, highWater: number): void {
    this.highWater = highWater;
    this.count = highWater - 1 - slots.length;
    this.firstFree = slots[0] ?? 0;
    for (let i = 0; i < slots.length; i++) this.hot[slots[i] * HOT_WORDS + Hot.Next] = slots[i + 1] ?? 0;
  }
}

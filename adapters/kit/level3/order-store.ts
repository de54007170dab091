/**
 * The resting orders of a venue's order-by-order feed, found by the venue's number of 64 bits. A slot is an order's place for as long as it rests; chains of slots hang from
 * buckets. Venues number orders one after the other and most are short-lived, so neighbouring numbers hash to neighbouring buckets: what is looked for is mostly what
 * was touched last. All room is taken at start.
 */
/** Words of an order, from `slot << OrderSize.Shift` on; its lots are the last double. */
export const enum Ord {
  Low = 0,
  High = 1,
  /** The next slot of its bucket, or of the free list. */
  Chain = 2,
  Level = 3,
  /** In its level's queue. */
  Previous = 4,
  Next = 5,
}
const enum OrdDouble {
  Lots = 3,
}
export const enum OrderSize {
  Words = 8,
  Shift = 3,
  DoubleShift = 2,
}
/** No slot: the first one is never given away. */
export const NO_SLOT = 0;

export class OrderStore {
  /** Orders at present. */
  count = 0;
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  private readonly buckets: Int32Array;
  private readonly mask: number;
  private firstFree = NO_SLOT;
  private used = 1;

  constructor(private readonly capacity: number) {
    const memory = new ArrayBuffer((capacity + 1) * OrderSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.mask = 2 ** Math.ceil(Math.log2(capacity + 1)) - 1;
    this.buckets = new Int32Array(this.mask + 1);
  }

  clear(): void {
    this.buckets.fill(NO_SLOT);
    this.firstFree = NO_SLOT;
    this.used = 1;
    this.count = 0;
  }

  lots(slot: number): number {
    return this.f64[(slot << OrderSize.DoubleShift) | OrdDouble.Lots];
  }

  setLots(slot: number, lots: number): void {
    this.f64[(slot << OrderSize.DoubleShift) | OrdDouble.Lots] = lots;
  }

  /** @returns `NO_SLOT` when no such order rests */
  find(low: number, high: number): number {
    const { i32 } = this;
    let slot = this.buckets[(hash(low, high) & this.mask) | 0];
    while (slot !== NO_SLOT) {
      const at = slot << OrderSize.Shift;
      if (i32[at | Ord.Low] === low && i32[at | Ord.High] === high) return slot;
      slot = i32[at | Ord.Chain];
    }
    return NO_SLOT;
  }

  /** For a number that does not rest. @returns `NO_SLOT` when all room is taken */
  add(low: number, high: number): number {
    const { i32, buckets } = this;
    if (this.count === this.capacity) return NO_SLOT;
    const slot = this.takeSlot();
    const bucket = hash(low, high) & this.mask;
    const at = slot << OrderSize.Shift;
    i32[at | Ord.Low] = low;
    i32[at | Ord.High] = high;
    i32[at | Ord.Chain] = buckets[bucket];
    buckets[bucket] = slot;
    this.count++;
    return slot;
  }

  remove(slot: number): void {
    const { i32, buckets } = this;
    const at = slot << OrderSize.Shift;
    const bucket = hash(i32[at | Ord.Low], i32[at | Ord.High]) & this.mask;
    const next = i32[at | Ord.Chain];
    if (buckets[bucket] === slot) buckets[bucket] = next;
    else {
      let before = buckets[bucket] << OrderSize.Shift;
      while (i32[before | Ord.Chain] !== slot) before = i32[before | Ord.Chain] << OrderSize.Shift;
      i32[before | Ord.Chain] = next;
    }
    i32[at | Ord.Chain] = this.firstFree;
    this.firstFree = slot;
    this.count--;
  }

  private takeSlot(): number {
    const slot = this.firstFree;
    if (slot === NO_SLOT) return this.used++;
    this.firstFree = this.i32[(slot << OrderSize.Shift) | Ord.Chain];
    return slot;
  }
}

function hash(low: number, high: number): number {
  return low ^ (low >>> 15) ^ Math.imul(high, 0x9e3779b1);
}

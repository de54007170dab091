/**
 * The price levels of many books: of each side a short array of (key, level), sorted, the best at its end, where nearly all change happens. Keys make "better" mean "larger": prices of bids, prices of
 * asks negated. Nothing grows after start.
 */
import { SpanPool } from '../../../engine/book/span-pool.js';

/** Words of a level, from `level << LevelSize.Shift` on; what it holds is the last double. */
export const enum Lvl {
  First = 0,
  Last = 1,
  Orders = 2,
  Key = 3,
  Side = 4,
}
const enum LvlDouble {
  Lots = 3,
}
export const enum LevelSize {
  Words = 8,
  Shift = 3,
  DoubleShift = 2,
}
/** Words of a side, from `side << SideSize.Shift` on. */
const enum Sd {
  Count = 0,
  Start = 1,
  Class = 2,
}
const enum SideSize {
  Words = 4,
  Shift = 2,
}

export const NO_LEVEL = -1;
const NO_SPAN = -1;
/** So many levels from the best on are looked at one by one before the search halves. */
const NEAR = 8;

export class LevelStore {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  private readonly spans: SpanPool;
  private readonly sides: Int32Array;
  private firstFree = NO_LEVEL;
  private used = 0;

  constructor(
    private readonly sideCount: number,
    private readonly capacity: number,
  ) {
    const memory = new ArrayBuffer(capacity * LevelSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.spans = new SpanPool(SpanPool.pairsFor(sideCount, capacity));
    this.sides = new Int32Array(sideCount * SideSize.Words);
    for (let side = 0; side < sideCount; side++) this.sides[(side << SideSize.Shift) | Sd.Start] = NO_SPAN;
  }

  /** Levels of a side. */
  count(side: number): number {
    return this.sides[(side << SideSize.Shift) | Sd.Count];
  }

  /** The level `rank` places from the best; only below `count`. */
  levelAt(side: number, rank: number): number {
    const at = side << SideSize.Shift;
    return this.spans.pairs[2 * (this.sides[at | Sd.Start] + this.sides[at | Sd.Count] - 1 - rank) + 1];
  }

  lots(level: number): number {
    return this.f64[(level << LevelSize.DoubleShift) | LvlDouble.Lots];
  }

  addLots(level: number, lots: number): void {
    this.f64[(level << LevelSize.DoubleShift) | LvlDouble.Lots] += lots;
  }

  /** The level of a key, made when it is not there. @returns `NO_LEVEL` when there is no room for it */
  open(side: number, key: number): number {
    const { pairs } = this.spans;
    const place = this.position(side, key);
    const pair = 2 * (this.sides[(side << SideSize.Shift) | Sd.Start] + place);
    if (place < this.count(side) && pairs[pair] === key) return pairs[pair + 1];
    return this.insert(side, key, place);
  }

  /** Takes an empty level away. */
  close(level: number): void {
    const { i32, sides } = this;
    const { pairs } = this.spans;
    const side = i32[(level << LevelSize.Shift) | Lvl.Side];
    const place = this.position(side, i32[(level << LevelSize.Shift) | Lvl.Key]);
    const at = side << SideSize.Shift;
    const start = sides[at | Sd.Start];
    const first = 2 * (start + place);
    const end = 2 * (start + sides[at | Sd.Count]);
    if (first + 2 < end) pairs.copyWithin(first, first + 2, end);
    sides[at | Sd.Count]--;
    i32[(level << LevelSize.Shift) | Lvl.First] = this.firstFree;
    this.firstFree = level;
    this.shrink(side);
  }

  clear(): void {
    for (let side = 0; side < this.sideCount; side++) {
      const at = side << SideSize.Shift;
      if (this.sides[at | Sd.Start] !== NO_SPAN)
        this.spans.give(this.sides[at | Sd.Start], this.sides[at | Sd.Class]);
      this.sides[at | Sd.Start] = NO_SPAN;
      this.sides[at | Sd.Count] = this.sides[at | Sd.Class] = 0;
    }
    this.firstFree = NO_LEVEL;
    this.used = 0;
  }

  /** Where the key stands or would stand. */
  private position(side: number, key: number): number {
    const { pairs } = this.spans;
    const at = side << SideSize.Shift;
    const start = this.sides[at | Sd.Start];
    let high = this.sides[at | Sd.Count];
    for (let look = 0; look < NEAR && high > 0; look++, high--) {
      const near = pairs[2 * (start + high - 1)];
      if (near === key) return high - 1;
      if (near < key) return high;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (pairs[2 * (start + middle)] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(side: number, key: number, place: number): number {
    const { i32, sides } = this;
    const level = this.takeLevel();
    if (level === NO_LEVEL) return NO_LEVEL;
    if (!this.hasRoom(side)) return this.giveBack(level);
    const { pairs } = this.spans;
    const at = side << SideSize.Shift;
    const start = sides[at | Sd.Start];
    const first = 2 * (start + place);
    const end = 2 * (start + sides[at | Sd.Count]);
    if (first < end) pairs.copyWithin(first + 2, first, end);
    pairs[first] = key;
    pairs[first + 1] = level;
    sides[at | Sd.Count]++;
    const words = level << LevelSize.Shift;
    i32[words | Lvl.First] = i32[words | Lvl.Last] = i32[words | Lvl.Orders] = 0;
    i32[words | Lvl.Key] = key;
    i32[words | Lvl.Side] = side;
    this.f64[(level << LevelSize.DoubleShift) | LvlDouble.Lots] = 0;
    return level;
  }

  private takeLevel(): number {
    const level = this.firstFree;
    if (level === NO_LEVEL) return this.used < this.capacity ? this.used++ : NO_LEVEL;
    this.firstFree = this.i32[(level << LevelSize.Shift) | Lvl.First];
    return level;
  }

  private giveBack(level: number): number {
    this.i32[(level << LevelSize.Shift) | Lvl.First] = this.firstFree;
    this.firstFree = level;
    return NO_LEVEL;
  }

  /** Moves the side to a larger span when its own is full. */
  private hasRoom(side: number): boolean {
    const at = side << SideSize.Shift;
    const { sides } = this;
    if (sides[at | Sd.Start] === NO_SPAN) return this.moveTo(side, 0);
    if (sides[at | Sd.Count] < SpanPool.capacityOf(sides[at | Sd.Class])) return true;
    return this.moveTo(side, sides[at | Sd.Class] + 1);
  }

  /** To a smaller span when a quarter of its own would do, as `SpanPool.pairsFor` counts on. */
  private shrink(side: number): void {
    const at = side << SideSize.Shift;
    const sizeClass = this.sides[at | Sd.Class];
    if (sizeClass > 0 && this.sides[at | Sd.Count] * 4 <= SpanPool.capacityOf(sizeClass))
      this.moveTo(side, sizeClass - 1);
  }

  private moveTo(side: number, sizeClass: number): boolean {
    const { sides, spans } = this;
    const at = side << SideSize.Shift;
    const target = spans.take(sizeClass);
    if (target < 0) return false;
    const start = sides[at | Sd.Start];
    if (start !== NO_SPAN) {
      spans.pairs.copyWithin(2 * target, 2 * start, 2 * (start + sides[at | Sd.Count]));
      spans.give(start, sides[at | Sd.Class]);
    }
    sides[at | Sd.Start] = target;
    sides[at | Sd.Class] = sizeClass;
    return true;
  }
}

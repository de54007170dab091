/**
 * The price levels of all books. A side is a short array of chunks sorted by rank, the best at the end; a chunk covers
 * 32 neighbouring ranks with one mask word, so the next best level is one `clz32` away.
 *
 * ```
 *  side ─▶ span: (key, chunk) (key, chunk) … (key, chunk)     key = rank >> 5, ascending
 *  chunk ─▶ mask 0100…1001, 32 levels of 16 bytes: first order, last order, quantity (double)
 * ```
 *
 * A side is one cache line: its best rank and level, its span, and the four chunks looked for last among keys that end in
 * the same two bits, so that nearly every order finds its level without a search and without a branch that is hard to guess.
 */
import * as ranks from './rank.js';
import { SpanPool } from './span-pool.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { NO_RANK } = ranks;

/** Words of a level, from `level << LvlSize.Shift` on; its quantity is the second double. */
export const enum Lvl {
  First = 0,
  Last = 1,
}
const enum LvlDouble {
  Lots = 1,
}
export const enum LvlSize {
  Words = 4,
  Shift = 2,
  DoubleShift = 1,
}

const enum Chunk {
  Levels = 32,
  Shift = 5,
  Mask = 31,
}

/** Words of a side, from `side << SideSize.Shift` on. */
const enum Sd {
  BestRank = 0,
  BestLevel = 1,
  Chunks = 2,
  /** First pair of its span, and the span's size class. */
  Start = 3,
  Class = 4,
  /** Four pairs (key, chunk): where the chunk of a key stands, if it was looked for. */
  Found = 8,
}
const enum SideSize {
  Words = 16,
  Shift = 4,
}
const enum Found {
  Mask = 3,
}
const enum None {
  Level = -1,
  Span = -1,
  Chunk = -1,
  /** No rank has this key. */
  Key = 0x7fffffff,
}
const NEW_SIDE = [NO_RANK, None.Level, 0, None.Span, 0, 0, 0, 0];
for (let i = 0; i <= Found.Mask; i++) NEW_SIDE.push(None.Key, None.Chunk);

export class Ladder {
  readonly i32: Int32Array;
  private readonly f64: Float64Array;
  private readonly masks: Int32Array;
  private readonly nextFreeChunk: Int32Array;
  private firstFreeChunk = None.Chunk;
  private usedChunks = 0;
  private readonly spans: SpanPool;
  private readonly sides: Int32Array;
  /** Of the level that `below` found last. */
  private rankBelow = NO_RANK;

  constructor(
    sides: number,
    private readonly chunks: number,
    made: 'at start' | 'when they begin' = 'at start',
  ) {
    const memory = new ArrayBuffer(chunks * Chunk.Levels * LvlSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.masks = new Int32Array(chunks);
    this.nextFreeChunk = new Int32Array(chunks);
    this.spans = new SpanPool(SpanPool.pairsFor(sides, chunks));
    this.sides = new Int32Array(sides * SideSize.Words);
    if (made === 'at start') for (let side = 0; side < sides; side++) this.begin(side);
  }

  /** The side has no levels. Once, before anything else is asked of it, where it was not made at start. */
  begin(side: number): void {
    this.sides.set(NEW_SIDE, side << SideSize.Shift);
  }

  bestRank(side: number): number {
    return this.sides[(side << SideSize.Shift) | Sd.BestRank];
  }

  /** The best level; `None.Level` on a side without levels. */
  bestLevel(side: number): number {
    return this.sides[(side << SideSize.Shift) | Sd.BestLevel];
  }

  lots(level: number): number {
    return this.f64[(level << LvlSize.DoubleShift) | LvlDouble.Lots];
  }
  /** The level holds `lots[at]` more. False: it would hold 2^53 or more, and is as before. */
  addLots(level: number, lots: Float64Array, at: number): boolean {
    const { f64 } = this;
    const sum = f64[(level << LvlSize.DoubleShift) | LvlDouble.Lots] + lots[at];
    if (sum > Number.MAX_SAFE_INTEGER) return false;
    f64[(level << LvlSize.DoubleShift) | LvlDouble.Lots] = sum;
    return true;
  }
  takeLots(level: number, lots: Float64Array, at: number): void {
    this.f64[(level << LvlSize.DoubleShift) | LvlDouble.Lots] -= lots[at];
  }

  /** The level of a rank, made when it is not there; negative when there is no chunk left for it. An empty level is all zero. */
  open(side: number, rank: number): number {
    const { sides } = this;
    const at = side << SideSize.Shift;
    const key = rank >> Chunk.Shift;
    const found = at | Sd.Found | ((key & Found.Mask) << 1);
    const chunk = sides[found] === key ? sides[found + 1] : this.chunkFor(side, key);
    if (chunk < 0) return None.Level;
    const level = (chunk << Chunk.Shift) | (rank & Chunk.Mask);
    this.masks[chunk] |= 1 << rank;
    if (rank > sides[at | Sd.BestRank]) {
      sides[at | Sd.BestRank] = rank;
      sides[at | Sd.BestLevel] = level;
    }
    return level;
  }

  /** Takes an empty level away. */
  close(side: number, rank: number, level: number): void {
    const chunk = level >> Chunk.Shift;
    const mask = this.masks[chunk] & ~(1 << level);
    this.masks[chunk] = mask;
    if (mask === 0) this.dropChunk(side, rank >> Chunk.Shift, chunk);
    if (rank !== this.bestRank(side)) return;
    if (mask === 0) this.findBest(side);
    else this.bestIs(side, rank >> Chunk.Shift, chunk);
  }

  /** Rank of the best level that is worse than `rank`, or `NO_RANK`; `lots[at]` becomes what it holds. */
  next(side: number, rank: number, lots: Float64Array, at: number): number {
    const level = this.below(side, rank);
    lots[at] = level < 0 ? 0 : this.f64[(level << LvlSize.DoubleShift) | LvlDouble.Lots];
    return level < 0 ? NO_RANK : this.rankBelow;
  }

  /** The best level that is worse than `rank`; negative = there is none. */
  below(side: number, rank: number): number {
    if (rank === NO_RANK) return None.Level;
    const { pairs } = this.spans;
    const start = this.sides[(side << SideSize.Shift) | Sd.Start];
    const highest = (rank - 1) | 0;
    const key = highest >> Chunk.Shift;
    let place = this.position(side, key);
    if (place < this.chunksOf(side) && pairs[2 * (start + place)] === key) {
      const level = this.levelIn(2 * (start + place), (2 << (highest & Chunk.Mask)) - 1);
      if (level >= 0) return level;
    }
    return --place < 0 ? None.Level : this.levelIn(2 * (start + place), -1);
  }

  /** Rank of the worst level, or `NO_RANK`. */
  worstRank(side: number): number {
    if (this.chunksOf(side) === 0) return NO_RANK;
    const pair = 2 * this.sides[(side << SideSize.Shift) | Sd.Start];
    const mask = this.masks[this.spans.pairs[pair + 1]];
    return (this.spans.pairs[pair] << Chunk.Shift) | (Chunk.Mask - Math.clz32(mask & -mask));
  }

  /** True when levels of the side at `rank` or better hold at least `lots[at]`. */
  holds(side: number, rank: number, lots: Float64Array, at: number): boolean {
    const start = this.sides[(side << SideSize.Shift) | Sd.Start];
    let missing = lots[at];
    for (let i = this.chunksOf(side) - 1; i >= 0 && missing > 0; i--) {
      const pair = 2 * (start + i);
      const base = this.spans.pairs[pair] << Chunk.Shift;
      const chunk = this.spans.pairs[pair + 1];
      for (let mask = this.masks[chunk]; mask !== 0 && missing > 0; ) {
        const index = Chunk.Mask - Math.clz32(mask);
        if ((base | index) < rank) return false;
        missing -= this.f64[(((chunk << Chunk.Shift) | index) << LvlSize.DoubleShift) | LvlDouble.Lots];
        mask &= ~(1 << index);
      }
    }
    return missing <= 0;
  }

  /** Visits the side's levels from the best on. */
  walk(side: number, visit: (level: number, rank: number) => void): void {
    const start = this.sides[(side << SideSize.Shift) | Sd.Start];
    for (let i = this.chunksOf(side) - 1; i >= 0; i--) {
      const pair = 2 * (start + i);
      const base = this.spans.pairs[pair] << Chunk.Shift;
      const chunk = this.spans.pairs[pair + 1];
      for (let mask = this.masks[chunk]; mask !== 0; ) {
        const index = Chunk.Mask - Math.clz32(mask);
        visit((chunk << Chunk.Shift) | index, base | index);
        mask &= ~(1 << index);
      }
    }
  }

  private findBest(side: number): void {
    const { sides } = this;
    const { pairs } = this.spans;
    const at = side << SideSize.Shift;
    const count = sides[at | Sd.Chunks];
    if (count === 0) {
      sides[at | Sd.BestRank] = NO_RANK;
      sides[at | Sd.BestLevel] = None.Level;
      return;
    }
    const pair = 2 * (sides[at | Sd.Start] + count - 1);
    this.bestIs(side, pairs[pair], pairs[pair + 1]);
  }

  /** The best level is the highest of this chunk. */
  private bestIs(side: number, key: number, chunk: number): void {
    const { sides } = this;
    const at = side << SideSize.Shift;
    const index = Chunk.Mask - Math.clz32(this.masks[chunk]);
    sides[at | Sd.BestRank] = (key << Chunk.Shift) | index;
    sides[at | Sd.BestLevel] = (chunk << Chunk.Shift) | index;
  }

  /** The best level among the `wanted` of a pair's chunk, negative = none. */
  private levelIn(pair: number, wanted: number): number {
    const chunk = this.spans.pairs[pair + 1];
    const mask = this.masks[chunk] & wanted;
    if (mask === 0) return None.Level;
    const index = Chunk.Mask - Math.clz32(mask);
    this.rankBelow = (this.spans.pairs[pair] << Chunk.Shift) | index;
    return (chunk << Chunk.Shift) | index;
  }

  private chunksOf(side: number): number {
    return this.sides[(side << SideSize.Shift) | Sd.Chunks];
  }

  /** The side's chunk with this key, inserted when it is not there; negative when none is left. */
  private chunkFor(side: number, key: number): number {
    const { pairs } = this.spans;
    const place = this.position(side, key);
    const pair = 2 * (this.sides[(side << SideSize.Shift) | Sd.Start] + place);
    const there = place < this.chunksOf(side) && pairs[pair] === key;
    const chunk = there ? pairs[pair + 1] : this.insertChunk(side, key, place);
    this.remember(side, key, chunk);
    return chunk;
  }

  private remember(side: number, key: number, chunk: number): void {
    const found = (side << SideSize.Shift) | Sd.Found | ((key & Found.Mask) << 1);
    this.sides[found] = chunk < 0 ? None.Key : key;
    this.sides[found + 1] = chunk;
  }

  /** Where the key stands or would stand. Looked for from the best end, because that is where orders come in. */
  private position(side: number, key: number): number {
    const { pairs } = this.spans;
    const start = this.sides[(side << SideSize.Shift) | Sd.Start];
    let high = this.chunksOf(side);
    let low = 0;
    for (let look = 0; look < 4 && high > 0; look++) {
      if (pairs[2 * (start + high - 1)] < key) return high;
      high--;
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[2 * (start + middle)] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insertChunk(side: number, key: number, place: number): number {
    if (!this.roomInSpan(side)) return None.Chunk;
    const chunk = this.takeChunk();
    if (chunk < 0) return None.Chunk;
    const { sides } = this;
    const { pairs } = this.spans;
    const at = side << SideSize.Shift;
    const start = sides[at | Sd.Start];
    const first = 2 * (start + place);
    pairs.copyWithin(first + 2, first, 2 * (start + sides[at | Sd.Chunks]));
    pairs[first] = key;
    pairs[first + 1] = chunk;
    sides[at | Sd.Chunks]++;
    return chunk;
  }

  private dropChunk(side: number, key: number, chunk: number): void {
    const { sides } = this;
    const { pairs } = this.spans;
    const at = side << SideSize.Shift;
    const start = sides[at | Sd.Start];
    const first = 2 * (start + this.position(side, key));
    pairs.copyWithin(first, first + 2, 2 * (start + sides[at | Sd.Chunks]));
    sides[at | Sd.Chunks]--;
    this.remember(side, key, None.Chunk);
    this.shrinkSpan(side);
    this.nextFreeChunk[chunk] = this.firstFreeChunk;
    this.firstFreeChunk = chunk;
  }

  private takeChunk(): number {
    const free = this.firstFreeChunk;
    if (free >= 0) {
      this.firstFreeChunk = this.nextFreeChunk[free];
      return free;
    }
    return this.usedChunks < this.chunks ? this.usedChunks++ : -1;
  }

  /** Makes sure that the side's span has room for one more pair. */
  private roomInSpan(side: number): boolean {
    const at = side << SideSize.Shift;
    const start = this.sides[at | Sd.Start];
    const sizeClass = this.sides[at | Sd.Class];
    if (start === None.Span) return this.moveSpan(side, 0);
    if (this.chunksOf(side) < SpanPool.capacityOf(sizeClass)) return true;
    if (!this.moveSpan(side, sizeClass + 1)) return false;
    this.spans.give(start, sizeClass);
    return true;
  }

  private shrinkSpan(side: number): void {
    const at = side << SideSize.Shift;
    const sizeClass = this.sides[at | Sd.Class];
    if (sizeClass === 0 || this.chunksOf(side) > SpanPool.capacityOf(sizeClass) >> 2) return;
    const start = this.sides[at | Sd.Start];
    if (this.moveSpan(side, sizeClass - 1)) this.spans.give(start, sizeClass);
  }

  private moveSpan(side: number, sizeClass: number): boolean {
    const to = this.spans.take(sizeClass);
    if (to < 0) return false;
    const at = side << SideSize.Shift;
    const from = this.sides[at | Sd.Start];
    if (from !== None.Span) this.spans.pairs.copyWithin(2 * to, 2 * from, 2 * (from + this.chunksOf(side)));
    this.sides[at | Sd.Start] = to;
    this.sides[at | Sd.Class] = sizeClass;
    return true;
  }
}

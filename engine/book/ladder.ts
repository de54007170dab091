/**
 * The price levels of all books. A side is a short array of chunks sorted by rank, the best at the end; a chunk covers
 * 32 neighbouring ranks with one mask word, so the next best level is one `clz32` away.
 *
 * ```
 *  side ─▶ span: (key, chunk) (key, chunk) … (key, chunk)     key = rank >> 5, ascending; best rank and level cached
 *  chunk ─▶ mask 0100…1001, 32 levels of 16 bytes: first order, last order, quantity (double)
 * ```
 */
import { NO_RANK } from './rank.js';
import { SpanPool } from './span-pool.js';

const CHUNK_SHIFT = 5;
const CHUNK_MASK = 31;

/** Words of a level. */
export const enum Lvl {
  First = 0,
  Last = 1,
}
export const LEVEL_WORDS = 4;
const LEVEL_DOUBLES = 2;
const LOTS_DOUBLE = 1;
export const NO_LEVEL = -1;
const NO_SPAN = -1;

export class Ladder {
  readonly i32: Int32Array;
  private readonly f64: Float64Array;
  private readonly masks: Int32Array;
  private readonly nextFreeChunk: Int32Array;
  private firstFreeChunk = -1;
  private usedChunks = 0;

  private readonly spans: SpanPool;
  private readonly spanStart: Int32Array;
  private readonly spanClass: Uint8Array;
  private readonly chunkCount: Int32Array;
  private readonly bestRanks: Int32Array;
  private readonly bestLevels: Int32Array;

  constructor(
    sides: number,
    private readonly chunks: number,
  ) {
    const memory = new ArrayBuffer((chunks << CHUNK_SHIFT) * LEVEL_WORDS * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.masks = new Int32Array(chunks);
    this.nextFreeChunk = new Int32Array(chunks);
    this.spans = new SpanPool(SpanPool.pairsFor(sides, chunks));
    this.spanStart = new Int32Array(sides).fill(NO_SPAN);
    this.spanClass = new Uint8Array(sides);
    this.chunkCount = new Int32Array(sides);
    this.bestRanks = new Int32Array(sides).fill(NO_RANK);
    this.bestLevels = new Int32Array(sides).fill(NO_LEVEL);
  }

  bestRank(side: number): number {
    return this.bestRanks[side];
  }

  /** The best level, or NO_LEVEL. */
  bestLevel(side: number): number {
    return this.bestLevels[side];
  }

  lots(level: number): number {
    return this.f64[level * LEVEL_DOUBLES + LOTS_DOUBLE];
  }
  /** True when the level would hold 2^53 lots or more with `lots[at]`. */
  overflows(level: number, lots: Float64Array, at: number): boolean {
    return this.f64[level * LEVEL_DOUBLES + LOTS_DOUBLE] + lots[at] > Number.MAX_SAFE_INTEGER;
  }
  addLots(level: number, lots: Float64Array, at: number): void {
    this.f64[level * LEVEL_DOUBLES + LOTS_DOUBLE] += lots[at];
  }
  takeLots(level: number, lots: Float64Array, at: number): void {
    this.f64[level * LEVEL_DOUBLES + LOTS_DOUBLE] -= lots[at];
  }

  /** The level of a rank, made when it is not there; NO_LEVEL when there is no chunk left for it. */
  open(side: number, rank: number): number {
    if (rank === this.bestRanks[side]) return this.bestLevels[side];
    const chunk = this.chunkFor(side, rank >> CHUNK_SHIFT);
    if (chunk < 0) return NO_LEVEL;
    const index = rank & CHUNK_MASK;
    const level = (chunk << CHUNK_SHIFT) | index;
    if ((this.masks[chunk] & (1 << index)) === 0) this.openIn(side, rank, chunk, index, level);
    return level;
  }

  /** Takes an empty level away. */
  close(side: number, rank: number, level: number): void {
    const chunk = level >> CHUNK_SHIFT;
    const mask = this.masks[chunk] & ~(1 << (level & CHUNK_MASK));
    this.masks[chunk] = mask;
    if (mask === 0) this.dropChunk(side, rank >> CHUNK_SHIFT, chunk);
    if (rank === this.bestRanks[side]) this.findBest(side);
  }

  /** True when levels of the side at `rank` or better hold at least `lots[at]`. */
  holds(side: number, rank: number, lots: Float64Array, at: number): boolean {
    let missing = lots[at];
    for (let i = this.chunkCount[side] - 1; i >= 0 && missing > 0; i--) {
      const pair = 2 * (this.spanStart[side] + i);
      const base = this.spans.pairs[pair] << CHUNK_SHIFT;
      const chunk = this.spans.pairs[pair + 1];
      for (let mask = this.masks[chunk]; mask !== 0 && missing > 0; ) {
        const index = CHUNK_MASK - Math.clz32(mask);
        if ((base | index) < rank) return false;
        missing -= this.f64[((chunk << CHUNK_SHIFT) | index) * LEVEL_DOUBLES + LOTS_DOUBLE];
        mask &= ~(1 << index);
      }
    }
    return missing <= 0;
  }

  /** Visits the side's levels from the best on. */
  walk(side: number, visit: (level: number, rank: number) => void): void {
    for (let i = this.chunkCount[side] - 1; i >= 0; i--) {
      const pair = 2 * (this.spanStart[side] + i);
      const base = this.spans.pairs[pair] << CHUNK_SHIFT;
      const chunk = this.spans.pairs[pair + 1];
      for (let mask = this.masks[chunk]; mask !== 0; ) {
        const index = CHUNK_MASK - Math.clz32(mask);
        visit((chunk << CHUNK_SHIFT) | index, base | index);
        mask &= ~(1 << index);
      }
    }
  }

  private openIn(side: number, rank: number, chunk: number, index: number, level: number): void {
    this.masks[chunk] |= 1 << index;
    const at = level * LEVEL_WORDS;
    this.i32[at + Lvl.First] = 0;
    this.i32[at + Lvl.Last] = 0;
    this.f64[level * LEVEL_DOUBLES + LOTS_DOUBLE] = 0;
    if (rank <= this.bestRanks[side]) return;
    this.bestRanks[side] = rank;
    this.bestLevels[side] = level;
  }

  private findBest(side: number): void {
    const count = this.chunkCount[side];
    if (count === 0) {
      this.bestRanks[side] = NO_RANK;
      this.bestLevels[side] = NO_LEVEL;
      return;
    }
    const pair = 2 * (this.spanStart[side] + count - 1);
    const chunk = this.spans.pairs[pair + 1];
    const index = CHUNK_MASK - Math.clz32(this.masks[chunk]);
    this.bestRanks[side] = (this.spans.pairs[pair] << CHUNK_SHIFT) | index;
    this.bestLevels[side] = (chunk << CHUNK_SHIFT) | index;
  }

  /** The side's chunk with this key, inserted when it is not there; -1 when none is left. */
  private chunkFor(side: number, key: number): number {
    const at = this.position(side, key);
    const start = this.spanStart[side];
    const pairs = this.spans.pairs;
    if (at < this.chunkCount[side] && pairs[2 * (start + at)] === key) return pairs[2 * (start + at) + 1];
    return this.insertChunk(side, key, at);
  }

  /** Where the key stands or would stand. Looked for from the best end, because that is where orders come in. */
  private position(side: number, key: number): number {
    const pairs = this.spans.pairs;
    const start = this.spanStart[side];
    let high = this.chunkCount[side];
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

  private insertChunk(side: number, key: number, at: number): number {
    if (!this.roomInSpan(side)) return -1;
    const chunk = this.takeChunk();
    if (chunk < 0) return -1;
    const pairs = this.spans.pairs;
    const first = 2 * (this.spanStart[side] + at);
    pairs.copyWithin(first + 2, first, 2 * (this.spanStart[side] + this.chunkCount[side]));
    pairs[first] = key;
    pairs[first + 1] = chunk;
    this.chunkCount[side]++;
    return chunk;
  }

  private dropChunk(side: number, key: number, chunk: number): void {
    const pairs = this.spans.pairs;
    const first = 2 * (this.spanStart[side] + this.position(side, key));
    pairs.copyWithin(first, first + 2, 2 * (this.spanStart[side] + this.chunkCount[side]));
    this.chunkCount[side]--;
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
    const start = this.spanStart[side];
    const sizeClass = this.spanClass[side];
    if (start === NO_SPAN) return this.moveSpan(side, 0);
    if (this.chunkCount[side] < SpanPool.capacityOf(sizeClass)) return true;
    if (!this.moveSpan(side, sizeClass + 1)) return false;
    this.spans.give(start, sizeClass);
    return true;
  }

  private shrinkSpan(side: number): void {
    const sizeClass = this.spanClass[side];
    if (sizeClass === 0 || this.chunkCount[side] > SpanPool.capacityOf(sizeClass) >> 2) return;
    const start = this.spanStart[side];
    if (this.moveSpan(side, sizeClass - 1)) this.spans.give(start, sizeClass);
  }

  private moveSpan(side: number, sizeClass: number): boolean {
    const to = this.spans.take(sizeClass);
    if (to < 0) return false;
    const from = this.spanStart[side];
    if (from !== NO_SPAN) this.spans.pairs.copyWithin(2 * to, 2 * from, 2 * (from + this.chunkCount[side]));
    this.spanStart[side] = to;
    this.spanClass[side] = sizeClass;
    return true;
  }
}

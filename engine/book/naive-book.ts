/**
 * The book to check the fast one by: sorted arrays of levels, arrays of slots, and no number of its own: what a level
 * holds is added up from its orders every time. Slow, and plain enough to be believed by reading it.
 */
import { type Book, Rest } from './book.js';
import { Ord, type OrderPool, OrderSize, Rests } from './order-pool.js';
import { NO_RANK, rankOf, Sides } from './rank.js';

/** Neighbouring ranks that take one chunk of the pool of price levels; part of the rules, because the pool can be full. */
const CHUNK_RANKS = 32;

interface Level {
  readonly rank: number;
  /** In order of arrival. */
  readonly slots: number[];
}

export class NaiveBook implements Book {
  /** By side; the best level first. */
  private readonly sides: Level[][];
  private chunksInUse = 0;

  constructor(
    private readonly orders: OrderPool,
    instruments: number,
    private readonly chunks: number,
  ) {
    this.sides = Array.from({ length: instruments * Sides.PerInstrument }, () => []);
  }

  rest(slot: number): Rest {
    const levels = this.levelsOf(slot);
    const rank = this.rankOf(slot);
    const level = levels.find((candidate) => candidate.rank === rank);
    if (level === undefined && !this.chunkFor(levels, rank)) return Rest.NoLevel;
    if (level !== undefined && this.lots(level) + this.orders.openLots(slot) > Number.MAX_SAFE_INTEGER)
      return Rest.Overflow;
    if (level === undefined) insert(levels, { rank, slots: [slot] });
    else level.slots.push(slot);
    this.mark(slot, 0);
    return Rest.Done;
  }

  remove(slot: number): void {
    const levels = this.levelsOf(slot);
    const at = levels.findIndex(({ slots }) => slots.includes(slot));
    const { rank, slots } = levels[at];
    slots.splice(slots.indexOf(slot), 1);
    if (slots.length === 0) {
      levels.splice(at, 1);
      if (!hasChunk(levels, rank)) this.chunksInUse--;
    }
    this.mark(slot, Rests.Nowhere);
  }

  /** Nothing to do: the caller writes the order's open quantity, and that is what counts here. */
  reduce(_slot: number, _lots: Float64Array, _at: number): void {}

  first(side: number, rank: number): number {
    const best = this.sides[side].at(0);
    return best !== undefined && best.rank >= rank ? best.slots[0] : 0;
  }

  after(slot: number): number {
    const slots = this.levelsOf(slot).flatMap((level) => level.slots);
    return slots[slots.indexOf(slot) + 1] ?? 0;
  }

  bestRank(side: number): number {
    return this.sides[side].at(0)?.rank ?? NO_RANK;
  }

  offers(side: number, rank: number, lots: Float64Array, at: number): boolean {
    let found = 0;
    for (const level of this.sides[side]) {
      if (level.rank < rank || found >= lots[at]) break;
      found += this.lots(level);
    }
    return found >= lots[at];
  }

  nextLevel(side: number, rank: number, lots: Float64Array, at: number): number {
    const level = this.sides[side].find((candidate) => candidate.rank < rank);
    lots[at] = level === undefined ? 0 : this.lots(level);
    return level?.rank ?? NO_RANK;
  }

  worstRank(side: number): number {
    return this.sides[side].at(-1)?.rank ?? NO_RANK;
  }

  walk(side: number, visit: (slot: number) => void): void {
    for (const level of this.sides[side]) for (const slot of level.slots) visit(slot);
  }

  private chunkFor(levels: readonly Level[], rank: number): boolean {
    if (hasChunk(levels, rank)) return true;
    if (this.chunksInUse === this.chunks) return false;
    this.chunksInUse++;
    return true;
  }

  private lots(level: Level): number {
    return level.slots.reduce((sum, slot) => sum + this.orders.openLots(slot), 0);
  }

  private levelsOf(slot: number): Level[] {
    return this.sides[this.orders.bookSide(slot)];
  }

  private rankOf(slot: number): number {
    return rankOf(this.orders.side(slot), this.orders.priceTicks(slot));
  }

  /** Whether an order rests is said by its level; any number but `Nowhere` will do. */
  private mark(slot: number, level: number): void {
    this.orders.i32[(slot << OrderSize.Shift) | Ord.Level] = level;
  }
}

const chunkOf = (rank: number): number => Math.floor(rank / CHUNK_RANKS);

const hasChunk = (levels: readonly Level[], rank: number): boolean =>
  levels.some((level) => chunkOf(level.rank) === chunkOf(rank));

function insert(levels: Level[], level: Level): void {
  const worse = levels.findIndex(({ rank }) => rank < level.rank);
  levels.splice(worse < 0 ? levels.length : worse, 0, level);
}

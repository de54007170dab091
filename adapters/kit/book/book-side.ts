/**
 * One side of a venue's book: levels by price, sorted, the best at the end of the arrays, because nearly all change happens
 * there and little has to move. Room is taken at start; a side that is full keeps its best levels and lets the worst go
 * (`dropped` counts them), which is also what a venue means that feeds a fixed number of levels.
 *
 * Keys are int32 and the caller makes "better" mean "larger": ticks of bids, ticks of asks negated.
 */
export const enum Change {
  /** A level was set to what it was. */
  None = 0,
  Added = 1,
  Changed = 2,
  Removed = 3,
  /** A level was to be taken out that is not there. */
  Unknown = 4,
  /** Worse than all levels of a full side. */
  Beyond = 5,
}

/** So many levels from the best on are looked at one by one before the search halves. */
const NEAR = 8;

export class BookSide {
  readonly keys: Int32Array;
  readonly lots: Float64Array;
  count = 0;
  /** Levels that a full side has let go. */
  dropped = 0;
  /** Place from the best (0) of the level changed last. */
  rank = 0;

  constructor(readonly capacity: number) {
    this.keys = new Int32Array(capacity);
    this.lots = new Float64Array(capacity);
  }

  clear(): void {
    this.count = 0;
  }

  /** Key of the level `rank` places from the best; only below `count`. */
  keyAt(rank: number): number {
    return this.keys[this.count - 1 - rank];
  }

  lotsAt(rank: number): number {
    return this.lots[this.count - 1 - rank];
  }

  /** Sets a level to so many lots; 0 takes it out. */
  set(key: number, lots: number): Change {
    const { keys, count } = this;
    const at = this.find(key);
    this.rank = count - 1 - at;
    if (at === count || keys[at] !== key) return lots === 0 ? this.absent(at) : this.insert(at, key, lots);
    if (lots === 0) return this.remove(at);
    if (this.lots[at] === lots) return Change.None;
    this.lots[at] = lots;
    return Change.Changed;
  }

  /** Lots of a level; 0 = there is none. */
  at(key: number): number {
    const at = this.find(key);
    return at < this.count && this.keys[at] === key ? this.lots[at] : 0;
  }

  /** A side that has let levels go does not know what there was beyond its worst. */
  private absent(at: number): Change {
    return at === 0 && this.dropped > 0 ? Change.Beyond : Change.Unknown;
  }

  /** First place whose key is not below `key`. */
  private find(key: number): number {
    const { keys, count } = this;
    let high = count;
    for (const near = Math.max(0, count - NEAR); high > near; high--) if (keys[high - 1] < key) return high;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private insert(found: number, key: number, lots: number): Change {
    let at = found;
    if (this.count === this.capacity) {
      this.dropped++;
      if (at === 0) return Change.Beyond;
      this.move(0, 1, this.count--);
      at--;
    }
    this.move(at + 1, at, this.count++);
    this.keys[at] = key;
    this.lots[at] = lots;
    this.rank = this.count - 1 - at;
    return Change.Added;
  }

  private remove(at: number): Change {
    this.move(at, at + 1, this.count--);
    return Change.Removed;
  }

  /** Few levels move one by one: a call of copyWithin costs as much as twenty of them. */
  private move(target: number, from: number, end: number): void {
    const { keys, lots } = this;
    if (end - from > 16) {
      keys.copyWithin(target, from, end);
      lots.copyWithin(target, from, end);
    } else if (target > from) {
      for (let i = end - 1, to = target + (end - 1 - from); i >= from; i--, to--) {
        keys[to] = keys[i];
        lots[to] = lots[i];
      }
    } else {
      for (let i = from, to = target; i < end; i++, to++) {
        keys[to] = keys[i];
        lots[to] = lots[i];
      }
    }
  }
}

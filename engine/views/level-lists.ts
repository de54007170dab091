/**
 * Sorted price levels of many lists (one a side of a book) in one preallocated pool. A list is a chain of chunks of up to
 * 32 levels; neighbours are joined when they hold 24 or fewer together, so the pool's size follows from the number of
 * levels there can be and `change` never runs out of chunks.
 *
 * ```
 *  first[list] ─▶ chunk ─▶ chunk ─▶ 0      a chunk: keys ascending (best first), and beside each its level's number
 * ```
 *
 * Positions move when levels come and go; a level's number is its own as long as it stands, and what belongs to a level
 * (lots, orders, a caller's columns) stands under it.
 *
 * Keys are int32; the caller makes "better" mean "smaller". Walking starts at the best, where nearly all change happens.
 */
const CHUNK_SHIFT = 5;
const CHUNK_LEVELS = 1 << CHUNK_SHIFT;
const HALF = CHUNK_LEVELS >> 1;
/** Above two halves' sum less a few, so that a split is not undone by the next removal. */
const JOIN_AT_MOST = 24;

/** Any two neighbours hold more than JOIN_AT_MOST; one chunk a list may stand alone; a split needs one for a moment. */
const chunksFor = (levels: number, lists: number): number =>
  Math.ceil((2 * levels) / (JOIN_AT_MOST + 1)) + lists + 2;

export class LevelLists {
  /** Two words a position: key and level, side by side because they are read and moved together. */
  private readonly entries: Int32Array;
  /** Two numbers a level: lots and orders. */
  private readonly held: Float64Array;
  /** The level changed last, and what it holds now; 0 and 0 = gone. */
  nowLevel = 0;
  nowLots = 0;
  nowOrders = 0;
  private readonly first: Int32Array;
  private readonly next: Int32Array;
  private readonly count: Uint8Array;
  private free = 1;
  /** Levels that stand for nothing now, a stack. */
  private readonly unused: Int32Array;
  private unusedCount = 0;

  /** @param levels the most there can be at a time, in all lists together */
  constructor(levels: number, lists: number) {
    const chunks = chunksFor(levels, lists);
    this.entries = new Int32Array((chunks << CHUNK_SHIFT) * 2);
    this.held = new Float64Array(levels * 2);
    this.unused = new Int32Array(levels);
    this.first = new Int32Array(lists);
    this.next = new Int32Array(chunks);
    this.count = new Uint8Array(chunks);
    this.clear();
  }

  /** No level in any list. */
  clear(): void {
    const { next } = this;
    this.first.fill(0);
    this.count.fill(0);
    for (let chunk = 1; chunk < next.length - 1; chunk++) next[chunk] = chunk + 1;
    next[next.length - 1] = 0;
    this.free = 1;
    const { unused } = this;
    for (let i = 0; i < unused.length; i++) unused[i] = unused.length - 1 - i;
    this.unusedCount = unused.length;
  }

  key(position: number): number {
    return this.entries[position << 1];
  }
  level(position: number): number {
    return this.entries[(position << 1) | 1];
  }
  lots(level: number): number {
    return this.held[level << 1];
  }
  orders(level: number): number {
    return this.held[(level << 1) | 1];
  }

  /** Position of the best level, −1 = the list is empty. */
  best(list: number): number {
    const chunk = this.first[list];
    return chunk === 0 ? -1 : chunk << CHUNK_SHIFT;
  }

  /** Position of the next worse level, −1 = none. */
  after(position: number): number {
    const chunk = position >> CHUNK_SHIFT;
    if ((position & (CHUNK_LEVELS - 1)) + 1 < this.count[chunk]) return position + 1;
    const following = this.next[chunk];
    return following === 0 ? -1 : following << CHUNK_SHIFT;
  }

  /** Position of the best level with a key above `key`, −1 = none. */
  beyond(list: number, key: number): number {
    const { entries, next, count } = this;
    let chunk = this.first[list];
    while (chunk !== 0 && entries[((chunk << CHUNK_SHIFT) + count[chunk] - 1) << 1] <= key)
      chunk = next[chunk];
    if (chunk === 0) return -1;
    let at = chunk << CHUNK_SHIFT;
    while (entries[at << 1] <= key) at++;
    return at;
  }

  /** Adds lots and orders (either sign) to the level of `key`: made when it is new, taken out when no order is left. */
  change(list: number, key: number, lots: number, orders: number): void {
    const { entries, next, count } = this;
    let before = 0;
    let chunk = this.first[list];
    while (chunk !== 0 && entries[((chunk << CHUNK_SHIFT) + count[chunk] - 1) << 1] < key) {
      before = chunk;
      chunk = next[chunk];
    }
    if (chunk === 0) {
      this.append(list, before, key, lots, orders);
      return;
    }
    let at = chunk << CHUNK_SHIFT;
    while (entries[at << 1] < key) at++;
    if (entries[at << 1] !== key) this.insert(before, chunk, at, key, lots, orders);
    else if (this.orders(this.level(at)) + orders === 0) this.remove(list, before, chunk, at);
    else this.add(at, lots, orders);
  }

  private add(at: number, lots: number, orders: number): void {
    const level = this.level(at);
    this.nowLevel = level;
    this.nowLots = this.held[level << 1] += lots;
    this.nowOrders = this.held[(level << 1) | 1] += orders;
  }

  /** Worse than all there are; `chunk` is the last one, 0 in an empty list. */
  private append(list: number, chunk: number, key: number, lots: number, orders: number): void {
    if (chunk === 0) {
      const fresh = this.take();
      this.first[list] = fresh;
      this.put(fresh, fresh << CHUNK_SHIFT, key, lots, orders);
    } else if (this.count[chunk] < CHUNK_LEVELS) {
      this.put(chunk, (chunk << CHUNK_SHIFT) + this.count[chunk], key, lots, orders);
    } else {
      const fresh = this.split(chunk);
      this.put(fresh, (fresh << CHUNK_SHIFT) + HALF, key, lots, orders);
    }
  }

  private insert(before: number, chunk: number, at: number, key: number, lots: number, orders: number): void {
    if (this.count[chunk] < CHUNK_LEVELS) {
      this.put(chunk, at, key, lots, orders);
      return;
    }
    const fresh = this.split(chunk);
    const index = at & (CHUNK_LEVELS - 1);
    if (index <= HALF) this.put(chunk, at, key, lots, orders);
    else this.put(fresh, (fresh << CHUNK_SHIFT) + index - HALF, key, lots, orders);
    this.join(fresh);
    if (before !== 0) this.join(before);
  }

  private put(chunk: number, at: number, key: number, lots: number, orders: number): void {
    const end = (chunk << CHUNK_SHIFT) + this.count[chunk]++;
    if (at < end) this.move(at + 1, at, end);
    const level = this.unused[--this.unusedCount];
    this.entries[at << 1] = key;
    this.entries[(at << 1) | 1] = this.nowLevel = level;
    this.held[level << 1] = this.nowLots = lots;
    this.held[(level << 1) | 1] = this.nowOrders = orders;
  }

  private remove(list: number, before: number, chunk: number, at: number): void {
    const level = this.level(at);
    this.nowLevel = level;
    this.nowLots = this.nowOrders = 0;
    this.unused[this.unusedCount++] = level;
    this.move(at, at + 1, (chunk << CHUNK_SHIFT) + this.count[chunk]--);
    if (this.count[chunk] > 0) {
      this.join(chunk);
    } else if (before === 0) {
      this.first[list] = this.next[chunk];
      this.give(chunk);
    } else {
      this.next[before] = this.next[chunk];
      this.give(chunk);
    }
    if (before !== 0) this.join(before);
  }

  /** The upper half of a full chunk moves into a fresh one behind it. */
  private split(chunk: number): number {
    const fresh = this.take();
    this.next[fresh] = this.next[chunk];
    this.next[chunk] = fresh;
    const from = (chunk << CHUNK_SHIFT) + HALF;
    this.move(fresh << CHUNK_SHIFT, from, from + HALF);
    this.count[chunk] = this.count[fresh] = HALF;
    return fresh;
  }

  /** Takes the following chunk's levels in when both together are few. */
  private join(chunk: number): void {
    const following = this.next[chunk];
    if (following === 0 || this.count[chunk] + this.count[following] > JOIN_AT_MOST) return;
    const from = following << CHUNK_SHIFT;
    this.move((chunk << CHUNK_SHIFT) + this.count[chunk], from, from + this.count[following]);
    this.count[chunk] += this.count[following];
    this.next[chunk] = this.next[following];
    this.give(following);
  }

  private move(target: number, start: number, end: number): void {
    this.entries.copyWithin(target << 1, start << 1, end << 1);
  }

  private take(): number {
    const chunk = this.free;
    this.free = this.next[chunk];
    this.next[chunk] = 0;
    return chunk;
  }

  private give(chunk: number): void {
    this.count[chunk] = 0;
    this.next[chunk] = this.free;
    this.free = chunk;
  }
}

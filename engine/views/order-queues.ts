/**
 * The orders of each price level in priority order, as linked lists through columns: neighbours by order slot, ends by the
 * level's number in `LevelLists`. Kept by `Depth` where order by order market data is given, sized once.
 *
 * ```
 *  ends[level] first ─▶ slot ◀─▶ slot ◀─▶ slot ◀─ last      0 = none (slot 0 is never used)
 * ```
 */
export class OrderQueues {
  /** Two words a slot: the order before it and the one behind it. */
  private readonly links: Int32Array;
  /** Two words a level: its first and its last order. */
  private readonly ends: Int32Array;

  constructor(orders: number, levels: number) {
    this.links = new Int32Array(orders * 2);
    this.ends = new Int32Array(levels * 2);
  }

  clear(): void {
    this.ends.fill(0);
  }

  first(level: number): number {
    return this.ends[level << 1];
  }

  /** The order behind this one, 0 = it is the last. */
  after(slot: number): number {
    return this.links[(slot << 1) | 1];
  }

  append(level: number, slot: number): void {
    const { links, ends } = this;
    const end = (level << 1) | 1;
    const last = ends[end];
    links[slot << 1] = last;
    links[(slot << 1) | 1] = 0;
    if (last === 0) ends[level << 1] = slot;
    else links[(last << 1) | 1] = slot;
    ends[end] = slot;
  }

  remove(level: number, slot: number): void {
    const { links, ends } = this;
    const before = links[slot << 1];
    const behind = links[(slot << 1) | 1];
    if (before === 0) ends[level << 1] = behind;
    else links[(before << 1) | 1] = behind;
    if (behind === 0) ends[(level << 1) | 1] = before;
    else links[behind << 1] = before;
  }
}

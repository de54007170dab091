/**
 * What may stand in one level of a message, its body or one entry of a repeating group: an array by tag, so that a look-up
 * is one read. Made when a message type is met for the first time.
 */
import type { Item } from './notation.js';

export class Level {
  /** By tag: 1 and up is its place in the order, 0 is not a member. */
  readonly places: Uint16Array;
  /** Ascending. */
  readonly required: Int32Array;
  /** Group counter tag → what its entries hold. */
  readonly groups = new Map<number, Level>();
  /** The tag that every entry of a group begins with. */
  readonly delimiter: number;

  constructor(items: readonly Item[], maxTag: number) {
    this.places = new Uint16Array(maxTag + 1);
    this.delimiter = items[0]?.tag ?? 0;
    items.forEach((item, i) => {
      this.places[item.tag] = i + 1;
      if (item.members) this.groups.set(item.tag, new Level(item.members, maxTag));
    });
    this.required = Int32Array.from(items.filter((item) => item.isRequired).map((item) => item.tag)).sort();
  }

  /** 0: not a member. */
  placeOf(tag: number): number {
    return tag > 0 && tag < this.places.length ? this.places[tag] : 0;
  }
}

/**
 * The resting orders of one instrument by their 128-bit id: open addressing, at most half full, so that a look-up ends soon. An
 * order's place may change when another one is removed; a place is good until the next change.
 */
import type { Side } from '../../../protocol/codes/enums.js';
import { UUID_WORDS } from './order-event.js';

export const NO_ORDER = -1;

export class OrderTable {
  count = 0;
  /** Side of each place; 0 = it is free. */
  readonly sides: Uint8Array;
  readonly ticks: Int32Array;
  readonly lots: Float64Array;
  private readonly ids: Int32Array;
  private readonly mask: number;

  constructor(private readonly capacity: number) {
    const places = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.mask = places - 1;
    this.sides = new Uint8Array(places);
    this.ticks = new Int32Array(places);
    this.lots = new Float64Array(places);
    this.ids = new Int32Array(places * UUID_WORDS);
  }

  clear(): void {
    this.sides.fill(0);
    this.count = 0;
  }

  find(id: Int32Array): number {
    const { sides, mask } = this;
    for (let place = hash(id, 0) & mask; sides[place] !== 0; place = (place + 1) & mask)
      if (this.is(place, id)) return place;
    return NO_ORDER;
  }

  /** False: it is there already, or there is no room. */
  add(id: Int32Array, side: Side, ticks: number, lots: number): boolean {
    if (this.count === this.capacity) return false;
    const { sides, mask } = this;
    let place = hash(id, 0) & mask;
    for (; sides[place] !== 0; place = (place + 1) & mask) if (this.is(place, id)) return false;
    this.ids.set(id, place * UUID_WORDS);
    sides[place] = side;
    this.ticks[place] = ticks;
    this.lots[place] = lots;
    this.count++;
    return true;
  }

  /** Those behind it move up, so that no look-up ends at a hole. */
  remove(place: number): void {
    const { sides, mask } = this;
    let hole = place;
    for (let next = (hole + 1) & mask; sides[next] !== 0; next = (next + 1) & mask) {
      const home = hash(this.ids, next * UUID_WORDS) & mask;
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      this.move(hole, next);
      hole = next;
    }
    sides[hole] = 0;
    this.count--;
  }

  private is(place: number, id: Int32Array): boolean {
    const { ids } = this;
    const at = place * UUID_WORDS;
    return ids[at] === id[0] && ids[at + 1] === id[1] && ids[at + 2] === id[2] && ids[at + 3] === id[3];
  }

  private move(target: number, source: number): void {
    this.sides[target] = this.sides[source];
    this.ticks[target] = this.ticks[source];
    this.lots[target] = this.lots[source];
    this.ids.copyWithin(target * UUID_WORDS, source * UUID_WORDS, (source + 1) * UUID_WORDS);
  }
}

/** Ids are random but for whoever chooses them, so all words count and are mixed. */
function hash(id: Int32Array, at: number): number {
  let mixed = Math.imul(id[at] ^ (id[at + 1] >>> 7), 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ id[at + 2], 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ id[at + 3], 0xc2b2ae35) ^ id[at + 1];
  return mixed ^ (mixed >>> 16);
}

/**
 * The last N ended client order ids of each account: numbered in the order in which they ended, in a ring, and chained
 * from the newest to the oldest by a hash. A link that leads out of the last N ends its chain, so nothing is ever taken
 * out. Numbers wrap at 32 bits: one that seems young again leads to an id of the ring, which is compared like any other.
 */

import * as idHash from './id-hash.js';
import { powerOfTwoFrom } from './id-hash.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { mixId } = idHash;

const ENTRY_WORDS = 4;
const enum Entry {
  Low = 0,
  High = 1,
  /** Number of the id before it in its chain. */
  Before = 2,
}

export class EndedIds {
  private readonly ringMask: number;
  private readonly chainMask: number;
  /** Per account a ring of entries. */
  private readonly ring: Int32Array;
  /** Per account the newest number of each chain. */
  private readonly newest: Int32Array;
  /** Ids that each account has ended. */
  private readonly counts: Float64Array;

  constructor(
    accounts: number,
    private readonly remembered: number,
  ) {
    const entries = powerOfTwoFrom(remembered);
    this.ringMask = entries - 1;
    this.chainMask = 2 * entries - 1;
    this.ring = new Int32Array(accounts * entries * ENTRY_WORDS);
    this.newest = new Int32Array(accounts * 2 * entries);
    this.counts = new Float64Array(accounts);
  }

  has(account: number, low: number, high: number): boolean {
    const { ring } = this;
    const next = this.next(account);
    let number = this.newest[this.chain(account, low, high)];
    while (this.isRemembered(number, next)) {
      const entry = this.entry(account, number);
      if (ring[entry + Entry.Low] === low && ring[entry + Entry.High] === high) return true;
      number = ring[entry + Entry.Before];
    }
    return false;
  }

  /** Remembers the id and forgets the account's oldest. */
  add(account: number, low: number, high: number): void {
    if (this.remembered === 0) return;
    const { ring, newest } = this;
    const number = this.next(account);
    const chain = this.chain(account, low, high);
    const entry = this.entry(account, number);
    ring[entry + Entry.Low] = low;
    ring[entry + Entry.High] = high;
    ring[entry + Entry.Before] = newest[chain];
    newest[chain] = number;
    this.counts[account]++;
  }

  /** The account's ids, oldest first, as (low, high) pairs. */
  list(account: number): Int32Array {
    const count = Math.min(this.counts[account], this.remembered);
    const ids = new Int32Array(count * 2);
    for (let i = 0; i < count; i++) {
      const entry = this.entry(account, this.next(account) - count + i);
      ids[2 * i] = this.ring[entry + Entry.Low];
      ids[2 * i + 1] = this.ring[entry + Entry.High];
    }
    return ids;
  }

  /** Number of the account's next id. The first one is so high that 0, of an empty chain, is not among the last N. */
  private next(account: number): number {
    return (this.counts[account] + this.ringMask + 2) | 0;
  }

  private isRemembered(number: number, next: number): boolean {
    return (next - number - 1) >>> 0 < this.remembered;
  }

  private entry(account: number, number: number): number {
    return (account * (this.ringMask + 1) + (number & this.ringMask)) * ENTRY_WORDS;
  }

  private chain(account: number, low: number, high: number): number {
    return account * (this.chainMask + 1) + (mixId(0, low, high) & this.chainMask);
  }
}

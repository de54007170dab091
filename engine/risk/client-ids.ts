/**
 * Which client order ids an account has used: those of its open orders, which also finds the order by its client id,
 * and the last N ended ones. An open-addressing table sized once; entries are taken out by shifting back, so it does
 * not rot. Client order id 0 means that the client gave none; it is never entered.
 */
const ENTRY_WORDS = 4;
const enum Entry {
  Low = 0,
  High = 1,
  /** 0 = the entry is empty. */
  Account = 2,
  /** Slot of the open order, or ENDED. */
  Slot = 3,
}
export const ENDED = -1;

export class ClientIds {
  private readonly table: Int32Array;
  private readonly mask: number;
  /** Per account a ring of ended ids, (low, high) each. */
  private readonly history: Int32Array;
  private readonly ended: Int32Array;

  /** @param remembered ended ids that each account remembers */
  constructor(
    orders: number,
    accounts: number,
    private readonly remembered: number,
  ) {
    const entries = powerOfTwoFrom(2 * (orders + accounts * remembered));
    this.table = new Int32Array(entries * ENTRY_WORDS);
    this.mask = entries - 1;
    this.history = new Int32Array(accounts * remembered * 2);
    this.ended = new Int32Array(accounts);
  }

  /** Slot of the open order, ENDED, or 0 when the id was not used. */
  find(account: number, low: number, high: number): number {
    const { table } = this;
    for (let at = this.home(account, low, high); ; at = (at + 1) & this.mask) {
      const entry = at * ENTRY_WORDS;
      if (table[entry + Entry.Account] === 0) return 0;
      if (this.is(entry, account, low, high)) return table[entry + Entry.Slot];
    }
  }

  add(account: number, low: number, high: number, slot: number): void {
    if ((low | high) === 0) return;
    const { table } = this;
    let at = this.home(account, low, high);
    while (table[at * ENTRY_WORDS + Entry.Account] !== 0) at = (at + 1) & this.mask;
    const entry = at * ENTRY_WORDS;
    table[entry + Entry.Low] = low;
    table[entry + Entry.High] = high;
    table[entry + Entry.Account] = account;
    table[entry + Entry.Slot] = slot;
  }

  /** The order with this id ended: the id is remembered, and the account's oldest forgotten. */
  end(account: number, low: number, high: number): void {
    if ((low | high) === 0) return;
    if (this.remembered === 0) return this.remove(account, low, high);
    this.table[this.entryOf(account, low, high) + Entry.Slot] = ENDED;
    const at = this.ringAt(account, this.ended[account]);
    if (this.ended[account] >= this.remembered) this.remove(account, this.history[at], this.history[at + 1]);
    this.history[at] = low;
    this.history[at + 1] = high;
    this.ended[account] = this.countOn(this.ended[account]);
  }

  /** The account's ended ids, oldest first, as (low, high) pairs. */
  endedIds(account: number): Int32Array {
    const count = Math.min(this.ended[account], this.remembered);
    const ids = new Int32Array(count * 2);
    for (let i = 0; i < count; i++) {
      const at = this.ringAt(account, this.ended[account] - count + i);
      ids[2 * i] = this.history[at];
      ids[2 * i + 1] = this.history[at + 1];
    }
    return ids;
  }

  /** Image: what `endedIds` gave. */
  restoreEnded(account: number, ids: Int32Array): void {
    for (let i = 0; i < ids.length; i += 2) {
      this.add(account, ids[i], ids[i + 1], ENDED);
      const at = this.ringAt(account, this.ended[account]);
      this.history[at] = ids[i];
      this.history[at + 1] = ids[i + 1];
      this.ended[account]++;
    }
  }

  /** Counts up to twice the ring and then stays within it, so that it never overflows. */
  private countOn(ended: number): number {
    return ended + 1 === 2 * this.remembered ? this.remembered : ended + 1;
  }

  private ringAt(account: number, number: number): number {
    return (account * this.remembered + (number % this.remembered)) * 2;
  }

  private remove(account: number, low: number, high: number): void {
    const { table, mask } = this;
    let hole = this.entryOf(account, low, high) / ENTRY_WORDS;
    for (let at = (hole + 1) & mask; table[at * ENTRY_WORDS + Entry.Account] !== 0; at = (at + 1) & mask) {
      const entry = at * ENTRY_WORDS;
      const home = this.home(table[entry + Entry.Account], table[entry], table[entry + Entry.High]);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      table.copyWithin(hole * ENTRY_WORDS, entry, entry + ENTRY_WORDS);
      hole = at;
    }
    table[hole * ENTRY_WORDS + Entry.Account] = 0;
  }

  private entryOf(account: number, low: number, high: number): number {
    let at = this.home(account, low, high);
    while (!this.is(at * ENTRY_WORDS, account, low, high)) at = (at + 1) & this.mask;
    return at * ENTRY_WORDS;
  }

  private is(entry: number, account: number, low: number, high: number): boolean {
    const { table } = this;
    return (
      table[entry] === low && table[entry + Entry.High] === high && table[entry + Entry.Account] === account
    );
  }

  /** Client ids count up, so they are mixed well before their low bits are used. */
  private home(account: number, low: number, high: number): number {
    let mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1) ^ Math.imul(account, 0x85ebca6b), 0xcc9e2d51);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    return (mixed ^ (mixed >>> 13)) & this.mask;
  }
}

/** The smallest power of two that is not below `least`. */
function powerOfTwoFrom(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}

/**
 * Positions: a row for each account and instrument that have had to do with one another, found by a hash of both. The
 * first cache line of a row is what every order needs (what the account holds, what its working orders may still add,
 * its limits), the second what every fill needs (cost, cash, fees). Rows are given in the order of their first use and
 * never taken back, so that row and content are the same after every way to the same state. Row 0 is nobody's.
 */

/** Words of a row, from `row << PosSize.Shift` on. */
export const enum Pos {
  /** Account and instrument, see `keyOf`. */
  Key = 0,
  /** What is special about it, in the bits that risk gives them; 0 = nothing. */
  Flags = 1,
  /** Limits of this very row (not of its instrument), bit by bit. */
  Own = 12,
  /** The account's row before this one; 0 = it is its first. */
  Before = 13,
}
/** Its doubles, from `row << PosSize.DoubleShift` on. Cost, cash and fees are pairs (`exact.ts`) in settlement units. */
export const enum PosDouble {
  /** Bought less sold. */
  NetLots = 1,
  /** Open quantity of the account's working orders. */
  OpenBuyLots = 2,
  OpenSellLots = 3,
  /** Most lots that it may be long or short, if all its working orders of one side execute. */
  MaxLots = 4,
  /** Most that such a position may be worth, settlement units; 0 = no limit. */
  MaxExposure = 5,
  /** What the lots that it holds were bought (above zero) or sold for, at average cost. */
  Cost = 8,
  /** What its trades have brought in, without fees: realized profit less cost. */
  Cash = 10,
  /** Fees paid less rebates. */
  Fees = 12,
}
export const enum PosSize {
  Words = 32,
  Shift = 5,
  DoubleShift = 4,
}

const enum Entry {
  Key = 0,
  Row = 1,
  Words = 2,
}

const keyOf = (account: number, instrument: number): number => (account << 16) | instrument;

export class Positions {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  /** Rows given so far; they are 1 to `count`. */
  count = 0;
  /** Accounts that have had to do with each instrument. */
  readonly holders: Int32Array;
  /** Newest row of each account; 0 = none. */
  private readonly newest: Int32Array;
  /** Key and row of each, where the key's hash leads or behind it. */
  private readonly index: Int32Array;
  private readonly shift: number;
  private readonly mask: number;

  /** @param capacity rows, row 0 among them */
  constructor(
    readonly capacity: number,
    accounts: number,
    instruments: number,
  ) {
    const memory = new ArrayBuffer(capacity * PosSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.holders = new Int32Array(instruments);
    this.newest = new Int32Array(accounts);
    const bits = 33 - Math.clz32(capacity);
    this.index = new Int32Array(Entry.Words << bits);
    this.shift = 32 - bits;
    this.mask = this.index.length - 1;
  }

  get full(): boolean {
    return this.count + 1 >= this.capacity;
  }

  /** The row, or 0. */
  find(account: number, instrument: number): number {
    const { index } = this;
    const key = keyOf(account, instrument);
    let at = this.home(key);
    while (index[at] !== key && index[at] !== 0) at = (at + Entry.Words) & this.mask;
    return index[at | Entry.Row];
  }

  /** A new row. Only while not `full`, and for an account and instrument that have none. */
  add(account: number, instrument: number): number {
    const row = ++this.count;
    this.i32[row << PosSize.Shift] = keyOf(account, instrument);
    this.enter(row);
    return row;
  }

  account(row: number): number {
    return this.i32[row << PosSize.Shift] >>> 16;
  }
  instrument(row: number): number {
    return this.i32[row << PosSize.Shift] & 0xffff;
  }
  flags(row: number): number {
    return this.i32[(row << PosSize.Shift) | Pos.Flags];
  }
  netLots(row: number): number {
    return this.f64[(row << PosSize.DoubleShift) | PosDouble.NetLots];
  }

  /** The account's rows, from the newest to the oldest: this one, then `before` it; 0 = no more. */
  newestOf(account: number): number {
    return this.newest[account];
  }
  before(row: number): number {
    return this.i32[(row << PosSize.Shift) | Pos.Before];
  }

  /** Image: `count` rows have been written into the columns. */
  restore(count: number): void {
    this.count = count;
    for (let row = 1; row <= count; row++) this.enter(row);
  }

  private enter(row: number): void {
    const { index, i32 } = this;
    const key = i32[row << PosSize.Shift];
    const account = this.account(row);
    let at = this.home(key);
    while (index[at] !== 0) at = (at + Entry.Words) & this.mask;
    index[at | Entry.Key] = key;
    index[at | Entry.Row] = row;
    this.holders[this.instrument(row)]++;
    i32[(row << PosSize.Shift) | Pos.Before] = this.newest[account];
    this.newest[account] = row;
  }

  private home(key: number): number {
    return (Math.imul(key, 0x9e3779b1) >>> this.shift) << 1;
  }
}

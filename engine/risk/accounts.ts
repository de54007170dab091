/** Accounts as risk knows them: half a cache line each, and limits that most do not have in columns beside. Changed by commands alone. */
import type { AccountKind } from '../../protocol/codes/enums.js';
import { Flag, FlagWords } from './flags.js';
import { Limit } from './limit.js';

/** Words of an account, from `account << AccSize.Shift` on. */
export const enum Acc {
  /** 1 = it is one. */
  Defined = 0,
  /** 1 = it may trade. */
  Enabled = 1,
  /** `AccountKind`. */
  Kind = 2,
  /** `Flag` bits. */
  Flags = 3,
  /** How many of its orders are open. */
  OpenOrders = 4,
}
export const enum AccSize {
  Words = 8,
  Shift = 3,
}

export class Accounts {
  readonly i32: Int32Array;
  readonly flags: FlagWords;
  readonly maxOpenOrders: Limit;
  readonly credit: Limit;
  readonly creditCurrency: Uint8Array;

  constructor(readonly capacity: number) {
    this.i32 = new Int32Array(capacity * AccSize.Words);
    this.flags = new FlagWords(this.i32, AccSize.Shift, Acc.Flags);
    this.maxOpenOrders = new Limit(capacity, this.flags, Flag.OpenOrders);
    this.credit = new Limit(capacity, this.flags, Flag.Credit);
    this.creditCurrency = new Uint8Array(capacity);
  }

  /** An id that is no account's is not defined either. */
  knows(account: number): boolean {
    return account > 0 && account < this.capacity && this.isDefined(account);
  }

  /** So for the others: of an account below `capacity`. */
  isDefined(account: number): boolean {
    return this.i32[(account << AccSize.Shift) | Acc.Defined] === 1;
  }
  isEnabled(account: number): boolean {
    return this.i32[(account << AccSize.Shift) | Acc.Enabled] === 1;
  }
  kind(account: number): AccountKind {
    return this.i32[(account << AccSize.Shift) | Acc.Kind];
  }
  openOrders(account: number): number {
    return this.i32[(account << AccSize.Shift) | Acc.OpenOrders];
  }

  define(account: number, enabled: boolean, kind: AccountKind): void {
    const at = account << AccSize.Shift;
    this.i32[at | Acc.Defined] = 1;
    this.i32[at | Acc.Enabled] = enabled ? 1 : 0;
    this.i32[at | Acc.Kind] = kind;
  }

  /** @param more 1 or -1 */
  countOpenOrders(account: number, more: number): void {
    this.i32[(account << AccSize.Shift) | Acc.OpenOrders] += more;
  }
}

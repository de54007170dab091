/** Fee rates of accounts that have their own: who trades much pays less, whatever the instrument. */
export class AccountFees {
  /** 1 = the account's rates go before the instrument's. */
  readonly own: Uint8Array;
  readonly makerRate: Int32Array;
  readonly takerRate: Int32Array;

  constructor(accounts: number) {
    this.own = new Uint8Array(accounts);
    this.makerRate = new Int32Array(accounts);
    this.takerRate = new Int32Array(accounts);
  }
}

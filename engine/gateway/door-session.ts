/**
 * A client's session as the engine knows it, whichever door it comes through: one for as long as its key or its FIX session is
 * configured, whether connected or not. What the core knows of it (its number, open or gone) and whom it may act for.
 */
export abstract class DoorSession {
  /** The number that the next numbered message must carry: every one before is in the lane or sequenced. */
  nextMessage = 1;
  /** New orders are marked CancelOnDisconnect. */
  cancelOnDisconnect = false;
  /** What the lane has been told: SessionOpen written, and no SessionClosed after it. Orders only flow then. */
  announced = false;
  /** The account that 0 stands for: the only one of the session, else 0. */
  defaultAccount = 0;
  private readonly entitled = new Set<number>();

  constructor(readonly number: number) {}

  /** Its client is logged on. */
  abstract get present(): boolean;

  /** Replaces the accounts that it may act for. */
  entitle(accounts: readonly number[]): void {
    this.entitled.clear();
    for (const account of accounts) this.entitled.add(account);
    this.defaultAccount = accounts.length === 1 ? accounts[0] : 0;
  }

  mayActFor(account: number): boolean {
    return this.entitled.has(account);
  }
}

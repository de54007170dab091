/** Where a session's numbers are kept that live for the venue's day: a store a day. */
import type { SessionStore } from '../../protocol/fix/session/store.js';

export class DayStore {
  private hasBegun = false;

  /** @param dayOf the venue's day at a time of the clock, as it is written: `20261126` */
  constructor(
    private readonly stores: (day: string) => SessionStore,
    private readonly dayOf: (nowMs: number) => string,
  ) {}

  /** A process that begins has the whole day told again; executions count once all the same. */
  open(nowMs: number): SessionStore {
    const store = this.stores(this.dayOf(nowMs));
    if (!this.hasBegun) store.setNextIn(1);
    this.hasBegun = true;
    return store;
  }

  /** With the next logon. */
  askWholeDay(): void {
    this.hasBegun = false;
  }
}

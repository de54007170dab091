/** Everything that risk decides by, but the client order ids. */
import type { Ledger } from '../ledger/ledger.js';
import type { Accounts } from './accounts.js';
import { Currencies } from './currencies.js';
import type { Instruments } from './instruments.js';
import { PositionLimits } from './position-limits.js';
import { SessionLimits } from './session-limits.js';

export class RiskState {
  /** The whole firm's switches, `Flag` bits. */
  firmFlags = 0;
  readonly sessions: SessionLimits;
  readonly currencies = new Currencies();
  readonly positionLimits: PositionLimits;

  constructor(
    readonly instruments: Instruments,
    readonly accounts: Accounts,
    readonly ledger: Ledger,
    sessions: number,
  ) {
    this.sessions = new SessionLimits(sessions);
    this.positionLimits = new PositionLimits(instruments, ledger.positions);
  }

  /** The engine starts: its configuration gives its limits anew, and those that it no longer names are gone. */
  forgetInitialLimits(): void {
    const { instruments: i, accounts: a, sessions: s } = this;
    for (const limit of i.limits) limit.forgetInitial();
    for (const limit of [a.maxOpenOrders, a.credit, s.ordersPerSecond, s.cancelsPerSecond, s.maxExecutions])
      limit.forgetInitial();
    this.positionLimits.forgetInitial();
  }
}

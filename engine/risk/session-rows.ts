/** What the risk gate knows of sessions, as people and other threads read it. Not on an order's way. */
import { Flag } from './flags.js';
import type { SessionLimits } from './session-limits.js';

export interface SessionRow {
  readonly session: number;
  /** Since the limit was set, or a person let it go on; counted only where there is a limit. */
  readonly executions: number;
  /** 0 = no limit. */
  readonly maxExecutions: number;
  /** The repeated-execution throttle holds it: its orders are refused until a person lets it go on. */
  readonly throttled: boolean;
  readonly killed: boolean;
  readonly reduceOnly: boolean;
}

export const sessionRow = (sessions: SessionLimits, session: number): SessionRow => ({
  session,
  executions: sessions.executions[session],
  maxExecutions: sessions.has(session, Flag.Executions) ? sessions.maxExecutions.values[session] : 0,
  throttled: sessions.has(session, Flag.Throttled),
  killed: sessions.has(session, Flag.Kill),
  reduceOnly: sessions.has(session, Flag.ReduceOnly),
});

/**
 * The repeated-execution throttle (MiFID RTS 6, article 15): after so many executions a session's orders are refused until
 * a person lets it go on. An order that is being matched executes to its end, and what rests stays: cancels and the kill
 * switch take it out.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import { Flag } from './flags.js';
import type { SessionLimits } from './session-limits.js';

export const checkThrottle = (flags: number): Reason =>
  (flags & Flag.Throttled) === 0 ? Reason.None : Reason.ExecutionThrottled;

/** One more execution of a session that has such a limit. */
export function countExecution(sessions: SessionLimits, session: number): void {
  const { executions, maxExecutions, flags } = sessions;
  if (++executions[session] >= maxExecutions.values[session]) flags.put(session, Flag.Throttled, true);
}

/** A person lets the session go on, or its limit has changed: it counts from the beginning. */
export function resetThrottle({ executions, flags }: SessionLimits, session: number): void {
  executions[session] = 0;
  flags.put(session, Flag.Throttled, false);
}

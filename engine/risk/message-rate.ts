/**
 * Messages of a session in a second of core time: orders and replaces have one budget, cancels another, so that who has
 * sent too many orders can still take them back. A message that is refused for another reason has been sent as well.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import { Flag } from './flags.js';
import type { SessionLimits } from './session-limits.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;

/** Counts an order or replace. */
export function checkOrderRate(sessions: SessionLimits, session: number, seconds: number): Reason {
  if (!sessions.has(session, Flag.OrdersPerSecond)) return None;
  enterSecond(sessions, session, seconds);
  const { orders, ordersPerSecond } = sessions;
  if (orders[session] >= ordersPerSecond.values[session]) return Reason.OrderRateExceeded;
  orders[session]++;
  return None;
}

/** Counts a cancel or mass cancel. */
export function checkCancelRate(sessions: SessionLimits, session: number, seconds: number): Reason {
  if (!sessions.has(session, Flag.CancelsPerSecond)) return None;
  enterSecond(sessions, session, seconds);
  const { cancels, cancelsPerSecond } = sessions;
  if (cancels[session] >= cancelsPerSecond.values[session]) return Reason.CancelRateExceeded;
  cancels[session]++;
  return None;
}

function enterSecond({ second, orders, cancels }: SessionLimits, session: number, seconds: number): void {
  if (second[session] === seconds) return;
  second[session] = seconds;
  orders[session] = 0;
  cancels[session] = 0;
}

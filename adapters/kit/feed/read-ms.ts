/** The clock in ms since 1970, with its fraction. */
import type { Clock } from '../../../engine/threads/agent.js';

export function readMs(clock: Clock): number {
  clock.read();
  return clock.seconds * 1_000 + clock.nanos / 1e6;
}

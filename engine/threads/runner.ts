/**
 * Runs agents on a thread that has no event loop to serve (core, journal): turn after turn until asked to stop, spinning
 * and then parked on the thread's doorbell. Returns when a stop was requested; the caller then closes the agents.
 */
import type { Doorbell } from '../rings/doorbell.js';
import type { Agent } from './agent.js';
import type { Control } from './control.js';
import { Idleness, type WaitPolicy } from './policy.js';

/** What a runner asks once a turn: goes on, or stops; and whether somebody waits for an answer. */
export type RunControl = Pick<Control, 'goOn' | 'wanted'>;

/** A turn without work takes some 20 ns, a look at the clock as long again. */
const CLOCK_TURNS = 16;
/** After a turn with as much as this nobody rests: as much may have come meanwhile, and rings are not endless. */
const MUCH_WORK = 4_096;

export function runBlocking(
  agents: readonly Agent[],
  bell: Doorbell,
  policy: WaitPolicy,
  control: RunControl,
): void {
  const idleness = new Idleness(CLOCK_TURNS);
  while (control.goOn()) {
    const work = workOnce(agents);
    if (work > 0) {
      idleness.reset();
      if (policy.restMs > 0 && work < MUCH_WORK) bell.rest(policy.restMs);
    } else if (idleness.longerThan(policy.spinMicros) && parkOnce(agents, bell, policy, control) > 0)
      idleness.reset();
  }
}

/** Every agent once, in order. */
export function workOnce(agents: readonly Agent[]): number {
  let work = 0;
  for (let i = 0; i < agents.length; i++) work += agents[i].doWork();
  return work;
}

/** Parks unless the last look finds something. Returns the work of that look. */
function parkOnce(agents: readonly Agent[], bell: Doorbell, policy: WaitPolicy, control: RunControl): number {
  bell.park();
  const work = workOnce(agents);
  if (work === 0 && !control.wanted) bell.wait(policy.parkMs);
  bell.unpark();
  return work;
}

/** A request on its way in: what the armed faults make of it, before and after the venue has done it. */
import type { Fault } from '../kit/fault.js';
import type { Faults, Label } from '../kit/faults.js';
import { ApiError, timedOut } from './api-error.js';

/**
 * @param fillFirst executes the order that the request is about
 * @returns undefined when the request is to be ignored without an answer
 */
export function guarded<T>(
  faults: Faults,
  label: Label,
  fillFirst: (fault: Fault) => void,
  run: () => T,
): T | undefined {
  const fault = faults.incoming(label);
  if (fault === undefined) return run();
  if (fault.do === 'ignore') return undefined;
  if (fault.do === 'throttle') throw new ApiError(-1003, 'Too many requests queued.', 429);
  if (fault.do === 'fillFirst') {
    fillFirst(fault);
    return run();
  }
  if (fault.executed) run();
  throw timedOut();
}

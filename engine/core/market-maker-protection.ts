/**
 * Market-maker protection: after N executions of its quotes within a window of core time a session's quotes are pulled, and
 * it quotes no more until it says so. Executions are counted in a ring of the last N times a session, all of it allocated at
 * start; who has set no protection, and every order that is no quote, is not looked at.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import { PROTECTION_EXECUTIONS } from '../config/limits.js';
import { Flag } from '../risk/flags.js';
import type { SessionLimits } from '../risk/session-limits.js';
import type { CoreTime } from './event-group.js';

export class MarketMakerProtection {
  /** N; 0 = the session has no protection. */
  readonly executions: Int32Array;
  /** How far apart the first and the last of N may be, at most. */
  readonly windowNs: Float64Array;
  /** 1 = the session quotes no more. */
  readonly triggered: Uint8Array;
  /** How many times the session's ring holds, and where the next one goes. */
  readonly count: Int32Array;
  readonly next: Int32Array;
  /** The rings, one behind the other: seconds and nanoseconds of executions. */
  readonly times: Uint32Array;
  /** Sessions whose quotes are to be pulled now, in the order in which they were triggered. */
  readonly due: Int32Array;
  dueCount = 0;

  constructor(
    readonly capacity: number,
    private readonly sessions: SessionLimits,
  ) {
    this.executions = new Int32Array(capacity);
    this.windowNs = new Float64Array(capacity);
    this.triggered = new Uint8Array(capacity);
    this.count = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
    this.times = new Uint32Array(2 * capacity * PROTECTION_EXECUTIONS);
    this.due = new Int32Array(capacity);
  }

  /** Everything that is state between two commands, for the image. */
  columns(): (Int32Array | Float64Array | Uint8Array | Uint32Array)[] {
    return [this.executions, this.windowNs, this.triggered, this.count, this.next, this.times];
  }

  /** From now on, counted from the beginning; the window is `window[at]`. 0 executions = no protection. */
  set(session: number, executions: number, window: Float64Array, at: number): void {
    this.executions[session] = executions;
    this.windowNs[session] = window[at];
    this.triggered[session] = this.count[session] = this.next[session] = 0;
    this.sessions.flags.put(session, Flag.QuoteProtection, executions !== 0);
  }

  admits(session: number): Reason {
    return this.triggered[session] === 0 ? Reason.None : Reason.QuoteProtectionTriggered;
  }

  /** A quote of the session was executed, and it has protection. True: that was one too many. */
  executed(session: number, time: CoreTime): boolean {
    if (this.triggered[session] === 1) return false;
    const limit = this.executions[session];
    const ring = session * PROTECTION_EXECUTIONS;
    const at = ring + this.next[session];
    this.times[2 * at] = time.seconds;
    this.times[2 * at + 1] = time.nanos;
    this.next[session] = (this.next[session] + 1) % limit;
    if (this.count[session] < limit) this.count[session]++;
    if (this.count[session] < limit) return false;
    const first = ring + this.next[session];
    const elapsed = (time.seconds - this.times[2 * first]) * 1e9 + time.nanos - this.times[2 * first + 1];
    if (elapsed > this.windowNs[session]) return false;
    this.trigger(session);
    return true;
  }

  /** The times that count, oldest first, as (seconds, nanoseconds): for the state hash. */
  *counted(session: number): Generator<number> {
    const limit = this.executions[session];
    for (let age = this.count[session]; age > 0; age--) {
      const at = session * PROTECTION_EXECUTIONS + ((this.next[session] + limit - age) % limit);
      yield this.times[2 * at];
      yield this.times[2 * at + 1];
    }
  }

  private trigger(session: number): void {
    this.triggered[session] = 1;
    this.count[session] = this.next[session] = 0;
    this.due[this.dueCount++] = session;
  }
}

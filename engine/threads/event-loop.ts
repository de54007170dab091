/**
 * Runs agents on a thread with an event loop (gateway, feed, fan-out, strategies): one turn per `setImmediate` while
 * there is work and for a short time after, longer when an agent expects answers; otherwise parked on `Atomics.waitAsync`
 * so that sockets and timers go on. A socket handler that has written into a lane calls `wake`: the answer is then
 * polled for and does not have to ring. An agent that throws ends the run; `ended` rejects with its error.
 */
import type { Doorbell } from '../rings/doorbell.js';
import type { Agent } from './agent.js';
import { Idleness, type WaitPolicy } from './policy.js';
import { type RunControl, workOnce } from './runner.js';

export interface EventLoopRun {
  /** Fulfilled when the last turn is over, on `stop` or on a request of the control block. Rejects if an agent threw. */
  readonly ended: Promise<void>;
  /** Ends the run after the current turn. */
  stop(): Promise<void>;
  /** Takes the thread out of its park; for the thread's own event handlers. */
  wake(): void;
}

const NEVER_STOPS: RunControl = { goOn: () => true, wanted: false };

/** `Atomics.waitAsync` does not keep a thread alive; a timer far away does. */
const KEEP_ALIVE_MS = 2 ** 30;

export function runOnEventLoop(
  agents: readonly Agent[],
  bell: Doorbell,
  policy: WaitPolicy,
  control: RunControl = NEVER_STOPS,
): EventLoopRun {
  return new LoopRunner(agents, bell, policy, control);
}

class LoopRunner implements EventLoopRun {
  readonly ended: Promise<void>;
  private readonly idleness = new Idleness(1);
  private readonly keepAlive = setInterval(() => {}, KEEP_ALIVE_MS);
  private readonly turn = () => this.takeTurn();
  private readonly waitEnded = () => this.rungOrTired();
  private finish!: () => void;
  private fail!: (error: unknown) => void;
  private stopping = false;
  private over = false;
  private parked = false;
  /** A wait on the bell is under way. It serves all parks until it ends, because making one costs as much as a turn. */
  private waiting = false;

  constructor(
    private readonly agents: readonly Agent[],
    private readonly bell: Doorbell,
    private readonly policy: WaitPolicy,
    private readonly control: RunControl,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
    setImmediate(this.turn);
  }

  stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    return this.ended;
  }

  wake(): void {
    if (!this.parked) return;
    this.parked = false;
    this.bell.unpark();
    this.idleness.reset();
    setImmediate(this.turn);
  }

  private takeTurn(): void {
    try {
      if (!this.control.goOn() || this.stopping) this.end();
      else if (this.findWork()) setImmediate(this.turn);
      else this.goToPark();
    } catch (error) {
      this.end(error);
    }
  }

  /** True when polling goes on. */
  private findWork(): boolean {
    const { pollMicros, spinMicros, letGo } = this.policy;
    const expected = this.expectsWork();
    if (workOnce(this.agents) === 0) {
      if (this.idleness.longerThan(expected ? pollMicros : spinMicros)) return false;
      if (!expected || this.lookOn() === 0) return true;
    }
    this.idleness.reset();
    return !(expected && letGo) || this.expectsWork();
  }

  private expectsWork(): boolean {
    for (let i = 0; i < this.agents.length; i++) if (this.agents[i].expectsWork?.()) return true;
    return false;
  }

  /** A turn of the event loop costs microseconds; an answer that is on its way is often there sooner. */
  private lookOn(): number {
    const untilMs = performance.now() + this.policy.turnMicros / 1000;
    let work = 0;
    do work = workOnce(this.agents);
    while (work === 0 && performance.now() < untilMs);
    return work;
  }

  private goToPark(): void {
    this.bell.park();
    if (workOnce(this.agents) > 0 || this.control.wanted) {
      this.bell.unpark();
      this.idleness.reset();
      setImmediate(this.turn);
      return;
    }
    this.parked = true;
    if (this.waiting) return;
    this.waiting = true;
    void this.bell.waitAsync(this.policy.parkMs).then(this.waitEnded);
  }

  /** Rung, or after the longest time; perhaps long after the park that it was made for. */
  private rungOrTired(): void {
    this.waiting = false;
    if (!this.parked) return;
    this.parked = false;
    this.bell.unpark();
    this.takeTurn();
  }

  private end(error?: unknown): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.keepAlive);
    if (error === undefined) this.finish();
    else this.fail(error);
  }
}

/**
 * Time that goes on only when it is told to: the clock of an engine and its strategies on one thread, and their timers. Counted
 * in nanoseconds since its beginning, exactly for 104 days.
 */
import type { Clock } from '../../engine/threads/agent.js';
import type { Schedule } from '../sdk/timers.js';

const SECOND_NS = 1e9;
const MILLISECOND_NS = 1e6;

interface Alarm {
  readonly dueNs: number;
  readonly ring: () => void;
}

export class VirtualTime implements Clock {
  seconds = 0;
  nanos = 0;
  nowNs = 0;
  /** Soonest first; of the same moment, in the order in which they were set. */
  private readonly alarms: Alarm[] = [];

  private firstNanos = 0;

  constructor(private firstSecond: number) {
    this.moveTo(0);
  }

  /** Its beginning is this moment. Before anything has happened. */
  begin(seconds: number, nanos: number): void {
    this.firstSecond = seconds;
    this.firstNanos = nanos;
    this.moveTo(0);
  }

  read(): void {}

  /** A moment as so many nanoseconds since the beginning. */
  at(seconds: number, nanos: number): number {
    return (seconds - this.firstSecond) * SECOND_NS + (nanos - this.firstNanos);
  }

  /** Never back: a moment that is over is now. */
  moveTo(nowNs: number): void {
    if (nowNs < this.nowNs) return;
    this.nowNs = nowNs;
    const nanos = this.firstNanos + nowNs;
    this.seconds = this.firstSecond + Math.floor(nanos / SECOND_NS);
    this.nanos = nanos % SECOND_NS;
  }

  /** When the next timer is due. */
  get nextNs(): number {
    return this.alarms.length === 0 ? Number.POSITIVE_INFINITY : this.alarms[0].dueNs;
  }

  readonly schedule: Schedule = (afterMs, then) => {
    const alarm = { dueNs: this.nowNs + Math.round(Math.max(afterMs, 0) * MILLISECOND_NS), ring: then };
    let at = this.alarms.length;
    while (at > 0 && this.alarms[at - 1].dueNs > alarm.dueNs) at--;
    this.alarms.splice(at, 0, alarm);
    return () => {
      const found = this.alarms.indexOf(alarm);
      if (found >= 0) this.alarms.splice(found, 1);
    };
  };

  /** Rings what is due by now. */
  ring(): void {
    while (this.nextNs <= this.nowNs) this.alarms.shift()?.ring();
  }
}

/**
 * Tells the core the trading phases that calendars want, each as a command when it is due. Told once at the start what
 * was due since the last close, because nobody told it while the engine was down; then looks at the time with every tick.
 */
import type { Instrument } from '../../protocol/instrument.js';
import type { CalendarEntry } from '../config/schema.js';
import type { Clock } from '../threads/agent.js';
import type { AdminLane } from './admin-lane.js';
import { type DuePhase, phasesBetween, phasesSinceClose } from './calendar.js';

/** Phases are worked out so far ahead at a time. */
const AHEAD_SECONDS = 86_400;

export class PhaseClock {
  private readonly schedules: readonly Schedule[];

  constructor(
    private readonly admin: AdminLane,
    private readonly clock: Clock,
    calendars: readonly CalendarEntry[],
    instruments: readonly Instrument[],
  ) {
    this.schedules = calendars.map((calendar) => {
      const followers = instruments.filter((instrument) => instrument.calendar === calendar.name);
      return new Schedule(
        calendar,
        followers.map(({ id }) => id),
      );
    });
  }

  /** After the definitions, before the doors open. */
  start(): void {
    const nowSeconds = this.now();
    for (const schedule of this.schedules) this.tell(schedule, schedule.begin(nowSeconds));
  }

  tick(): void {
    const nowSeconds = this.now();
    for (const schedule of this.schedules) this.tell(schedule, schedule.due(nowSeconds));
  }

  private tell({ instruments }: Schedule, phases: readonly DuePhase[]): void {
    for (const { phase, dueSeconds } of phases)
      for (const instrument of instruments) this.admin.tradingPhase(instrument, phase, dueSeconds);
  }

  private now(): number {
    this.clock.read();
    return this.clock.seconds;
  }
}

/** A calendar, who follows it, and what comes next. */
class Schedule {
  private coming: DuePhase[] = [];
  private knownUntil = 0;

  constructor(
    private readonly calendar: CalendarEntry,
    readonly instruments: readonly number[],
  ) {}

  begin(nowSeconds: number): DuePhase[] {
    this.knownUntil = nowSeconds;
    return phasesSinceClose(this.calendar, nowSeconds);
  }

  /** A clock that was set back tells nothing twice; one that jumped ahead tells all in between. */
  due(nowSeconds: number): DuePhase[] {
    if (nowSeconds >= this.knownUntil) {
      const until = nowSeconds + AHEAD_SECONDS;
      this.coming.push(...phasesBetween(this.calendar, this.knownUntil, until));
      this.knownUntil = until;
    }
    const count = this.coming.findIndex(({ dueSeconds }) => dueSeconds > nowSeconds);
    return this.coming.splice(0, count < 0 ? this.coming.length : count);
  }
}

/**
 * Which trading phase a calendar wants when: a pure function of the calendar and an interval of time. A phase lasts until
 * the next one begins, over midnight and weekends too; a holiday closes at midnight and nothing begins on it. Times of
 * day are local, so a day with a clock change is an hour shorter or longer, as on every exchange.
 */
import { TradingPhase } from '../../protocol/codes/enums.js';
import type { CalendarEntry } from '../config/schema.js';

const DAY_SECONDS = 86_400;
/** Long enough for every run of holidays. */
const LOOK_BACK_SECONDS = 15 * DAY_SECONDS;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const PHASES: Readonly<Record<CalendarEntry['phases'][number]['phase'], TradingPhase>> = {
  'pre-open': TradingPhase.PreOpen,
  'opening-auction': TradingPhase.OpeningAuction,
  continuous: TradingPhase.Continuous,
  'closing-auction': TradingPhase.ClosingAuction,
  closed: TradingPhase.Closed,
};

export interface DuePhase {
  readonly phase: TradingPhase;
  /** Seconds since 1970. */
  readonly dueSeconds: number;
}

/** The phases that begin after `afterSeconds`, up to and with `untilSeconds`, in their order. */
export function phasesBetween(
  calendar: CalendarEntry,
  afterSeconds: number,
  untilSeconds: number,
): DuePhase[] {
  const phases: DuePhase[] = [];
  const lastDay = dayOf(untilSeconds) + 1;
  for (let day = dayOf(afterSeconds) - 1; day <= lastDay; day++) phases.push(...phasesOfDay(calendar, day));
  return phases.filter(({ dueSeconds }) => dueSeconds > afterSeconds && dueSeconds <= untilSeconds);
}

/**
 * What a core has to hear that may have slept: the last close that was due and what was due after it, so that a day that
 * ended meanwhile is ended. What it has heard before it passes over.
 */
export function phasesSinceClose(calendar: CalendarEntry, nowSeconds: number): DuePhase[] {
  const due = phasesBetween(calendar, nowSeconds - LOOK_BACK_SECONDS, nowSeconds);
  const close = due.findLastIndex(({ phase }) => phase === TradingPhase.Closed);
  return due.slice(close < 0 ? -1 : close);
}

/** @param day days since 1970, of the calendar's own zone */
function phasesOfDay(calendar: CalendarEntry, day: number): DuePhase[] {
  const { timeZone, holidays, phases } = calendar;
  const at = (secondsOfDay: number): number => epochOf(timeZone, day * DAY_SECONDS + secondsOfDay);
  if (holidays.includes(dateOf(day))) return [{ phase: TradingPhase.Closed, dueSeconds: at(0) }];
  const weekday = WEEKDAYS[new Date(day * DAY_SECONDS * 1_000).getUTCDay()];
  return phases
    .filter(({ weekdays }) => (weekdays ?? calendar.weekdays).includes(weekday))
    .map((entry) => ({ phase: PHASES[entry.phase], dueSeconds: at(secondsOf(entry.at)) }));
}

const dayOf = (seconds: number): number => Math.floor(seconds / DAY_SECONDS);
const dateOf = (day: number): string => new Date(day * DAY_SECONDS * 1_000).toISOString().slice(0, 10);

/** `09:30` or `09:30:15`. */
function secondsOf(timeOfDay: string): number {
  const [hours, minutes, seconds = 0] = timeOfDay.split(':').map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}

/** From a local time, counted as if the zone were UTC. Twice, because the offset is that of the result. */
function epochOf(timeZone: string, localSeconds: number): number {
  const guess = localSeconds - offsetAt(timeZone, localSeconds);
  return localSeconds - offsetAt(timeZone, guess);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clocks are ahead of UTC. */
function offsetAt(timeZone: string, epochSeconds: number): number {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(epochSeconds * 1_000)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const [year, month, day] = ['year', 'month', 'day'].map((part) => parts.get(part as never)!);
  const [hour, minute, second] = ['hour', 'minute', 'second'].map((part) => parts.get(part as never)!);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1_000 - epochSeconds;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const numeric = 'numeric';
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  });
  formats.set(timeZone, format);
  return format;
}

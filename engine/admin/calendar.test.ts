/** Calendars: which phase is due when, over weekends, holidays, midnight and clock changes; and who is told. */
import t from 'tap';
import { TradingPhase } from '../../protocol/codes/enums.js';
import type { Instrument } from '../../protocol/instrument.js';
import { Cmd, CommandKind } from '../../protocol/records/command.js';
import { byteA, byteB, kindOf } from '../../protocol/records/layout.js';
import { type CalendarEntry, configSchema } from '../config/schema.js';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../rings/lane.js';
import { AdminLane } from './admin-lane.js';
import { phasesBetween, phasesSinceClose } from './calendar.js';
import { PhaseClock } from './phase-clock.js';

const parse = (fields: object): CalendarEntry =>
  configSchema.shape.calendars.parse([{ name: 'test', ...fields }])[0];

const DAY = [
  { at: '09:45', phase: 'pre-open' },
  { at: '10:00', phase: 'continuous' },
  { at: '17:00', phase: 'closed' },
];
const SAO_PAULO = parse({ timeZone: 'America/Sao_Paulo', phases: DAY, holidays: ['2026-12-25'] });
/** Sunday evening to Friday afternoon, an hour closed each day. */
const CHICAGO = parse({
  timeZone: 'America/Chicago',
  phases: [
    { at: '16:00', phase: 'closed' },
    { at: '17:00', phase: 'continuous', weekdays: ['sun', 'mon', 'tue', 'wed', 'thu'] },
  ],
});

const NAMES = new Map<TradingPhase, string>([
  [TradingPhase.PreOpen, 'pre-open'],
  [TradingPhase.Continuous, 'continuous'],
  [TradingPhase.Closed, 'closed'],
]);
const epoch = (utc: string): number => Date.parse(`${utc}Z`) / 1_000;
const told = (phases: readonly { phase: TradingPhase; dueSeconds: number }[]): string[] =>
  phases.map(
    ({ phase, dueSeconds }) =>
      `${new Date(dueSeconds * 1_000).toISOString().slice(0, 16)} ${NAMES.get(phase)}`,
  );
const between = (calendar: CalendarEntry, after: string, until: string): string[] =>
  told(phasesBetween(calendar, epoch(after), epoch(until)));

t.test('a day, in local time', async (t) => {
  t.strictSame(between(SAO_PAULO, '2026-11-26T00:00', '2026-11-27T00:00'), [
    '2026-11-26T12:45 pre-open',
    '2026-11-26T13:00 continuous',
    '2026-11-26T20:00 closed',
  ]);
});

t.test('an interval begins after its first second and ends with its last', async (t) => {
  t.strictSame(between(SAO_PAULO, '2026-11-26T12:45', '2026-11-26T13:00'), ['2026-11-26T13:00 continuous']);
});

t.test('weekends are left out, holidays close at midnight', async (t) => {
  t.strictSame(between(SAO_PAULO, '2026-11-27T21:00', '2026-11-30T12:45'), ['2026-11-30T12:45 pre-open']);
  t.strictSame(between(SAO_PAULO, '2026-12-24T20:00', '2026-12-28T12:45'), [
    '2026-12-25T03:00 closed',
    '2026-12-28T12:45 pre-open',
  ]);
});

t.test('sessions over midnight, closed for the weekend', async (t) => {
  t.strictSame(between(CHICAGO, '2026-11-26T21:59', '2026-11-30T22:00'), [
    '2026-11-26T22:00 closed',
    '2026-11-26T23:00 continuous',
    '2026-11-27T22:00 closed',
    '2026-11-29T23:00 continuous',
    '2026-11-30T22:00 closed',
  ]);
});

t.test('when clocks change, the times of day stay', async (t) => {
  t.strictSame(between(CHICAGO, '2026-10-30T20:59', '2026-11-02T22:00'), [
    '2026-10-30T21:00 closed',
    '2026-11-01T23:00 continuous',
    '2026-11-02T22:00 closed',
  ]);
});

t.test('after a sleep: the last close and what came after it', async (t) => {
  const since = (now: string): string[] => told(phasesSinceClose(SAO_PAULO, epoch(now)));
  t.strictSame(since('2026-11-26T15:00'), [
    '2026-11-25T20:00 closed',
    '2026-11-26T12:45 pre-open',
    '2026-11-26T13:00 continuous',
  ]);
  t.strictSame(since('2026-11-29T15:00'), ['2026-11-27T20:00 closed']);
  const never = parse({ phases: [{ at: '00:00', phase: 'continuous' }] });
  t.strictSame(told(phasesSinceClose(never, epoch('2026-11-29T15:00'))), ['2026-11-27T00:00 continuous']);
});

t.test('the clock tells who follows the calendar, each phase once', async (t) => {
  const memory = createLane(1 << 10, 0, Doorbell.create());
  const reader = new LaneReader(memory);
  const clock = { seconds: 0, nanos: 0, read: () => {} };
  const admin = new AdminLane(new LaneWriter(memory), clock);
  const follower = (id: number, calendar?: string) => ({ id, calendar }) as Instrument;
  const instruments = [follower(1, 'test'), follower(2), follower(3, 'test')];
  const phases = new PhaseClock(admin, clock, [SAO_PAULO], instruments);
  const heard = (utc: string, look: () => void): string[] => {
    clock.seconds = epoch(utc);
    look();
    const count = reader.available(99);
    const lines = Array.from({ length: count }, (_, i) => inWords(reader.i32, reader.offset(i)));
    reader.release(count);
    return lines;
  };
  const tick = (): void => phases.tick();
  t.strictSame(
    heard('2026-11-26T12:50', () => phases.start()),
    ['1 closed', '3 closed', '1 pre-open', '3 pre-open'],
  );
  t.strictSame(heard('2026-11-26T12:59', tick), []);
  t.strictSame(heard('2026-11-26T13:00', tick), ['1 continuous', '3 continuous']);
  t.strictSame(heard('2026-11-26T13:01', tick), []);
  t.strictSame(heard('2026-11-26T12:00', tick), [], 'a clock that was set back');
  t.strictSame(heard('2026-11-26T13:30', tick), []);
  t.strictSame(
    heard('2026-11-27T13:30', tick).filter((line) => line.startsWith('1')),
    ['1 closed', '1 pre-open', '1 continuous'],
    'one that jumped ahead, told in order what was missed',
  );
});

function inWords(i32: Int32Array, at: number): string {
  if (kindOf(i32[at]) !== CommandKind.TradingPhase || byteB(i32[at]) !== 1) return 'something else';
  return `${i32[at + Cmd.Instrument]} ${NAMES.get(byteA(i32[at]))}`;
}

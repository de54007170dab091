/** Routed orders under random clients, venues and operators: the family's invariants after every command, and determinism. */
import fc from 'fast-check';
import t from 'tap';
import { Reason, reasonName } from '../../../protocol/codes/reasons.js';
import { reasonOf } from '../../../protocol/records/command.js';
import { End, isCommand } from '../../../protocol/records/event.js';
import { kindOf } from '../../../protocol/records/layout.js';
import { holds, mustEqual } from '../../book/test-property.js';
import type { Record16 } from '../test-commands.js';
import { SMALLEST_RING, TestCore } from '../test-kit.js';
import { bytesOf, commandOf, mustBeSame, play, sendAll } from '../test-play.js';
import { WIDE_STREET } from '../test-street.js';
import { FamilyInvariants } from './test-family-invariants.js';
import { anyStreetDay, type Step, StreetDriver } from './test-street-driver.js';

/** What the days must have seen: a property that never gets there proves nothing. */
const SEEN: readonly Reason[] = [
  Reason.VenueDown,
  Reason.InstrumentHalted,
  Reason.VenueRejected,
  Reason.VenueCancelled,
  Reason.VenueExpired,
  Reason.NotKnownAtVenue,
  Reason.DuplicateExecution,
  Reason.ExecutionGap,
  Reason.ExecutionExceedsOrder,
  Reason.UnknownOrdersRemain,
  Reason.CancelPending,
  Reason.ReplacePending,
  Reason.OutcomeUnknown,
  Reason.CancelRefusedByVenue,
  Reason.ReplaceRefusedByVenue,
  Reason.ReplacedAtVenue,
  Reason.RestatedByVenue,
  Reason.PostOnlyWouldTake,
  Reason.SelfTradePrevented,
  Reason.IsChildOrder,
];
const RUNS = 150;
const day = anyStreetDay;
const prepare = WIDE_STREET;

/** What was sent, with what came of it. */
function playDay(steps: readonly Step[]): { sent: Record16[]; groups: Record16[][]; hash: string } {
  const kit = new TestCore({ prepare }).standard();
  const driver = new StreetDriver(kit);
  const groups = steps.map((step) => driver.take(step));
  return { sent: driver.sent, groups, hash: kit.hash };
}

holds('children never exceed their parent, and everybody goes home flat of orders', RUNS, day, (steps) => {
  const kit = new TestCore({ prepare }).standard();
  const driver = new StreetDriver(kit);
  const invariants = new FamilyInvariants(kit);
  for (const step of steps) invariants.check(driver.take(step));
  for (const group of driver.goHome()) invariants.check(group);
  mustEqual(kit.core.state.orders.count, 0, 'orders left');
});

holds('the same events with both books and on the smallest ring', RUNS, day, (steps) => {
  const { sent, groups, hash } = playDay(steps);
  const first = { events: bytesOf(groups.flat()), hash };
  mustBeSame(play({ prepare, book: 'naive' }, sent), first);
  mustBeSame(play({ prepare, ringSlots: SMALLEST_RING }, sent), first);
});

holds(
  'a replay of the echoes, with an image in the middle',
  RUNS,
  fc.tuple(day, fc.nat({ max: 160 })),
  ([steps, place]) => {
    const { groups, hash } = playDay(steps);
    const commands = groups.map((group) => commandOf(group));
    const before = new TestCore({ prepare }).standard();
    sendAll(before, commands.slice(0, place));
    const after = new TestCore();
    after.core.loadImage(before.core.saveImage());
    mustEqual(after.hash, before.hash, 'the hash of the image');
    const events = sendAll(after, commands.slice(place));
    mustEqual(events.equals(bytesOf(groups.slice(place).flat())), true, 'that the events are equal');
    mustEqual(after.hash, hash, 'the hash');
  },
);

t.test('the days see everything that can happen', async (t) => {
  const seen = new Set<number>();
  for (const steps of fc.sample(day, 400))
    for (const group of playDay(steps).groups)
      for (const record of group)
        seen.add(isCommand(kindOf(record[0])) ? reasonOf(record[1]) : record[End.Reason]);
  t.strictSame(
    SEEN.filter((reason) => !seen.has(reason)).map((reason) => reasonName(reason)),
    [],
  );
});

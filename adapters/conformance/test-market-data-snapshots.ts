/** Snapshots of books: too old, refused, lost, late, and never more than the venue allows. */
import { gap, LATER, live, loseBook, type MarketDataCase, right, SOON } from './test-market-data-case.js';
import type { MarketDataRig } from './test-market-data-rig.js';

/** The book is lost, so a snapshot is needed: asked for where it is, else it comes with a new subscription. */
function spoilSnapshots(rig: MarketDataRig, how: 'refuse' | 'lose' | 'late'): void {
  if (rig.bench.isSnapshotAsked) rig.network.plan(how);
  else rig.network.loseSnapshot();
  loseBook(rig);
}

const gapsOf = (times: readonly number[]): number[] => times.slice(1).map((ms, i) => ms - times[i]);

export const SNAPSHOTS: readonly MarketDataCase[] = [
  {
    number: 8,
    title: 'updates that the snapshot holds already are passed over',
    play: (rig, t) => {
      rig.told();
      rig.network.plan('slow');
      const { updates } = rig.counters;
      loseBook(rig);
      rig.until(() => !live(rig) && rig.told().some((word) => word !== 'disconnected'), LATER);
      for (let i = 0; i < 10 && !live(rig); i++) {
        rig.move();
        rig.run(SOON);
      }
      t.ok(rig.counters.updates - updates >= 3, 'some came before it');
      t.same(rig.told(), ['live'], 'and no gap was seen');
      right(rig, t, 'then');
    },
  },
  {
    number: 9,
    title: 'a snapshot that is older than the updates is asked for again',
    play: (rig, t) => {
      rig.network.keepSnapshot();
      rig.lively(1_000);
      rig.network.plan('old');
      const { uselessSnapshots } = rig.counters;
      const asked = rig.network.asked.length;
      gap(rig);
      rig.lively(10_000);
      t.equal(rig.counters.uselessSnapshots - uselessSnapshots, 1);
      t.equal(rig.network.asked.length - asked, 2);
      right(rig, t, 'after the second one');
    },
  },
  ...(['refuse', 'lose', 'late'] as const).map(
    (how, i): MarketDataCase => ({
      number: 10 + i,
      title: `a snapshot that is ${{ refuse: 'refused', lose: 'lost', late: 'late' }[how]} is asked for again, after a while`,
      play: (rig, t) => {
        rig.told();
        const asked = rig.network.asked.length;
        spoilSnapshots(rig, how);
        rig.lively(5_000);
        t.notOk(live(rig), 'not yet');
        rig.run(LATER);
        rig.lively(2_000);
        t.equal(rig.told().at(-1), 'live');
        const times = rig.network.asked.slice(asked);
        if (rig.bench.isSnapshotAsked) t.equal(times.length, 2);
        t.ok(
          gapsOf(times).every((ms) => ms >= 9_000),
          `asked for after ${gapsOf(times).join(', ')} ms`,
        );
        right(rig, t, 'in the end');
      },
    }),
  ),
  {
    number: 22,
    title: 'gap after gap: snapshots within the venue’s budget',
    play: (rig, t) => {
      const asked = rig.network.asked.length;
      for (let i = 0; i < 60; i++) {
        gap(rig);
        rig.run(SOON);
      }
      const times = rig.network.asked.slice(asked);
      t.ok(times.length >= 3, `${times.length} asked for`);
      t.ok(gapsOf(times).every((ms) => ms >= 1_000));
      t.equal(rig.network.tooMany, 0);
      rig.lively(20_000);
      right(rig, t, 'in the end');
    },
  },
];

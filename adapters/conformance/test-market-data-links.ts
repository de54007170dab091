/** Connections and streams that end, go silent, or have nothing to say. */
import {
  DEAD,
  LATER,
  live,
  type MarketDataCase,
  MINUTE_MS,
  right,
  SOON,
  withdrawn,
} from './test-market-data-case.js';

export const LINKS: readonly MarketDataCase[] = [
  {
    number: 13,
    title: 'the connection is lost: stale at once, back with a right book',
    play: (rig, t) => {
      rig.told();
      rig.takeTrades();
      rig.fault({ do: 'drop' });
      t.ok(rig.until(() => !live(rig), SOON));
      withdrawn(rig, t, 'without a connection');
      rig.lively(10_000);
      t.same(rig.told(), ['disconnected', 'synchronizing', 'live']);
      right(rig, t, 'again');
      rig.takeTrades();
      rig.lively(5_000);
      const { told, made } = rig.takeTrades();
      t.same(told, made, 'trades too');
    },
  },
  {
    number: 14,
    title: 'cut off in the middle of a message',
    play: (rig, t) => {
      rig.told();
      rig.fault({ do: 'cut', kind: 'stream', clientId: rig.bench.bookStream });
      rig.move();
      t.ok(rig.until(() => !live(rig), SOON));
      rig.lively(10_000);
      t.same(rig.told(), ['disconnected', 'synchronizing', 'live']);
      t.equal(rig.counters.refused, 0);
      right(rig, t, 'again');
    },
  },
  {
    number: 16,
    title: 'a book’s stream goes silent while others go on: noticed, and asked for again',
    play: (rig, t) => {
      rig.told();
      rig.fault({ do: 'mute', stream: rig.bench.bookStream });
      rig.lively(15_000);
      const told = rig.told();
      t.ok(told.includes('silent'), told.join());
      rig.clearFaults();
      rig.lively(30_000);
      t.equal(rig.told().at(-1), 'live');
      right(rig, t, 'when it is heard again');
    },
  },
  {
    number: 17,
    title: 'a stream that stays silent is never taken for live',
    play: (rig, t) => {
      rig.fault({ do: 'mute', stream: rig.bench.bookStream });
      rig.lively(15_000);
      rig.run(7 * MINUTE_MS);
      t.ok(!live(rig) || rig.isRight, 'no book, or a right one');
      rig.clearFaults();
      rig.lively(30_000);
      right(rig, t, 'when it is heard again');
    },
  },
  {
    number: 18,
    title: 'the connection goes dead and nobody says so: stale, ended, dialled again',
    play: (rig, t) => {
      rig.told();
      const dialled = rig.network.dialled.length;
      rig.network.die();
      rig.move();
      rig.run(DEAD);
      rig.lively(10_000);
      t.same(rig.told(), ['silent', 'disconnected', 'synchronizing', 'live']);
      t.ok(rig.network.dialled.length > dialled);
      right(rig, t, 'on another connection');
    },
  },
  {
    number: 21,
    title: 'every stream in a message of its own, and reconnects: never more than the venue allows',
    start: { oneByOne: true },
    play: (rig, t) => {
      t.ok(
        rig.until(() => live(rig), LATER),
        'live, however long it took',
      );
      const { length } = rig.network.endings;
      t.equal(length, 0, 'the venue ended nothing');
      for (let i = 0; i < 5; i++) {
        rig.fault({ do: 'drop' });
        rig.lively(15_000);
      }
      // So many snapshots as that took, the venue gives no more of for a while.
      rig.lively(MINUTE_MS);
      t.equal(rig.network.endings.filter((why) => why !== 'dropped').join(), '');
      t.equal(rig.network.tooMany, 0);
      right(rig, t, 'in the end');
    },
  },
  {
    number: 26,
    title: 'nobody trades for half an hour: the book stays live, and nothing is asked for anew',
    play: (rig, t) => {
      rig.told();
      const [{ length: asked }, { length: dialled }] = [rig.network.asked, rig.network.dialled];
      rig.run(30 * MINUTE_MS);
      t.same(rig.told(), []);
      right(rig, t, 'all the time');
      t.equal(rig.network.asked.length, asked, 'no snapshot');
      t.equal(rig.network.dialled.length, dialled, 'no connection');
      rig.lively(5_000);
      right(rig, t, 'when there is trading again');
    },
  },
];

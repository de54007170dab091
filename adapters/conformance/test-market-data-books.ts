/** What is told of a venue's market: books, best levels, trades, mark prices; and messages that are not as they should be. */
import {
  gap,
  loseBook,
  type MarketDataCase,
  MINUTE_MS,
  right,
  SOON,
  withdrawn,
} from './test-market-data-case.js';

export const BOOKS: readonly MarketDataCase[] = [
  {
    number: 1,
    title: 'a snapshot, then updates: exactly the venue’s book',
    play: (rig, t) => {
      t.same(rig.told().at(-1), 'live');
      for (let i = 0; i < 20; i++) {
        right(rig, t, `after ${i} seconds`);
        rig.lively(1_000);
      }
      t.same(rig.told(), [], 'and nothing else was said of it');
    },
  },
  {
    number: 2,
    title: 'the best levels are told, and told again when asked',
    play: (rig, t) => {
      right(rig, t, 'at first');
      rig.outside.core.clear();
      rig.run(SOON);
      t.same(rig.top, [], 'not again by themselves');
      rig.agent.tellTops();
      rig.run(SOON);
      t.same(rig.top, rig.venueTop);
    },
  },
  {
    number: 3,
    title: 'trades once each, in order',
    play: (rig, t) => {
      rig.takeTrades();
      rig.lively(5_000);
      rig.fault({ do: 'repeat', kind: 'stream', clientId: rig.bench.tradeStream, times: 5 });
      rig.lively(5_000);
      const { told, made } = rig.takeTrades();
      t.ok(made.length > 20, `${made.length} trades`);
      t.same(told, made);
    },
  },
  {
    number: 4,
    title: 'the venue’s best prices are the book’s',
    play: (rig, t) => {
      for (let i = 0; i < 10; i++) {
        rig.lively(500);
        rig.trade();
        rig.run(SOON);
        const { bidTicks, askTicks } = rig.outside.tops.findLast(({ instrument }) => instrument === 1)!;
        const top = rig.venueTop;
        t.same([bidTicks, askTicks], [top[0][0], top[top.length / 2][0]]);
      }
    },
  },
  {
    number: 5,
    title: 'the mark price',
    play: (rig, t) => {
      rig.lively(1_000);
      rig.run(1_000);
      const top = rig.venueTop;
      t.equal(rig.markTicks, Math.round((top[0][0] + top[top.length / 2][0]) / 2));
    },
  },
  {
    number: 6,
    title: 'a gap: stale at once, and a right book out of a new snapshot',
    play: (rig, t) => {
      rig.told();
      t.ok(gap(rig), 'at once');
      withdrawn(rig, t, 'after the gap');
      rig.lively(5_000);
      t.same(rig.told(), ['gap', 'live']);
      right(rig, t, 'again');
    },
  },
  {
    number: 7,
    title: 'an update that comes twice changes nothing',
    play: (rig, t) => {
      rig.told();
      for (let i = 0; i < 5; i++) {
        rig.fault({ do: 'repeat', kind: 'stream', clientId: rig.bench.bookStream });
        rig.move();
        rig.run(SOON);
        right(rig, t, 'after each');
      }
      t.same(rig.told(), []);
    },
  },
  {
    number: 15,
    title: 'a malformed message is counted with its reason and touches nothing else',
    play: (rig, t) => {
      rig.told(2);
      const before = rig.outside.trades.length;
      for (const [text, reason] of rig.bench.malformed) {
        const { refused } = rig.counters;
        rig.say(text);
        t.equal(rig.counters.refused - refused, 1, text);
        t.match(rig.counters.faultText(), reason, text);
        rig.run(SOON);
        t.equal(rig.outside.trades.length, before);
        rig.lively(6_000);
        right(rig, t, `after ${reason}`);
        rig.outside.trades.length = before;
      }
      t.same(rig.told(2), [], 'nothing was said of the other instruments');
    },
  },
  {
    number: 23,
    title: 'unknown messages and unknown fields are passed over',
    play: (rig, t) => {
      rig.told();
      const { others } = rig.counters;
      for (const text of rig.bench.unknown) rig.say(text);
      t.equal(rig.counters.others - others, rig.bench.unknown.length);
      rig.network.addFields();
      rig.lively(5_000);
      rig.fault({ do: 'drop' });
      rig.lively(10_000);
      t.same(rig.told(), rig.bench.hasConnection ? ['disconnected', 'synchronizing', 'live'] : []);
      t.equal(rig.counters.refused, 0, rig.counters.faultText());
      right(rig, t, 'out of them');
    },
  },
  {
    number: 24,
    title: 'a crossed book is never shown',
    play: (rig, t) => {
      rig.told();
      rig.network.cross(true);
      loseBook(rig);
      rig.lively(5_000);
      withdrawn(rig, t, 'out of a crossed snapshot');
      t.notOk(rig.told().includes('live'));
      rig.network.cross(false);
      rig.lively(MINUTE_MS);
      right(rig, t, 'out of the next one');
    },
  },
];

/**
 * The conformance suite for market data: what every venue's adapter has to make of what its venue sends, numbered, the same for all. Each case plays against the
 * venue's simulator on its time and says what readers of the ring and the core must have been told.
 */
import t from 'tap';
import type { MarketDataRig, StartOptions } from './test-market-data-rig.js';

export interface MarketDataVenue {
  readonly name: string;
  readonly start: (options?: StartOptions) => MarketDataRig;
  /** Numbers of the cases that the venue has no way to come into, with the reason. */
  readonly notApplicable: Readonly<Record<number, string>>;
}

export interface MarketDataCase {
  readonly number: number;
  readonly title: string;
  readonly start?: StartOptions;
  readonly play: (rig: MarketDataRig, t: Tap) => void;
}

type Tap = typeof t;

const SOON = 300;
/** Longer than every wait before another try, shorter than a quiet book is live. */
const LATER = 45_000;
/** Longer than a connection may be silent, and another one takes. */
const DEAD = 260_000;
const MINUTE_MS = 60_000;

/** Live, and on the ring, in the core and at the venue the same. */
function right(rig: MarketDataRig, t: Tap, when: string): void {
  t.same(rig.book, rig.venueBook, `the book is the venue’s ${when}`);
  t.same(rig.top, rig.venueTop, `the best levels are the venue’s ${when}`);
}

/** No price to be traded on, here or there. */
function withdrawn(rig: MarketDataRig, t: Tap, when: string): void {
  t.equal(rig.book, undefined, `readers have no book ${when}`);
  t.same(rig.top, [], `the core has no levels ${when}`);
}

const live = (rig: MarketDataRig): boolean => rig.book !== undefined;

/** A message of the book is left out on its way, and the next one comes. @returns whether the book was withdrawn then */
function gap(rig: MarketDataRig): boolean {
  rig.fault({ do: 'gap', by: 1, stream: rig.bench.bookStream });
  rig.move();
  const isSeen = rig.until(() => !live(rig), SOON);
  rig.move();
  return isSeen || rig.until(() => !live(rig), SOON);
}

/** The book is lost, so a snapshot is needed: asked for where it is, else it comes with a new subscription. */
function spoilSnapshots(rig: MarketDataRig, how: 'refuse' | 'lose' | 'late'): void {
  if (rig.bench.isSnapshotAsked) rig.network.plan(how);
  else rig.network.alter = loseSnapshots(1);
  rig.fault({ do: 'drop' });
}

const isSnapshot = (text: string): boolean => text.startsWith('{"type":"snapshot"');

/** Of the first instrument of the subscription. */
function loseSnapshots(count: number): (text: string) => string {
  let left = count;
  return (text) => (isSnapshot(text) && left-- > 0 ? '{"type":"auction"}' : text);
}

const crossedSnapshot = (text: string): string =>
  isSnapshot(text) || /^\{("lastUpdateId"|"bids")/.test(text)
    ? text.replace('"bids"', '"_"').replace('"asks"', '"bids"').replace('"_"', '"asks"')
    : text;

const withMoreFields = (text: string): string =>
  text
    .replace(/^\{/, '{"zz":[1,{"y":null,"b":"\\u0041"}],')
    .replace('"data":{', '"data":{"zy":{"s":[true,-1.5e3]},');

const gapsOf = (times: readonly number[]): number[] => times.slice(1).map((ms, i) => ms - times[i]);

export const MARKET_DATA_CASES: readonly MarketDataCase[] = [
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
    number: 8,
    title: 'updates that the snapshot holds already are passed over',
    play: (rig, t) => {
      rig.told();
      rig.network.plan('slow');
      const { updates } = rig.counters;
      rig.fault({ do: 'drop' });
      rig.until(() => rig.told().includes('synchronizing'), LATER);
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
    number: 15,
    title: 'a malformed message is counted with its reason and touches nothing else',
    play: (rig, t) => {
      rig.told(2);
      const before = rig.outside.trades.length;
      for (const [text, reason] of rig.bench.malformed) {
        const { refused } = rig.counters;
        rig.network.say(text);
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
    number: 19,
    title: 'the venue goes down for maintenance: back with a right book',
    play: (rig, t) => {
      rig.told();
      rig.fault({ do: 'maintenance', seconds: 5 });
      rig.lively(15_000);
      t.same(rig.told(), ['disconnected', 'synchronizing', 'live']);
      right(rig, t, 'afterwards');
    },
  },
  {
    number: 20,
    title: 'an instrument is halted and resumed: it is said once each, and its book is right all the time',
    play: (rig, t) => {
      const all = rig.bench.instruments.length;
      rig.told();
      t.match(rig.traded(), Array(all).fill(/^\d/), 'every one is traded at first');
      rig.fault({ do: 'halt', symbol: rig.symbol });
      rig.lively(15_000);
      right(rig, t, 'while it is halted');
      t.match(rig.traded(), [/^-1 /], 'no orders are taken for the first one');
      rig.fault({ do: 'resume', symbol: rig.symbol });
      rig.lively(15_000);
      t.match(rig.traded(), [/^1 /], 'and now they are again');
      right(rig, t, 'afterwards');
      t.same(rig.told(), [], 'nothing was said of the book');
    },
  },
  {
    number: 25,
    title: 'an instrument is halted while the connection is lost: it is said when there is another one',
    play: (rig, t) => {
      rig.traded();
      rig.fault({ do: 'drop' });
      rig.fault({ do: 'halt', symbol: rig.symbol });
      rig.lively(30_000);
      t.match(rig.traded(), [/^-1 /]);
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
      t.equal(rig.network.endings.filter((why) => why !== 'dropped').join(), '');
      t.equal(rig.network.tooMany, 0);
      right(rig, t, 'in the end');
    },
  },
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
      t.ok(times.length > 5, `${times.length} asked for`);
      t.ok(gapsOf(times).every((ms) => ms >= 1_000));
      t.equal(rig.network.tooMany, 0);
      rig.lively(5_000);
      right(rig, t, 'in the end');
    },
  },
  {
    number: 23,
    title: 'unknown messages and unknown fields are passed over',
    play: (rig, t) => {
      rig.told();
      const { others } = rig.counters;
      for (const text of rig.bench.unknown) rig.network.say(text);
      t.equal(rig.counters.others - others, rig.bench.unknown.length);
      rig.network.alter = withMoreFields;
      rig.lively(5_000);
      rig.fault({ do: 'drop' });
      rig.lively(10_000);
      t.same(rig.told(), ['disconnected', 'synchronizing', 'live']);
      t.equal(rig.counters.refused, 0, rig.counters.faultText());
      right(rig, t, 'out of them');
    },
  },
  {
    number: 24,
    title: 'a crossed book is never shown',
    play: (rig, t) => {
      rig.told();
      rig.network.alter = crossedSnapshot;
      rig.fault({ do: 'drop' });
      rig.lively(5_000);
      withdrawn(rig, t, 'out of a crossed snapshot');
      t.notOk(rig.told().includes('live'));
      rig.network.alter = (text) => text;
      rig.lively(30_000);
      right(rig, t, 'out of the next one');
    },
  },
];

/** Every case against one venue; `crossed` is asked after each. */
export function marketDataConformance(venue: MarketDataVenue): void {
  for (const { number, title, play, start } of MARKET_DATA_CASES) {
    const why = venue.notApplicable[number];
    t.test(`${venue.name} ${number}: ${title}`, { skip: why ?? false }, async (t) => {
      const rig = venue.start(start);
      play(rig, t as unknown as Tap);
      t.equal(rig.outside.crossed, 0, 'no reader ever had a crossed book');
      rig.close();
    });
  }
}

/** Everything that can go wrong on a day, one entry each. Times are those of the simulated day. */
import { type Day, RUN } from './day.js';
import type { Scenario } from './scenario.js';
import { AT_BINANCE, FUND, PER_SHARE, PRICE, RATE } from './world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** The adapters wait longer each time that a connection ends at once. */
const RECONNECT = 5 * MINUTE;
/** Enough for a hedge of its own. */
const MANY = 150;

/** Somebody takes so many shares as soon as our order stands. */
function fill(day: Day, shares: number): void {
  let taken = 0;
  must(
    day.until(() => (taken = day.crowd.take(shares)) > 0, HOUR),
    'nobody could take from the order within an hour',
  );
  must(taken > 0, 'nothing was taken');
}

function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}

const standsAgain = (day: Day, withinMs: number): void =>
  must(
    day.until(() => day.standing !== undefined, withinMs),
    `the order was not put back within ${withinMs} ms`,
  );

const isGone = (day: Day, withinMs: number): void =>
  must(
    day.until(() => day.standing === undefined, withinMs),
    `the order was not pulled within ${withinMs} ms`,
  );

/** After each of several fills something happens to its hedge. */
function trouble(day: Day, arm: (day: Day) => void, times = 4): void {
  for (let i = 0; i < times; i++) {
    day.run(20 * MINUTE);
    arm(day);
    fill(day, MANY);
  }
}

/** The venue's connections end as soon as they have begun. */
function down(day: Day, ms: number): void {
  const dropping = day.agenda.every(200, () => day.fault('binance', { do: 'drop' }));
  day.fault('binance', { do: 'drop' });
  day.run(ms);
  dropping.cancel();
}

const hedgesAtBinance = (day: Day): number => day.futures.market.all(AT_BINANCE).length;

export const SCENARIOS: readonly Scenario[] = [
  { name: 'fills of all sizes', play: () => {} },
  {
    name: 'fills of one share each',
    options: { crowd: { takesMs: 20_000, takesShares: 1 } },
    play: () => {},
  },
  {
    name: 'all is filled',
    options: { runs: [{ ...RUN, quantity: 2_000 }] },
    play: () => {},
    ends: /filled/,
  },
  { name: 'the fund is sold', options: { runs: [{ ...RUN, side: 'sell' }] }, play: () => {} },
  {
    name: 'the order fills while it is being moved',
    play: (day) => {
      day.fault('b3', { do: 'fillFirst', kind: 'replace', qty: '37', times: 100 });
      day.runTo(day.closeMs - 10 * MINUTE);
    },
  },
  {
    name: 'the order fills while it is being pulled',
    play: (day) => {
      for (let i = 0; i < 4; i++) {
        day.run(20 * MINUTE);
        day.fault('b3', { do: 'fillFirst', kind: 'cancel', qty: '90' });
        down(day, 20 * SECOND);
        standsAgain(day, RECONNECT);
      }
    },
  },
  {
    name: 'hedges are refused three times, and sent again a second apart',
    play: (day) => {
      trouble(day, () => day.fault('binance', { do: 'throttle', kind: 'new', times: 3 }));
      must(day.log('hedge not executed'), 'no hedge was refused');
    },
  },
  {
    name: 'a hedge is refused for good: the order is pulled until the venue comes back',
    play: (day) => {
      day.run(20 * MINUTE);
      day.fault('binance', { do: 'throttle', kind: 'new', times: 5 });
      fill(day, MANY);
      must(
        day.until(() => day.log('given up'), MINUTE),
        'it was never given up',
      );
      isGone(day, SECOND);
      down(day, 5 * SECOND);
      standsAgain(day, RECONNECT);
    },
  },
  {
    name: 'market hedges find too little and fill in part',
    play: (day) => {
      trouble(day, ({ crowd }) => {
        crowd.depthLots = 7;
      });
      day.run(10 * MINUTE);
      day.crowd.depthLots = 400;
    },
  },
  {
    name: 'the answer to a hedge is lost after its execution',
    play: (day) =>
      trouble(day, () => {
        day.fault('binance', { do: 'lose', kind: 'answer' });
        day.fault('binance', { do: 'lose', kind: 'ack' });
        day.fault('binance', { do: 'lose', kind: 'fill' });
      }),
  },
  {
    name: 'a hedge is lost before its execution',
    play: (day) => trouble(day, () => day.fault('binance', { do: 'ignore', kind: 'new' })),
  },
  {
    name: 'the venue says that it does not know, and has executed',
    play: (day) => trouble(day, () => day.fault('binance', { do: 'unknown', kind: 'new', executed: true })),
  },
  {
    name: 'the venue says that it does not know, and has not',
    play: (day) => trouble(day, () => day.fault('binance', { do: 'unknown', kind: 'new', executed: false })),
  },
  {
    name: 'the hedge venue is down for a minute, twice',
    play: (day) => {
      for (let i = 0; i < 2; i++) {
        day.run(20 * MINUTE);
        standsAgain(day, MINUTE);
        day.crowd.take(MANY);
        down(day, MINUTE);
        must(day.log('the hedge venue is down'), 'nobody noticed');
        standsAgain(day, RECONNECT);
      }
    },
  },
  {
    name: 'the connection ends with a hedge on its way, and reports are missed',
    play: (day) =>
      trouble(day, () => {
        const before = hedgesAtBinance(day);
        const watch = day.agenda.every(1, () => {
          if (hedgesAtBinance(day) === before) return;
          watch.cancel();
          day.fault('binance', { do: 'drop' });
        });
      }),
  },
  {
    name: 'B3’s connection is lost, and the order fills meanwhile',
    play: (day) => {
      for (let i = 0; i < 3; i++) {
        day.run(20 * MINUTE);
        standsAgain(day, MINUTE);
        day.fault('b3', { do: 'drop' });
        day.crowd.take(MANY);
      }
    },
  },
  {
    name: 'each input falls silent: the order is pulled, and put back',
    options: { runs: [{ ...RUN, underlying_max_age_ms: 900_000 }] },
    play: (day) => {
      for (const symbol of [PRICE, RATE, PER_SHARE]) {
        day.run(20 * MINUTE);
        day.crowd.silent.add(symbol);
        must(
          day.until(() => day.log(`${symbol} is too old`), 20 * MINUTE),
          `nobody noticed that ${symbol} is old`,
        );
        isGone(day, SECOND);
        day.crowd.silent.delete(symbol);
        day.crowd.sayAll();
        standsAgain(day, SECOND);
      }
    },
  },
  {
    name: 'the underlying per share changes at midday',
    play: (day) => {
      day.runTo(day.middayMs);
      day.crowd.takes = false;
      day.run(10 * SECOND);
      day.crowd.perShareTicks = Math.round(day.crowd.perShareTicks * 1.01);
      day.crowd.sayPerShare();
      day.run(SECOND);
      day.crowd.takes = true;
    },
  },
  {
    name: 'the order expires at the close, and one more fill comes late',
    play: (day) => {
      day.runTo(day.closeMs - SECOND);
      const clientId = day.standing?.clientId;
      must(clientId !== undefined, 'no order stands at the close');
      day.fault('b3', { do: 'close', symbol: FUND });
      day.run(50);
      day.fault('b3', { do: 'lateFill', clientId: clientId!, qty: '150' });
      day.run(MINUTE);
    },
  },
  {
    name: 'the order is cancelled by somebody else, in the middle of fills',
    play: (day) => {
      day.run(HOUR);
      standsAgain(day, MINUTE);
      const { clientId } = day.standing!;
      day.crowd.take(MANY);
      day.fault('b3', { do: 'cancel', clientId });
    },
    ends: /cancelled/,
  },
  {
    name: 'B3 refuses the order when it is put back',
    play: (day) => {
      day.run(HOUR);
      fill(day, MANY);
      day.fault('b3', { do: 'throttle', kind: 'new' });
      down(day, 5 * SECOND);
      day.run(MINUTE);
    },
    ends: /rejected/,
  },
  {
    name: 'stop is asked for during a fill',
    play: (day) => {
      day.run(HOUR);
      standsAgain(day, MINUTE);
      day.crowd.take(MANY);
      day.crowd.takes = false;
      day.stop();
      must(
        day.until(() => day.engine.isSettled(0), MINUTE),
        'it was not done within a minute',
      );
      must(day.standing === undefined, 'the order still stands');
    },
    ends: /not at all/,
  },
  {
    name: 'killed twenty times, at any moment',
    play: (day) => killed(day, 20),
  },
  {
    name: 'killed twenty times, and its orders stand meanwhile',
    options: { keepOrders: true },
    play: (day) => killed(day, 20),
  },
  {
    name: 'killed as soon as a hedge has been journaled, and has or has not gone out',
    play: (day) => {
      for (let i = 0; i < 8; i++) {
        day.run(10 * MINUTE);
        const { sent } = day.tally();
        fill(day, MANY);
        must(
          day.until(() => day.tally().sent > sent, MINUTE),
          'no hedge was sent',
        );
        day.kill(i % 2 === 0 ? 'before the street' : 'behind the street');
        standsAgain(day, 5 * MINUTE);
      }
    },
  },
  {
    name: 'two runs at once on one fund',
    options: {
      runs: [RUN, { ...RUN, side: 'sell', spread_threshold: 0.004 }],
      crowd: { takesMs: 60_000 },
    },
    play: (day) => {
      day.run(HOUR);
      day.kill();
    },
  },
];

/** At moments by the seed, half of them between what the core has done and the street has heard. */
function killed(day: Day, times: number): void {
  for (let i = 0; i < times; i++) {
    day.run(7 * MINUTE + i * 977);
    day.crowd.take(MANY);
    day.run(i % 7);
    day.kill(i % 2 === 0 ? 'before the street' : 'behind the street');
    day.run(MINUTE);
  }
}

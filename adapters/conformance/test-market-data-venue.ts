/** What a venue does by itself: maintenance, halts. */
import { type MarketDataCase, right } from './test-market-data-case.js';

export const VENUE: readonly MarketDataCase[] = [
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
];

/** What `replay coinbase` prints at the end. */
import pc from 'picocolors';
import { differenceLines, labelled, number, type Verdict } from '../verdict.js';
import type { CoinbaseReplay } from './replay.js';

const SHOWN = 6;

export function coinbaseVerdict(replay: CoinbaseReplay): Verdict {
  const { agent, differences, judges, options, surveyed, ring } = replay;
  const { counters, books } = agent;
  const [unknown, crossed] = replay.trouble();
  const sum = (of: (judge: (typeof judges)[number]) => number) =>
    judges.reduce((all, judge) => all + of(judge), 0);
  const applied = books.all.reduce((all, feed) => all + feed.applied, 0);
  const agree = applied > 0 && differences.count === 0;
  const symbols = options.instruments.map(({ symbol }) => symbol);
  const more = symbols.length - SHOWN;
  const verdict = `${Math.max(0, applied - replay.wrong)} of ${counters.updates} updates agree: ${unknown} unknown deletes, ${crossed} crossed`;
  return {
    agree,
    lines: [
      labelled('products', symbols.slice(0, SHOWN).join(' ') + (more > 0 ? ` and ${number(more)} more` : '')),
      labelled(
        'book',
        `${options.book}, ${number(surveyed.snapshots)} snapshots, ${number(counters.updates)} updates`,
      ),
      labelled('trades', `${number(counters.trades)}, ${number(counters.missedTrades)} missing`),
      labelled(
        'trades in book',
        `${number(sum((j) => j.agreeingMatches))} of ${number(sum((j) => j.matches))} take their size off the level of their price`,
      ),
      labelled(
        'tickers',
        `${number(sum((j) => j.agreeingTickers))} of ${number(sum((j) => j.tickers))} name the best prices of the book`,
      ),
      labelled('ring', `${number(ring.records)} records of ${number(counters.messages)} messages`),
      ...differenceLines(differences),
      (agree ? pc.green : pc.red)(verdict),
    ],
  };
}

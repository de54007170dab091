/** What `replay binance` prints at the end. */
import { differenceLines, labelled, lastLine, number, type Verdict } from '../verdict.js';
import type { BinanceReplay } from './replay.js';

const SYMBOLS_SHOWN = 6;

export function binanceVerdict(replay: BinanceReplay): Verdict {
  const { agent, differences, judges, options, surveyed, ring } = replay;
  const { counters, feeds } = agent;
  const sum = (of: (feed: (typeof feeds)[number]) => number) =>
    feeds.reduce((all, feed) => all + of(feed), 0);
  const compared = judges.reduce((all, judge) => all + judge.compared, 0);
  const agreeing = judges.reduce((all, judge) => all + judge.agreeing, 0);
  const unjudged = judges.reduce((all, judge) => all + judge.unjudged, 0);
  const agree = compared > 0 && differences.count === 0;
  const books = feeds.filter(({ applied }) => applied > 0).length;
  return {
    agree,
    lines: [
      labelled(
        'product',
        `${options.product.name}, ${symbolText(options.instruments.map(({ symbol }) => symbol))}`,
      ),
      labelled('snapshots', `${number(surveyed.snapshots)} recorded, ${number(books)} books made of them`),
      labelled(
        'updates',
        `${number(sum(({ applied }) => applied))} applied of ${number(counters.updates)}, ${number(sum(({ sync }) => sync.gaps))} gaps`,
      ),
      labelled('bookTickers', `${number(counters.tops)}; ${number(unjudged)} updates come before the first`),
      labelled('trades', `${number(counters.trades)}, ${number(counters.missedTrades)} missing`),
      labelled('ring', `${number(ring.records)} records of ${number(counters.messages)} messages`),
      ...differenceLines(differences),
      lastLine(agreeing, compared, 'book tops', agree),
    ],
  };
}

function symbolText(symbols: readonly string[]): string {
  const more = symbols.length - SYMBOLS_SHOWN;
  return symbols.slice(0, SYMBOLS_SHOWN).join(' ') + (more > 0 ? ` and ${number(more)} more` : '');
}

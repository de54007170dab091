/** What `replay lobster` prints at the end. */
import { formatFixed } from '../../../protocol/fixed.js';
import type { Differences } from '../differences.js';
import type { MarketBook } from '../market-book.js';
import { differenceLines, engineLine, labelled, lastLine, number, type Verdict } from '../verdict.js';
import { MESSAGE_NAMES, MessageType, PRICE_PLACES } from './messages.js';
import type { TransitionTest } from './transition-test.js';

export interface LobsterFacts {
  readonly test: TransitionTest;
  readonly market: MarketBook;
  readonly differences: Differences;
  /** Levels a side that the file shows, and that were compared. */
  readonly fileLevels: number;
  readonly levels: number;
  readonly tick: number;
}

export function lobsterVerdict(facts: LobsterFacts): Verdict {
  const { test, market, differences } = facts;
  const agree = test.transitions > 0 && test.agreeing === test.transitions;
  return {
    agree,
    lines: [
      labelled('book', bookText(facts)),
      ...typeLines(test),
      labelled('executions', executionText(test)),
      ...rareLines(test, market),
      engineLine(market.engine),
      ...differenceLines(differences),
      lastLine(test.agreeing, test.transitions, 'transitions', agree),
    ],
  };
}

function bookText({ test, fileLevels, levels, tick }: LobsterFacts): string {
  const compared =
    levels === fileLevels ? `all ${levels} levels of the file` : `${levels} of ${fileLevels} levels`;
  const unknowable = `${number(test.skipped)} slots unknowable`;
  return `${compared} a side, tick ${formatFixed(tick, PRICE_PLACES)}, ${unknowable} (a level came into sight)`;
}

function typeLines({ countOf, agreeingOf }: TransitionTest): string[] {
  const lines: string[] = [];
  for (let type = MessageType.NewOrder; type <= MessageType.TradingHalt; type++)
    if (countOf[type] > 0)
      lines.push(
        labelled(
          `${type} ${MESSAGE_NAMES[type]}`,
          `${number(agreeingOf[type])} of ${number(countOf[type])} agree`,
        ),
      );
  return lines;
}

function executionText({ flow }: TransitionTest): string {
  const matched = number(flow.hits + flow.misses);
  return `${matched} matched by the engine, ${number(flow.hits)} of them with the very order; ${number(flow.away)} away from the best price, taken off without matching`;
}

function rareLines({ flow }: TransitionTest, { crossing }: MarketBook): string[] {
  const lines: string[] = [];
  if (flow.unknown > 0)
    lines.push(labelled('unknown', `${number(flow.unknown)} messages about no order of the book`));
  if (crossing > 0)
    lines.push(labelled('crossed book', `${number(crossing)} orders rest across the other side`));
  return lines;
}

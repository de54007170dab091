/** What `replay mbo` prints at the end. */
import type { Differences } from '../differences.js';
import type { EngineUnderTest } from '../engine-under-test.js';
import { differenceLines, engineLine, labelled, lastLine, number, type Verdict } from '../verdict.js';
import type { DepthJudge } from './depth-judge.js';
import type { MessageFlow } from './message-flow.js';
import type { RecordedBook } from './recorded-book.js';
import { priceText } from './units.js';

const BOOKS_SHOWN = 4;

export interface MboFacts {
  readonly engine: EngineUnderTest;
  readonly books: readonly RecordedBook[];
  readonly flow: MessageFlow;
  readonly judge: DepthJudge;
  readonly differences: Differences;
  readonly messages: number;
}

export function mboVerdict(facts: MboFacts): Verdict {
  const { engine, books, flow, judge, differences } = facts;
  const agree = judge.rows > 0 && differences.count === 0;
  return {
    agree,
    lines: [
      labelled('books', bookText(books)),
      labelled('compared', comparedText(judge)),
      labelled('messages', `${number(facts.messages)}, ${number(flow.unknown)} about unknown orders`),
      labelled('fills', fillText(flow)),
      ...rareLines(facts),
      engineLine(engine),
      ...differenceLines(differences),
      lastLine(judge.agreeing, judge.rows, 'book rows', agree),
    ],
  };
}

function bookText(books: readonly RecordedBook[]): string {
  const shown = books.slice(0, BOOKS_SHOWN).map(({ label, tick }) => `${label} (tick ${priceText(tick)})`);
  const more = books.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${number(more)} more` : '');
}

function comparedText({ file }: DepthJudge): string {
  const what = file.countsOrders
    ? 'price, size and number of orders'
    : 'price and size (the file counts no orders)';
  return `${what} of ${file.levels} levels a side`;
}

function fillText({ fills, hits, hiddenFills }: MessageFlow): string {
  const hidden = hiddenFills > 0 ? `; ${number(hiddenFills)} of orders that no book showed` : '';
  return `${number(hits)} of ${number(fills)} hit the very order that the exchange filled${hidden}`;
}

function rareLines({ books, flow, judge }: MboFacts): string[] {
  const lines: string[] = [];
  const crossing = books.reduce((sum, { market }) => sum + market.crossing, 0);
  if (crossing > 0)
    lines.push(labelled('crossed book', `${number(crossing)} orders rest across the other side`));
  if (flow.repeated > 0)
    lines.push(labelled('added again', `${number(flow.repeated)} orders that were in the book`));
  if (judge.withoutMessage > 0)
    lines.push(
      labelled('depth only', `${number(judge.withoutMessage)} book rows of which the messages say nothing`),
    );
  return lines;
}

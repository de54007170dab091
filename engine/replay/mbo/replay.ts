/** `replay mbo`: messages into the engine, its books against the depth rows at their moments. */
import { Differences } from '../differences.js';
import { EngineUnderTest } from '../engine-under-test.js';
import { CsvRows } from '../input/csv-rows.js';
import { INSTRUMENTS_PER_BOOK } from '../market-book.js';
import { refusedAt } from '../market-hand.js';
import { type CommonOptions, tickOf } from '../options.js';
import { Progress } from '../progress.js';
import type { Verdict } from '../verdict.js';
import type { BookKey } from './book-key.js';
import { DepthJoin } from './depth-join.js';
import { DepthJudge } from './depth-judge.js';
import { DepthFile } from './depth-row.js';
import { MboMessage } from './mbo-message.js';
import { MessageFlow } from './message-flow.js';
import { RecordedBook } from './recorded-book.js';
import { mboVerdict } from './report.js';
import { type SurveyedBook, survey } from './survey.js';
import { PRICE_PLACES } from './units.js';

export interface MboOptions extends CommonOptions {
  readonly depth: string;
}

/** @throws InputError */
export async function replayMbo(options: MboOptions): Promise<Verdict> {
  const tick = options.tick === undefined ? undefined : tickOf(options.tick, PRICE_PLACES);
  const surveyed = await survey(options.messages, tick, options.progress);
  const messages = await CsvRows.open(options.messages);
  const depth = await CsvRows.open(options.depth);
  try {
    return await run(options, surveyed, messages, depth);
  } finally {
    await Promise.all([messages.close(), depth.close()]);
  }
}

async function run(
  options: MboOptions,
  surveyed: ReadonlyMap<BookKey, SurveyedBook>,
  messages: CsvRows,
  depth: CsvRows,
): Promise<Verdict> {
  await messages.advance();
  if (!(await depth.advance())) depth.fail('the file has no rows');
  const message = new MboMessage(messages);
  const file = new DepthFile(depth);
  const { engine, books } = openBooks(surveyed, options.orders, file.levels);
  const differences = new Differences();
  const flow = new MessageFlow(differences);
  const judge = new DepthJudge(file, differences);
  const join = new DepthJoin(file, books, judge);
  const progress = new Progress('messages', messages, options.progress);
  let count = 0;
  try {
    for (; messages.next() || (await messages.advance()); count++) {
      message.read();
      const book = books.get(message.key)!;
      if (!join.advanceTo(message, book)) await join.before(message, book);
      engine.setTime(message.time.seconds, message.time.nanos);
      book.enter(message);
      flow.apply(book, message);
      progress.row();
    }
    await join.finish();
  } catch (error) {
    throw refusedAt(messages, error);
  } finally {
    progress.done();
  }
  return mboVerdict({ engine, books: [...books.values()], flow, judge, differences, messages: count });
}

function openBooks(surveyed: ReadonlyMap<BookKey, SurveyedBook>, orders: number, levels: number) {
  const engine = new EngineUnderTest({
    orders,
    instruments: surveyed.size * INSTRUMENTS_PER_BOOK + 1,
    accounts: surveyed.size + 1,
  });
  const books = new Map<BookKey, RecordedBook>();
  for (const [key, facts] of surveyed)
    books.set(key, new RecordedBook(engine, key, books.size + 1, facts, levels));
  return { engine, books };
}

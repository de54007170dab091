/** `replay lobster`: both files side by side through the transition test. */
import { Differences } from '../differences.js';
import { EngineUnderTest } from '../engine-under-test.js';
import { CsvRows } from '../input/csv-rows.js';
import { INSTRUMENTS_PER_BOOK, MarketBook } from '../market-book.js';
import { refusedAt } from '../market-hand.js';
import { type CommonOptions, tickOf } from '../options.js';
import { Progress } from '../progress.js';
import type { Verdict } from '../verdict.js';
import { FILE_ACCOUNT, SEED_ACCOUNT } from './accounts.js';
import { BookRow } from './book-row.js';
import { finestTick, firstRow } from './first-row.js';
import { LobsterMessage, PRICE_PLACES } from './messages.js';
import { lobsterVerdict } from './report.js';
import { TransitionTest } from './transition-test.js';

export interface LobsterOptions extends CommonOptions {
  readonly book: string;
  /** How many of the best levels decide; all that the file has when not given. */
  readonly levels?: number;
}

/** @throws InputError */
export async function replayLobster(options: LobsterOptions): Promise<Verdict> {
  const messages = await CsvRows.open(options.messages);
  const book = await CsvRows.open(options.book);
  try {
    return await run(options, messages, book);
  } finally {
    await Promise.all([messages.close(), book.close()]);
  }
}

async function run(options: LobsterOptions, messages: CsvRows, book: CsvRows): Promise<Verdict> {
  await firstRow(messages);
  await firstRow(book);
  const message = new LobsterMessage(messages);
  const row = new BookRow(book);
  message.read();
  row.read();
  const levels = Math.min(options.levels ?? row.levels, row.levels);
  const tick = options.tick === undefined ? finestTick(row) : tickOf(options.tick, PRICE_PLACES);
  const market = openMarket(options.orders, row.levels);
  const differences = new Differences();
  const test = new TransitionTest(market, message, row, levels, tick, differences);
  const progress = new Progress('messages', messages, options.progress);
  try {
    test.seed();
    for (;;) {
      // Not one promise a row: there is something to wait for only at the end of what is in memory.
      const more = messages.next() || (await messages.advance());
      const bookMore = book.next() || (await book.advance());
      if (more !== bookMore) endsEarly(more ? book : messages, more ? messages : book);
      if (!more) break;
      message.read();
      row.read();
      test.step();
      progress.row();
    }
  } catch (error) {
    throw refusedAt(messages, error);
  } finally {
    progress.done();
  }
  return lobsterVerdict({ test, market, differences, fileLevels: row.levels, levels, tick });
}

function openMarket(orders: number, levels: number): MarketBook {
  const accounts = [FILE_ACCOUNT, SEED_ACCOUNT];
  const engine = new EngineUnderTest({
    orders,
    instruments: INSTRUMENTS_PER_BOOK + 1,
    accounts: accounts.length + 1,
  });
  for (const account of accounts) engine.defineAccount(account);
  return new MarketBook(engine, 1, 'LOBSTER', levels + 1);
}

function endsEarly(shorter: CsvRows, longer: CsvRows): never {
  return shorter.fail(`the file ends here, but ${longer.path} goes on: the two must have equally many rows`);
}

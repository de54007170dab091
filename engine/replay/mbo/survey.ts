/**
 * A first look through the messages: which books there are, and the tick of each, the largest that all its prices are
 * multiples of. So that any venue's prices fit the engine's int32 ticks exactly, cents, 64ths and millionths alike.
 */
import { CsvRows } from '../input/csv-rows.js';
import { InputError } from '../input/input-error.js';
import { Progress, type ProgressOutput } from '../progress.js';
import { TICKS_MAX } from '../ticks.js';
import type { BookKey } from './book-key.js';
import { Action, MboMessage } from './mbo-message.js';
import { priceText } from './units.js';

/** Each has an account of its own; the engine's records have 16 bits for it. */
const BOOKS_MAX = 2 ** 16 - 2;

export class SurveyedBook {
  /** One tick in units of 1e-9. */
  tick = 0;
  private largest = 0;
  private largestLine = 0;

  constructor(readonly label: string) {}

  add(price: number, line: number): void {
    if (price % this.tick !== 0 || this.tick === 0)
      this.tick = greatestCommonDivisor(Math.abs(price), this.tick);
    if (Math.abs(price) <= this.largest) return;
    this.largest = Math.abs(price);
    this.largestLine = line;
  }

  /** @throws InputError its prices need more than int32 ticks */
  check(path: string): void {
    if (this.tick === 0) this.tick = 1;
    if (this.largest / this.tick <= TICKS_MAX) return;
    const what = `${this.label}: a price of ${priceText(this.largest)} at a tick of ${priceText(this.tick)}`;
    throw new InputError(path, this.largestLine, `${what} is beyond 2^31 ticks; choose a larger --tick`);
  }
}

/** @param tick the same for all books, in units of 1e-9; undefined: found out */
export async function survey(
  path: string,
  tick: number | undefined,
  out: ProgressOutput,
): Promise<Map<BookKey, SurveyedBook>> {
  const rows = await CsvRows.open(path);
  try {
    if (!(await rows.advance())) rows.fail('the file has no rows');
    const books = await lookThrough(rows, out);
    if (books.size > BOOKS_MAX) rows.fail(`${books.size} books are more than ${BOOKS_MAX}; split the file`);
    for (const book of books.values()) {
      if (tick !== undefined) book.tick = tick;
      book.check(path);
    }
    return books;
  } finally {
    await rows.close();
  }
}

async function lookThrough(rows: CsvRows, out: ProgressOutput): Promise<Map<BookKey, SurveyedBook>> {
  const books = new Map<BookKey, SurveyedBook>();
  const message = new MboMessage(rows);
  const progress = new Progress('books and ticks', rows, out);
  while (rows.next() || (await rows.advance())) {
    message.readBasics();
    let book = books.get(message.key);
    if (book === undefined) books.set(message.key, (book = new SurveyedBook(message.keys.label())));
    if (needsTick(message)) book.add(message.price, rows.line);
    progress.row();
  }
  progress.done();
  return books;
}

/** Prices that orders are entered at; those of trades with hidden orders may lie between ticks. */
const needsTick = ({ action, price }: MboMessage): boolean =>
  (action === Action.Add || action === Action.Modify || action === Action.Fill) && !Number.isNaN(price);

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/**
 * Finds for each depth row the moment at which the engine's book must be what the row shows. Both files run in the order of
 * their events, and rows belong together by book and `sequence`. A sequence may have several messages and several rows (a
 * replace is a cancel and an add), or fewer rows than messages (trade, fill and cancel in one row): a row holds from its
 * own message until the message of the next row, or the end of the sequence; there it is compared.
 *
 * One row a book waits for its moment, one is read ahead; nothing else is kept.
 */
import type { BookKey } from './book-key.js';
import type { DepthJudge } from './depth-judge.js';
import { type DepthFile, DepthRow } from './depth-row.js';
import type { MboMessage } from './mbo-message.js';
import type { RecordedBook } from './recorded-book.js';

export class DepthJoin {
  private ahead: DepthRow;
  private isAhead = false;
  private spare: DepthRow[] = [];
  /** The message that a row was taken for; it has no second one. */
  private takenAtLine = 0;

  constructor(
    private readonly file: DepthFile,
    private readonly books: ReadonlyMap<BookKey, RecordedBook>,
    private readonly judge: DepthJudge,
  ) {
    this.ahead = new DepthRow(file.levels);
  }

  /** Before a message changes the book. Waits only for the depth file. */
  async before(message: MboMessage, book: RecordedBook): Promise<void> {
    while (!this.advanceTo(message, book)) await this.file.rows.fill();
  }

  /** The same while what is needed of the depth file is in memory; false: fill, and again. */
  advanceTo(message: MboMessage, book: RecordedBook): boolean {
    if (message.sequence !== book.sequence && !this.closeSequence(book)) return false;
    while (this.isAhead || this.readAhead()) {
      const row = this.ahead;
      if (isFor(row, book, message.sequence)) {
        if (!this.belongs(row, message, book)) return true;
        this.takenAtLine = message.rows.line;
        this.take(book);
        return true;
      }
      if (!isPast(row, message, book, this.books)) return true;
      this.judge.missing(row);
      this.isAhead = false;
    }
    return this.file.rows.ended;
  }

  /** At the end of the messages. */
  async finish(): Promise<void> {
    for (const book of this.books.values()) {
      while (!this.closeSequence(book)) await this.file.rows.fill();
    }
    while (this.isAhead || this.readAhead() || (await this.readOn())) {
      this.judge.missing(this.ahead);
      this.isAhead = false;
    }
  }

  /** The sequence is over: what waits is compared, and every row of it that found no message of its own. */
  private closeSequence(book: RecordedBook): boolean {
    for (;;) {
      this.settle(book);
      if (!this.isAhead && !this.readAhead()) return this.file.rows.ended;
      if (!isFor(this.ahead, book, book.sequence)) return true;
      this.take(book);
    }
  }

  private belongs(row: DepthRow, message: MboMessage, book: RecordedBook): boolean {
    if (this.takenAtLine === message.rows.line) return false;
    return book.waiting === undefined || row.isOf(message);
  }

  /** The row ahead waits for its moment; that of the one before has come. */
  private take(book: RecordedBook): void {
    this.settle(book);
    book.waiting = this.ahead;
    this.ahead = this.spare.pop() ?? new DepthRow(this.file.levels);
    this.isAhead = false;
  }

  private settle(book: RecordedBook): void {
    const row = book.waiting;
    if (row === undefined) return;
    this.judge.compare(row, book);
    this.spare.push(row);
    book.waiting = undefined;
  }

  private readAhead(): boolean {
    if (!this.file.rows.next()) return false;
    this.file.read(this.ahead);
    return (this.isAhead = true);
  }

  private async readOn(): Promise<boolean> {
    if (!(await this.file.rows.advance())) return false;
    this.file.read(this.ahead);
    return (this.isAhead = true);
  }
}

function isFor(row: DepthRow, book: RecordedBook, sequence: number): boolean {
  return row.sequence === sequence && row.key === book.key;
}

/** Its message cannot come any more: its book has gone on, or is not in the messages at all. */
function isPast(
  row: DepthRow,
  { sequence, time }: MboMessage,
  book: RecordedBook,
  books: ReadonlyMap<BookKey, RecordedBook>,
): boolean {
  if (row.key !== book.key) return !books.has(row.key);
  // Sequences may begin anew, times do not; a file without times has none above zero.
  const timed = row.seconds > 0 && time.seconds > 0;
  if (timed && row.seconds !== time.seconds) return row.seconds < time.seconds;
  if (timed && row.nanos !== time.nanos) return row.nanos < time.nanos;
  return row.sequence < sequence;
}

/** One instrument's book at one publisher: in the engine, and where its two files stand. Its account has its number. */
import type { EngineUnderTest } from '../engine-under-test.js';
import { MarketBook } from '../market-book.js';
import type { BookKey } from './book-key.js';
import type { DepthRow } from './depth-row.js';
import { FillBooking } from './fill-booking.js';
import type { MboMessage } from './mbo-message.js';
import type { SurveyedBook } from './survey.js';

export class RecordedBook {
  readonly market: MarketBook;
  readonly label: string;
  /** One tick in units of 1e-9. */
  readonly tick: number;
  /** Of the last message; -1 = there was none. */
  sequence = -1;
  /** The depth row whose moment has not come yet. */
  waiting: DepthRow | undefined;
  private readonly fills = new FillBooking();

  constructor(
    readonly engine: EngineUnderTest,
    readonly key: BookKey,
    readonly account: number,
    { label, tick }: SurveyedBook,
    levels: number,
  ) {
    this.label = label;
    this.tick = tick;
    engine.defineAccount(account);
    this.market = new MarketBook(engine, account, label, levels);
  }

  /** Slot of the order that the message is about, 0 = it is not in the book. */
  find({ idLow, idHigh }: MboMessage): number {
    return this.engine.find(this.account, idLow, idHigh);
  }

  enter(message: MboMessage): void {
    this.fills.enter(message);
    this.sequence = message.sequence;
  }

  clear(): void {
    this.fills.clear();
    this.market.clear(this.account);
  }

  filled(message: MboMessage): void {
    this.fills.filled(message);
  }

  /** Lots of a cancel that are a fill's, and off already; from now on they are booked. */
  book(message: MboMessage, most: number): number {
    return this.fills.book(message, most);
  }
}

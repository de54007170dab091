/** One instrument's book at one publisher: in the engine, and where its two files stand. Its account has its number. */
import type { EngineUnderTest } from '../engine-under-test.js';
import { MarketBook } from '../market-book.js';
import type { BookKey } from './book-key.js';
import type { DepthRow } from './depth-row.js';
import { Flag, type MboMessage } from './mbo-message.js';
import type { SurveyedBook } from './survey.js';

export class RecordedBook {
  readonly market: MarketBook;
  readonly label: string;
  /** One tick in units of 1e-9. */
  readonly tick: number;
  /** Of the last message; -1 = there was none. */
  sequence = -1;
  /** The last message closed its event. */
  private closed = true;
  /** The depth row whose moment has not come yet. */
  waiting: DepthRow | undefined;
  /** Lots that fills took off in the engine and the file has not taken off yet, by order. */
  private readonly unbooked = new Map<string, number>();

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

  /** Moves on to the message's event. What the file should have taken off by the end of the last one is forgotten. */
  enter({ sequence, flags }: MboMessage): void {
    if (sequence !== this.sequence && this.closed && this.unbooked.size > 0) this.unbooked.clear();
    this.sequence = sequence;
    this.closed = (flags & Flag.Last) !== 0;
  }

  clear(): void {
    this.unbooked.clear();
    this.market.clear(this.account);
  }

  filled(message: MboMessage): void {
    const key = orderKey(message);
    this.unbooked.set(key, (this.unbooked.get(key) ?? 0) + message.size);
  }

  /** Lots of a cancel that are a fill's, and off already; from now on they are booked. */
  book(message: MboMessage, most: number): number {
    if (this.unbooked.size === 0) return 0;
    const key = orderKey(message);
    const lots = this.unbooked.get(key) ?? 0;
    if (lots <= most) this.unbooked.delete(key);
    else this.unbooked.set(key, lots - most);
    return Math.min(lots, most);
  }
}

const orderKey = ({ idLow, idHigh }: MboMessage): string => `${idHigh}:${idLow}`;

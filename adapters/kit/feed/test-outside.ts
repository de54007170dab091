/** The outside world of a session under test: a clock that is moved by hand, connections and answers in the test's hands. */
import { RingBooks } from '../../../engine/replay/venues/ring-books.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import type { TopRecord, TradeRecord } from '../../../engine/venue-data/venue-data-reader.js';
import type { Side } from '../../../protocol/codes/enums.js';
import { type ReferenceKind, StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import type { VenueBook } from '../book/venue-book.js';
import type { Answered, LinkEvents } from './outside.js';

const START_SECONDS = 1_700_000_000;
const OK = 200;
const REASONS: Readonly<Record<StatusReason, string>> = {
  [StatusReason.None]: 'live',
  [StatusReason.Disconnected]: 'disconnected',
  [StatusReason.Synchronizing]: 'synchronizing',
  [StatusReason.Gap]: 'gap',
  [StatusReason.Silent]: 'silent',
  [StatusReason.Inconsistent]: 'inconsistent',
  [StatusReason.Refused]: 'refused',
  [StatusReason.Halted]: 'halted',
};

export class TestLink {
  readonly sent: Record<string, unknown>[] = [];
  isOpen = false;
  isOver = false;

  constructor(
    readonly url: string,
    private readonly events: LinkEvents,
  ) {}

  open(): void {
    this.isOpen = true;
    this.events.opened();
  }

  say(message: unknown): void {
    const bytes = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    this.events.received(bytes, 0, bytes.length);
  }

  ping(): void {
    this.events.pinged();
  }

  hangUp(why = 'test'): void {
    this.isOver = true;
    this.events.closed(why);
  }

  /** As `Link`. */
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(why: string): void {
    this.hangUp(why);
  }
}

export class TestOutside {
  readonly clock: Clock = { seconds: START_SECONDS, nanos: 0, read: () => {} };
  readonly links: TestLink[] = [];
  /** Snapshots, and definitions, that were asked for. */
  readonly requests: { url: string; answered: Answered }[] = [];
  readonly definitions: { url: string; answered: Answered }[] = [];
  readonly notices: string[] = [];
  /** What readers of the ring were told of, `INSTRUMENT reason`. */
  readonly statuses: string[] = [];
  readonly trades: (TradeRecord & { readonly instrument: number })[] = [];
  readonly tops: (TopRecord & { readonly instrument: number })[] = [];
  readonly references: { instrument: number; kind: ReferenceKind; value: number; places: number }[] = [];
  /** Books on the ring whose bid stood at or above their ask. */
  crossed = 0;
  /** Best levels that the core has, by instrument and side. */
  readonly core = new Map<string, [number, number][]>();
  /** False: the core's lane is full. */
  hasCoreRoom = true;
  books: (VenueBook | undefined)[] = [];
  readonly ringBooks: RingBooks;

  constructor(instruments: number, levels = 256) {
    this.ringBooks = new RingBooks(instruments, levels, {
      book: (instrument, book) => {
        this.books[instrument] = book;
        if (book.isCrossed()) this.crossed++;
      },
      top: (instrument, top) => void this.tops.push({ instrument, ...top }),
      trade: (instrument, trade) => void this.trades.push({ instrument, ...trade }),
      reference: (instrument, kind, value, places) =>
        void this.references.push({ instrument, kind, value, places }),
      status: (instrument, status, reason) => {
        if (status !== VenueStatus.Live) this.books[instrument] = undefined;
        this.statuses.push(`${instrument} ${REASONS[reason]}`);
      },
    });
  }

  get ring() {
    return this.ringBooks.writer;
  }

  readonly dial = (url: string, events: LinkEvents): TestLink => {
    const link = new TestLink(url, events);
    this.links.push(link);
    return link;
  };

  readonly fetch = (url: string, answered: Answered): void => {
    const list = url.includes('exchangeInfo') ? this.definitions : this.requests;
    list.push({ url, answered });
  };

  readonly notice = (text: string): void => {
    this.notices.push(text);
  };

  /** What the venue was said to trade, `INSTRUMENT word`, `-` before one that it does not. */
  readonly trading: string[] = [];

  readonly sink = {
    trading: (instrument: number, isTrading: boolean, word: string): void =>
      void this.trading.push(`${isTrading ? '' : '-'}${instrument} ${word}`),
    levels: (
      instrument: number,
      side: Side,
      count: number,
      ticks: Int32Array,
      lots: Float64Array,
    ): boolean => {
      if (!this.hasCoreRoom) return false;
      this.core.set(
        `${instrument} ${side}`,
        Array.from({ length: count }, (_, i) => [ticks[i], lots[i]]),
      );
      return true;
    },
  };

  get link(): TestLink {
    return this.links.at(-1)!;
  }

  /** The oldest request that has no answer. */
  answer(body: unknown, status = OK): void {
    this.requests.shift()!.answered(status, Buffer.from(JSON.stringify(body)));
  }

  /** Moves the clock on in steps, with a turn of the agent after each, and reads the ring. */
  pass(agent: Agent, ms: number, stepMs = 20): void {
    for (let at = 0; at < ms; at += stepMs) {
      const nanos = this.clock.nanos + Math.min(stepMs, ms - at) * 1e6;
      this.clock.seconds += Math.floor(nanos / 1e9);
      this.clock.nanos = nanos % 1e9;
      agent.doWork();
    }
    this.ringBooks.read();
  }

  takeStatuses(): string[] {
    this.ringBooks.read();
    return this.statuses.splice(0);
  }
}

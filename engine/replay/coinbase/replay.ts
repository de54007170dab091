/**
 * `replay coinbase`: a recorded session through the market-data adapter, its records off the ring into books. Nothing in the feed
 * numbers the levels, so what is proved is that the books never contradict what is told: no level is taken out that is not there,
 * none is set to what it was, no book is crossed, trades take their size off their level, tickers name the book's best prices.
 */
import { CoinbaseMarketData } from '../../../adapters/coinbase/market-data/agent.js';
import { COINBASE_DEFAULTS, type CoinbaseOptions } from '../../../adapters/coinbase/market-data/options.js';
import type { VenueBook } from '../../../adapters/kit/book/venue-book.js';
import { NO_SINK } from '../../../adapters/kit/feed/sink.js';
import type { Side } from '../../../protocol/codes/enums.js';
import type { StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import type {
  BookRecord,
  TopRecord,
  TradeRecord,
  VenueDataListener,
} from '../../venue-data/venue-data-reader.js';
import { Differences } from '../differences.js';
import { Progress, type ProgressOutput } from '../progress.js';
import type { VenueReplayOptions } from '../venues/options.js';
import { RecordedVenue } from '../venues/recorded-venue.js';
import { Entry, type Recording } from '../venues/recording.js';
import { RingBooks } from '../venues/ring-books.js';
import { inTwoPasses } from '../venues/two-passes.js';
import type { Verdict } from '../verdict.js';
import { MatchJudge } from './match-judge.js';
import { coinbaseVerdict } from './report.js';
import { CoinbaseSurvey, productOf } from './symbols.js';

const NEVER_MS = Number.POSITIVE_INFINITY;
const LEVELS = 1 << 17;
const PLENTY = 1e9;

/** @throws InputError */
export function replayCoinbase(options: VenueReplayOptions): Promise<Verdict> {
  const surveyed = new CoinbaseSurvey();
  return inTwoPasses(options, surveyed, (recording) =>
    new CoinbaseReplay(surveyed, recording).run(options.progress),
  );
}

/** No clock decides here: a recording is as it is. */
function optionsFor(surveyed: CoinbaseSurvey): CoinbaseOptions {
  const { link } = COINBASE_DEFAULTS;
  return {
    ...COINBASE_DEFAULTS,
    instruments: surveyed.symbols.instruments(),
    book: surveyed.channel,
    levelsPerSide: LEVELS,
    staleMs: NEVER_MS,
    requestsPerSecond: PLENTY,
    link: { ...link, silentMs: NEVER_MS, backOff: { ...link.backOff, firstMs: 0, longestMs: 0 } },
    snapshotAgainMs: 0,
    snapshotTimeoutMs: NEVER_MS,
  };
}

export class CoinbaseReplay implements VenueDataListener {
  readonly differences = new Differences();
  readonly options: CoinbaseOptions;
  readonly agent: CoinbaseMarketData;
  readonly judges: MatchJudge[];
  readonly ring: RingBooks;
  /** Updates in which something was wrong. */
  wrong = 0;
  private readonly venue = new RecordedVenue(productOf);

  /** @param tap hears the ring's records instead of the judges */
  constructor(
    readonly surveyed: CoinbaseSurvey,
    private readonly recording: Recording,
    tap?: VenueDataListener,
  ) {
    this.options = optionsFor(surveyed);
    const { instruments } = this.options;
    this.ring = new RingBooks(instruments.length, LEVELS, tap ?? this);
    this.judges = instruments.map(({ symbol }) => new MatchJudge(symbol, this.differences));
    const { dial, fetch, clock, notice } = this.venue;
    const outside = { dial, fetch, clock, notice, ring: this.ring.writer, sink: NO_SINK };
    this.agent = new CoinbaseMarketData(this.options, outside);
  }

  async run(out: ProgressOutput): Promise<Verdict> {
    const { recording, venue } = this;
    const progress = new Progress('messages', recording.progressInput, out);
    while (await recording.advance()) {
      venue.setTime(recording);
      this.turn();
      const before = this.trouble();
      this.enter();
      this.turn();
      this.noteTrouble(before);
      progress.row();
    }
    progress.done();
    for (const judge of this.judges) judge.end();
    this.noteCounters();
    return coinbaseVerdict(this);
  }

  level(instrument: number, side: Side, ticks: number, before: number, after: number): void {
    this.judges[instrument - 1].level(side, ticks, before, after);
  }

  book(instrument: number, book: VenueBook, record: BookRecord): void {
    this.judges[instrument - 1].book(book, record, this.recording.place);
  }

  top(instrument: number, top: TopRecord): void {
    this.judges[instrument - 1].ticker(top, this.recording.place);
  }

  trade(instrument: number, trade: TradeRecord): void {
    this.judges[instrument - 1].trade(trade, this.recording.place);
  }

  status(_: number, __: VenueStatus, ___: StatusReason): void {}

  /** What the books have found wrong so far, in the order of TROUBLES. */
  trouble(): number[] {
    const { books, counters } = this.agent;
    const sum = (of: (feed: (typeof books.all)[number]) => number) =>
      books.all.reduce((all, feed) => all + of(feed), 0);
    return [
      sum(({ show }) => show.book.unknownDeletes),
      sum(({ show }) => show.crossed),
      sum(({ show }) => show.book.unchanged),
      sum(({ sync }) => sync.gaps + sync.repeated),
      books.byOrder.reduce((all, { inconsistencies }) => all + inconsistencies, 0),
      counters.refused,
    ];
  }

  private turn(): void {
    this.agent.doWork();
    this.venue.settle();
    this.ring.read();
  }

  private enter(): void {
    const { recording, venue } = this;
    const { bytes, start, end } = recording;
    if (recording.entry === Entry.Connected) venue.reconnect();
    else if (recording.entry === Entry.Answer)
      venue.answer(productOf(recording.url), bytes.subarray(start, end));
    else if (recording.entry === Entry.Received) venue.received(recording);
  }

  /** At the entry that caused it. */
  private noteTrouble(before: readonly number[]): void {
    const now = this.trouble();
    const found = TROUBLES.filter((_, i) => now[i] > before[i]);
    if (found.length === 0) return;
    this.wrong++;
    const { place } = this.recording;
    this.differences.add(() => `${place}: ${found.join(', ')}`);
  }

  private noteCounters(): void {
    const { counters, books } = this.agent;
    const lost = books.all.filter(({ needsSnapshot, applied }) => needsSnapshot && applied > 0).length;
    for (const [count, what] of [
      [counters.missedTrades, 'trades are missing'],
      [counters.repeatedTrades, 'trades came again'],
      [lost, 'books were lost and had no new snapshot'],
      [this.ring.lost, 'records were lost on the ring'],
    ] as const)
      if (count > 0) this.differences.add(() => `${count} ${what}`);
  }
}

const TROUBLES = [
  'a level is taken out that is not there',
  'the book is crossed',
  'a level is set to what it was',
  'a number of the sequence is missing or comes again',
  'an order does not fit the book',
  'the message was refused',
];

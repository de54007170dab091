/**
 * `replay binance`: a recorded session through the market-data adapter, its records off the ring into books, and their best levels
 * against the recorded bookTickers.
 */
import { BinanceMarketData } from '../../../adapters/binance/market-data/agent.js';
import { BINANCE_DEFAULTS, type BinanceOptions } from '../../../adapters/binance/market-data/options.js';
import type { VenueBook } from '../../../adapters/kit/book/venue-book.js';
import { NO_SINK } from '../../../adapters/kit/feed/sink.js';
import { type StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import type { BookRecord, TopRecord, VenueDataListener } from '../../venue-data/venue-data-reader.js';
import { Differences } from '../differences.js';
import { Progress, type ProgressOutput } from '../progress.js';
import type { VenueReplayOptions } from '../venues/options.js';
import { RecordedVenue } from '../venues/recorded-venue.js';
import { Entry, type Recording } from '../venues/recording.js';
import { RingBooks } from '../venues/ring-books.js';
import { inTwoPasses } from '../venues/two-passes.js';
import type { Verdict } from '../verdict.js';
import { binanceVerdict } from './report.js';
import { BinanceSurvey, symbolOf } from './symbols.js';
import { TopJudge } from './top-judge.js';

const NEVER_MS = Number.POSITIVE_INFINITY;
/** Levels a side: far more than a snapshot has. */
const LEVELS = 1 << 15;
const LAST_UPDATE_ID = Buffer.from('{"lastUpdateId"');

/** @throws InputError */
export function replayBinance(options: VenueReplayOptions): Promise<Verdict> {
  const surveyed = new BinanceSurvey();
  return inTwoPasses(options, surveyed, (recording) =>
    new BinanceReplay(surveyed, recording).run(options.progress),
  );
}

/** No clock decides here: a recording is as it is. */
const optionsFor = (surveyed: BinanceSurvey): BinanceOptions => {
  const instruments = surveyed.symbols.instruments();
  const { link, silentMs } = BINANCE_DEFAULTS;
  const neverSilent = Object.fromEntries(Object.keys(silentMs).map((stream) => [stream, NEVER_MS]));
  return {
    ...BINANCE_DEFAULTS,
    watchesTrading: false,
    product: surveyed.product(),
    instruments,
    levelsPerSide: LEVELS,
    staleMs: NEVER_MS,
    silentMs: neverSilent as BinanceOptions['silentMs'],
    link: {
      ...link,
      silentMs: NEVER_MS,
      lifeMs: NEVER_MS,
      backOff: { ...link.backOff, firstMs: 0, longestMs: 0 },
    },
    snapshotsAtOnce: instruments.length,
    snapshotAgainMs: 0,
    snapshotTimeoutMs: NEVER_MS,
  };
};

export class BinanceReplay implements VenueDataListener {
  readonly differences = new Differences();
  readonly options: BinanceOptions;
  readonly agent: BinanceMarketData;
  readonly judges: TopJudge[];
  readonly ring: RingBooks;
  private readonly venue = new RecordedVenue(symbolOf);

  /** @param tap hears the ring's records instead of the judges */
  constructor(
    readonly surveyed: BinanceSurvey,
    private readonly recording: Recording,
    tap?: VenueDataListener,
  ) {
    this.options = optionsFor(surveyed);
    const { instruments } = this.options;
    this.ring = new RingBooks(instruments.length, LEVELS, tap ?? this);
    this.judges = instruments.map(({ symbol }) => new TopJudge(symbol, this.differences));
    const { dial, fetch, clock, notice } = this.venue;
    this.agent = new BinanceMarketData(this.options, {
      dial,
      fetch,
      clock,
      notice,
      ring: this.ring.writer,
      sink: NO_SINK,
    });
  }

  async run(out: ProgressOutput): Promise<Verdict> {
    const { recording, agent, ring } = this;
    const progress = new Progress('messages', recording.progressInput, out);
    while (await recording.advance()) {
      this.venue.setTime(recording);
      this.turn();
      const [gaps, faults] = [this.gaps(), agent.counters.refused];
      this.enter();
      this.turn();
      this.noteTrouble(gaps, faults);
      progress.row();
    }
    progress.done();
    ring.read();
    for (const judge of this.judges) judge.end();
    this.noteCounters();
    return binanceVerdict(this);
  }

  book(instrument: number, book: VenueBook, { updateId, isWhole }: BookRecord): void {
    if (!isWhole) this.judges[instrument - 1].book(book, updateId, this.recording.place);
  }

  top(instrument: number, top: TopRecord): void {
    this.judges[instrument - 1].top(top, this.recording.place);
  }

  trade(): void {}

  status(instrument: number, status: VenueStatus, reason: StatusReason): void {
    if (status === VenueStatus.Live || !this.agent.feeds[instrument - 1].applied) return;
    this.differences.add(
      () => `${this.recording.place} ${this.symbol(instrument)}: the book is lost (reason ${reason})`,
    );
  }

  private turn(): void {
    this.agent.doWork();
    this.venue.settle();
    this.ring.read();
  }

  private enter(): void {
    const { recording, venue } = this;
    if (recording.entry === Entry.Connected) venue.reconnect();
    else if (recording.entry === Entry.Answer) venue.answer(symbolOf(recording.url), this.jsonBytes());
    else if (recording.entry === Entry.Received && this.isSnapshot())
      venue.answer(this.snapshotSymbol(), this.jsonBytes());
    else if (recording.entry === Entry.Received) venue.received(recording);
  }

  private jsonBytes(): Uint8Array {
    const { bytes, start, end } = this.recording;
    return bytes.subarray(start, end);
  }

  private isSnapshot(): boolean {
    const { bytes, start } = this.recording;
    return LAST_UPDATE_ID.equals(bytes.subarray(start, start + LAST_UPDATE_ID.length));
  }

  private snapshotSymbol(): string {
    const { symbol } = JSON.parse(this.recording.json()) as { symbol?: string };
    return symbol ?? this.options.instruments[0].symbol;
  }

  /** At the entry that caused it. */
  private noteTrouble(gaps: number, faults: number): void {
    const { place } = this.recording;
    if (this.gaps() > gaps) this.differences.add(() => `${place}: an update is missing before this one`);
    if (this.agent.counters.refused > faults)
      this.differences.add(() => `${place}: refused (${this.agent.counters.faultText()} in all)`);
  }

  private noteCounters(): void {
    const { counters, feeds } = this.agent;
    const repeated = feeds.reduce((sum, { sync }) => sum + sync.repeated, 0);
    for (const [count, what] of [
      [repeated, 'updates came again'],
      [counters.missedTrades, 'trades are missing'],
      [counters.repeatedTrades, 'trades came again'],
      [this.ring.lost, 'records were lost on the ring'],
    ] as const)
      if (count > 0) this.differences.add(() => `${count} ${what}`);
  }

  private gaps(): number {
    return this.agent.feeds.reduce((sum, { sync }) => sum + sync.gaps, 0);
  }

  private symbol(instrument: number): string {
    return this.options.instruments[instrument - 1].symbol;
  }
}

/**
 * `replay kraken`: a recorded session through the adapter's books, and the checksum of the ten best levels of each side, computed
 * over the books that a reader of the ring makes, against the one that each update carries.
 */

import type { VenueBook } from '../../../adapters/kit/book/venue-book.js';
import { checksumOf, type WrittenZeros } from '../../../adapters/kraken/market-data/checksum.js';
import { Message, NO_CHECKSUM } from '../../../adapters/kraken/market-data/decoder.js';
import { KrakenBooks } from '../../../adapters/kraken/market-data/session.js';
import type { StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import { VenueStatus as Status } from '../../../protocol/records/venue-data.js';
import type { BookRecord, VenueDataListener } from '../../venue-data/venue-data-reader.js';
import { Differences } from '../differences.js';
import { Progress, type ProgressOutput } from '../progress.js';
import type { VenueReplayOptions } from '../venues/options.js';
import { Entry, type Recording } from '../venues/recording.js';
import { RingBooks } from '../venues/ring-books.js';
import { inTwoPasses } from '../venues/two-passes.js';
import { differenceLines, labelled, lastLine, number, type Verdict } from '../verdict.js';
import { KrakenSurvey } from './symbols.js';

/** @throws InputError */
export function replayKraken(options: VenueReplayOptions): Promise<Verdict> {
  const surveyed = new KrakenSurvey();
  return inTwoPasses(options, surveyed, (recording) =>
    new KrakenReplay(surveyed, recording).run(options.progress),
  );
}

export class KrakenReplay implements VenueDataListener {
  private readonly differences = new Differences();
  private readonly instruments;
  private readonly zeros: readonly WrittenZeros[];
  private readonly session: KrakenBooks;
  private readonly ring: RingBooks;
  private compared = 0;
  private agreeing = 0;
  private expected = NO_CHECKSUM;

  /** @param tap hears the ring's records instead of the judges */
  constructor(
    surveyed: KrakenSurvey,
    private readonly recording: Recording,
    tap?: VenueDataListener,
  ) {
    this.instruments = surveyed.symbols.instruments();
    this.zeros = surveyed.zeros();
    this.ring = new RingBooks(this.instruments.length, surveyed.depth, tap ?? this);
    const clock = { seconds: 0, nanos: 0, read: () => {} };
    this.session = new KrakenBooks(this.instruments, this.zeros, surveyed.depth, this.ring.writer, clock);
  }

  async run(out: ProgressOutput): Promise<Verdict> {
    const { recording } = this;
    const progress = new Progress('messages', recording.progressInput, out);
    while (await recording.advance()) {
      if (recording.entry === Entry.Received) this.enter();
      progress.row();
    }
    progress.done();
    return this.verdict();
  }

  book(instrument: number, book: VenueBook, { isWhole }: BookRecord): void {
    if (isWhole || this.expected === NO_CHECKSUM) return;
    const found = checksumOf(book, this.zeros[instrument - 1]);
    const { expected } = this;
    this.expected = NO_CHECKSUM;
    if (found === expected) this.agreeing++;
    else this.differ(() => `${this.symbol(instrument)}: expected checksum ${expected}, found ${found}`);
  }

  top(): void {}
  trade(): void {}

  status(instrument: number, status: VenueStatus, reason: StatusReason): void {
    if (status === Status.Live) return;
    this.differ(() => `${this.symbol(instrument)}: the book is lost (reason ${reason})`);
  }

  private enter(): void {
    const { recording, session, ring } = this;
    const message = session.received(recording.bytes, recording.start, recording.end);
    const { checksum } = session.decoder;
    if (message === Message.Malformed) this.differ(() => `refused (${session.counters.faultText()} in all)`);
    this.expected = message === Message.Update ? checksum : NO_CHECKSUM;
    if (this.expected !== NO_CHECKSUM) this.compared++;
    ring.read();
    // Nothing came of it on the ring, because there was no book to take it.
    if (this.expected !== NO_CHECKSUM)
      this.differ(() => `an update for ${this.symbol(session.decoder.instrument + 1)}, which has no book`);
  }

  private differ(what: () => string): void {
    const { place } = this.recording;
    this.differences.add(() => `${place} ${what()}`);
  }

  private verdict(): Verdict {
    const { session, differences, compared, agreeing, instruments, ring } = this;
    const { counters } = session;
    const agree = compared > 0 && differences.count === 0;
    const pairs = instruments.map(({ symbol }) => symbol).join(' ');
    return {
      agree,
      lines: [
        labelled('pairs', pairs),
        labelled(
          'messages',
          `${number(counters.messages)}, ${number(counters.snapshots)} snapshots, ${number(counters.updates)} updates`,
        ),
        labelled('ring', `${number(ring.records)} records`),
        ...differenceLines(differences),
        lastLine(agreeing, compared, 'checksums', agree),
      ],
    };
  }

  private symbol(instrument: number): string {
    return this.instruments[instrument - 1].symbol;
  }
}

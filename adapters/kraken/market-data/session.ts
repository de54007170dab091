/**
 * Books of Kraken pairs: bytes of its feed in, records on the market-data ring out. A session without a connection of its own: only
 * replays use it. A side keeps as many levels as were subscribed to: Kraken does not say when one drops out of sight.
 */

import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Clock } from '../../../engine/threads/agent.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { BookSync } from '../../kit/book/book-sync.js';
import { BookUpdate } from '../../kit/book/book-update.js';
import { PendingUpdates } from '../../kit/book/pending-updates.js';
import { CONSECUTIVE } from '../../kit/book/sequence-rule.js';
import { VenueBook } from '../../kit/book/venue-book.js';
import { BookShow } from '../../kit/feed/book-show.js';
import { LevelFeed } from '../../kit/feed/level-feed.js';
import { SessionCounters } from '../../kit/feed/session-counters.js';
import { NO_SINK } from '../../kit/feed/sink.js';
import { TopView } from '../../kit/feed/top-view.js';
import { VenueRing } from '../../kit/feed/venue-ring.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { checksumOf, type WrittenZeros } from './checksum.js';
import { KrakenDecoder, Message, NO_CHECKSUM } from './decoder.js';

const PENDING = 64;

export class KrakenBooks {
  readonly counters = new SessionCounters();
  readonly feeds: readonly LevelFeed[];
  readonly decoder: KrakenDecoder;
  private readonly ring: VenueRing;
  private readonly ordinals: Float64Array;

  /**
   * @param zeros of each instrument
   * @param depth levels that were subscribed to
   */
  constructor(
    instruments: readonly VenueInstrument[],
    private readonly zeros: readonly WrittenZeros[],
    depth: number,
    ring: BroadcastWriter,
    clock: Clock,
  ) {
    const levels = 2 * depth;
    const scratch = new BookUpdate(levels);
    this.ring = new VenueRing(ring, clock);
    this.decoder = new KrakenDecoder(instruments, new BookUpdate(levels));
    this.ordinals = new Float64Array(instruments.length);
    this.feeds = instruments.map(({ id }) => {
      const show = new BookShow(id, new VenueBook(depth), this.ring, new TopView(NO_SINK, 1));
      return new LevelFeed(new BookSync(CONSECUTIVE, new PendingUpdates(PENDING, levels)), show, scratch);
    });
  }

  /** @returns what the message was */
  received(bytes: Uint8Array, start: number, end: number): Message {
    const { decoder, counters } = this;
    const message = decoder.message(bytes, start, end);
    counters.messages++;
    if (message === Message.Update) this.takeUpdate();
    else if (message === Message.Snapshot) this.takeSnapshot();
    else if (message === Message.Malformed) counters.faults[decoder.fault]++;
    else counters.others++;
    this.ring.publish();
    return message;
  }

  private takeUpdate(): void {
    const { update, instrument, checksum } = this.decoder;
    const feed = this.feeds[instrument];
    this.counters.updates++;
    update.firstId = update.lastId = ++this.ordinals[instrument];
    feed.update(update);
    if (
      checksum !== NO_CHECKSUM &&
      feed.show.isLive &&
      checksumOf(feed.show.book, this.zeros[instrument]) !== checksum
    )
      feed.restart(StatusReason.Inconsistent);
  }

  private takeSnapshot(): void {
    const { update, instrument } = this.decoder;
    this.counters.snapshots++;
    update.lastId = ++this.ordinals[instrument];
    if (!this.feeds[instrument].snapshot(update)) this.counters.uselessSnapshots++;
  }
}

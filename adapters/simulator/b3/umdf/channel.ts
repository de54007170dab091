/** One channel of Binary UMDF as datagrams: the incremental feed, which says which packet is next when nothing happens, and what goes round beside it. Begins when somebody asks where it goes. */
import { FeedLines, type SendOnLine } from '../../kit/feed-lines.js';
import type { Datagrams } from '../../shell/venue.js';
import type { B3Venue } from '../venue.js';
import { UmdfFeed } from './feed.js';
import { UmdfLoops } from './loops.js';
import type { SendPacket } from './packets.js';

/** As faults name them, each with its lines A and B, in this order. */
export const UMDF_FEEDS = ['incremental', 'snapshots', 'definitions'] as const;
const CHANNEL = 50;

export class UmdfChannel implements Datagrams {
  /** Undefined: nobody has asked for it yet. */
  feed: UmdfFeed | undefined;
  private send: SendOnLine = () => {};
  private readonly lines: FeedLines;
  private lastSentMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly venue: B3Venue) {
    const { agenda, faults, options } = venue;
    this.lines = new FeedLines(UMDF_FEEDS, agenda, faults, options.seed, (bytes, start, end, line) =>
      this.send(bytes, start, end, line),
    );
  }

  to(send: SendOnLine): void {
    this.send = send;
    if (this.feed === undefined) this.begin();
  }

  tick(): void {
    this.feed?.flush();
    const { agenda, options } = this.venue;
    if (agenda.nowMs - this.lastSentMs >= options.heartbeatMs) this.feed?.heartbeat();
  }

  /** Nobody gives packets again. */
  request(): void {}

  private begin(): void {
    const { venue } = this;
    const { agenda, options } = venue;
    const incremental = this.way('incremental');
    const feed = new UmdfFeed(venue, CHANNEL, (bytes, start, end) => {
      this.lastSentMs = agenda.nowMs;
      incremental(bytes, start, end);
    });
    const loops = new UmdfLoops(venue, feed, CHANNEL);
    this.feed = feed;
    const definitions = (): void => loops.definitions(this.way('definitions'));
    definitions();
    agenda.every(options.definitionMs, definitions);
    agenda.every(options.snapshotMs, () => {
      feed.flush();
      loops.snapshots(this.way('snapshots'));
    });
  }

  private way(feed: (typeof UMDF_FEEDS)[number]): SendPacket {
    return (bytes, start, end) => this.lines.out(feed, bytes, start, end);
  }
}

/** One channel of MDP 3.0 as datagrams: the incremental feed, which says that it is there when nothing happens, and what goes round beside it. Begins when somebody asks where it goes. */
import { FeedLines, type SendOnLine } from '../../kit/feed-lines.js';
import type { Datagrams } from '../../shell/venue.js';
import type { CmeVenue } from '../venue.js';
import { MdpFeed } from './feed.js';
import { MdpLoops } from './loops.js';
import type { SendPacket } from './packets.js';

/** As faults name them, each with its lines A and B, in this order. */
const FEEDS = ['incremental', 'snapshots', 'orderSnapshots', 'definitions'] as const;

export class MdpChannel implements Datagrams {
  /** Undefined: nobody has asked for it yet. */
  feed: MdpFeed | undefined;
  private loops: MdpLoops | undefined;
  private send: SendOnLine = () => {};
  private readonly lines: FeedLines;
  private lastSentMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly venue: CmeVenue) {
    const { agenda, faults, options } = venue;
    this.lines = new FeedLines(FEEDS, agenda, faults, options.seed, (bytes, start, end, line) =>
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
    if (agenda.nowMs - this.lastSentMs >= options.heartbeatMs)
      this.feed?.heartbeat(options.heartbeatTakesNumber);
  }

  /** Nobody gives packets again. */
  request(): void {}

  private begin(): void {
    const { agenda, market, contracts, options } = this.venue;
    const { depth, snapshotMs, definitionMs } = options;
    const incremental = this.way('incremental');
    const feed = new MdpFeed(agenda, market, contracts.values(), depth, (bytes, start, end) => {
      this.lastSentMs = agenda.nowMs;
      incremental(bytes, start, end);
    });
    const loops = new MdpLoops(agenda, market, [...contracts.values()], feed, depth);
    this.feed = feed;
    this.loops = loops;
    const definitions = (): void => loops.definitions(this.way('definitions'));
    definitions();
    agenda.every(definitionMs, definitions);
    agenda.every(snapshotMs, () => this.snapshots());
  }

  private snapshots(): void {
    this.feed!.flush();
    this.loops!.byPrice(this.way('snapshots'));
    this.loops!.byOrder(this.way('orderSnapshots'));
  }

  private way(feed: (typeof FEEDS)[number]): SendPacket {
    return (bytes, start, end) => this.lines.out(feed, bytes, start, end);
  }
}

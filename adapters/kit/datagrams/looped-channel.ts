/**
 * One channel of a feed whose snapshots and definitions come round by themselves, out of its datagrams: the incremental lines made one by the numbers of their packets, and how the channel stands. What a packet looks like, and
 * what else says where the numbers are, each venue fills in.
 */
import { StatusReason } from '../../../protocol/records/venue-data.js';
import type { Notice } from '../feed/outside.js';
import type { DatagramDial, DatagramLink } from './datagrams.js';
import { LineArbiter } from './line-arbiter.js';
import { LoopedFeed, type LoopedOptions, placesOf } from './looped-feed.js';
import type { LoopedListener } from './looped-listener.js';

/** Of a datagram. */
const MOST_BYTES = 1 << 16;

export abstract class LoopedChannel<Packet> {
  connections = 0;
  readonly arbiter: LineArbiter;
  /** The one that has arrived: always the same buffer, so that nothing is made to read it. */
  protected readonly datagram = Buffer.alloc(MOST_BYTES);
  protected nowMs = 0;
  /** Since the last look at the clock. */
  protected isHeard = false;
  private heardMs = 0;
  private reason: StatusReason = StatusReason.Disconnected;
  private readonly link: DatagramLink;
  /** Of each line: which one of its feed's it is. */
  private readonly places: readonly number[];

  /** @param name for a person */
  constructor(
    protected readonly name: string,
    private readonly looped: LoopedOptions,
    dial: DatagramDial,
    protected readonly listener: LoopedListener<Packet>,
    private readonly tell: Notice,
  ) {
    const { lines, arbiter } = looped;
    this.places = placesOf(lines);
    this.arbiter = new LineArbiter(
      { ...arbiter, lines: lines.filter((feed) => feed === LoopedFeed.Incremental).length },
      {
        packet: (bytes, start, end, sequence) => this.due(bytes, start, end, sequence),
        gap: (from, count) => listener.lost(from, count),
      },
    );
    this.link = dial({
      received: (bytes, line) => {
        this.datagram.set(bytes);
        this.arrives(looped.lines[line], this.places[line], bytes.length);
      },
      failed: (why) => this.notice(why),
    });
  }

  tick(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.isHeard) this.heardMs = nowMs;
    this.isHeard = false;
    this.arbiter.tick(nowMs);
    this.ticked();
    this.look();
  }

  close(): void {
    this.link.close();
  }

  /** A datagram stands in `datagram`. @param line which one of its feed's it has come by */
  protected abstract arrives(feed: LoopedFeed, line: number, size: number): void;
  /** The incremental packet that is due. */
  protected abstract due(bytes: Buffer, start: number, end: number, sequence: number): void;

  /** Time has been looked at. */
  protected ticked(): void {}

  /** Something else says that more was sent. */
  protected isBehind(): boolean {
    return false;
  }

  protected get isSilent(): boolean {
    return this.reason === StatusReason.Silent;
  }

  /** Something was heard: it may be current again. */
  protected lookIfStale(): void {
    if (this.reason !== StatusReason.None) this.look();
  }

  protected notice(text: string): void {
    this.tell(`${this.name}: ${text}`);
  }

  /** How things stand, told when it is otherwise than before. */
  private look(): void {
    const reason = this.standing();
    if (reason === this.reason) return;
    if (this.reason === StatusReason.Disconnected) this.connections++;
    this.reason = reason;
    this.listener.stands(reason);
  }

  private standing(): StatusReason {
    if (this.arbiter.nextSequence === 0) return StatusReason.Disconnected;
    const isSilent = !this.isHeard && this.nowMs - this.heardMs >= this.looped.silentMs;
    return isSilent || this.isBehind() ? StatusReason.Silent : StatusReason.None;
  }
}

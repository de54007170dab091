/**
 * How a book begins, and begins anew: with a snapshot of the loop, and with the packets that came after what is in it, out of the log. Packets are logged while a book waits; a snapshot that is older than the log and than what
 * has come is of no use, and the loop comes round again. How snapshots come in pieces, each venue fills in.
 */
import { StatusReason } from '../../../protocol/records/venue-data.js';
import type { SessionCounters } from '../feed/session-counters.js';
import type { EventBooks } from './event-books.js';
import type { LoopedOptions } from './looped-feed.js';
import type { LoopedPacket } from './looped-listener.js';
import { PacketLog } from './packet-log.js';

export interface RecoveryOwner {
  readonly books: EventBooks;
  readonly counters: SessionCounters;
  /** Of the packet that is due; 0: none has been seen. */
  readonly nextSequence: number;
  /** Of the packet that is being read. */
  sequence: number;
  lose(place: number, reason: StatusReason): void;
}

export interface LoggedPacket extends LoopedPacket {
  /** Of one that was sound when it came. */
  read(bytes: Buffer, start: number, end: number): number;
}

export abstract class LoopedRecovery {
  /** What is being read does not fit. */
  protected hasFailed = false;
  private readonly log: PacketLog;

  constructor(
    { logPackets, arbiter }: LoopedOptions,
    private readonly logged: LoggedPacket,
    protected readonly owner: RecoveryOwner,
  ) {
    this.log = new PacketLog(logPackets, arbiter.packetBytes);
  }

  /** The packet that is due, while a book waits. */
  keep(sequence: number, bytes: Buffer, start: number, end: number): void {
    this.log.append(sequence, bytes, start, end);
  }

  /** Nothing that came before counts. */
  beginAnew(): void {
    this.log.clear();
  }

  /** The first book that waits needs this packet too, which is being read. */
  beginWith(sequence: number, bytes: Buffer, start: number, end: number): void {
    this.log.clear();
    this.log.append(sequence, bytes, start, end);
  }

  /** What is being read is not as it should be. */
  fail(): void {
    this.hasFailed = true;
  }

  /** One message of the log, for the book at this place alone. */
  protected abstract again(place: number, bytes: Buffer, start: number, end: number): void;

  /** @param lastSequence of the packets that are in a snapshot. @returns whether what came behind it is in the log */
  protected isOfUse(lastSequence: number): boolean {
    const { log, owner } = this;
    const next = lastSequence + 1;
    if (owner.nextSequence === 0) return false;
    return next >= owner.nextSequence || (log.count > 0 && next >= log.first);
  }

  /** The snapshot is whole, and of use. */
  protected begin(place: number, lastSequence: number): void {
    const { books, counters } = this.owner;
    counters.snapshots++;
    books.base(place, lastSequence);
    this.readLog(place, lastSequence + 1);
    if (books.has(place) && !books.settle(place)) this.owner.lose(place, StatusReason.Inconsistent);
  }

  private readLog(place: number, from: number): void {
    const { log, logged, owner } = this;
    const { books, sequence } = owner;
    for (let number = from; number < log.end && books.has(place); number++) {
      owner.sequence = number;
      logged.read(log.bytes, log.startOf(number), log.endOf(number));
      while (logged.next() && books.has(place))
        this.again(place, log.bytes, logged.messageStart, logged.messageEnd);
    }
    owner.sequence = sequence;
  }
}

/**
 * How a book begins, and begins anew: with a snapshot of the loop, and with the packets that came after what is in it, out of the log. Packets are logged while a book waits; a snapshot that is older than the log and than what
 * has come is of no use, and the loop comes round again.
 */
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { UmdfPacket } from '../../../protocol/umdf/packet.js';
import { SbeFault, type SbeMessage, SbeMessages } from '../../../protocol/views/sbe-message.js';
import type { EventBooks } from '../../kit/datagrams/event-books.js';
import { PacketLog } from '../../kit/datagrams/packet-log.js';
import type { SessionCounters } from '../../kit/feed/session-counters.js';
import type { Definitions } from './definitions.js';
import type { UmdfOptions } from './options.js';
import type { ReportNumbers } from './report-numbers.js';
import type { SecurityIds } from './security-ids.js';
import { type SnapshotHost, Snapshots } from './snapshots.js';
import type { UmdfTemplates } from './templates.js';
import type { B3Trading } from './trading.js';
import type { UmdfBooks } from './umdf-books.js';

export interface RecoveryParts {
  readonly books: EventBooks;
  readonly source: UmdfBooks;
  readonly reports: ReportNumbers;
  readonly ids: SecurityIds;
  readonly templates: UmdfTemplates;
  readonly definitions: Definitions;
  readonly trading: B3Trading;
  readonly counters: SessionCounters;
}

export interface RecoveryOwner {
  /** Of the packet that is due; 0: none has been seen. */
  readonly nextSequence: number;
  /** A change of a book that is proved. */
  follow(place: number, message: SbeMessage, sequence: number): void;
  lose(place: number, reason: StatusReason): void;
}

const NOBODY = -1;
/** Nothing has been said of it. */
const NONE = 0;

export class Recovery implements SnapshotHost {
  readonly snapshots: Snapshots;
  private readonly log: PacketLog;
  private readonly logged = new UmdfPacket();
  private readonly messages = new SbeMessages(umdf.SCHEMA, umdf.MESSAGES);
  /** Of the packets' numbers. */
  private version = NONE;
  /** Of the snapshot that is being read. */
  private lastSequence = 0;
  private lastRptSeq = 0;
  private hasFailed = false;

  constructor(
    { logPackets, arbiter, lines }: UmdfOptions,
    private readonly parts: RecoveryParts,
    private readonly owner: RecoveryOwner,
  ) {
    this.log = new PacketLog(logPackets, arbiter.packetBytes);
    this.snapshots = new Snapshots(lines.length, this);
  }

  packet(sequence: number, version: number, bytes: Buffer, start: number, end: number): void {
    this.version = version;
    if (this.parts.books.waiting > 0) this.log.append(sequence, bytes, start, end);
  }

  /** Nothing that came before counts. @param version of the numbers from now on; 0: as before */
  beginAnew(version: number): void {
    if (version !== NONE) this.version = version;
    this.log.clear();
    this.parts.trading.doubt();
    this.snapshots.giveUp();
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

  // ---- from the snapshots -----------------------------------------------------------------------------------

  placeOf(low: number, high: number): number {
    return this.parts.ids.placeOf(low, high);
  }

  snapshotBegins(header: umdf.SnapshotFullRefreshHeader30): number {
    const { ids, books, definitions, counters, source } = this.parts;
    const place = ids.placeIn(header);
    if (place < 0 || books.has(place) || definitions.isRefused(place)) return NOBODY;
    this.lastSequence = header.lastMsgSeqNumProcessed;
    this.lastRptSeq = header.lastRptSeq;
    this.hasFailed = false;
    if (!this.isOfThisVersion(header.lastSequenceVersion) || !this.isOfUse()) {
      counters.uselessSnapshots++;
      return NOBODY;
    }
    source.clear(place);
    books.begin(place);
    return place;
  }

  snapshotStatus(place: number, status: umdf.SecurityStatus3): void {
    this.parts.trading.stands(place, status);
  }

  snapshotOrders(place: number, orders: umdf.SnapshotFullRefreshOrdersMBO71): number {
    return this.parts.source.snapshot(place, orders);
  }

  /** It is whole; but the log may have lost its beginning meanwhile. */
  snapshotEnds(place: number): void {
    const { books, reports, counters } = this.parts;
    if (this.hasFailed || !this.isOfUse()) return;
    counters.snapshots++;
    reports.begin(place, this.lastRptSeq);
    books.base(place, this.lastSequence);
    this.readLog(place);
    if (books.has(place) && !books.settle(place)) this.owner.lose(place, StatusReason.Inconsistent);
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private isOfThisVersion(version: number): boolean {
    return version === NONE || this.version === NONE || version === this.version;
  }

  private isOfUse(): boolean {
    const { nextSequence } = this.owner;
    const next = this.lastSequence + 1;
    return nextSequence !== 0 && (next >= nextSequence || (this.log.count > 0 && next >= this.log.first));
  }

  private readLog(place: number): void {
    const { log, logged, parts } = this;
    for (let number = this.lastSequence + 1; number < log.end && parts.books.has(place); number++) {
      logged.read(log.bytes, log.startOf(number), log.endOf(number));
      while (logged.next() && parts.books.has(place))
        this.readAgain(place, number, logged.messageStart, logged.messageEnd);
    }
  }

  private readAgain(place: number, sequence: number, start: number, end: number): void {
    const { messages, log, owner } = this;
    const { templates, ids } = this.parts;
    const fault = messages.read(log.bytes, start, end);
    if (fault === SbeFault.WrongTemplate) return;
    const message = messages.message!;
    if (fault !== SbeFault.None || message.templateId === umdf.ChannelReset11.templateId)
      owner.lose(place, StatusReason.Synchronizing);
    else if (templates.isOfInstrument(message) && ids.placeIn(message) === place)
      owner.follow(place, message, sequence);
  }
}

/**
 * How a book of B3 begins: which snapshots are collected, and when one is whole. Orders come in as many messages as it takes; what came behind them is in the kit's log, where the numbers of reports say what the snapshot
 * holds already.
 */
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { UmdfPacket } from '../../../protocol/umdf/packet.js';
import { SbeFault, type SbeMessage, SbeMessages } from '../../../protocol/views/sbe-message.js';
import { LoopedRecovery, type RecoveryOwner } from '../../kit/datagrams/looped-recovery.js';
import type { Definitions } from './definitions.js';
import type { UmdfOptions } from './options.js';
import type { ReportNumbers } from './report-numbers.js';
import type { SecurityIds } from './security-ids.js';
import { type SnapshotHost, Snapshots } from './snapshots.js';
import type { UmdfTemplates } from './templates.js';
import type { B3Trading } from './trading.js';
import type { UmdfBooks } from './umdf-books.js';

export interface RecoveryParts {
  readonly source: UmdfBooks;
  readonly reports: ReportNumbers;
  readonly ids: SecurityIds;
  readonly templates: UmdfTemplates;
  readonly definitions: Definitions;
  readonly trading: B3Trading;
}

export interface B3RecoveryOwner extends RecoveryOwner {
  /** Of the packets' numbers; below 0: none has been seen. */
  readonly version: number;
  /** A change of a book that is proved. */
  follow(place: number, message: SbeMessage): void;
}

const NOBODY = -1;
/** A snapshot says nothing of it. */
const NONE = 0;

export class Recovery extends LoopedRecovery implements SnapshotHost {
  readonly snapshots: Snapshots;
  private readonly messages = new SbeMessages(umdf.SCHEMA, umdf.MESSAGES);
  /** Of the snapshot that is being read. */
  private lastSequence = 0;
  private lastRptSeq = 0;

  constructor(
    options: UmdfOptions,
    private readonly parts: RecoveryParts,
    protected override readonly owner: B3RecoveryOwner,
  ) {
    super(options, new UmdfPacket(), owner);
    this.snapshots = new Snapshots(options.lines.length, this);
  }

  override beginAnew(): void {
    super.beginAnew();
    this.snapshots.giveUp();
  }

  // ---- from the snapshots -----------------------------------------------------------------------------------

  placeOf(low: number, high: number): number {
    return this.parts.ids.placeOf(low, high);
  }

  snapshotBegins(header: umdf.SnapshotFullRefreshHeader30): number {
    const { ids, definitions, source } = this.parts;
    const { books, counters } = this.owner;
    const place = ids.placeIn(header);
    if (place < 0 || books.has(place) || definitions.isRefused(place)) return NOBODY;
    this.lastSequence = header.lastMsgSeqNumProcessed;
    this.lastRptSeq = header.lastRptSeq;
    this.hasFailed = false;
    if (!this.isOfThisVersion(header.lastSequenceVersion) || !this.isOfUse(this.lastSequence)) {
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
    if (this.hasFailed || !this.isOfUse(this.lastSequence)) return;
    this.parts.reports.begin(place, this.lastRptSeq);
    this.begin(place, this.lastSequence);
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private isOfThisVersion(version: number): boolean {
    return version === NONE || this.owner.version < 0 || version === this.owner.version;
  }

  protected again(place: number, bytes: Buffer, start: number, end: number): void {
    const { messages, owner } = this;
    const { templates, ids } = this.parts;
    const fault = messages.read(bytes, start, end);
    if (fault === SbeFault.WrongTemplate) return;
    const message = messages.message!;
    if (fault !== SbeFault.None || message.templateId === umdf.ChannelReset11.templateId)
      owner.lose(place, StatusReason.Synchronizing);
    else if (templates.isOfInstrument(message) && ids.placeIn(message) === place)
      owner.follow(place, message);
  }
}

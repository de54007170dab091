/**
 * Snapshots of books out of the loop: header, state, and orders in as many messages as it takes. One book is collected at a time, from the line that its header came on; with a packet missing it is given up, and the loop
 * comes round again.
 */
import {
  SecurityStatus3,
  SnapshotFullRefreshHeader30,
  SnapshotFullRefreshOrdersMBO71,
} from '../../../protocol/messages/generated/umdf.js';
import type { UmdfPacket } from '../../../protocol/umdf/packet.js';
import { Header, SbeFault } from '../../../protocol/views/sbe-message.js';

export interface SnapshotHost {
  /** @returns the place of an instrument whose book needs this snapshot, which it begins with nothing; -1: it is of no use */
  snapshotBegins(header: SnapshotFullRefreshHeader30): number;
  snapshotStatus(place: number, status: SecurityStatus3): void;
  /** @returns how many orders there were */
  snapshotOrders(place: number, orders: SnapshotFullRefreshOrdersMBO71): number;
  snapshotEnds(place: number): void;
  placeOf(low: number, high: number): number;
}

const NOBODY = -1;
/** A line that has begun and does not go on has had its time. */
const PATIENCE_MS = 1_000;

export class Snapshots {
  private readonly header = new SnapshotFullRefreshHeader30();
  private readonly status = new SecurityStatus3();
  private readonly orders = new SnapshotFullRefreshOrdersMBO71();
  /** Of the last packet of each line. */
  private readonly sequences: Float64Array;
  /** Whose book is collected, from which line, and what is missing of it. */
  private place = NOBODY;
  private line = NOBODY;
  private left = 0;
  private begunMs = 0;
  private nowMs = 0;

  constructor(
    lines: number,
    private readonly host: SnapshotHost,
  ) {
    this.sequences = new Float64Array(lines);
  }

  tick(nowMs: number): void {
    this.nowMs = nowMs;
    if (nowMs - this.begunMs >= PATIENCE_MS) this.giveUp();
  }

  giveUp(): void {
    this.place = NOBODY;
  }

  packet(packet: UmdfPacket, bytes: Buffer, line: number): void {
    const { sequenceNumber } = packet;
    if (sequenceNumber === 0) return;
    const isMissing = sequenceNumber !== this.sequences[line] + 1;
    this.sequences[line] = sequenceNumber;
    if (isMissing && line === this.line) this.giveUp();
    while (packet.next()) this.message(bytes, packet.messageStart, packet.messageEnd, line);
    if (this.place !== NOBODY && line === this.line && this.left === 0) this.ends();
  }

  private message(bytes: Buffer, start: number, end: number, line: number): void {
    const template = bytes.readUInt16LE(start + Header.TemplateId);
    if (template === SnapshotFullRefreshHeader30.templateId) this.begins(bytes, start, end, line);
    else if (this.place === NOBODY || line !== this.line) return;
    else if (template === SnapshotFullRefreshOrdersMBO71.templateId) this.goesOn(bytes, start, end);
    else if (template === SecurityStatus3.templateId) this.stands(bytes, start, end);
  }

  private begins(bytes: Buffer, start: number, end: number, line: number): void {
    const { header } = this;
    if (this.place !== NOBODY && line !== this.line) return;
    this.giveUp();
    if (header.wrap(bytes, start, end) !== SbeFault.None) return;
    this.place = this.host.snapshotBegins(header);
    this.line = line;
    this.left = header.totNumBids + header.totNumOffers;
    this.begunMs = this.nowMs;
  }

  private goesOn(bytes: Buffer, start: number, end: number): void {
    const { orders } = this;
    if (orders.wrap(bytes, start, end) !== SbeFault.None || !this.isOfPlace(orders)) return this.giveUp();
    this.left -= this.host.snapshotOrders(this.place, orders);
    if (this.left < 0) this.giveUp();
  }

  private stands(bytes: Buffer, start: number, end: number): void {
    const { status } = this;
    if (status.wrap(bytes, start, end) === SbeFault.None && this.isOfPlace(status))
      this.host.snapshotStatus(this.place, status);
  }

  /** All of them begin with the SecurityID. */
  private isOfPlace(message: SecurityStatus3 | SnapshotFullRefreshOrdersMBO71): boolean {
    return this.host.placeOf(message.lowOf(0, true), message.highOf(0, true)) === this.place;
  }

  private ends(): void {
    const { place } = this;
    this.giveUp();
    this.host.snapshotEnds(place);
  }
}

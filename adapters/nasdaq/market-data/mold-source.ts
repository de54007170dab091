/**
 * ITCH over MoldUDP64: whichever line brings a message first, and a server that is asked for what none of them brought. What nobody can give is asked for together with
 * everything else: the session begins anew.
 */

import { MoldFault } from '../../../protocol/moldudp64/packet.js';
import { MoldReceiver } from '../../../protocol/moldudp64/receiver.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import type { DatagramDial, DatagramLink } from '../../kit/datagrams/datagrams.js';
import type { Notice } from '../../kit/feed/outside.js';
import { Fault } from '../../kit/json/fault.js';
import type { ItchListener, ItchSource } from './source.js';

export interface MoldSourceOptions {
  /** Something is said every second, and be it that there is nothing. */
  readonly staleMs: number;
  /** Between two requests for the same messages, and how many there are of them. */
  readonly retryMs: number;
  readonly attempts: number;
}

export const MOLD_SOURCE_DEFAULTS: MoldSourceOptions = { staleMs: 3_000, retryMs: 200, attempts: 10 };

/** Of a datagram. */
const MOST_BYTES = 1 << 16;

const FAULTS: Readonly<Record<MoldFault, Fault>> = {
  [MoldFault.None]: Fault.None,
  [MoldFault.TooShort]: Fault.Truncated,
  [MoldFault.BadLength]: Fault.Truncated,
  [MoldFault.BadSequence]: Fault.OutOfRange,
};

export class MoldSource implements ItchSource {
  connections = 0;
  gaps = 0;
  private readonly link: DatagramLink;
  private readonly datagram = Buffer.alloc(MOST_BYTES);
  private receiver: MoldReceiver;
  private reason: StatusReason = StatusReason.Disconnected;
  private hasEnded = true;
  private isLost = false;
  private heardMs = 0;
  /** Since the last look at the clock. */
  private isHeard = false;
  private nowMs = 0;

  constructor(
    private readonly options: MoldSourceOptions,
    dial: DatagramDial,
    private readonly listener: ItchListener,
    private readonly notice: Notice,
  ) {
    this.receiver = this.newReceiver();
    this.link = dial({
      received: (bytes) => this.received(bytes),
      failed: (why) => notice(`nasdaq itch: ${why}`),
    });
  }

  tick(nowMs: number): number {
    this.nowMs = nowMs;
    if (this.isHeard) this.heardMs = nowMs;
    this.isHeard = false;
    this.receiver.tick(nowMs);
    this.look();
    return 0;
  }

  close(): void {
    this.link.close();
  }

  /** Always out of the same buffer, so that nothing is made to read it. */
  private received(bytes: Buffer): void {
    const { datagram } = this;
    datagram.set(bytes);
    const fault = this.receiver.received(datagram, 0, bytes.length, this.nowMs);
    if (fault !== MoldFault.None) return this.listener.unsound(FAULTS[fault]);
    this.isHeard = true;
    this.look();
    this.listener.arrived();
  }

  /** How things stand, told when it is otherwise than before. */
  private look(): void {
    if (this.isLost) this.beginAnew();
    const reason = this.standing();
    if (reason === this.reason) return;
    if (reason === StatusReason.Gap) this.gaps++;
    this.reason = reason;
    this.listener.stands(reason);
  }

  private standing(): StatusReason {
    if (this.hasEnded) return StatusReason.Disconnected;
    if (!this.isHeard && this.nowMs - this.heardMs >= this.options.staleMs) return StatusReason.Silent;
    if (this.receiver.nextSequenceNumber > 0 && !this.receiver.hasGap) return StatusReason.None;
    const isNew = this.reason === StatusReason.Disconnected || this.reason === StatusReason.Synchronizing;
    return isNew ? StatusReason.Synchronizing : StatusReason.Gap;
  }

  private beginAnew(): void {
    this.isLost = false;
    this.receiver = this.newReceiver();
  }

  private newReceiver(): MoldReceiver {
    const { retryMs, attempts } = this.options;
    return new MoldReceiver(
      { retryMs, attempts },
      {
        onSession: (session) => this.begins(session),
        onMessage: (bytes, start, end, number) => {
          if (!this.isLost) this.listener.message(bytes, start, end, number);
        },
        onRequest: (request) => this.link.request(request),
        onLost: (from, count) => this.lost(from, count),
        onEndOfSession: () => this.ends(),
      },
    );
  }

  private lost(from: number, count: number): void {
    this.notice(`nasdaq itch: begins anew (${count} messages from ${from} on could not be had)`);
    this.isLost = true;
  }

  private begins(session: string): void {
    this.hasEnded = false;
    this.connections++;
    if (this.reason === StatusReason.None) this.reason = StatusReason.Synchronizing;
    this.listener.begins(session.trim());
  }

  private ends(): void {
    this.hasEnded = true;
    this.notice('nasdaq itch: the session has ended');
  }
}

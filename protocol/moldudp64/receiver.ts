/**
 * Who listens to a MoldUDP64 stream: every message once, in order, whatever the network loses, repeats or overtakes. Give it the packets of line A and line B
 * and the answers to requests, in any order. What is missing is asked for, again when nothing comes, and given up after so many times or when no more can wait for it, which is told.
 */
import { EarlyMessages } from '../early-messages.js';
import { HEADER_BYTES, MoldFault, MoldPacket, SESSION_BYTES, writeHeader } from './packet.js';

export interface MoldListener {
  onMessage(bytes: Buffer, start: number, end: number, sequenceNumber: number): void;
  /** A stream begins: the first one, or another session in place of the one before. */
  onSession?(session: string): void;
  /** Asks for messages; the datagram goes to a re-request server. */
  onRequest?(request: Buffer): void;
  /** Messages that nobody could give. */
  onLost?(from: number, count: number): void;
  onEndOfSession?(): void;
}

export interface MoldConfig {
  /** The first message wanted; 0: whatever comes first. */
  readonly fromSequence?: number;
  /** Most messages of one request. */
  readonly requestMessages?: number;
  readonly retryMs?: number;
  /** Requests for the same messages before they are given up; 0: nobody can be asked. */
  readonly attempts?: number;
  readonly earlyMessages?: number;
  readonly earlyBytes?: number;
}

const DEFAULTS = {
  fromSequence: 1,
  requestMessages: 1_000,
  retryMs: 200,
  attempts: 10,
  earlyMessages: 1 << 16,
  earlyBytes: 8 << 20,
};

export class MoldReceiver {
  /** Number of the message that is due; 0 = none has been seen. */
  nextSequenceNumber = 0;
  /** Messages given up. */
  lost = 0;
  hasEnded = false;
  private readonly config: Required<MoldConfig>;
  private readonly packet = new MoldPacket();
  private readonly early: EarlyMessages;
  private readonly session = new Uint8Array(SESSION_BYTES);
  private readonly request = Buffer.alloc(HEADER_BYTES);
  /** The stream is known to reach up to here. */
  private knownNext = 0;
  private endsAt = Number.POSITIVE_INFINITY;
  private askedFor = 0;
  private askedMs = 0;
  private asked = 0;

  constructor(
    config: MoldConfig,
    private readonly listener: MoldListener,
  ) {
    this.config = { ...DEFAULTS, ...config };
    this.early = new EarlyMessages(this.config.earlyMessages, this.config.earlyBytes);
  }

  /** Whether messages are missing before others that are known. */
  get hasGap(): boolean {
    return this.knownNext > this.nextSequenceNumber;
  }

  /** A datagram, of the stream or in answer to a request. Nothing of an unsound one is used. */
  received(bytes: Buffer, start: number, end: number, nowMs: number): MoldFault {
    const { packet } = this;
    const fault = packet.read(bytes, start, end);
    if (fault !== MoldFault.None) return fault;
    if (this.nextSequenceNumber === 0 || !packet.isOfSession(this.session)) this.beginSession();
    this.knownNext = Math.max(this.knownNext, packet.nextSequenceNumber);
    if (packet.isEndOfSession) this.endsAt = Math.min(this.endsAt, packet.sequenceNumber);
    while (packet.next()) this.message(packet);
    this.giveEarly();
    this.lookForGap(nowMs);
    return MoldFault.None;
  }

  /** Asks again when nothing has come. */
  tick(nowMs: number): void {
    this.lookForGap(nowMs);
  }

  /** Nothing will come any more: what is missing is lost, and what waits behind it is given. */
  finish(): void {
    while (this.hasGap) this.giveUp();
  }

  private beginSession(): void {
    const { packet, config } = this;
    packet.copySession(this.session);
    this.early.clear();
    this.hasEnded = false;
    this.endsAt = Number.POSITIVE_INFINITY;
    this.nextSequenceNumber = config.fromSequence === 0 ? packet.sequenceNumber : config.fromSequence;
    this.knownNext = this.nextSequenceNumber;
    this.askedFor = 0;
    this.listener.onSession?.(packet.session);
  }

  private message(packet: MoldPacket): void {
    const { messageNumber: number, messageStart, messageEnd } = packet;
    while (number > this.nextSequenceNumber) {
      if (this.early.keep(number, packet.bytes, messageStart, messageEnd)) return;
      this.giveUp();
    }
    if (number < this.nextSequenceNumber) return;
    this.nextSequenceNumber++;
    this.early.take(number);
    this.listener.onMessage(packet.bytes, messageStart, messageEnd, number);
  }

  private giveEarly(): void {
    for (;;) {
      const bytes = this.early.take(this.nextSequenceNumber);
      if (bytes === undefined) break;
      this.listener.onMessage(bytes, 0, bytes.length, this.nextSequenceNumber++);
    }
    if (this.hasEnded || this.nextSequenceNumber < this.endsAt) return;
    this.hasEnded = true;
    this.listener.onEndOfSession?.();
  }

  private lookForGap(nowMs: number): void {
    if (!this.hasGap) return;
    const isNew = this.askedFor !== this.nextSequenceNumber;
    if (!isNew && nowMs - this.askedMs < this.config.retryMs) return;
    if (isNew) this.asked = 0;
    if (this.asked >= this.config.attempts) return this.giveUp();
    this.ask(nowMs);
  }

  private ask(nowMs: number): void {
    const missing = Math.min(this.early.first(), this.knownNext) - this.nextSequenceNumber;
    const count = Math.min(missing, this.config.requestMessages);
    writeHeader(this.request, this.session, this.nextSequenceNumber, count);
    this.askedFor = this.nextSequenceNumber;
    this.askedMs = nowMs;
    this.asked++;
    this.listener.onRequest?.(this.request);
  }

  /** Goes on with the first message that is here. */
  private giveUp(): void {
    const from = this.nextSequenceNumber;
    const next = Math.min(this.early.first(), this.knownNext);
    this.lost += next - from;
    this.nextSequenceNumber = next;
    this.askedFor = 0;
    this.listener.onLost?.(from, next - from);
    this.giveEarly();
  }
}

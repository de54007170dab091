/**
 * Who sends a MoldUDP64 stream: packs what is new in the log into datagrams, says that it is there when nothing is new, and answers requests with one
 * datagram out of the log.
 */
import type { MessageLog } from '../message-log.js';
import { Count, HEADER_BYTES, LENGTH_BYTES, readSequence, SESSION_BYTES, writeHeader } from './packet.js';

export interface MoldPublisherConfig {
  /** At most ten characters. */
  readonly session: string;
  /** Largest datagram. */
  readonly packetBytes?: number;
  readonly heartbeatMs?: number;
}

const DEFAULTS = { packetBytes: 1_400, heartbeatMs: 1_000 };
const COUNT_AT = 18;

/** A datagram; its buffer is used again when this returns. */
export type OnDatagram = (bytes: Buffer, start: number, end: number) => void;

export class MoldPublisher {
  private readonly config: Required<MoldPublisherConfig>;
  private readonly session = Buffer.alloc(SESSION_BYTES, ' ');
  private readonly buffer: Buffer;
  private nextToSend = 1;
  private lastSentMs = Number.NEGATIVE_INFINITY;

  constructor(
    config: MoldPublisherConfig,
    private readonly log: MessageLog,
    private readonly send: OnDatagram,
  ) {
    this.config = { ...DEFAULTS, ...config };
    this.session.write(config.session.padStart(SESSION_BYTES).slice(0, SESSION_BYTES), 'latin1');
    this.buffer = Buffer.alloc(this.config.packetBytes);
  }

  /** Sends what the log has that was not sent yet. */
  publish(nowMs: number): void {
    while (this.nextToSend <= this.log.count) {
      const end = this.pack(this.nextToSend, this.log.count, this.send);
      if (end === this.nextToSend) throw new RangeError(`message ${end} fits in no datagram`);
      this.nextToSend = end;
      this.lastSentMs = nowMs;
    }
  }

  tick(nowMs: number): void {
    if (nowMs - this.lastSentMs >= this.config.heartbeatMs) this.say(Count.Heartbeat, nowMs);
  }

  endSession(nowMs: number): void {
    this.publish(nowMs);
    this.say(Count.EndOfSession, nowMs);
  }

  /** Answers a request for messages of this session that are there; to any other datagram nothing is said. */
  answer(request: Buffer, start: number, end: number, reply: OnDatagram): void {
    if (end - start !== HEADER_BYTES || this.session.compare(request, start, start + SESSION_BYTES) !== 0)
      return;
    const from = readSequence(request, start);
    const count = request.readUInt16BE(start + COUNT_AT);
    if (from >= 1 && from <= this.log.count)
      this.pack(from, Math.min(this.log.count, from + count - 1), reply);
  }

  private say(what: Count, nowMs: number): void {
    writeHeader(this.buffer, this.session, this.nextToSend, what);
    this.lastSentMs = nowMs;
    this.send(this.buffer, 0, HEADER_BYTES);
  }

  /** As many of these messages as one datagram holds. @returns the first that did not fit */
  private pack(from: number, last: number, send: OnDatagram): number {
    const { buffer, log } = this;
    let at = HEADER_BYTES;
    let number = from;
    for (; number <= last && number - from < Count.EndOfSession - 1; number++) {
      const size = log.endOf(number) - log.startOf(number);
      if (at + LENGTH_BYTES + size > buffer.length) break;
      buffer.writeUInt16BE(size, at);
      log.bytes.copy(buffer, at + LENGTH_BYTES, log.startOf(number), log.endOf(number));
      at += LENGTH_BYTES + size;
    }
    if (number === from) return from;
    writeHeader(buffer, this.session, from, number - from);
    send(buffer, 0, at);
    return number;
  }
}

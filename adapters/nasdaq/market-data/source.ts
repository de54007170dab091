/** What brings the messages of a session in their order, each once: a connection, or datagrams and whom one asks for those that are missing. */
import type { StatusReason } from '../../../protocol/records/venue-data.js';
import type { Fault } from '../../kit/json/fault.js';

export interface ItchSource {
  /** Times that it has begun to bring something. */
  readonly connections: number;
  /** Messages that were missing. */
  readonly gaps: number;
  /** Returns work done. */
  tick(nowMs: number): number;
  close(): void;
}

/** Bytes are lent for the call. */
export interface ItchListener {
  /** The next message is the first of its session. */
  begins(session: string): void;
  message(bytes: Buffer, start: number, end: number, number: number): void;
  /** What came together has been given. */
  arrived(): void;
  /** None: all that was sent is here. Anything else: it is not. */
  stands(reason: StatusReason): void;
  /** What is none of the carrier's packets. */
  unsound(fault: Fault): void;
}

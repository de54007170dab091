/** What a FIXP client is given, tells, and is to be given back. */
import type { SbeMessage } from '../views/sbe-message.js';
import type { Kind } from './fields.js';

export interface FixpClientConfig {
  readonly keepAliveMs?: number;
  /** For answers to Negotiate, Establish and Terminate. */
  readonly answerTimeoutMs?: number;
  /** An unanswered RetransmitRequest is sent again after this. */
  readonly retransmitTimeoutMs?: number;
}

/** What is remembered between programs: give it back to go on where the last one ended. */
export interface FixpMemory {
  /** 0: never negotiated. */
  readonly versionId: bigint;
  readonly isNegotiated: boolean;
  readonly nextOut: number;
  readonly nextIn: number;
}

export interface FixpClientListener {
  /** A business message in its place; lent for the call. @param isRetransmitted it was sent before, perhaps to an earlier connection */
  onMessage(message: SbeMessage, seqNum: number, isRetransmitted: boolean): void;
  /** Orders may be sent. */
  onEstablished?(): void;
  /** Negotiate or Establish is refused. */
  onReject?(kind: Kind, code: number, reason: string): void;
  /** The exchange has not got these of ours, and will not. */
  onNotApplied?(fromSeqNo: number, count: number): void;
  /** Who is there stands by for another one and takes no orders, or does so again. */
  onStandby?(standsBy: boolean): void;
  /** The exchange's messages that it cannot give again. */
  onLost?(fromSeqNo: number, count: number): void;
  onDisconnect?(reason: string): void;
}

export const enum FixpPhase {
  Disconnected,
  Negotiating,
  Establishing,
  Established,
  /** Our Terminate is out. */
  Terminating,
}

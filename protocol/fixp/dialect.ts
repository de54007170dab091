/**
 * A venue's FIXP as a form to fill in: its messages, its numbers, and what it does its own way. The machines (`client.ts`, `server.ts`) know no venue; a dialect knows no state but the
 * identity that it speaks for.
 */
import type { SbeFault, SbeMessage } from '../views/sbe-message.js';
import type { Kind, SessionFields } from './fields.js';

export interface FixpDialect {
  readonly name: string;
  readonly encodingType: number;
  readonly maxMessageBytes: number;
  /** Most messages of one RetransmitRequest. */
  readonly maxRetransmit: number;
  /** Intervals of silence after which the other side is given up. */
  readonly intervalsUntilDead: number;
  /** After the first silent interval a Sequence says so, which asks for a sign of life. */
  readonly tellsLapse: boolean;
  /** A gap in what the client sends has to be closed, by Sequence or by the missing messages, before anything higher is taken; the count of what was not applied holds the message that has shown it. */
  readonly freezesOnGap: boolean;
  /** Codes of our own Terminates. */
  readonly terminate: {
    readonly finished: number;
    readonly keepAlive: number;
    readonly sequence: number;
    readonly decoding: number;
  };
  /** Codes of a server's RetransmitRejects. */
  readonly retransmitReject: { readonly range: number; readonly count: number };

  /** Codes of rejects of Negotiate and Establish that do not depend on who asks. */
  readonly reject: {
    readonly versionId: number;
    readonly alreadyNegotiated: number;
    readonly unnegotiated: number;
    readonly alreadyEstablished: number;
    readonly keepAlive: number;
    readonly nextSeqNo: number;
  };

  /** The message that begins with its SBE header at `start`; what it is and says goes into `fields`. */
  read(bytes: Buffer, start: number, end: number, fields: SessionFields): SbeFault;
  /** The business message that was read last. */
  readonly business: SbeMessage;

  /** Writes a message of the session layer, from its SBE header on. @returns its end */
  write(kind: Kind, fields: SessionFields, bytes: Buffer, start: number): number;
  /** Sets what a business message has of the session: its number, and who sends it when. */
  stamp(message: SbeMessage, fields: SessionFields): void;
  /** Marks a stored business message as sent again. */
  markRetransmitted(bytes: Buffer, start: number, end: number): void;

  /** An id for the next negotiation, above every earlier one. */
  nextVersionId(last: bigint, nowMs: number): bigint;
}

/** What a server asks its dialect beyond that. */
export interface ServerDialect extends FixpDialect {
  /** @returns the code of a reject, or undefined when this Negotiate or Establish is one of ours */
  checkIdentity(kind: Kind, nowMs: number): number | undefined;
  readonly keepAliveMs: { readonly least: number; readonly most: number };
}

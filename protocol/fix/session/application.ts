/** What a session asks of the program that uses it. All calls come from within `Session`'s own, on its thread. */
import type { FixBuilder } from '../codec/builder.js';
import type { FixMessage } from '../codec/message.js';
import type { BusinessReject } from '../dictionary/reject-reasons.js';
import type { Session } from './session.js';

/** Values of a Logon's header that signatures are made over. */
export interface LogonStamp {
  readonly msgSeqNum: number;
  /** As it stands in the message. */
  readonly sendingTime: string;
}

export interface Application {
  /**
   * An application message in its right place of the sequence. It is the session's until this returns: copy what has to stay.
   * PossDupFlag and PossResend are for the application to heed.
   */
  onMessage(session: Session, message: FixMessage): BusinessReject;
  onLogon?(session: Session): void;
  /** A session that was logged on is no more. */
  onLogout?(session: Session, text: string): void;
  /** The counterparty rejects what we sent, on session level. */
  onReject?(session: Session, message: FixMessage): void;
  /** Answers to a TestRequest of the program's own among them. */
  onHeartbeat?(session: Session, message: FixMessage): void;
  /** Adds fields to a Logon that is about to go: user name, password, a signature over header fields. */
  buildLogon?(session: Session, logon: FixBuilder, stamp: LogonStamp): void;
  /** @returns why this Logon is refused, which goes out as the Text of a Logout that takes no number; undefined lets it in */
  checkLogon?(session: Session, message: FixMessage): string | undefined;
  /** @returns false to have a gap fill sent instead of this old message, for instance an order that is stale by now */
  mayResend?(session: Session, message: FixMessage): boolean;
  /** For a log: what happened and was not asked for. */
  onEvent?(session: Session, text: string): void;
}

/** One session's settings. Its identity is (BeginString, SenderCompID, TargetCompID), ours first. */
import type { ValidationRules } from '../dictionary/validator.js';
import type { FixVersion } from '../dictionary/versions.js';

export const enum Role {
  /** Connects and sends the first Logon. */
  Initiator,
  Acceptor,
}

export interface SessionConfig {
  readonly role: Role;
  readonly version: FixVersion;
  readonly senderCompId: string;
  readonly targetCompId: string;
  /** An initiator's HeartBtInt; an acceptor takes its counterparty's. 0: no heartbeats. */
  readonly heartBtIntSeconds?: number;
  /** Both sequences begin at 1 with every logon; an initiator says so with ResetSeqNumFlag=Y. */
  readonly resetOnLogon?: boolean;
  readonly resetOnLogout?: boolean;
  /** `false` for a counterparty that sends nothing again: a missing message ends the connection. */
  readonly asksAgain?: boolean;
  /** Logon carries NextExpectedMsgSeqNum(789), and gaps are filled from it instead of by ResendRequest (FIX 4.4 and up). */
  readonly useNextExpected?: boolean;
  /** `false` for a counterparty that sends what its version does not know. */
  readonly validate?: boolean;
  readonly rules?: ValidationRules;
  /**
   * BusinessMessageReject of a FIXT session carries DefaultApplVerID(1137), as QuickFIX's acceptance definitions have it. The
   * standard's message has no such field, and QuickFIX rejects it when it is held against the standard's tables.
   */
  readonly businessRejectNamesVersion?: boolean;
  /** Largest message, both ways. */
  readonly maxMessageBytes?: number;
  /** SendingTime may differ this much from our clock. */
  readonly sendingTimeWindowMs?: number;
  readonly logonTimeoutMs?: number;
  readonly logoutTimeoutMs?: number;
}

export type Settings = Required<SessionConfig>;

export const withDefaults = (config: SessionConfig): Settings => ({
  heartBtIntSeconds: 30,
  resetOnLogon: false,
  resetOnLogout: false,
  asksAgain: true,
  useNextExpected: false,
  validate: true,
  rules: {},
  businessRejectNamesVersion: false,
  maxMessageBytes: 65_536,
  sendingTimeWindowMs: 120_000,
  logonTimeoutMs: 10_000,
  logoutTimeoutMs: 2_000,
  ...config,
});

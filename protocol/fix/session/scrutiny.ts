/** What is held against a received message before its number is looked at. Each check names the reason to reject it, or none. */
import { ascii } from '../codec/ascii.js';
import type { FixMessage } from '../codec/message.js';
import { Tag } from '../codec/tags.js';
import { NO_TAG, SessionReject } from '../dictionary/reject-reasons.js';
import { Validator } from '../dictionary/validator.js';
import type { Settings } from './config.js';

export class Scrutiny {
  /** What the last check found wrong. */
  refTag = NO_TAG;
  private readonly validator: Validator;
  private readonly beginString: Uint8Array;
  private readonly ourId: Uint8Array;
  private readonly theirId: Uint8Array;

  constructor(private readonly settings: Settings) {
    const { version, rules, senderCompId, targetCompId } = settings;
    this.validator = new Validator(version, rules);
    this.beginString = ascii(version.beginString);
    this.ourId = ascii(senderCompId);
    this.theirId = ascii(targetCompId);
  }

  isOurVersion(message: FixMessage): boolean {
    return message.equals(0, this.beginString);
  }

  /** Against the tables of its version. */
  content(message: FixMessage): SessionReject {
    if (!this.settings.validate) return SessionReject.None;
    const reason = this.validator.validate(message);
    this.refTag = this.validator.refTag;
    return reason;
  }

  /** Sent now, by our counterparty, to us. */
  sender(message: FixMessage, nowMs: number): SessionReject {
    this.refTag = NO_TAG;
    const sentMs = message.utcMs(message.find(Tag.SendingTime));
    if (!(Math.abs(nowMs - sentMs) <= this.settings.sendingTimeWindowMs))
      return SessionReject.SendingTimeAccuracy;
    const isFromThem = message.equals(message.find(Tag.SenderCompID), this.theirId);
    const isForUs = message.equals(message.find(Tag.TargetCompID), this.ourId);
    return isFromThem && isForUs ? SessionReject.None : SessionReject.CompIdProblem;
  }

  /** A message sent again says when it was sent first, and that was before. */
  origin(message: FixMessage): SessionReject {
    const at = message.find(Tag.OrigSendingTime);
    this.refTag = at < 0 ? Tag.OrigSendingTime : NO_TAG;
    if (at < 0) return SessionReject.RequiredTagMissing;
    const sentMs = message.utcMs(message.find(Tag.SendingTime));
    return message.utcMs(at) > sentMs ? SessionReject.SendingTimeAccuracy : SessionReject.None;
  }

  /** @returns why this Logon cannot be let in */
  logon(message: FixMessage): string | undefined {
    const { applVerId } = this.settings.version;
    if (message.int(message.find(Tag.EncryptMethod)) !== 0) return 'EncryptMethod must be 0';
    if (!(message.int(message.find(Tag.HeartBtInt)) >= 0)) return 'HeartBtInt must not be negative';
    if (applVerId && message.text(message.find(Tag.DefaultApplVerID)) !== applVerId)
      return `DefaultApplVerID must be ${applVerId}`;
    return undefined;
  }
}

/**
 * What a session sends. Every message but the resent ones takes the next MsgSeqNum and is in the store before it is on the
 * link. Fields stand in ascending order of their tags within header and body.
 */
import { FixBuilder } from '../codec/builder.js';
import type { FixMessage } from '../codec/message.js';
import { Msg, Tag } from '../codec/tags.js';
import { UTC_MS_LENGTH } from '../codec/utc-writer.js';
import {
  type BusinessReject,
  NO_TAG,
  type SessionReject,
  sessionRejectText,
} from '../dictionary/reject-reasons.js';
import type { LogonStamp } from './application.js';
import type { Settings } from './config.js';
import { type Link, NO_LINK } from './link.js';
import type { SessionStore } from './store.js';

/** Tags of a received header and what they become in the answer, in the order in which they are written. */
const REVERSED: readonly (readonly [Tag, Tag])[] = [
  [Tag.DeliverToCompID, Tag.OnBehalfOfCompID],
  [Tag.DeliverToSubID, Tag.OnBehalfOfSubID],
  [Tag.OnBehalfOfCompID, Tag.DeliverToCompID],
  [Tag.OnBehalfOfSubID, Tag.DeliverToSubID],
  [Tag.DeliverToLocationID, Tag.OnBehalfOfLocationID],
  [Tag.OnBehalfOfLocationID, Tag.DeliverToLocationID],
];

export class Outbound {
  link: Link = NO_LINK;
  /** Of the last message. */
  lastSentMs = 0;
  readonly builder: FixBuilder;
  /** Between `hold` and `release`. */
  private isHolding = false;
  /** The first message held; 0 = none. */
  private heldFrom = 0;

  constructor(
    private readonly settings: Settings,
    private readonly store: SessionStore,
  ) {
    const { version, senderCompId, targetCompId, maxMessageBytes } = settings;
    this.builder = new FixBuilder(
      { beginString: version.beginString, senderCompId, targetCompId },
      maxMessageBytes,
    );
  }

  begin(type: number, nowMs: number): FixBuilder {
    this.lastSentMs = nowMs;
    return this.builder.begin(type, this.store.nextOut, nowMs);
  }

  /** Stores and sends what `begin` began. @returns false when it is too large, and nothing has happened */
  commit(): boolean {
    if (!this.keep()) return false;
    if (!this.isHolding) this.write();
    return true;
  }

  /** What is never sent again goes out also while others are held. */
  private commitAtOnce(): void {
    if (this.keep()) this.write();
  }

  /** Stores what `begin` began, for the counterparty to ask for. @returns false when it is too large */
  keep(): boolean {
    const { builder, store } = this;
    if (!builder.finish()) return false;
    if (this.isHolding && this.heldFrom === 0) this.heldFrom = store.nextOut;
    store.append(store.nextOut, builder.buffer, builder.start, builder.end);
    return true;
  }

  get waitingBytes(): number {
    return this.link.waitingBytes ?? 0;
  }

  /** From now on messages are stored, and not written: others have to go before them. */
  hold(): void {
    this.isHolding = true;
  }

  /** @returns the first message held, 0 = none: that one and those behind it have to be sent from the store */
  release(): number {
    const { heldFrom } = this;
    this.isHolding = false;
    this.heldFrom = 0;
    return heldFrom;
  }

  logon(
    nowMs: number,
    heartBtInt: number,
    isReset: boolean,
    nextExpected: number,
    addTo: (logon: FixBuilder, stamp: LogonStamp) => void,
  ): void {
    const { useNextExpected, version } = this.settings;
    const { nextOut } = this.store;
    const logon = this.begin(Msg.Logon, nowMs);
    const at = logon.sendingTimeAt;
    const sendingTime = logon.buffer.toString('latin1', at, at + UTC_MS_LENGTH);
    logon.int(Tag.EncryptMethod, 0).int(Tag.HeartBtInt, heartBtInt);
    if (isReset) logon.flag(Tag.ResetSeqNumFlag, true);
    if (useNextExpected) logon.int(Tag.NextExpectedMsgSeqNum, nextExpected);
    if (version.applVerId) logon.text(Tag.DefaultApplVerID, version.applVerId);
    addTo(logon, { msgSeqNum: nextOut, sendingTime });
    this.commit();
  }

  logout(nowMs: number, text: string): void {
    const logout = this.begin(Msg.Logout, nowMs);
    if (text !== '') logout.text(Tag.Text, text);
    this.commitAtOnce();
  }

  /** To somebody who has not shown that it is our counterparty: takes no number and leaves nothing in the store. */
  turnAway(nowMs: number, text: string): void {
    this.begin(Msg.Logout, nowMs).text(Tag.Text, text);
    if (this.builder.finish()) this.write();
  }

  /** @param cause the TestRequest that asks for it, whose TestReqID goes back */
  heartbeat(nowMs: number, cause?: FixMessage): void {
    const heartbeat = this.begin(Msg.Heartbeat, nowMs);
    if (cause) copyField(heartbeat, Tag.TestReqID, cause, cause.find(Tag.TestReqID));
    this.commit();
  }

  testRequest(nowMs: number): void {
    this.begin(Msg.TestRequest, nowMs).text(Tag.TestReqID, 'TEST');
    this.commit();
  }

  /** Everything from here on. */
  resendRequest(nowMs: number, beginSeqNo: number): void {
    this.begin(Msg.ResendRequest, nowMs).int(Tag.BeginSeqNo, beginSeqNo).int(Tag.EndSeqNo, 0);
    this.commit();
  }

  reject(nowMs: number, cause: FixMessage, reason: SessionReject, refTag: number): void {
    const reject = this.begin(Msg.Reject, nowMs);
    reverseRoute(reject, cause);
    copyField(reject, Tag.RefSeqNum, cause, cause.find(Tag.MsgSeqNum));
    reject.text(Tag.Text, sessionRejectText(reason));
    if (refTag !== NO_TAG) reject.int(Tag.RefTagID, refTag);
    copyField(reject, Tag.RefMsgType, cause, 2);
    if (reason <= this.settings.version.maxRejectReason) reject.int(Tag.SessionRejectReason, reason);
    this.commitAtOnce();
  }

  businessReject(
    nowMs: number,
    cause: FixMessage,
    reason: BusinessReject,
    text: string,
    refId: string,
  ): void {
    const reject = this.begin(Msg.BusinessReject, nowMs);
    reverseRoute(reject, cause);
    copyField(reject, Tag.RefSeqNum, cause, cause.find(Tag.MsgSeqNum));
    reject.text(Tag.Text, text);
    copyField(reject, Tag.RefMsgType, cause, 2);
    if (refId !== '') reject.text(Tag.BusinessRejectRefID, refId);
    reject.int(Tag.BusinessRejectReason, reason);
    const { version, businessRejectNamesVersion } = this.settings;
    const { applVerId } = version;
    if (applVerId && businessRejectNamesVersion) reject.text(Tag.DefaultApplVerID, applVerId);
    this.commit();
  }

  /** In place of messages that are not sent again, up to but without `newSeqNo`. Not stored: it is no message of its own. */
  gapFill(nowMs: number, seq: number, newSeqNo: number): void {
    const { builder } = this;
    this.lastSentMs = nowMs;
    builder.beginAgain(Msg.SequenceReset, seq, nowMs).utcMs(Tag.OrigSendingTime, nowMs);
    builder.int(Tag.NewSeqNo, newSeqNo).flag(Tag.GapFillFlag, true);
    if (builder.finish()) this.write();
  }

  /** A stored message once more, its first SendingTime as OrigSendingTime. */
  again(nowMs: number, message: FixMessage, seq: number): void {
    const { builder } = this;
    const { tags, offsets, lengths, buffer, checkSumAt } = message;
    this.lastSentMs = nowMs;
    builder.beginAgain(message.type, seq, nowMs);
    let isTimed = false;
    for (let i = 3; i < message.count - 1; i++) {
      const tag = tags[i];
      if (!isTimed && (tag > Tag.OrigSendingTime || !this.isHeader(tag))) {
        copyField(builder, Tag.OrigSendingTime, message, message.find(Tag.SendingTime));
        isTimed = true;
      }
      if (!this.isHeader(tag)) {
        builder.raw(buffer, offsets[i - 1] + lengths[i - 1] + 1, checkSumAt);
        break;
      }
      if (!isOwn(tag)) builder.bytes(tag, buffer, offsets[i], lengths[i]);
    }
    if (!isTimed) copyField(builder, Tag.OrigSendingTime, message, message.find(Tag.SendingTime));
    if (builder.finish()) this.write();
  }

  private write(): void {
    const { buffer, start, end } = this.builder;
    this.link.write(buffer, start, end);
  }

  private isHeader(tag: number): boolean {
    return this.settings.version.transport.sectionOf(tag) === 0;
  }
}

/** Header fields that the builder writes itself. */
function isOwn(tag: number): boolean {
  switch (tag) {
    case Tag.MsgSeqNum:
    case Tag.PossDupFlag:
    case Tag.SenderCompID:
    case Tag.SendingTime:
    case Tag.TargetCompID:
    case Tag.OrigSendingTime:
      return true;
    default:
      return false;
  }
}

function reverseRoute(answer: FixBuilder, cause: FixMessage): void {
  for (const [from, to] of REVERSED) copyField(answer, to, cause, cause.find(from));
}

/** Nothing when the field is missing or empty. */
function copyField(target: FixBuilder, tag: number, source: FixMessage, i: number): void {
  if (i >= 0 && source.lengths[i] > 0) target.bytes(tag, source.buffer, source.offsets[i], source.lengths[i]);
}

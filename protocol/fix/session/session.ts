/**
 * One FIX session as a pure machine: messages, ticks and the program's sends go in, each with the time, and bytes come out on
 * the link. It outlives connections; its memory is the store. Who may have the next connection is decided before, in
 * `Acceptor` and `initiate`. One thread owns it. The rules are those of the FIX session layer (FIXT 1.1, and what
 * 4.2 and 4.4 say of the same); where they leave room, it is what QuickFIX's acceptance definitions want.
 */
import type { FixBuilder } from '../codec/builder.js';
import { FixMessage, Parsed } from '../codec/message.js';
import { Msg, Tag } from '../codec/tags.js';
import { BusinessReject, businessRejectText, NO_TAG, SessionReject } from '../dictionary/reject-reasons.js';
import type { Application, LogonStamp } from './application.js';
import { Role, type SessionConfig, withDefaults } from './config.js';
import { Phase, SessionLife } from './life.js';
import { Resender } from './resender.js';
import { Scrutiny } from './scrutiny.js';
import type { SessionStore } from './store.js';

/** An unanswered ResendRequest is sent again with the next message that shows the gap, after this long. */
const PATIENCE_MS = 10_000;
/** FIX 4.2 and before also write "and all that follow" so. */
const OLD_INFINITY = 999_999;

export class Session extends SessionLife {
  private readonly resender: Resender;
  private readonly scrutiny: Scrutiny;
  private readonly early = new FixMessage();

  constructor(
    config: SessionConfig,
    store: SessionStore,
    private readonly application: Application,
  ) {
    super(withDefaults(config), store);
    this.scrutiny = new Scrutiny(this.settings);
    this.resender = new Resender(
      this.settings,
      store,
      this.out,
      (message) => application.mayResend?.(this, message) ?? true,
    );
  }

  /** A whole message of this connection. */
  receive(message: FixMessage, nowMs: number): void {
    if (this.phase === Phase.Disconnected) return;
    this.nowMs = nowMs;
    this.heart.received(nowMs);
    this.process(message);
    this.processEarly();
  }

  /** Bytes that are no message: nothing happens to a session that stands, and its number is missed by the next one. */
  garbled(what: string, nowMs: number): void {
    this.nowMs = nowMs;
    if (this.phase === Phase.Logon) this.end(`garbled Logon: ${what}`);
    else this.application.onEvent?.(this, `garbled message ignored: ${what}`);
  }

  /** Answers a message with a BusinessMessageReject, with words or an id of the application's own. */
  rejectBusiness(
    message: FixMessage,
    reason: BusinessReject,
    text = businessRejectText(reason),
    refId = '',
  ): void {
    this.out.businessReject(this.nowMs, message, reason, text, refId);
  }

  protected override buildLogon(logon: FixBuilder, stamp: LogonStamp): void {
    this.application.buildLogon?.(this, logon, stamp);
  }

  protected override hasLeft(wasLoggedOn: boolean, text: string): void {
    this.resender.stop();
    if (wasLoggedOn) this.application.onLogout?.(this, text);
    else this.application.onEvent?.(this, `not logged on: ${text}`);
  }

  protected override reset(): void {
    this.resender.stop();
    super.reset();
  }

  protected override goOn(): boolean {
    return this.phase !== Phase.Disconnected && this.resender.step(this.nowMs);
  }

  private resend(from: number, to: number): void {
    this.resender.begin(from, to);
    this.goOn();
  }

  private process(message: FixMessage): void {
    if (!this.scrutiny.isOurVersion(message)) return this.wrongVersion(message);
    if (this.phase === Phase.Logon && message.type !== Msg.Logon) return this.notLogon(message);
    const seq = message.uint(message.find(Tag.MsgSeqNum));
    if (Number.isNaN(seq)) return this.unnumbered();
    if (this.hasSentReset && message.type !== Msg.Logon && message.type !== Msg.Logout) return;
    const fault = this.scrutiny.content(message);
    if (fault !== SessionReject.None) return this.refuse(message, seq, fault);
    switch (message.type) {
      case Msg.Logon:
        return this.onLogon(message, seq);
      case Msg.Logout:
        return this.onLogout(message, seq);
      case Msg.ResendRequest:
        return this.onResendRequest(message, seq);
      case Msg.SequenceReset:
        return this.onSequenceReset(message, seq);
      default:
        if (this.isInTurn(message, seq)) this.inTurn(message, seq);
    }
  }

  private inTurn(message: FixMessage, seq: number): void {
    if (message.type === Msg.TestRequest) this.out.heartbeat(this.nowMs, message);
    else if (message.type === Msg.Reject) this.application.onReject?.(this, message);
    else if (message.type === Msg.Heartbeat) this.application.onHeartbeat?.(this, message);
    else this.onApplicationMessage(message);
    if (seq === this.store.nextIn) this.advance();
  }

  private onApplicationMessage(message: FixMessage): void {
    const reason = this.application.onMessage(this, message);
    if (reason !== BusinessReject.None) this.rejectBusiness(message, reason);
  }

  /** Nothing is reset before it is sure who asks. */
  private onLogon(message: FixMessage, seq: number): void {
    const { role, resetOnLogon } = this.settings;
    const isReset = message.isYes(message.find(Tag.ResetSeqNumFlag));
    if (this.phase !== Phase.Logon && !isReset) return this.end('Logon while logged on');
    if (!this.isFromTheRightOne(message)) return;
    const objection = this.application.checkLogon?.(this, message);
    if (objection !== undefined) return this.turnDown(objection);
    const isAnswer = this.hasSentReset || (role === Role.Initiator && !isReset);
    if ((isReset && !this.hasSentReset) || (role === Role.Acceptor && resetOnLogon && !isReset)) this.reset();
    if (seq < this.store.nextIn) return this.tooLow(message, seq);
    const fault = this.scrutiny.logon(message);
    if (fault !== undefined) return this.goodbye(fault);
    this.letIn(message, seq, isReset, isAnswer);
  }

  private letIn(message: FixMessage, seq: number, isReset: boolean, isAnswer: boolean): void {
    this.hasSentReset = false;
    const heartBtInt = message.uint(message.find(Tag.HeartBtInt));
    if (!isAnswer) this.sendLogon(isReset, heartBtInt, this.nextAfter(seq));
    this.loggedOn(heartBtInt);
    this.takeLogonNumber(message, seq, isReset);
    if (!this.isLoggedOn || this.wasLoggedOn) return;
    this.wasLoggedOn = true;
    this.application.onLogon?.(this);
  }

  private nextAfter(seq: number): number {
    return seq === this.store.nextIn ? seq + 1 : this.store.nextIn;
  }

  private takeLogonNumber(message: FixMessage, seq: number, isReset: boolean): void {
    const { store, settings } = this;
    const expected = settings.useNextExpected
      ? message.uint(message.find(Tag.NextExpectedMsgSeqNum))
      : Number.NaN;
    if (seq > store.nextIn && !isReset) this.missing(seq, undefined, expected >= 0);
    else this.advance();
    if (expected >= 0) this.fillFrom(expected);
  }

  /** What the counterparty's Logon says that it wants to have next: everything between that and our own Logon is missing there. */
  private fillFrom(expected: number): void {
    const { store, settings } = this;
    const next = settings.role === Role.Acceptor ? store.nextOut - 1 : store.nextOut;
    if (expected > next)
      this.goodbye(`NextExpectedMsgSeqNum too high, at most ${next} but received ${expected}`);
    else if (expected < next) this.resend(expected, store.nextOut - 1);
  }

  private onLogout(message: FixMessage, seq: number): void {
    if (!this.isFromTheRightOne(message)) return;
    const text = message.text(message.find(Tag.Text));
    if (this.phase !== Phase.Logout) this.out.logout(this.nowMs, '');
    if (seq === this.store.nextIn) this.store.setNextIn(seq + 1);
    if (this.settings.resetOnLogout) this.reset();
    this.end(text);
  }

  /** Served whatever its number is, so that two sides that miss each other's messages do not wait for one another. */
  private onResendRequest(message: FixMessage, seq: number): void {
    if (!this.isFromTheRightOne(message)) return;
    const { nextOut, nextIn } = this.store;
    const end = message.uint(message.find(Tag.EndSeqNo));
    const isOpen = end === 0 || end === OLD_INFINITY || end >= nextOut;
    this.resend(message.uint(message.find(Tag.BeginSeqNo)), isOpen ? nextOut - 1 : end);
    if (seq === nextIn) this.advance();
    else if (seq > nextIn) this.missing(seq);
  }

  private onSequenceReset(message: FixMessage, seq: number): void {
    const isGapFill = message.isYes(message.find(Tag.GapFillFlag));
    if (isGapFill ? !this.isInTurn(message, seq) : !this.isFromTheRightOne(message)) return;
    const newSeqNo = message.uint(message.find(Tag.NewSeqNo));
    if (newSeqNo > this.store.nextIn) this.skipTo(newSeqNo);
    else if (newSeqNo < this.store.nextIn)
      this.out.reject(this.nowMs, message, SessionReject.ValueIncorrect, NO_TAG);
  }

  private skipTo(newSeqNo: number): void {
    this.store.setNextIn(newSeqNo);
    this.gap.dropBelow(newSeqNo);
  }

  /** Time, identity and number are right: its turn has come. */
  private isInTurn(message: FixMessage, seq: number): boolean {
    if (!this.isFromTheRightOne(message)) return false;
    const { nextIn } = this.store;
    if (seq > nextIn) {
      this.missing(seq, message);
      return false;
    }
    const isDuplicate = message.isYes(message.find(Tag.PossDupFlag));
    if (isDuplicate && message.type !== Msg.SequenceReset && !this.hasOrigin(message, seq)) return false;
    if (seq < nextIn && !isDuplicate) this.tooLow(message, seq);
    return seq === nextIn;
  }

  private isFromTheRightOne(message: FixMessage): boolean {
    const reason = this.scrutiny.sender(message, this.nowMs);
    if (reason !== SessionReject.None) this.turnAway(message, reason);
    return reason === SessionReject.None;
  }

  private hasOrigin(message: FixMessage, seq: number): boolean {
    const reason = this.scrutiny.origin(message);
    if (reason === SessionReject.SendingTimeAccuracy) this.turnAway(message, reason);
    else if (reason !== SessionReject.None) this.refuse(message, seq, reason);
    return reason === SessionReject.None;
  }

  /** @param message to come back to when its turn has come; none when it has been served already */
  private missing(seq: number, message?: FixMessage, isAsked = false): void {
    const { nextIn } = this.store;
    if (!this.settings.asksAgain) return this.goodbye(`MsgSeqNum ${nextIn} is missing, received ${seq}`);
    if (this.gap.shouldAsk(nextIn, seq, this.nowMs, PATIENCE_MS) && !isAsked)
      this.out.resendRequest(this.nowMs, nextIn);
    if (message) this.gap.keep(seq, message);
    else this.gap.serve(seq);
  }

  private processEarly(): void {
    for (;;) {
      const { nextIn } = this.store;
      const bytes = this.phase === Phase.Disconnected ? undefined : this.gap.take(nextIn);
      if (bytes === undefined) return;
      if (bytes.length === 0) this.advance();
      else if (this.early.parse(bytes, 0, bytes.length) === Parsed.Ok) this.process(this.early);
    }
  }

  private advance(): void {
    this.store.setNextIn(this.store.nextIn + 1);
  }

  /** Rejects; the number counts when it is the one that was due. */
  private refuse(message: FixMessage, seq: number, reason: SessionReject): void {
    const { refTag } = this.scrutiny;
    if (this.phase === Phase.Logon) return this.end(`Logon is not valid: reason ${reason}, tag ${refTag}`);
    this.out.reject(this.nowMs, message, reason, refTag);
    if (seq === this.store.nextIn && message.type !== Msg.SequenceReset) this.advance();
  }

  /** Rejects, and says goodbye: this counterparty's clock or name is not what it should be. */
  private turnAway(message: FixMessage, reason: SessionReject): void {
    this.refuse(message, message.uint(message.find(Tag.MsgSeqNum)), reason);
    if (this.phase === Phase.LoggedOn) this.sendLogout('');
  }

  private tooLow(message: FixMessage, seq: number): void {
    if (message.isYes(message.find(Tag.PossDupFlag))) return;
    this.goodbye(`MsgSeqNum too low, expecting ${this.store.nextIn} but received ${seq}`);
  }

  private wrongVersion(message: FixMessage): void {
    if (this.phase === Phase.Logon) return this.end('Incorrect BeginString');
    if (message.type === Msg.Logout) return this.end('Incorrect BeginString');
    this.advance();
    if (this.phase === Phase.LoggedOn) this.sendLogout('Incorrect BeginString');
  }

  private unnumbered(): void {
    if (this.phase === Phase.Logon) this.end('MsgSeqNum missing');
    else this.goodbye('Received message without MsgSeqNum');
  }

  /** A refused Logon is answered with a Logout that says why. */
  private notLogon(message: FixMessage): void {
    this.end(message.text(message.find(Tag.Text)) || 'the first message is not a Logon');
  }
}

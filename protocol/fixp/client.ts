/**
 * The client's end of a FIXP session as a pure machine: bytes, ticks and the program's sends go in, each with the time; messages come out on the link. It outlives connections: it
 * negotiates once for an id, and establishes with every connection. What the exchange sends is recoverable: a gap is asked for, and what came meanwhile follows it. What we send is idempotent: the
 * exchange says what it has not got (NotApplied), and we go on behind it, for an old order is not to be sent again.
 */
import { type ByteLink, NO_LINK } from '../link.js';
import { FrameFault, SofhFramer } from '../sofh/framer.js';
import { SbeFault, type SbeMessage } from '../views/sbe-message.js';
import {
  type FixpClientConfig,
  type FixpClientListener,
  type FixpMemory,
  FixpPhase,
} from './client-options.js';
import type { FixpDialect } from './dialect.js';
import { Kind, nanosOf, SessionFields } from './fields.js';
import { Due, KeepAlive } from './keep-alive.js';
import { FixpOutbound } from './outbound.js';
import { Recovery } from './recovery.js';

const DEFAULTS = { keepAliveMs: 10_000, answerTimeoutMs: 5_000, retransmitTimeoutMs: 5_000 };
const FRESH: FixpMemory = { versionId: 0n, isNegotiated: false, nextOut: 1, nextIn: 1 };

export class FixpClient {
  phase = FixpPhase.Disconnected;
  versionId: bigint;
  /** Number of our next business message. */
  nextOut: number;
  /** What has come that says how far the exchange's numbers have gone: Sequences, and where nobody answers one, all that is new. */
  signs = 0;
  private isNegotiated: boolean;
  /** Who is there takes orders, and does not stand by for another one. */
  private isPrimary = true;
  private readonly config: Required<FixpClientConfig>;
  private readonly out: FixpOutbound;
  private readonly framer: SofhFramer;
  private readonly alive: KeepAlive;
  private readonly recovery: Recovery;
  private readonly incoming = new SessionFields();
  private readonly sent = new SessionFields();
  private nowMs = 0;
  private phaseSinceMs = 0;

  constructor(
    private readonly dialect: FixpDialect,
    private readonly listener: FixpClientListener,
    config: FixpClientConfig = {},
    { versionId, isNegotiated, nextOut, nextIn } = FRESH,
  ) {
    this.config = { ...DEFAULTS, ...config };
    this.versionId = versionId;
    this.isNegotiated = isNegotiated;
    this.nextOut = nextOut;
    this.recovery = new Recovery(dialect.maxRetransmit, this.config.retransmitTimeoutMs);
    this.recovery.begin(nextIn);
    this.out = new FixpOutbound(dialect);
    this.alive = new KeepAlive(dialect.intervalsUntilDead, dialect.tellsLapse);
    this.framer = new SofhFramer(dialect.encodingType, dialect.maxMessageBytes, (bytes, start, end) =>
      this.message(bytes, start, end),
    );
  }

  get isEstablished(): boolean {
    return this.phase === FixpPhase.Established;
  }

  /** Whether business messages can be sent. */
  get canSend(): boolean {
    return this.isEstablished && this.isPrimary;
  }

  /** Number of the exchange's next business message. */
  get nextIn(): number {
    return this.recovery.nextIn;
  }

  /** All that the exchange is known to have said is here, and it takes orders. */
  get isCaughtUp(): boolean {
    return this.canSend && this.recovery.isComplete;
  }

  get memory(): FixpMemory {
    const { versionId, isNegotiated, nextOut, nextIn } = this;
    return { versionId, isNegotiated, nextOut, nextIn };
  }

  /** A new week (CME), a new day (B3): the next connection negotiates a new id, and both sides begin at 1. */
  renew(): void {
    this.isNegotiated = false;
    this.nextOut = 1;
    this.recovery.begin(1);
  }

  /** A connection is there. @returns false when this session has one already */
  connect(link: ByteLink, nowMs: number): boolean {
    if (this.phase !== FixpPhase.Disconnected) return false;
    this.out.link = link;
    this.nowMs = nowMs;
    this.framer.reset();
    this.isPrimary = true;
    if (this.isNegotiated) this.establish();
    else this.negotiate();
    return true;
  }

  received(chunk: Buffer, nowMs: number): void {
    if (this.phase === FixpPhase.Disconnected) return;
    this.nowMs = nowMs;
    this.alive.heard(nowMs);
    const fault = this.framer.feed(chunk);
    if (fault !== FrameFault.None) this.terminateNow(this.dialect.terminate.decoding, 'the framing is lost');
  }

  /** Call several times an interval. */
  tick(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.phase === FixpPhase.Disconnected) return;
    if (this.phase === FixpPhase.Established) this.keepAlive();
    else if (nowMs - this.phaseSinceMs >= this.config.answerTimeoutMs) this.end('no answer in time');
    if (this.phase === FixpPhase.Established) this.askForGap();
  }

  /** Begins a business message with all optional fields null; fill it, then `send`. */
  begin<T extends SbeMessage>(message: T): T {
    return this.out.begin(message);
  }

  /** Numbers and sends what `begin` began. @returns its number, 0 when the session is not established, or who is there takes no orders now */
  send(message: SbeMessage, nowMs: number): number {
    this.nowMs = nowMs;
    if (!this.canSend) return 0;
    const { sent } = this;
    sent.seqNum = this.nextOut;
    sent.versionId = this.versionId;
    sent.sendAt(nowMs);
    this.out.send(this.out.finish(message, sent), nowMs);
    return this.nextOut++;
  }

  /** Asks for a Sequence, which says how far the exchange's numbers have gone; where it answers none, it sends one when it has been silent for an interval. @returns false when the session is not established */
  askForSign(nowMs: number): boolean {
    this.nowMs = nowMs;
    if (this.isEstablished) this.sendSequence(true);
    return this.isEstablished;
  }

  /** Between connections: the exchange is to say everything once more. */
  rewind(): void {
    this.recovery.begin(1);
  }

  /** Says goodbye; the connection ends with the answer, or without one after a moment. */
  terminate(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.phase === FixpPhase.Disconnected || this.phase === FixpPhase.Terminating) return;
    this.sendTerminate(this.dialect.terminate.finished, '');
    this.enter(FixpPhase.Terminating);
  }

  /** The connection is gone. */
  disconnected(nowMs: number): void {
    this.nowMs = nowMs;
    this.leave('the connection is closed');
  }

  private negotiate(): void {
    this.versionId = this.dialect.nextVersionId(this.versionId, this.nowMs);
    this.nextOut = 1;
    this.recovery.begin(1);
    this.enter(FixpPhase.Negotiating);
    this.say(Kind.Negotiate);
  }

  private establish(): void {
    this.enter(FixpPhase.Establishing);
    this.sent.nextSeqNo = this.nextOut;
    this.sent.keepAliveMs = this.config.keepAliveMs;
    this.say(Kind.Establish);
  }

  /** A message of the session, with what all of them have. */
  private say(kind: Kind): void {
    this.sent.versionId = this.versionId;
    this.sent.timestamp = nanosOf(this.nowMs);
    this.out.session(kind, this.sent, this.nowMs);
  }

  private message(bytes: Buffer, start: number, end: number): boolean {
    const fields = this.incoming;
    const fault = this.dialect.read(bytes, start, end, fields);
    if (fault === SbeFault.WrongTemplate && this.isEstablished) return true;
    if (fault !== SbeFault.None)
      this.terminateNow(this.dialect.terminate.decoding, 'a message does not decode');
    else if (fields.kind === Kind.Business) this.businessMessage(bytes, start, end);
    else this.sessionMessage(fields.kind, fields);
    return this.phase !== FixpPhase.Disconnected;
  }

  private sessionMessage(kind: Kind, fields: SessionFields): void {
    switch (kind) {
      case Kind.NegotiateResponse:
        if (this.phase !== FixpPhase.Negotiating || fields.versionId !== this.versionId)
          return this.unexpected();
        this.isNegotiated = true;
        return this.establish();
      case Kind.EstablishAck:
        return this.established(fields);
      case Kind.NegotiateReject:
      case Kind.EstablishReject:
        return this.rejected(kind, fields);
      case Kind.Sequence:
        return this.sequence(fields);
      case Kind.NotApplied:
        return this.notApplied(fields);
      case Kind.Retransmission:
        return this.recovery.answered(fields.fromSeqNo, fields.count, this.nowMs);
      case Kind.RetransmitReject:
        return this.lose();
      case Kind.Terminate:
        return this.terminated(fields);
      default:
        return this.unexpected();
    }
  }

  private established(fields: SessionFields): void {
    if (this.phase !== FixpPhase.Establishing || fields.versionId !== this.versionId)
      return this.unexpected();
    this.enter(FixpPhase.Established);
    this.alive.start(fields.keepAliveMs || this.config.keepAliveMs, this.nowMs);
    if (fields.nextSeqNo > 0) this.recovery.reaches(fields.nextSeqNo);
    this.hearsWhoItIs(fields);
    this.listener.onEstablished?.();
    this.askForGap();
  }

  private rejected(kind: Kind, { code, reason }: SessionFields): void {
    if (kind === Kind.EstablishReject && code === this.dialect.reject.unnegotiated) this.isNegotiated = false;
    this.listener.onReject?.(kind, code, reason);
    this.end(kind === Kind.NegotiateReject ? 'Negotiate is refused' : 'Establish is refused');
  }

  private sequence(fields: SessionFields): void {
    const { nextSeqNo, isLapsed } = fields;
    if (this.phase !== FixpPhase.Established) return this.unexpected();
    this.hearsWhoItIs(fields);
    this.signs++;
    if (isLapsed) this.sendSequence(false);
    if (nextSeqNo < this.nextIn) this.terminateNow(this.dialect.terminate.sequence, 'NextSeqNo is too low');
    else this.reaches(nextSeqNo);
  }

  /** We go on behind what was not applied: whoever sent it decides what becomes of it. */
  private notApplied({ fromSeqNo, count }: SessionFields): void {
    if (this.phase !== FixpPhase.Established) return this.unexpected();
    this.sendSequence(false);
    // Where a gap freezes, nothing was taken that has left since.
    const end = this.dialect.freezesOnGap ? this.nextOut : Math.min(fromSeqNo + count, this.nextOut);
    if (end > fromSeqNo) this.listener.onNotApplied?.(fromSeqNo, end - fromSeqNo);
  }

  private hearsWhoItIs({ isPrimary }: SessionFields): void {
    if (isPrimary === this.isPrimary) return;
    this.isPrimary = isPrimary;
    this.listener.onStandby?.(!isPrimary);
  }

  private terminated({ code, reason }: SessionFields): void {
    if (this.phase !== FixpPhase.Terminating) this.sendTerminate(this.dialect.terminate.finished, '');
    this.end(`terminated with code ${code}${reason === '' ? '' : `: ${reason}`}`);
  }

  private businessMessage(bytes: Buffer, start: number, end: number): void {
    const { seqNum, isRetransmitted } = this.incoming;
    const { recovery } = this;
    if (this.phase !== FixpPhase.Established && this.phase !== FixpPhase.Terminating)
      return this.unexpected();
    if (!this.dialect.tellsLapse && !isRetransmitted) this.signs++;
    if (seqNum === recovery.nextIn) this.deliver(seqNum, isRetransmitted);
    else if (seqNum > recovery.nextIn && !recovery.keep(seqNum, bytes, start, end)) this.lose();
    this.giveEarly();
    this.reaches(seqNum + 1);
  }

  private deliver(seqNum: number, isRetransmitted: boolean): void {
    this.recovery.nextIn = seqNum + 1;
    this.listener.onMessage(this.dialect.business, seqNum, isRetransmitted);
  }

  private giveEarly(): void {
    for (;;) {
      const bytes = this.recovery.takeEarly();
      if (bytes === undefined) return;
      this.dialect.read(bytes, 0, bytes.length, this.incoming);
      this.deliver(this.recovery.nextIn, this.incoming.isRetransmitted);
    }
  }

  /** The exchange's numbers are known to go up to here. */
  private reaches(next: number): void {
    this.recovery.reaches(next);
    this.askForGap();
  }

  private askForGap(): void {
    const { recovery, sent } = this;
    if (this.phase !== FixpPhase.Established || !recovery.shouldAsk(this.nowMs)) return;
    sent.fromSeqNo = recovery.from;
    sent.count = recovery.count;
    this.say(Kind.RetransmitRequest);
  }

  private lose(): void {
    const from = this.recovery.nextIn;
    const count = this.recovery.giveUp();
    if (count === 0) return;
    this.listener.onLost?.(from, count);
    this.giveEarly();
  }

  private keepAlive(): void {
    const due = this.alive.due(this.nowMs, this.out.lastSentMs);
    if (due === Due.Dead)
      this.terminateNow(this.dialect.terminate.keepAlive, 'the keep-alive interval lapsed');
    else if (due !== Due.Nothing) this.sendSequence(due === Due.Lapse);
  }

  private sendSequence(isLapsed: boolean): void {
    this.sent.nextSeqNo = this.nextOut;
    this.sent.isLapsed = isLapsed;
    this.say(Kind.Sequence);
  }

  private sendTerminate(code: number, reason: string): void {
    this.sent.code = code;
    this.sent.reason = reason;
    this.say(Kind.Terminate);
  }

  private unexpected(): void {
    this.terminateNow(this.dialect.terminate.decoding, 'a message that is not expected now');
  }

  private terminateNow(code: number, reason: string): void {
    if (this.phase !== FixpPhase.Terminating) this.sendTerminate(code, reason);
    this.end(reason);
  }

  private enter(phase: FixpPhase): void {
    this.phase = phase;
    this.phaseSinceMs = this.nowMs;
  }

  private end(reason: string): void {
    this.out.link.close();
    this.leave(reason);
  }

  private leave(reason: string): void {
    if (this.phase === FixpPhase.Disconnected) return;
    this.enter(FixpPhase.Disconnected);
    this.out.link = NO_LINK;
    this.recovery.disconnected();
    this.listener.onDisconnect?.(reason);
  }
}

/**
 * The client's end of a FIXP session as a pure machine: bytes, ticks and the program's sends go in, each with the time; messages come out on the link. It outlives connections: it
 * negotiates once for an id, and establishes with every connection. What the exchange sends is recoverable: a gap is asked for, and what came meanwhile follows it. What we send is idempotent: the
 * exchange says what it has not got (NotApplied), and we go on behind it, for an old order is not to be sent again.
 */
import { EarlyMessages } from '../early-messages.js';
import { type ByteLink, NO_LINK } from '../link.js';
import { FrameFault, SofhFramer } from '../sofh/framer.js';
import { SbeFault, type SbeMessage } from '../views/sbe-message.js';
import type { FixpDialect } from './dialect.js';
import { Kind, nanosOf, SessionFields } from './fields.js';
import { Due, KeepAlive } from './keep-alive.js';
import { FixpOutbound } from './outbound.js';

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

const DEFAULTS = { keepAliveMs: 10_000, answerTimeoutMs: 5_000, retransmitTimeoutMs: 5_000 };
const FRESH: FixpMemory = { versionId: 0n, isNegotiated: false, nextOut: 1, nextIn: 1 };
const EARLY_MESSAGES = 10_000;
const EARLY_BYTES = 8 << 20;

export class FixpClient {
  phase = FixpPhase.Disconnected;
  versionId: bigint;
  /** Number of our next business message. */
  nextOut: number;
  /** Number of the exchange's next business message. */
  nextIn: number;
  private isNegotiated: boolean;
  private readonly config: Required<FixpClientConfig>;
  private readonly out: FixpOutbound;
  private readonly framer: SofhFramer;
  private readonly alive: KeepAlive;
  private readonly early = new EarlyMessages(EARLY_MESSAGES, EARLY_BYTES);
  private readonly incoming = new SessionFields();
  private readonly sent = new SessionFields();
  private nowMs = 0;
  private phaseSinceMs = 0;
  /** The exchange has sent messages up to here. */
  private knownNext = 1;
  /** First number of the request that is out; 0 = none. */
  private askedFrom = 0;
  private askedCount = 0;
  private askedMs = 0;

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
    this.nextIn = this.knownNext = nextIn;
    this.out = new FixpOutbound(dialect);
    this.alive = new KeepAlive(dialect.intervalsUntilDead, dialect.tellsLapse);
    this.framer = new SofhFramer(dialect.encodingType, dialect.maxMessageBytes, (bytes, start, end) =>
      this.message(bytes, start, end),
    );
  }

  get isEstablished(): boolean {
    return this.phase === FixpPhase.Established;
  }

  get memory(): FixpMemory {
    const { versionId, isNegotiated, nextOut, nextIn } = this;
    return { versionId, isNegotiated, nextOut, nextIn };
  }

  /** A new week (CME), a new day (B3): the next connection negotiates a new id, and both sides begin at 1. */
  renew(): void {
    this.isNegotiated = false;
    this.nextOut = this.nextIn = this.knownNext = 1;
    this.early.clear();
  }

  /** A connection is there. @returns false when this session has one already */
  connect(link: ByteLink, nowMs: number): boolean {
    if (this.phase !== FixpPhase.Disconnected) return false;
    this.out.link = link;
    this.nowMs = nowMs;
    this.framer.reset();
    this.askedFrom = 0;
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

  /** Numbers and sends what `begin` began. @returns its number, 0 when the session is not established */
  send(message: SbeMessage, nowMs: number): number {
    this.nowMs = nowMs;
    if (this.phase !== FixpPhase.Established) return 0;
    const { sent } = this;
    sent.seqNum = this.nextOut;
    sent.versionId = this.versionId;
    sent.timestamp = nanosOf(nowMs);
    this.out.send(this.out.finish(message, sent), nowMs);
    return this.nextOut++;
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
    this.nextOut = this.nextIn = this.knownNext = 1;
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
    const { kind, fault } = this.dialect.read(bytes, start, end, fields);
    if (fault === SbeFault.WrongTemplate && this.isEstablished) return true;
    if (fault !== SbeFault.None)
      this.terminateNow(this.dialect.terminate.decoding, 'a message does not decode');
    else if (kind === Kind.Business) this.businessMessage(bytes, start, end);
    else this.sessionMessage(kind, fields);
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
        return this.retransmission(fields);
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
    this.listener.onEstablished?.();
    if (fields.nextSeqNo > 0) this.reaches(fields.nextSeqNo);
  }

  private rejected(kind: Kind, { code, reason }: SessionFields): void {
    if (kind === Kind.EstablishReject && code === this.dialect.reject.unnegotiated) this.isNegotiated = false;
    this.listener.onReject?.(kind, code, reason);
    this.end(kind === Kind.NegotiateReject ? 'Negotiate is refused' : 'Establish is refused');
  }

  private sequence({ nextSeqNo, isLapsed }: SessionFields): void {
    if (this.phase !== FixpPhase.Established) return this.unexpected();
    if (isLapsed) this.sendSequence(false);
    if (nextSeqNo < this.nextIn) this.terminateNow(this.dialect.terminate.sequence, 'NextSeqNo is too low');
    else this.reaches(nextSeqNo);
  }

  /** We go on behind what was not applied: whoever sent it decides what becomes of it. */
  private notApplied({ fromSeqNo, count }: SessionFields): void {
    if (this.phase !== FixpPhase.Established) return this.unexpected();
    this.sendSequence(false);
    this.listener.onNotApplied?.(fromSeqNo, count);
  }

  private terminated({ code, reason }: SessionFields): void {
    if (this.phase !== FixpPhase.Terminating) this.sendTerminate(this.dialect.terminate.finished, '');
    this.end(`terminated with code ${code}${reason === '' ? '' : `: ${reason}`}`);
  }

  private businessMessage(bytes: Buffer, start: number, end: number): void {
    const { seqNum, isRetransmitted } = this.incoming;
    if (this.phase !== FixpPhase.Established && this.phase !== FixpPhase.Terminating)
      return this.unexpected();
    if (seqNum === this.nextIn) this.deliver(seqNum, isRetransmitted);
    else if (seqNum > this.nextIn && !this.early.keep(seqNum, bytes, start, end)) this.lose();
    this.giveEarly();
    this.reaches(seqNum + 1);
  }

  private deliver(seqNum: number, isRetransmitted: boolean): void {
    this.nextIn = seqNum + 1;
    this.listener.onMessage(this.dialect.business, seqNum, isRetransmitted);
  }

  private giveEarly(): void {
    for (;;) {
      const bytes = this.early.take(this.nextIn);
      if (bytes === undefined) return;
      this.dialect.read(bytes, 0, bytes.length, this.incoming);
      this.deliver(this.nextIn, this.incoming.isRetransmitted);
    }
  }

  /** The exchange's numbers are known to go up to here. */
  private reaches(next: number): void {
    this.knownNext = Math.max(this.knownNext, next);
    if (this.askedFrom > 0 && this.nextIn >= this.askedFrom + this.askedCount) this.askedFrom = 0;
    this.askForGap();
  }

  private askForGap(): void {
    if (this.phase !== FixpPhase.Established || this.nextIn >= this.knownNext) return;
    if (this.askedFrom > 0 && this.nowMs - this.askedMs < this.config.retransmitTimeoutMs) return;
    const missing = Math.min(this.early.first(), this.knownNext) - this.nextIn;
    this.askedFrom = this.sent.fromSeqNo = this.nextIn;
    this.askedCount = this.sent.count = Math.min(missing, this.dialect.maxRetransmit);
    this.askedMs = this.nowMs;
    this.say(Kind.RetransmitRequest);
  }

  /** What it says is what will come, which may be less than was asked for. */
  private retransmission({ fromSeqNo, count }: SessionFields): void {
    if (this.askedFrom === 0) return;
    this.askedFrom = fromSeqNo;
    this.askedCount = count;
    this.askedMs = this.nowMs;
  }

  /** Nobody has what was asked for: goes on with the first message that is here. */
  private lose(): void {
    const next = Math.min(this.early.first(), this.knownNext);
    const from = this.nextIn;
    this.askedFrom = 0;
    if (next <= from) return;
    this.nextIn = next;
    this.listener.onLost?.(from, next - from);
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
    this.early.clear();
    this.listener.onDisconnect?.(reason);
  }
}

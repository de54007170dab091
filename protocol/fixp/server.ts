/**
 * The exchange's end of one connection of a FIXP session. What outlives connections is the `FixpServerState`: the id that was negotiated, both numbers, and the log of what was sent, out of which it
 * is sent again on request. It checks what an exchange checks.
 */
import { type ByteLink, NO_LINK } from '../link.js';
import { MessageLog } from '../message-log.js';
import { FrameFault, SOFH_BYTES, SofhFramer } from '../sofh/framer.js';
import { SbeFault, type SbeMessage } from '../views/sbe-message.js';
import type { ServerDialect } from './dialect.js';
import { Kind, nanosOf, SessionFields } from './fields.js';
import { Due, KeepAlive } from './keep-alive.js';
import { FixpOutbound } from './outbound.js';

export class FixpServerState {
  versionId = 0n;
  isNegotiated = false;
  isEstablished = false;
  /** Number that the client's next business message has to have. */
  nextIn = 1;
  /** The first message that can still be given again. */
  oldest = 1;
  log: MessageLog;

  constructor(
    private readonly maxMessages = 100_000,
    private readonly maxBytes = 16 << 20,
  ) {
    this.log = new MessageLog(maxMessages, maxBytes);
  }

  /** Number of the next business message to the client. */
  get nextOut(): number {
    return this.log.count + 1;
  }

  begin(versionId: bigint): void {
    this.versionId = versionId;
    this.isNegotiated = true;
    this.nextIn = this.oldest = 1;
    this.log = new MessageLog(this.maxMessages, this.maxBytes);
  }
}

export interface FixpServerListener {
  /** A business message in its place; lent for the call. */
  onMessage(message: SbeMessage, seqNum: number): void;
  onEstablished?(): void;
  onDisconnect?(reason: string): void;
}

export class FixpServer {
  /** The client has said goodbye. */
  isTerminated = false;
  private readonly out: FixpOutbound;
  private readonly framer: SofhFramer;
  private readonly alive: KeepAlive;
  private readonly incoming = new SessionFields();
  private readonly sent = new SessionFields();
  private isOpen = true;
  private isEstablished = false;
  private hasTerminated = false;
  /** After a gap, until the client has closed it; for dialects that freeze. */
  private isFrozen = false;

  constructor(
    private readonly dialect: ServerDialect,
    private readonly state: FixpServerState,
    link: ByteLink,
    private readonly listener: FixpServerListener,
    private nowMs: number,
  ) {
    this.out = new FixpOutbound(dialect);
    this.out.link = link;
    this.alive = new KeepAlive(dialect.intervalsUntilDead, dialect.tellsLapse);
    this.framer = new SofhFramer(dialect.encodingType, dialect.maxMessageBytes, (bytes, start, end) =>
      this.message(bytes, start, end),
    );
  }

  received(chunk: Buffer, nowMs: number): void {
    if (!this.isOpen) return;
    this.nowMs = nowMs;
    this.alive.heard(nowMs);
    if (this.framer.feed(chunk) !== FrameFault.None)
      this.terminateNow(this.dialect.terminate.decoding, 'the framing is lost');
  }

  tick(nowMs: number): void {
    this.nowMs = nowMs;
    if (!this.isEstablished) return;
    const due = this.alive.due(nowMs, this.out.lastSentMs);
    if (due === Due.Dead)
      this.terminateNow(this.dialect.terminate.keepAlive, 'the keep-alive interval lapsed');
    else if (due !== Due.Nothing) this.sendSequence(due === Due.Lapse);
  }

  begin<T extends SbeMessage>(message: T): T {
    return this.out.begin(message);
  }

  /** Numbers and keeps what `begin` began, and sends it when the client is there. @returns its number, 0 when the log is full */
  send(message: SbeMessage, nowMs: number): number {
    this.nowMs = nowMs;
    const { sent, state, out } = this;
    const seqNum = state.nextOut;
    sent.seqNum = seqNum;
    sent.versionId = state.versionId;
    sent.sendAt(nowMs);
    const end = out.finish(message, sent);
    if (!state.log.append(out.buffer, SOFH_BYTES, end)) return 0;
    if (this.isEstablished) out.send(end, nowMs);
    return seqNum;
  }

  terminate(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.isOpen) this.sendTerminate(this.dialect.terminate.finished, '');
  }

  disconnected(nowMs: number): void {
    this.nowMs = nowMs;
    this.leave('the connection is closed');
  }

  private say(kind: Kind): void {
    this.sent.versionId = this.state.versionId;
    this.out.session(kind, this.sent, this.nowMs);
  }

  private message(bytes: Buffer, start: number, end: number): boolean {
    const fault = this.dialect.read(bytes, start, end, this.incoming);
    const { kind } = this.incoming;
    if (fault !== SbeFault.None)
      this.terminateNow(this.dialect.terminate.decoding, 'a message does not decode');
    else if (kind === Kind.Negotiate) this.negotiate();
    else if (kind === Kind.Establish) this.establish();
    else if (kind === Kind.Terminate) this.terminated();
    else if (!this.isEstablished)
      this.terminateNow(this.dialect.terminate.decoding, 'the session is not established');
    else this.established(kind);
    return this.isOpen;
  }

  private established(kind: Kind): void {
    if (kind === Kind.Business) this.businessMessage();
    else if (kind === Kind.Sequence) this.sequence();
    else if (kind === Kind.RetransmitRequest) this.retransmit();
    else this.terminateNow(this.dialect.terminate.decoding, 'a message that no client sends here');
  }

  private negotiate(): void {
    const { state, dialect, sent } = this;
    const { versionId, timestamp } = this.incoming;
    const { reject } = dialect;
    sent.timestamp = timestamp;
    const code =
      dialect.checkIdentity(Kind.Negotiate, this.nowMs) ??
      (versionId > state.versionId
        ? undefined
        : versionId === state.versionId
          ? reject.alreadyNegotiated
          : reject.versionId);
    if (code !== undefined) return this.refuse(Kind.NegotiateReject, code);
    state.begin(versionId);
    this.say(Kind.NegotiateResponse);
  }

  private establish(): void {
    const { state, dialect, sent } = this;
    const { timestamp } = this.incoming;
    sent.timestamp = timestamp;
    const code = dialect.checkIdentity(Kind.Establish, this.nowMs) ?? this.objection();
    if (code !== undefined) return this.refuse(Kind.EstablishReject, code);
    const { nextSeqNo, keepAliveMs } = this.incoming;
    this.isEstablished = state.isEstablished = true;
    sent.nextSeqNo = state.nextOut;
    sent.keepAliveMs = keepAliveMs;
    sent.lastIncomingSeqNo = state.nextIn - 1;
    this.alive.start(keepAliveMs, this.nowMs);
    this.say(Kind.EstablishAck);
    this.reaches(nextSeqNo);
    this.listener.onEstablished?.();
  }

  private objection(): number | undefined {
    const { reject, keepAliveMs } = this.dialect;
    const { versionId, keepAliveMs: asked, nextSeqNo } = this.incoming;
    if (!this.state.isNegotiated || versionId !== this.state.versionId) return reject.unnegotiated;
    if (this.state.isEstablished) return reject.alreadyEstablished;
    if (asked < keepAliveMs.least || asked > keepAliveMs.most) return reject.keepAlive;
    return nextSeqNo < this.state.nextIn ? reject.nextSeqNo : undefined;
  }

  private refuse(kind: Kind, code: number): void {
    this.sent.code = code;
    this.sent.reason = '';
    this.sent.nextSeqNo = this.state.nextOut;
    this.sent.lastIncomingSeqNo = this.state.nextIn - 1;
    this.sent.versionId = this.incoming.versionId;
    this.out.session(kind, this.sent, this.nowMs);
    this.end(`refused with code ${code}`);
  }

  private businessMessage(): void {
    const { state, dialect } = this;
    const { seqNum } = this.incoming;
    if (seqNum < state.nextIn) return;
    if (seqNum > state.nextIn) this.reaches(seqNum);
    if (this.isFrozen && seqNum !== state.nextIn) return;
    state.nextIn = seqNum + 1;
    this.isFrozen = false;
    this.listener.onMessage(dialect.business, seqNum);
  }

  /** The client's numbers have gone up to here: what we have not got we say. */
  private reaches(next: number): void {
    const { state, sent } = this;
    if (next <= state.nextIn || this.isFrozen) return;
    sent.fromSeqNo = state.nextIn;
    const { freezesOnGap } = this.dialect;
    // Where it freezes, what has shown the gap is not applied either, and counts.
    sent.count = next - state.nextIn + Number(freezesOnGap);
    this.say(Kind.NotApplied);
    if (freezesOnGap) this.isFrozen = true;
    else state.nextIn = next;
  }

  private sequence(): void {
    const { nextSeqNo, isLapsed } = this.incoming;
    if (isLapsed) this.sendSequence(false);
    if (nextSeqNo < this.state.nextIn)
      return this.terminateNow(this.dialect.terminate.sequence, 'NextSeqNo is too low');
    if (!this.isFrozen) return this.reaches(nextSeqNo);
    this.isFrozen = false;
    this.state.nextIn = nextSeqNo;
  }

  private retransmit(): void {
    const { state, dialect, sent } = this;
    const { fromSeqNo, count, timestamp } = this.incoming;
    sent.timestamp = timestamp;
    sent.fromSeqNo = fromSeqNo;
    sent.count = count;
    if (count < 1 || count > dialect.maxRetransmit)
      return this.refuseRetransmit(dialect.retransmitReject.count);
    if (fromSeqNo < state.oldest || fromSeqNo + count > state.nextOut)
      return this.refuseRetransmit(dialect.retransmitReject.range);
    this.say(Kind.Retransmission);
    for (let seqNum = fromSeqNo; seqNum < fromSeqNo + count; seqNum++) this.again(seqNum);
  }

  private refuseRetransmit(code: number): void {
    this.sent.code = code;
    this.sent.reason = '';
    this.say(Kind.RetransmitReject);
  }

  private again(seqNum: number): void {
    const { state, out } = this;
    const size = state.log.bytes.copy(
      out.buffer,
      SOFH_BYTES,
      state.log.startOf(seqNum),
      state.log.endOf(seqNum),
    );
    this.dialect.markRetransmitted(out.buffer, SOFH_BYTES, SOFH_BYTES + size);
    out.send(SOFH_BYTES + size, this.nowMs);
  }

  private sendSequence(isLapsed: boolean): void {
    this.sent.nextSeqNo = this.state.nextOut;
    this.sent.isLapsed = isLapsed;
    this.say(Kind.Sequence);
  }

  private terminated(): void {
    this.isTerminated = true;
    if (!this.hasTerminated) this.sendTerminate(this.dialect.terminate.finished, '');
    this.end('terminated');
  }

  private sendTerminate(code: number, reason: string): void {
    this.hasTerminated = true;
    this.sent.code = code;
    this.sent.reason = reason;
    this.sent.timestamp = nanosOf(this.nowMs);
    this.say(Kind.Terminate);
  }

  private terminateNow(code: number, reason: string): void {
    if (!this.hasTerminated) this.sendTerminate(code, reason);
    this.end(reason);
  }

  private end(reason: string): void {
    this.out.link.close();
    this.leave(reason);
  }

  private leave(reason: string): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (this.isEstablished) this.state.isEstablished = false;
    this.isEstablished = false;
    this.out.link = NO_LINK;
    this.listener.onDisconnect?.(reason);
  }
}

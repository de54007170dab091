/**
 * The server's end of one SoupBinTCP connection: login, the sequenced messages of a log from wherever the client wants them, heartbeats, end of session. The
 * messages are in the log before they are sent, so what a client has missed is there when it comes again.
 */
import { type ByteLink, NO_LINK } from '../link.js';
import type { MessageLog } from '../message-log.js';
import { SoupBinFramer } from './framer.js';
import { SoupBinOutbound } from './outbound.js';
import {
  HEARTBEAT_TIMEOUT_BYTES,
  LENGTH_BYTES,
  LOGIN_ACCEPTED_BYTES,
  LOGIN_REJECTED_BYTES,
  LOGIN_REQUEST_BYTES,
  LOGIN_REQUEST_BYTES_OF_4,
  LoginAcceptedAt,
  type LoginReject,
  LoginRequestAt,
  PASSWORD_BYTES,
  Packet,
  readNumber,
  readText,
  SEQUENCE_NUMBER_BYTES,
  SESSION_BYTES,
  USERNAME_BYTES,
  writePaddedLeft,
} from './packet.js';

export interface LoginRequest {
  readonly username: string;
  readonly password: string;
  /** Blank: the current one. */
  readonly session: string;
  /** 0: from the most recent message on. */
  readonly sequenceNumber: number;
}

export interface ServerListener {
  /** @returns why the login is refused, or undefined */
  checkLogin(request: LoginRequest): LoginReject | undefined;
  onLogin?(request: LoginRequest): void;
  onUnsequenced(bytes: Buffer, start: number, end: number): void;
  onDebug?(text: string): void;
  onDisconnect?(reason: string): void;
}

export interface ServerConfig {
  readonly session: string;
  readonly heartbeatMs?: number;
  readonly silenceMs?: number;
  readonly loginTimeoutMs?: number;
}

export const enum ServerPhase {
  Closed,
  Login,
  LoggedIn,
}

/** Of SoupBinTCP 3.00; a client of 4.00 may ask for another silence. */
const DEFAULTS = { heartbeatMs: 1_000, silenceMs: 15_000, loginTimeoutMs: 30_000 };
/** Messages sent in one turn, so that a client who wants a whole day does not make others wait. */
const STEP_MESSAGES = 2_000;

export class SoupBinServer {
  phase = ServerPhase.Login;
  private readonly config: Required<ServerConfig>;
  private readonly out = new SoupBinOutbound();
  private readonly framer = new SoupBinFramer((bytes, start, end) => this.packet(bytes, start, end));
  private nextToSend = 0;
  private silenceMs: number;
  private heardMs: number;
  private nowMs: number;

  constructor(
    config: ServerConfig,
    private log: MessageLog,
    link: ByteLink,
    private readonly listener: ServerListener,
    nowMs: number,
  ) {
    this.config = { ...DEFAULTS, ...config };
    this.silenceMs = this.config.silenceMs;
    this.out.link = link;
    this.out.lastSentMs = this.heardMs = this.nowMs = nowMs;
  }

  /** The messages that this client is to get, when they depend on who it is: from within `checkLogin`. */
  serve(log: MessageLog): void {
    this.log = log;
  }

  received(chunk: Buffer, nowMs: number): void {
    if (this.phase === ServerPhase.Closed) return;
    this.nowMs = this.heardMs = nowMs;
    if (!this.framer.feed(chunk)) this.end('a packet without a type');
  }

  /** Sends what the log has beyond what this client got. @returns true when there is more than one turn takes */
  pump(nowMs: number): boolean {
    this.nowMs = nowMs;
    if (this.phase !== ServerPhase.LoggedIn) return false;
    const { log, out } = this;
    const last = Math.min(log.count, this.nextToSend + STEP_MESSAGES - 1);
    for (; this.nextToSend <= last; this.nextToSend++)
      out.data(
        Packet.SequencedData,
        log.bytes,
        log.startOf(this.nextToSend),
        log.endOf(this.nextToSend),
        nowMs,
      );
    return this.nextToSend <= log.count;
  }

  tick(nowMs: number): void {
    this.nowMs = nowMs;
    const silent = nowMs - this.heardMs;
    if (this.phase === ServerPhase.Login && silent >= this.config.loginTimeoutMs)
      this.end('no login in time');
    else if (this.phase === ServerPhase.LoggedIn && silent >= this.silenceMs)
      this.end('the client is silent');
    else if (this.phase === ServerPhase.LoggedIn && nowMs - this.out.lastSentMs >= this.config.heartbeatMs)
      this.out.bare(Packet.ServerHeartbeat, nowMs);
  }

  sendUnsequenced(bytes: Buffer, start: number, end: number, nowMs: number): boolean {
    if (this.phase !== ServerPhase.LoggedIn) return false;
    return this.out.data(Packet.UnsequencedData, bytes, start, end, nowMs);
  }

  /** All messages are out, and there will be none: says so and closes. */
  endSession(nowMs: number): void {
    while (this.pump(nowMs));
    if (this.phase === ServerPhase.LoggedIn) this.out.bare(Packet.EndOfSession, nowMs);
    this.end('the session has ended');
  }

  disconnected(nowMs: number): void {
    this.nowMs = nowMs;
    this.leave('the connection is closed');
  }

  private packet(bytes: Buffer, start: number, end: number): boolean {
    const type = bytes[start];
    if (type === Packet.Debug) this.listener.onDebug?.(bytes.toString('latin1', start + 1, end));
    else if (this.phase === ServerPhase.Login) this.login(bytes, start, end);
    else if (type === Packet.UnsequencedData) this.listener.onUnsequenced(bytes, start + 1, end);
    else if (type === Packet.Logout) this.end('the client has logged out');
    else if (type !== Packet.ClientHeartbeat) this.end('a packet that no client sends here');
    return this.phase !== ServerPhase.Closed;
  }

  private login(bytes: Buffer, start: number, end: number): void {
    const request = readLogin(bytes, start, end);
    if (request === undefined) return this.end('the first packet is no login');
    const reason = this.listener.checkLogin(request);
    if (reason !== undefined) return this.reject(reason);
    if (end - start >= LOGIN_REQUEST_BYTES_OF_4) this.readTimeout(bytes, start);
    const { log } = this;
    const next = request.sequenceNumber === 0 ? Math.max(1, log.count) : request.sequenceNumber;
    this.nextToSend = Math.min(next, log.count + 1);
    this.phase = ServerPhase.LoggedIn;
    this.sendAccepted();
    this.listener.onLogin?.(request);
    this.pump(this.nowMs);
  }

  private readTimeout(bytes: Buffer, start: number): void {
    const at = start + LoginRequestAt.HeartbeatTimeout;
    const timeoutMs = readNumber(bytes, at, HEARTBEAT_TIMEOUT_BYTES);
    if (timeoutMs > 0) this.silenceMs = timeoutMs;
  }

  private sendAccepted(): void {
    const { buffer } = this.out;
    const at = LENGTH_BYTES;
    writePaddedLeft(buffer, at + LoginAcceptedAt.Session, SESSION_BYTES, this.config.session);
    const next = String(this.nextToSend);
    writePaddedLeft(buffer, at + LoginAcceptedAt.SequenceNumber, SEQUENCE_NUMBER_BYTES, next);
    this.out.send(Packet.LoginAccepted, LOGIN_ACCEPTED_BYTES - 1, this.nowMs);
  }

  private reject(reason: LoginReject): void {
    this.out.buffer[LENGTH_BYTES + 1] = reason;
    this.out.send(Packet.LoginRejected, LOGIN_REJECTED_BYTES - 1, this.nowMs);
    this.end('the login is refused');
  }

  private end(reason: string): void {
    this.out.link.close();
    this.leave(reason);
  }

  private leave(reason: string): void {
    if (this.phase === ServerPhase.Closed) return;
    this.phase = ServerPhase.Closed;
    this.out.link = NO_LINK;
    this.listener.onDisconnect?.(reason);
  }
}

/** @returns undefined when it is no login request, or one that makes no sense */
export function readLogin(bytes: Buffer, start: number, end: number): LoginRequest | undefined {
  if (bytes[start] !== Packet.LoginRequest || end - start < LOGIN_REQUEST_BYTES) return undefined;
  const sequenceNumber = readNumber(bytes, start + LoginRequestAt.SequenceNumber, SEQUENCE_NUMBER_BYTES);
  if (Number.isNaN(sequenceNumber)) return undefined;
  return {
    username: readText(bytes, start + LoginRequestAt.Username, USERNAME_BYTES),
    password: readText(bytes, start + LoginRequestAt.Password, PASSWORD_BYTES),
    session: readText(bytes, start + LoginRequestAt.Session, SESSION_BYTES),
    sequenceNumber,
  };
}

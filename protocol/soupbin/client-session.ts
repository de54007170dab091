/**
 * The client's end of SoupBinTCP as a pure machine: bytes and ticks go in, each with the time; packets come out on the link. It outlives connections:
 * the next one asks for the session and the sequence number that are due, so that no message is missed and none comes twice.
 */
import { type ByteLink, NO_LINK } from '../link.js';
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
  writePadded,
  writePaddedLeft,
} from './packet.js';

export interface ClientConfig {
  readonly username: string;
  readonly password: string;
  /** The session to begin with; blank: whichever is current. */
  readonly session?: string;
  /** The first message wanted; 0: from the most recent on. */
  readonly sequenceNumber?: number;
  /** 4 sends the time-out that the server is to allow us in the login. */
  readonly version?: 3 | 4;
  readonly heartbeatMs?: number;
  /** So much silence of the server ends the connection. */
  readonly silenceMs?: number;
  readonly loginTimeoutMs?: number;
}

/** What a client session tells; all calls come from within its own, on its thread. Bytes are lent for the call. */
export interface ClientListener {
  onLogin?(session: string, nextSequenceNumber: number): void;
  onReject?(reason: LoginReject): void;
  /** A sequenced message and its number. */
  onSequenced(bytes: Buffer, start: number, end: number, sequenceNumber: number): void;
  onUnsequenced?(bytes: Buffer, start: number, end: number): void;
  onDebug?(text: string): void;
  /** No more messages will come in this session, ever. */
  onEndOfSession?(): void;
  onDisconnect?(reason: string): void;
}

export const enum ClientPhase {
  Disconnected,
  LoggingIn,
  LoggedIn,
}

/** Of SoupBinTCP 3.00: a heartbeat for each second of silence, 15 of them missed are enough. */
const DEFAULTS = {
  session: '',
  sequenceNumber: 1,
  version: 3 as const,
  heartbeatMs: 1_000,
  silenceMs: 15_000,
  loginTimeoutMs: 30_000,
};

export class SoupBinClient {
  phase = ClientPhase.Disconnected;
  session: string;
  /** Number of the sequenced message that comes next. */
  nextSequenceNumber: number;
  hasEnded = false;
  private readonly config: Required<ClientConfig>;
  private readonly out = new SoupBinOutbound();
  private readonly framer = new SoupBinFramer((bytes, start, end) => this.packet(bytes, start, end));
  private nowMs = 0;
  private heardMs = 0;

  constructor(
    config: ClientConfig,
    private readonly listener: ClientListener,
  ) {
    this.config = { ...DEFAULTS, ...config };
    this.session = this.config.session;
    this.nextSequenceNumber = this.config.sequenceNumber;
  }

  get isLoggedIn(): boolean {
    return this.phase === ClientPhase.LoggedIn;
  }

  /** A connection is there: logs in. @returns false when this session has one already */
  connect(link: ByteLink, nowMs: number): boolean {
    if (this.phase !== ClientPhase.Disconnected) return false;
    this.out.link = link;
    this.nowMs = this.heardMs = nowMs;
    this.framer.reset();
    this.phase = ClientPhase.LoggingIn;
    this.sendLogin();
    return true;
  }

  received(chunk: Buffer, nowMs: number): void {
    if (this.phase === ClientPhase.Disconnected) return;
    this.nowMs = this.heardMs = nowMs;
    if (!this.framer.feed(chunk)) this.end('a packet without a type');
  }

  /** Call at least every `heartbeatMs`. */
  tick(nowMs: number): void {
    this.nowMs = nowMs;
    const { heartbeatMs, silenceMs, loginTimeoutMs } = this.config;
    const silent = nowMs - this.heardMs;
    if (this.phase === ClientPhase.LoggingIn && silent >= loginTimeoutMs) this.end('no answer to the login');
    else if (this.phase === ClientPhase.LoggedIn && silent >= silenceMs) this.end('the server is silent');
    else if (this.phase === ClientPhase.LoggedIn && nowMs - this.out.lastSentMs >= heartbeatMs)
      this.out.bare(Packet.ClientHeartbeat, nowMs);
  }

  /** @returns false when not logged in, or the message is too long */
  send(bytes: Buffer, start: number, end: number, nowMs: number): boolean {
    this.nowMs = nowMs;
    return this.isLoggedIn && this.out.data(Packet.UnsequencedData, bytes, start, end, nowMs);
  }

  logout(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.phase === ClientPhase.Disconnected) return;
    this.out.bare(Packet.Logout, nowMs);
    this.end('logged out');
  }

  /** The connection is gone. */
  disconnected(nowMs: number): void {
    this.nowMs = nowMs;
    this.leave('the connection is closed');
  }

  private sendLogin(): void {
    const { username, password, version, silenceMs } = this.config;
    const { buffer } = this.out;
    const at = LENGTH_BYTES;
    writePadded(buffer, at + LoginRequestAt.Username, USERNAME_BYTES, username);
    writePadded(buffer, at + LoginRequestAt.Password, PASSWORD_BYTES, password);
    writePaddedLeft(buffer, at + LoginRequestAt.Session, SESSION_BYTES, this.session);
    const next = String(this.nextSequenceNumber);
    writePaddedLeft(buffer, at + LoginRequestAt.SequenceNumber, SEQUENCE_NUMBER_BYTES, next);
    if (version === 4)
      writePaddedLeft(buffer, at + LoginRequestAt.HeartbeatTimeout, HEARTBEAT_TIMEOUT_BYTES, `${silenceMs}`);
    const size = version === 4 ? LOGIN_REQUEST_BYTES_OF_4 : LOGIN_REQUEST_BYTES;
    this.out.send(Packet.LoginRequest, size - 1, this.nowMs);
  }

  private packet(bytes: Buffer, start: number, end: number): boolean {
    if (this.phase === ClientPhase.LoggingIn) this.beforeLogin(bytes, start, end);
    else this.afterLogin(bytes, start, end);
    return this.phase !== ClientPhase.Disconnected;
  }

  private beforeLogin(bytes: Buffer, start: number, end: number): void {
    switch (bytes[start]) {
      case Packet.LoginAccepted:
        return this.accepted(bytes, start, end);
      case Packet.LoginRejected:
        if (end - start < LOGIN_REJECTED_BYTES) return this.end('a login reject without a reason');
        this.listener.onReject?.(bytes[start + 1]);
        return this.end('the login is rejected');
      case Packet.Debug:
        return this.debug(bytes, start, end);
      case Packet.ServerHeartbeat:
        return;
      default:
        return this.end('something else than an answer to the login');
    }
  }

  private afterLogin(bytes: Buffer, start: number, end: number): void {
    switch (bytes[start]) {
      case Packet.SequencedData:
        return this.listener.onSequenced(bytes, start + 1, end, this.nextSequenceNumber++);
      case Packet.UnsequencedData:
        return this.listener.onUnsequenced?.(bytes, start + 1, end);
      case Packet.EndOfSession:
        return this.endOfSession();
      case Packet.Debug:
        return this.debug(bytes, start, end);
      case Packet.ServerHeartbeat:
        return;
      default:
        return this.end('a packet that no server sends here');
    }
  }

  private accepted(bytes: Buffer, start: number, end: number): void {
    if (end - start < LOGIN_ACCEPTED_BYTES) return this.end('a login answer that is too short');
    const next = readNumber(bytes, start + LoginAcceptedAt.SequenceNumber, SEQUENCE_NUMBER_BYTES);
    if (Number.isNaN(next)) return this.end('a login answer without a sequence number');
    this.session = readText(bytes, start + LoginAcceptedAt.Session, SESSION_BYTES);
    this.nextSequenceNumber = next;
    this.phase = ClientPhase.LoggedIn;
    this.listener.onLogin?.(this.session, next);
  }

  private debug(bytes: Buffer, start: number, end: number): void {
    this.listener.onDebug?.(bytes.toString('latin1', start + 1, end));
  }

  private endOfSession(): void {
    this.hasEnded = true;
    this.listener.onEndOfSession?.();
    this.end('the session has ended');
  }

  private end(reason: string): void {
    this.out.link.close();
    this.leave(reason);
  }

  private leave(reason: string): void {
    if (this.phase === ClientPhase.Disconnected) return;
    this.phase = ClientPhase.Disconnected;
    this.out.link = NO_LINK;
    this.framer.reset();
    this.listener.onDisconnect?.(reason);
  }
}

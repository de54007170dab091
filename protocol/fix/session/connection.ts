/**
 * One connection, from its bytes to a session. An initiator's belongs to its session from the start; an acceptor's finds it
 * by the first message, which has to be a Logon. Stands between socket and session as the link, so that a session that
 * has let go of a connection hears no more of it.
 */
import { Framer } from '../codec/framer.js';
import { FixMessage, Parsed } from '../codec/message.js';
import { Msg } from '../codec/tags.js';
import { Phase } from './life.js';
import type { Link } from './link.js';
import type { Session } from './session.js';

const FAULTS: Readonly<Record<number, string>> = {
  [Parsed.OutOfOrder]: 'BeginString, BodyLength, MsgType, … CheckSum is not the order',
  [Parsed.BadTag]: 'a tag that is no number',
  [Parsed.BadBodyLength]: 'BodyLength is wrong',
  [Parsed.BadCheckSum]: 'CheckSum is wrong',
  [Parsed.TooManyFields]: 'too many fields',
};

export interface ConnectionOptions {
  readonly maxMessageBytes: number;
  readonly logonTimeoutMs: number;
}

/** @returns the session that a Logon is for */
export type FindSession = (logon: FixMessage) => Session | undefined;

export class Connection implements Link {
  private session: Session | undefined;
  private isOver = false;
  private nowMs: number;
  private readonly sinceMs: number;
  private readonly framer: Framer;

  private constructor(
    private readonly socket: Link,
    private readonly find: FindSession,
    private readonly options: ConnectionOptions,
    nowMs: number,
    private readonly message: FixMessage,
  ) {
    this.nowMs = this.sinceMs = nowMs;
    this.framer = new Framer(options.maxMessageBytes, (buffer, start, end) => this.frame(buffer, start, end));
  }

  /** @param message of all connections of a thread: it is done with before the next one's turn */
  static accepted(
    socket: Link,
    find: FindSession,
    options: ConnectionOptions,
    nowMs: number,
    message = new FixMessage(),
  ): Connection {
    return new Connection(socket, find, options, nowMs, message);
  }

  /** @returns undefined when the session has a connection already */
  static initiated(socket: Link, session: Session, nowMs: number): Connection | undefined {
    const connection = new Connection(socket, () => undefined, session.settings, nowMs, new FixMessage());
    return connection.join(session) ? connection : undefined;
  }

  get waitingBytes(): number {
    return this.socket.waitingBytes ?? 0;
  }

  get certificateName(): string | undefined {
    return this.socket.certificateName;
  }

  received(chunk: Buffer, nowMs: number): void {
    this.nowMs = nowMs;
    if (!this.isOver) this.framer.feed(chunk);
  }

  /** The other side, or the network, has closed. */
  closed(nowMs: number): void {
    const { session } = this;
    this.isOver = true;
    this.session = undefined;
    session?.disconnected(nowMs);
  }

  /** Ends it from our side, without a goodbye. */
  stop(nowMs: number): void {
    const { session } = this;
    this.close();
    session?.disconnected(nowMs);
  }

  /** @returns true when the session would go on at once */
  tick(nowMs: number): boolean {
    this.nowMs = nowMs;
    if (this.session) return this.session.tick(nowMs);
    if (nowMs - this.sinceMs >= this.options.logonTimeoutMs) this.close();
    return false;
  }

  write(buffer: Buffer, start: number, end: number): void {
    this.socket.write(buffer, start, end);
  }

  close(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.session = undefined;
    this.socket.close();
  }

  private frame(buffer: Uint8Array, start: number, end: number): boolean {
    const parsed = this.message.parse(buffer, start, end);
    if (parsed === Parsed.Ok) this.deliver();
    else if (this.session) this.session.garbled(FAULTS[parsed], this.nowMs);
    else this.close();
    return !this.isOver;
  }

  private deliver(): void {
    if (this.session === undefined && !this.isClaimed()) return this.close();
    this.session?.receive(this.message, this.nowMs);
  }

  private isClaimed(): boolean {
    const session = this.message.type === Msg.Logon ? this.find(this.message) : undefined;
    return session !== undefined && session.phase === Phase.Disconnected && this.join(session);
  }

  private join(session: Session): boolean {
    this.session = session;
    return session.connect(this, this.nowMs);
  }
}

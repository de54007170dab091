/** One FIX session to a venue on a connection that is kept. Each connection has a `Session` of its own, whose store may outlive it. */
import type { FixBuilder } from '../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../protocol/fix/codec/message.js';
import { BusinessReject } from '../../protocol/fix/dictionary/reject-reasons.js';
import type { Application, LogonStamp } from '../../protocol/fix/session/application.js';
import { Role, type SessionConfig } from '../../protocol/fix/session/config.js';
import { Connection } from '../../protocol/fix/session/connection.js';
import { Session } from '../../protocol/fix/session/session.js';
import type { SessionStore } from '../../protocol/fix/session/store.js';
import type { ByteLink } from '../../protocol/link.js';
import type { Inbox } from '../kit/feed/inbox.js';
import type { Notice } from '../kit/feed/outside.js';
import { type ConnectionRules, KeptConnection } from '../kit/line/kept-connection.js';
import type { ByteDial } from '../kit/line/outside.js';

export interface LineRules extends ConnectionRules {
  readonly session: Omit<SessionConfig, 'role' | 'senderCompId'>;
  /** Taken in turn: a venue may hold one for a while after an unclean end. */
  readonly senderCompIds: readonly string[];
  /** Of the connection that begins now. */
  readonly store: (nowMs: number) => SessionStore;
  /** User, password, signature, and what else a Logon has to say. */
  readonly addToLogon: (logon: FixBuilder, stamp: LogonStamp, senderCompId: string) => void;
}

export interface LineOwner {
  loggedOn(): void;
  loggedOut(why: string): void;
  /** Valid during the call. */
  received(message: FixMessage): void;
  /** A session-level Reject. */
  rejected(message: FixMessage): void;
  heartbeat(message: FixMessage): void;
}

export class FixLine {
  private readonly kept: KeptConnection;
  private session: Session | undefined;
  private connection: Connection | undefined;
  private connections = 0;
  private nowMs = 0;

  constructor(
    private readonly rules: LineRules,
    dial: ByteDial,
    private readonly owner: LineOwner,
    private readonly notice: Notice,
    /** Emptied by the owner, before each tick. */
    inbox: Inbox,
  ) {
    this.kept = new KeptConnection(
      rules,
      dial,
      {
        opened: (link) => this.opened(link),
        received: (chunk) => this.connection?.received(chunk, this.nowMs),
        closed: () => this.closed(),
      },
      notice,
      inbox,
    );
  }

  get isLoggedOn(): boolean {
    return this.session?.isLoggedOn === true;
  }

  /** Returns work done. */
  tick(nowMs: number): number {
    this.nowMs = nowMs;
    const work = this.kept.tick(nowMs);
    this.connection?.tick(nowMs);
    return work;
  }

  /** Begins a message with its header; add the fields, then `send`. Only while logged on. */
  begin(type: number): FixBuilder {
    return this.session!.begin(type, this.nowMs);
  }

  /** @returns its MsgSeqNum; 0 when it did not go */
  send(): number {
    const { session } = this;
    const seq = session?.store.nextOut ?? 0;
    return session?.send() ? seq : 0;
  }

  /** Ends it; it is dialled again. */
  drop(why: string): void {
    this.session?.logout(why, this.nowMs);
    this.connection?.stop(this.nowMs);
  }

  /** Ends it for good, with a Logout: some venues hold a name whose owner left without one. */
  end(): void {
    this.kept.end();
    this.drop('');
  }

  private opened(link: ByteLink): void {
    const { rules, nowMs } = this;
    const senderCompId = rules.senderCompIds[this.connections++ % rules.senderCompIds.length];
    const config = { ...rules.session, role: Role.Initiator, senderCompId };
    this.session = new Session(config, rules.store(nowMs), this.application(senderCompId));
    this.connection = Connection.initiated(link, this.session, nowMs);
  }

  private closed(): void {
    this.connection?.closed(this.nowMs);
    this.session?.store.close();
    this.connection = this.session = undefined;
  }

  private application(senderCompId: string): Application {
    const { owner, rules } = this;
    return {
      onMessage: (_, message) => {
        owner.received(message);
        return BusinessReject.None;
      },
      onLogon: () => owner.loggedOn(),
      onLogout: (_, text) => owner.loggedOut(text || 'logged out'),
      onReject: (_, message) => owner.rejected(message),
      onHeartbeat: (_, message) => owner.heartbeat(message),
      buildLogon: (_, logon, stamp) => rules.addToLogon(logon, stamp, senderCompId),
      // An order that is stale by now is asked for, not sent again.
      mayResend: () => false,
      onEvent: (_, text) => this.notice(`${rules.name}: ${text}`),
    };
  }
}

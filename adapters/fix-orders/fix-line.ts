/**
 * One FIX session to a venue that is kept: dialled, logged on, dialled again after a while when it ends. A connection has a `Session`
 * of its own, whose store may outlive it. What comes from the socket waits in the inbox for the next turn. All time is given.
 */
import { BackOff, type BackOffRule } from '../../engine/threads/back-off.js';
import type { FixBuilder } from '../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../protocol/fix/codec/message.js';
import { BusinessReject } from '../../protocol/fix/dictionary/reject-reasons.js';
import type { Application, LogonStamp } from '../../protocol/fix/session/application.js';
import { Role, type SessionConfig } from '../../protocol/fix/session/config.js';
import { Connection } from '../../protocol/fix/session/connection.js';
import { type Link, NO_LINK } from '../../protocol/fix/session/link.js';
import { Session } from '../../protocol/fix/session/session.js';
import type { SessionStore } from '../../protocol/fix/session/store.js';
import type { Inbox } from '../kit/feed/inbox.js';
import type { Notice } from '../kit/feed/outside.js';
import type { FixDial, FixLinkEvents } from './outside.js';

export interface LineRules {
  /** For a person. */
  readonly name: string;
  readonly session: Omit<SessionConfig, 'role' | 'senderCompId'>;
  /** Taken in turn: a venue may hold one for a while after an unclean end. */
  readonly senderCompIds: readonly string[];
  /** Of the connection that begins now. */
  readonly store: (nowMs: number) => SessionStore;
  readonly openMs: number;
  readonly backOff: BackOffRule;
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

const enum State {
  Waiting = 0,
  Dialling = 1,
  Open = 2,
}

export class FixLine {
  private state = State.Waiting;
  private link: Link = NO_LINK;
  private session: Session | undefined;
  private connection: Connection | undefined;
  private readonly backOff: BackOff;
  private connections = 0;
  private dialAtMs = 0;
  private sinceMs = 0;
  private nowMs = 0;
  private isEnded = false;

  constructor(
    private readonly rules: LineRules,
    private readonly dial: FixDial,
    private readonly owner: LineOwner,
    private readonly notice: Notice,
    /** Emptied by the owner, before each tick. */
    private readonly inbox: Inbox,
  ) {
    this.backOff = new BackOff(rules.backOff);
  }

  get isLoggedOn(): boolean {
    return this.session?.isLoggedOn === true;
  }

  /** Returns work done. */
  tick(nowMs: number): number {
    this.nowMs = nowMs;
    if (this.state === State.Waiting) return this.dialWhenDue(nowMs);
    if (this.state === State.Dialling && nowMs - this.sinceMs >= this.rules.openMs) this.link.close();
    this.connection?.tick(nowMs);
    return 0;
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
    this.isEnded = true;
    this.drop('');
    if (this.connection === undefined) this.link.close();
  }

  private dialWhenDue(nowMs: number): number {
    if (this.isEnded || nowMs < this.dialAtMs) return 0;
    this.state = State.Dialling;
    this.sinceMs = nowMs;
    this.link = this.dial(this.eventsOfOne());
    return 1;
  }

  /** Of a connection that is over nothing more is heard. */
  private eventsOfOne(): FixLinkEvents {
    let isOver = false;
    const later = (run: () => void): void =>
      this.inbox.push(() => {
        if (!isOver) run();
      });
    return {
      opened: () => later(() => this.opened()),
      received: (chunk) => later(() => this.connection?.received(chunk, this.nowMs)),
      closed: (why) =>
        later(() => {
          isOver = true;
          this.closed(why);
        }),
    };
  }

  private opened(): void {
    const { rules, nowMs } = this;
    this.state = State.Open;
    this.sinceMs = nowMs;
    const senderCompId = rules.senderCompIds[this.connections++ % rules.senderCompIds.length];
    const config = { ...rules.session, role: Role.Initiator, senderCompId };
    this.session = new Session(config, rules.store(nowMs), this.application(senderCompId));
    this.connection = Connection.initiated(this.link, this.session, nowMs);
  }

  private closed(why: string): void {
    const livedMs = this.state === State.Open ? this.nowMs - this.sinceMs : 0;
    this.state = State.Waiting;
    const waitMs = this.backOff.died(livedMs) ?? this.rules.backOff.longestMs;
    this.dialAtMs = this.nowMs + waitMs;
    this.notice(
      `${this.rules.name}: connection ended (${why})${this.isEnded ? '' : `, again in ${waitMs} ms`}`,
    );
    this.connection?.closed(this.nowMs);
    this.session?.store.close();
    this.connection = this.session = undefined;
    this.link = NO_LINK;
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

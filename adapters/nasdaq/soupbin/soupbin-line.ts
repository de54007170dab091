/**
 * One SoupBinTCP session with Nasdaq on a connection that is kept. What is missed while there is none comes first with the next one, from the number that is due: nothing
 * is lost, nothing comes twice. Where its owner has to know when it has caught up, a login for the most recent message comes before: it says
 * which session is current, and where its messages end.
 */
import type { ByteLink } from '../../../protocol/link.js';
import { SoupBinClient } from '../../../protocol/soupbin/client-session.js';
import { LoginReject } from '../../../protocol/soupbin/packet.js';
import type { Inbox } from '../../kit/feed/inbox.js';
import type { Notice } from '../../kit/feed/outside.js';
import { type ConnectionRules, KeptConnection } from '../../kit/line/kept-connection.js';
import type { ByteDial } from '../../kit/line/outside.js';

export interface SoupBinRules extends ConnectionRules {
  readonly username: string;
  readonly password: string;
  /** Ask where the messages end before they are asked for. */
  readonly findsEnd: boolean;
}

/** Bytes are lent for the call. */
export interface SoupBinOwner {
  /** Another session than before: its messages begin with 1, and what was known of the one before is over. */
  begins(session: string): void;
  loggedIn(): void;
  sequenced(bytes: Buffer, start: number, end: number, sequenceNumber: number): void;
  loggedOut(why: string): void;
  /** What came together has been given. */
  arrived?(): void;
}

const FIRST = 1;
/** For the login that only asks. */
const MOST_RECENT = 0;

export class SoupBinLine {
  connections = 0;
  /** The number that messages had come to when this connection began: that of the last one or of the next, the specification allows both. */
  end = 0;
  private readonly kept: KeptConnection;
  private client: SoupBinClient | undefined;
  private session = '';
  private next = FIRST;
  private isAsking = false;
  private hasFoundEnd = false;
  private heardMs = 0;

  constructor(
    private readonly rules: SoupBinRules,
    dial: ByteDial,
    private readonly owner: SoupBinOwner,
    private readonly notice: Notice,
    inbox: Inbox,
  ) {
    const connection = {
      opened: (link: ByteLink) => this.opened(link),
      received: (chunk: Buffer) => this.received(chunk),
      closed: () => this.closed(),
    };
    this.kept = new KeptConnection(rules, dial, connection, notice, inbox);
  }

  get isLoggedIn(): boolean {
    return this.client?.isLoggedIn === true && !this.isAsking;
  }

  /** The other side says every second that it is there. */
  silentForMs(nowMs: number): number {
    return nowMs - this.heardMs;
  }

  /** Returns work done. */
  tick(nowMs: number): number {
    const work = this.kept.tick(nowMs);
    this.client?.tick(nowMs);
    return work;
  }

  /** @returns false: nobody is there */
  send(bytes: Buffer, start: number, end: number): boolean {
    return this.isLoggedIn && this.client!.send(bytes, start, end, this.nowMs);
  }

  /** Ends the connection; another one follows. @param fromFirst with all messages of the session once more */
  drop(why: string, fromFirst = false): void {
    this.notice(`${this.rules.name}: begins anew (${why})`);
    if (fromFirst) this.session = '';
    this.client?.logout(this.nowMs);
  }

  /** Ends it for good. */
  stop(): void {
    this.kept.end();
    this.client?.logout(this.nowMs);
  }

  private get nowMs(): number {
    return this.kept.nowMs;
  }

  private opened(link: ByteLink): void {
    const { username, password, findsEnd } = this.rules;
    this.isAsking = findsEnd && !this.hasFoundEnd;
    const from = this.isAsking
      ? { session: '', sequenceNumber: MOST_RECENT }
      : { session: this.session, sequenceNumber: this.next };
    if (!this.isAsking) this.connections++;
    this.client = new SoupBinClient(
      { username, password, ...from },
      {
        onLogin: (session, next) => this.loggedIn(session, next),
        onReject: (reason) => this.rejected(reason),
        onSequenced: (bytes, start, end, number) => this.sequenced(bytes, start, end, number),
        onEndOfSession: () => this.notice(`${this.rules.name}: session ${this.session} has ended`),
        onDisconnect: (why) => this.loggedOut(why),
      },
    );
    this.client.connect(link, this.nowMs);
  }

  private received(chunk: Buffer): void {
    this.heardMs = this.nowMs;
    this.client?.received(chunk, this.nowMs);
    this.owner.arrived?.();
  }

  private loggedIn(session: string, next: number): void {
    if (session !== this.session) this.beginSession(session);
    if (this.isAsking) return this.endFound(next);
    this.hasFoundEnd = false;
    if (next === this.next) this.owner.loggedIn();
    else this.drop(`message ${this.next} was asked for, and ${next} comes`, true);
  }

  private beginSession(session: string): void {
    this.session = session;
    this.next = FIRST;
    this.owner.begins(session);
  }

  private endFound(next: number): void {
    this.end = next;
    this.hasFoundEnd = true;
    this.kept.hurry();
    this.client!.logout(this.nowMs);
  }

  private sequenced(bytes: Buffer, start: number, end: number, number: number): void {
    if (this.isAsking) return;
    this.next = number + 1;
    this.owner.sequenced(bytes, start, end, number);
  }

  private rejected(reason: LoginReject): void {
    const isGone = reason === LoginReject.SessionNotAvailable;
    if (isGone) this.session = '';
    this.notice(
      `${this.rules.name}: login refused (${isGone ? 'the session is not available' : 'not authorised'})`,
    );
  }

  private loggedOut(why: string): void {
    if (!this.isAsking) this.owner.loggedOut(why);
  }

  private closed(): void {
    this.client?.disconnected(this.nowMs);
    this.client = undefined;
  }
}

/**
 * A TCP connection to a venue that is kept: dialled, and dialled again after a while when it ends. What comes from the socket waits in the
 * inbox for the owner's next turn. All time is given.
 */
import { BackOff, type BackOffRule } from '../../../engine/threads/back-off.js';
import { type ByteLink, NO_LINK } from '../../../protocol/link.js';
import type { Inbox } from '../feed/inbox.js';
import type { Notice } from '../feed/outside.js';
import type { ByteDial, ByteLinkEvents } from './outside.js';

export interface ConnectionRules {
  /** For a person. */
  readonly name: string;
  readonly openMs: number;
  readonly backOff: BackOffRule;
}

export interface ConnectionOwner {
  opened(link: ByteLink): void;
  received(chunk: Buffer): void;
  /** Also when it never was open. */
  closed(): void;
}

const enum State {
  Waiting = 0,
  Dialling = 1,
  Open = 2,
}

export class KeptConnection {
  nowMs = 0;
  private state = State.Waiting;
  private link: ByteLink = NO_LINK;
  private readonly backOff: BackOff;
  private dialAtMs = 0;
  private sinceMs = 0;
  private isEnded = false;
  private isHurried = false;

  constructor(
    private readonly rules: ConnectionRules,
    private readonly dial: ByteDial,
    private readonly owner: ConnectionOwner,
    private readonly notice: Notice,
    /** Emptied by the owner, before each tick. */
    private readonly inbox: Inbox,
  ) {
    this.backOff = new BackOff(rules.backOff);
  }

  /** Returns work done. */
  tick(nowMs: number): number {
    this.nowMs = nowMs;
    if (this.state === State.Waiting) return this.dialWhenDue(nowMs);
    if (this.state === State.Dialling && nowMs - this.sinceMs >= this.rules.openMs) this.link.close();
    return 0;
  }

  /** What is open has done its work: when it has ended, the next one is dialled at once, and nobody is told. */
  hurry(): void {
    this.isHurried = true;
  }

  /** Nothing is dialled any more; what is open the owner ends. */
  end(): void {
    this.isEnded = true;
    if (this.state === State.Dialling) this.link.close();
  }

  private dialWhenDue(nowMs: number): number {
    if (this.isEnded || nowMs < this.dialAtMs) return 0;
    this.state = State.Dialling;
    this.sinceMs = nowMs;
    this.link = this.dial(this.eventsOfOne());
    return 1;
  }

  /** Of a connection that is over nothing more is heard. */
  private eventsOfOne(): ByteLinkEvents {
    let isOver = false;
    const later = (run: () => void): void =>
      this.inbox.push(() => {
        if (!isOver) run();
      });
    return {
      opened: () => later(() => this.opened()),
      received: (chunk) => later(() => this.owner.received(chunk)),
      closed: (why) =>
        later(() => {
          isOver = true;
          this.closed(why);
        }),
    };
  }

  private opened(): void {
    this.state = State.Open;
    this.sinceMs = this.nowMs;
    this.owner.opened(this.link);
  }

  private closed(why: string): void {
    const livedMs = this.state === State.Open ? this.nowMs - this.sinceMs : 0;
    this.state = State.Waiting;
    if (this.isHurried) this.dialAtMs = this.nowMs;
    else this.waitAfter(livedMs, why);
    this.isHurried = false;
    this.owner.closed();
    this.link = NO_LINK;
  }

  private waitAfter(livedMs: number, why: string): void {
    const { backOff, name } = this.rules;
    const waitMs = this.backOff.died(livedMs) ?? backOff.longestMs;
    this.dialAtMs = this.nowMs + waitMs;
    this.notice(`${name}: connection ended (${why})${this.isEnded ? '' : `, again in ${waitMs} ms`}`);
  }
}

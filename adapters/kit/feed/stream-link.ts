/**
 * One connection to a venue's streams that is kept: dialled again after a while when it ends, and ended from here when it
 * does not open in time, is silent for too long, or comes to the end of the life that the venue gives it. All time is given.
 */
import { BackOff, type BackOffRule } from '../../../engine/threads/back-off.js';
import type { Dial, Link, LinkEvents, Notice } from './outside.js';

export interface LinkLimits {
  readonly openMs: number;
  /** Nothing at all was heard, not even a ping. */
  readonly silentMs: number;
  /** Shorter than the venue's own, so that we choose the moment. */
  readonly lifeMs: number;
  readonly backOff: BackOffRule;
}

export interface LinkOwner {
  opened(link: StreamLink, nowMs: number): void;
  received(link: StreamLink, bytes: Uint8Array, start: number, end: number): void;
  closed(link: StreamLink): void;
}

const enum State {
  Waiting = 0,
  Dialling = 1,
  Open = 2,
}

export class StreamLink {
  /** Times that it was open. */
  connections = 0;
  private state = State.Waiting;
  private link: Link | undefined;
  private sinceMs = 0;
  private heardMs = 0;
  private isHeard = false;
  private dialAtMs = 0;
  private nowMs = 0;
  private isEnded = false;
  private readonly backOff: BackOff;

  constructor(
    readonly name: string,
    private readonly url: string,
    private readonly dial: Dial,
    private readonly limits: LinkLimits,
    private readonly owner: LinkOwner,
    private readonly notice: Notice,
  ) {
    this.backOff = new BackOff(limits.backOff);
  }

  get isOpen(): boolean {
    return this.state === State.Open;
  }

  send(text: string): void {
    this.link?.send(text);
  }

  /** Ends it; it is dialled again. */
  drop(why: string): void {
    this.link?.close(why);
  }

  /** Ends it for good. */
  end(): void {
    this.isEnded = true;
    this.drop('the adapter ends');
  }

  /** Something came in; the next look at the clock is soon enough to say when. */
  heard(): void {
    this.isHeard = true;
  }

  /** @returns 1 when something was done */
  tick(nowMs: number): number {
    this.nowMs = nowMs;
    if (this.isHeard) this.heardMs = nowMs;
    this.isHeard = false;
    if (this.state === State.Waiting) return this.dialWhenDue(nowMs);
    const { openMs, silentMs, lifeMs } = this.limits;
    const ageMs = nowMs - this.sinceMs;
    if (this.state === State.Dialling && ageMs >= openMs) this.drop(`not open in ${openMs} ms`);
    else if (this.isOpen && nowMs - this.heardMs >= silentMs) this.drop(`silent for ${silentMs} ms`);
    else if (this.isOpen && ageMs >= lifeMs) this.drop('its life is over');
    else return 0;
    return 1;
  }

  private dialWhenDue(nowMs: number): number {
    if (this.isEnded || nowMs < this.dialAtMs) return 0;
    this.state = State.Dialling;
    this.sinceMs = nowMs;
    this.link = this.dial(this.url, this.eventsOfOne());
    return 1;
  }

  /** What an old connection still says is not heard. */
  private eventsOfOne(): LinkEvents {
    let isOver = false;
    return {
      opened: () => {
        if (!isOver) this.opened();
      },
      received: (bytes, start, end) => {
        if (!isOver) this.owner.received(this, bytes, start, end);
      },
      pinged: () => {
        if (!isOver) this.heard();
      },
      closed: (why) => {
        if (isOver) return;
        isOver = true;
        this.closed(why);
      },
    };
  }

  private opened(): void {
    this.state = State.Open;
    this.connections++;
    this.sinceMs = this.heardMs = this.nowMs;
    this.owner.opened(this, this.nowMs);
  }

  private closed(why: string): void {
    const livedMs = this.isOpen ? this.nowMs - this.sinceMs : 0;
    this.link = undefined;
    this.state = State.Waiting;
    const waitMs = this.backOff.died(livedMs) ?? this.limits.backOff.longestMs;
    this.dialAtMs = this.nowMs + waitMs;
    this.notice(`${this.name}: connection ended (${why})${this.isEnded ? '' : `, again in ${waitMs} ms`}`);
    this.owner.closed(this);
  }
}

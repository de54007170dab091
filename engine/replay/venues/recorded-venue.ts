/**
 * The outside world of a market-data session, out of a recording: connections that open when they are dialled, answers that were
 * recorded, and a clock that shows the time of the entry. What the session sends is counted and goes nowhere.
 */

import type { Answered, Dial, Fetch, LinkEvents } from '../../../adapters/kit/feed/outside.js';
import type { Clock } from '../../threads/agent.js';
import type { Recording } from './recording.js';

const OK = 200;

export class RecordedVenue {
  readonly clock: Clock = { seconds: 0, nanos: 0, read: () => {} };
  readonly notices: string[] = [];
  sent = 0;
  private link: LinkEvents | undefined;
  private isOpen = false;
  /** By what `keyOf` makes of their address: who waits for an answer, and what was recorded and is still to be asked for. */
  private readonly asked = new Map<string, Answered>();
  private readonly answers = new Map<string, Buffer>();

  /** @param keyOf what a recorded answer and a request have in common */
  constructor(private readonly keyOf: (url: string) => string) {}

  readonly dial: Dial = (_, events) => {
    this.link = events;
    this.isOpen = false;
    return { send: () => void this.sent++, close: (why) => this.hangUp(why) };
  };

  readonly fetch: Fetch = (url, answered) => {
    this.asked.set(this.keyOf(url), answered);
  };

  readonly notice = (text: string): void => {
    this.notices.push(text);
  };

  setTime({ seconds, nanos }: Recording): void {
    this.clock.seconds = seconds;
    this.clock.nanos = nanos;
  }

  /** What was dialled opens; what was asked for and is there is answered. */
  settle(): void {
    if (this.link && !this.isOpen) {
      this.isOpen = true;
      this.link.opened();
    }
    if (this.asked.size === 0 || this.answers.size === 0) return;
    for (const [key, body] of this.answers) this.give(key, body);
  }

  /** The recorder's connection was lost and made again. */
  reconnect(): void {
    this.hangUp('the recording begins a new connection');
  }

  received({ bytes, start, end }: Recording): void {
    this.link?.received(bytes, start, end);
  }

  answer(key: string, body: Uint8Array): void {
    this.answers.set(key, Buffer.from(body));
  }

  private give(key: string, body: Buffer): void {
    const answered = this.asked.get(key);
    if (answered === undefined) return;
    this.asked.delete(key);
    this.answers.delete(key);
    answered(OK, body);
  }

  private hangUp(why: string): void {
    const { link } = this;
    this.link = undefined;
    this.asked.clear();
    link?.closed(why);
  }
}

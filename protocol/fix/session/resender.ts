/**
 * Answers a ResendRequest out of the store: application messages again, one gap fill for each run of others. In steps, because there may
 * be a day's worth: as much as the link takes, and never so much that other sessions wait. What the session sends meanwhile is
 * held, so that the counterparty gets everything in its order, and goes out behind it in the same way.
 */
import { FixMessage, Parsed } from '../codec/message.js';
import { isAdmin } from '../codec/tags.js';
import type { Settings } from './config.js';
import type { Outbound } from './outbound.js';
import type { SessionStore } from './store.js';

/** Messages gone through in one step. */
const STEP_MESSAGES = 2_000;
/** With this much unread by the counterparty, it goes on later. */
const WAITING_BYTES = 4 << 20;

export class Resender {
  /** The next to be sent again; 0 = there is nothing to do. */
  private next = 0;
  private last = 0;
  private readonly bytes: Uint8Array;
  private readonly message = new FixMessage();

  constructor(
    settings: Settings,
    private readonly store: SessionStore,
    private readonly out: Outbound,
    private readonly mayResend: (message: FixMessage) => boolean,
  ) {
    this.bytes = new Uint8Array(settings.maxMessageBytes + 64);
  }

  /** Both ends inclusive. `step` does it. */
  begin(from: number, to: number): void {
    this.next = Math.max(1, from);
    this.last = to;
    this.out.hold();
  }

  /** The connection is gone: the next one begins with what its counterparty asks for. */
  stop(): void {
    this.next = 0;
    this.out.release();
  }

  /** @returns true when there is more to do and the link takes it */
  step(nowMs: number): boolean {
    if (this.next === 0) return false;
    const isBlocked = !this.go(nowMs);
    if (this.next <= this.last) return !isBlocked;
    const heldFrom = this.out.release();
    this.next = 0;
    if (heldFrom === 0) return false;
    this.begin(heldFrom, this.store.nextOut - 1);
    return !isBlocked;
  }

  /** @returns false when the counterparty has too much unread */
  private go(nowMs: number): boolean {
    let fillFrom = 0;
    let left = STEP_MESSAGES;
    while (this.next <= this.last && left > 0 && this.out.waitingBytes < WAITING_BYTES) {
      const seq = this.next++;
      left--;
      if (!this.isSentAgain(seq)) {
        if (fillFrom === 0) fillFrom = seq;
        continue;
      }
      if (fillFrom > 0) this.out.gapFill(nowMs, fillFrom, seq);
      fillFrom = 0;
      this.out.again(nowMs, this.message, seq);
    }
    if (fillFrom > 0) this.out.gapFill(nowMs, fillFrom, this.next);
    return this.out.waitingBytes < WAITING_BYTES;
  }

  /** Leaves the message in `message`. */
  private isSentAgain(seq: number): boolean {
    const bytes = this.store.read(seq, this.bytes);
    if (bytes === 0 || this.message.parse(this.bytes, 0, bytes) !== Parsed.Ok) return false;
    return !isAdmin(this.message.type) && this.mayResend(this.message);
  }
}

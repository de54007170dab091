/** Answers a ResendRequest out of the store: application messages again, one gap fill for each run of others. */
import { FixMessage, Parsed } from '../codec/message.js';
import { isAdmin } from '../codec/tags.js';
import type { Settings } from './config.js';
import type { Outbound } from './outbound.js';
import type { SessionStore } from './store.js';

export class Resender {
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

  /** Both ends inclusive. */
  resend(nowMs: number, from: number, to: number): void {
    let fillFrom = 0;
    for (let seq = Math.max(1, from); seq <= to; seq++) {
      if (!this.isSentAgain(seq)) {
        if (fillFrom === 0) fillFrom = seq;
        continue;
      }
      if (fillFrom > 0) this.out.gapFill(nowMs, fillFrom, seq);
      fillFrom = 0;
      this.out.again(nowMs, this.message, seq);
    }
    if (fillFrom > 0) this.out.gapFill(nowMs, fillFrom, to + 1);
  }

  /** Leaves the message in `message`. */
  private isSentAgain(seq: number): boolean {
    const bytes = this.store.read(seq, this.bytes);
    if (bytes === 0 || this.message.parse(this.bytes, 0, bytes) !== Parsed.Ok) return false;
    return !isAdmin(this.message.type) && this.mayResend(this.message);
  }
}

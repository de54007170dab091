/**
 * What comes from sockets and HTTP waits here for its owner's turn, so that it is dealt with where the owner's mistakes are caught, and
 * not in an event of a socket, where they would end the thread. In order; used on one event loop.
 */
import type { Call, Dial } from './outside.js';

export class Inbox {
  private waiting: (() => void)[] = [];

  push(run: () => void): void {
    this.waiting.push(run);
  }

  /** Returns what there was to do. What throws ends the turn; the rest is of no more use to an owner that has failed. */
  work(): number {
    const { waiting } = this;
    if (waiting.length === 0) return 0;
    this.waiting = [];
    for (const run of waiting) run();
    return waiting.length;
  }

  call(call: Call): Call {
    return (request, answered) => call(request, (status, body) => this.push(() => answered(status, body)));
  }

  /** Bytes are copied: they are the socket's. */
  dial(dial: Dial): Dial {
    return (url, events) =>
      dial(url, {
        opened: () => this.push(() => events.opened()),
        received: (bytes, start, end) => {
          const copy = new Uint8Array(bytes.subarray(start, end));
          this.push(() => events.received(copy, 0, copy.length));
        },
        pinged: () => this.push(() => events.pinged()),
        closed: (why) => this.push(() => events.closed(why)),
      });
  }
}

/**
 * The numbered requests that the engine has not answered yet, in the order of their numbers. Decides what goes out
 * again after a reconnect or after the door was full, so that nothing is lost and nothing is sent twice.
 */
import type { ClientEncoder } from '../wire/client-encoder.js';
import type { OutputBuffer } from '../wire/output-buffer.js';

export interface Request {
  number: number;
  /** Writes itself; false when the frame is full. */
  readonly write: (encoder: ClientEncoder, out: OutputBuffer, number: number) => boolean;
  readonly fail: (error: Error) => void;
}

export class RequestQueue<R extends Request> {
  /** The number that the next new request gets. */
  next = 1;
  private readonly waiting: R[] = [];

  get size(): number {
    return this.waiting.length;
  }

  add(request: R): void {
    request.number = this.next++;
    this.waiting.push(request);
  }

  find(number: number): R | undefined {
    return this.waiting.find((request) => request.number === number);
  }

  /** Takes the request of this number out. */
  settle(number: number): R | undefined {
    const index = this.waiting.findIndex((request) => request.number === number);
    return index < 0 ? undefined : this.waiting.splice(index, 1)[0];
  }

  /**
   * After a logon: the engine expects `expected` next. Answers what must be sent (again), renumbered from there. What
   * stays below has reached the engine; its report comes with the resumed ones. Were numbers lost with an asynchronous
   * tail, `expected` is lower than anything waiting and all of it moves down.
   */
  resume(expected: number): R[] {
    const again = this.waiting.filter((request) => request.number >= expected);
    this.renumber(again, expected);
    return again;
  }

  /** Those that the engine has received but not answered. */
  received(expected: number): R[] {
    return this.waiting.filter((request) => request.number < expected);
  }

  /**
   * The engine turned message `number` away and expects the same number still. Answers the request, taken out, and those
   * sent after it, which the engine passes over: they move down by one and must be sent again.
   */
  turnAway(number: number): { refused: R | undefined; again: R[] } {
    const refused = this.settle(number);
    if (!refused) return { refused, again: [] };
    const again = this.waiting.filter((request) => request.number > number);
    this.renumber(again, number);
    return { refused, again };
  }

  takeAll(): R[] {
    return this.waiting.splice(0);
  }

  private renumber(requests: readonly R[], from: number): void {
    requests.forEach((request, i) => {
      request.number = from + i;
    });
    this.next = from + requests.length;
  }
}

/**
 * Times what a client waits for in here: from its numbered message taken in to the report that answers it handed to the
 * socket. One message at a time, because most of a busy gateway's would only say the same. On the gateway's thread, by its
 * clock alone; allocates nothing.
 */
import type { Histogram } from '../telemetry/histogram.js';
import type { Now } from './now.js';

const NS_PER_MS = 1e6;
/** An answer that is not there by then went to nobody: its connection is gone. */
const GIVE_UP_MS = 5_000;

const enum State {
  Free = 0,
  /** The message is in the lane. */
  Waiting = 1,
  /** Its report is in an outbox. */
  Answered = 2,
}

export class OrderTimer {
  private state = State.Free;
  private session = 0;
  private message = 0;
  /** When the message came in; typed, because a double in a field that also holds small integers is boxed. */
  private readonly startMs = new Float64Array(1);

  constructor(
    private readonly now: Now,
    private readonly times: Histogram,
  ) {}

  /** A numbered message has gone into the lane; `now` is when its frame came in. */
  takenIn(session: number, message: number): void {
    if (this.state !== State.Free && this.now.ms - this.startMs[0] < GIVE_UP_MS) return;
    this.state = State.Waiting;
    this.session = session;
    this.message = message;
    this.startMs[0] = this.now.ms;
  }

  /** A report of that session's message is about to be sent. */
  reported(session: number, message: number): void {
    if (this.state !== State.Waiting || message !== this.message || session !== this.session) return;
    this.state = State.Answered;
  }

  /** All outboxes were flushed. */
  flushed(): void {
    if (this.state !== State.Answered) return;
    this.state = State.Free;
    this.now.read();
    this.times.record((this.now.ms - this.startMs[0]) * NS_PER_MS);
  }
}

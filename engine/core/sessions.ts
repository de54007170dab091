/**
 * Sessions as the core knows them: who is logged on, how far their messages have come, and who has to be back by when.
 * Times are core time, seconds and nanoseconds in two columns.
 */
import { Reason } from '../../protocol/codes/reasons.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;

export class Sessions {
  readonly open: Uint8Array;
  readonly lastMessage: Uint32Array;
  /** 1 = the session is gone and its time runs. */
  readonly waiting: Uint8Array;
  readonly deadlineSeconds: Float64Array;
  readonly deadlineNanos: Int32Array;
  /** 1 = its time is over and its cancel-on-disconnect orders are being cancelled. */
  readonly due: Uint8Array;

  constructor(readonly capacity: number) {
    this.open = new Uint8Array(capacity);
    this.lastMessage = new Uint32Array(capacity);
    this.waiting = new Uint8Array(capacity);
    this.deadlineSeconds = new Float64Array(capacity);
    this.deadlineNanos = new Int32Array(capacity);
    this.due = new Uint8Array(capacity);
  }

  knows(session: number): boolean {
    return session > 0 && session < this.capacity;
  }

  /** May an order come from this session? 0 is none. Who is not there cannot be cut off: nothing would end the order. */
  admits(session: number, cancelOnDisconnect: boolean): Reason {
    if (session >= this.capacity) return Reason.UnknownSession;
    return cancelOnDisconnect && this.open[session] === 0 ? Reason.NotLoggedOn : None;
  }

  /** The message number is a word of the record; the column makes an unsigned number of it. */
  heard(session: number, message: number): void {
    if (message !== 0 && this.knows(session)) this.lastMessage[session] = message;
  }

  /** Of a session that is known; so for `closed`. */
  opened(session: number): void {
    this.open[session] = 1;
    this.waiting[session] = 0;
  }

  /** @param graceMs how long it has to come back, from the given core time */
  closed(session: number, seconds: number, nanos: number, graceMs: number): void {
    if (this.open[session] === 0) return;
    const nanosLater = nanos + (graceMs % 1_000) * 1e6;
    this.open[session] = 0;
    this.waiting[session] = 1;
    this.deadlineSeconds[session] = seconds + Math.floor(graceMs / 1_000) + Math.floor(nanosLater / 1e9);
    this.deadlineNanos[session] = nanosLater % 1e9;
  }

  /** The engine stopped without them logging off. */
  closeAll(seconds: number, nanos: number, graceMs: number): void {
    for (let session = 1; session < this.capacity; session++) this.closed(session, seconds, nanos, graceMs);
  }

  /** Marks as due whose time is over. True when there is one. */
  markDue(seconds: number, nanos: number): boolean {
    let any = false;
    for (let session = 1; session < this.capacity; session++) {
      if (this.waiting[session] === 0 || !this.over(session, seconds, nanos)) continue;
      this.waiting[session] = 0;
      this.due[session] = 1;
      any = true;
    }
    return any;
  }

  private over(session: number, seconds: number, nanos: number): boolean {
    const deadline = this.deadlineSeconds[session];
    return seconds > deadline || (seconds === deadline && nanos >= this.deadlineNanos[session]);
  }
}

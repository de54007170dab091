/** What of a recoverable flow is missing, what waits behind it, and what has been asked for. One request is out at a time, of no more messages than the exchange gives. */
import { EarlyMessages } from '../early-messages.js';

const EARLY_MESSAGES = 10_000;
const EARLY_BYTES = 8 << 20;

export class Recovery {
  /** Number of the message that is due. */
  nextIn = 1;
  /** Of the request that `shouldAsk` said is due. */
  from = 0;
  count = 0;
  private readonly early = new EarlyMessages(EARLY_MESSAGES, EARLY_BYTES);
  /** The flow is known to go up to here. */
  private knownNext = 1;
  private isAsking = false;
  private askedMs = 0;

  constructor(
    private readonly maxMessages: number,
    private readonly timeoutMs: number,
  ) {}

  /** Nothing is known to be missing. */
  get isComplete(): boolean {
    return this.nextIn >= this.knownNext;
  }

  begin(nextIn: number): void {
    this.nextIn = this.knownNext = nextIn;
    this.disconnected();
  }

  /** The next connection asks anew. */
  disconnected(): void {
    this.early.clear();
    this.isAsking = false;
  }

  /** @returns false when no more can wait */
  keep(seqNum: number, bytes: Buffer, start: number, end: number): boolean {
    return this.early.keep(seqNum, bytes, start, end);
  }

  /** The message that is due, if it came early. */
  takeEarly(): Buffer | undefined {
    return this.early.take(this.nextIn);
  }

  reaches(next: number): void {
    if (next > this.knownNext) this.knownNext = next;
    if (this.isAsking && this.nextIn >= this.from + this.count) this.isAsking = false;
  }

  /** @returns true: ask for `count` messages from `from` on, now */
  shouldAsk(nowMs: number): boolean {
    if (this.nextIn >= this.knownNext || (this.isAsking && nowMs - this.askedMs < this.timeoutMs))
      return false;
    const missing = Math.min(this.early.first(), this.knownNext) - this.nextIn;
    this.answered(this.nextIn, Math.min(missing, this.maxMessages), nowMs);
    this.isAsking = true;
    return true;
  }

  /** What the exchange says that will come, which may be less than was asked for. */
  answered(from: number, count: number, nowMs: number): void {
    this.from = from;
    this.count = count;
    this.askedMs = nowMs;
  }

  /** Nobody has what is missing: goes on with the first message that is here. @returns how many are lost */
  giveUp(): number {
    const next = Math.min(this.early.first(), this.knownNext);
    const lost = Math.max(0, next - this.nextIn);
    this.nextIn += lost;
    this.isAsking = false;
    return lost;
  }
}

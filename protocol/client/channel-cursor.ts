/**
 * Where one channel of market data stands: which message comes next, and what to do when it is another one. What is
 * missing is asked for; the answer begins with the next message and goes on without a hole to the newest, so whatever
 * comes before it is passed over. When no answer comes it is asked for again, then a snapshot.
 */
const PATIENCE_MS = 1_000;
const TRIES = 3;
/** Asks for a snapshot. */
const SNAPSHOT = 0;

export interface CursorHandlers {
  /** @param from number of the first message to be given again, 0 = a snapshot */
  ask(from: number): void;
  missed(expected: number, received: number): void;
}

const enum State {
  /** Nothing counts until a snapshot. */
  Waiting = 0,
  /** Pages of a snapshot come. */
  Loading = 1,
  Whole = 2,
  /** What is missing has been asked for. */
  Repairing = 3,
}

export class ChannelCursor {
  private state = State.Waiting;
  /** Of the last message taken. */
  private number = 0;
  /** The newest number seen while something is missing. */
  private newest = 0;
  /** How often the missing has been asked for. */
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly handlers: CursorHandlers) {}

  /** A snapshot is there and nothing is missing. */
  get whole(): boolean {
    return this.state === State.Whole;
  }

  /** Nothing counts until the next snapshot. */
  reset(): void {
    this.enter(State.Waiting, false);
  }

  /**
   * A snapshot that does not stand for the messages before it, as of trades: what was left out is asked for. Another
   * snapshot instead of an answer counts: what is missing then is kept no more.
   */
  resumes(number: number, gap: boolean): void {
    const isMissing = gap && this.whole && ((number - this.number) | 0) > 0;
    if (isMissing) this.missing(number);
    else this.snapshot(number, gap);
  }

  /** @param gap messages before it were left out. @param complete false = more pages of it follow */
  snapshot(number: number, gap: boolean, complete = true): void {
    if (gap && this.whole && number !== this.number) this.handlers.missed(next(this.number), number);
    this.number = number;
    this.enter(complete ? State.Whole : State.Loading, !complete);
  }

  /** A further page of a snapshot. False: it is passed over, and where one before it is missing all is asked for again. */
  page(number: number, follows: boolean, complete: boolean): boolean {
    if (this.state !== State.Loading) return false;
    const fits = follows && number === this.number;
    if (fits) this.enter(complete ? State.Whole : State.Loading, !complete);
    else this.askForSnapshot();
    return fits;
  }

  /** True: the message is the next one, and is to be applied. */
  takes(number: number): boolean {
    if (this.state === State.Waiting) return false;
    const ahead = (number - next(this.number)) | 0;
    if (ahead > 0) this.missing(number);
    if (ahead !== 0) return false;
    this.number = number;
    if (this.state === State.Repairing) this.enter(State.Whole, false);
    return true;
  }

  /** The same where every message tells all: one that is missing is told, and the newest stands. */
  jumps(number: number): boolean {
    const ahead = (number - next(this.number)) | 0;
    if (this.state === State.Waiting || ahead < 0) return false;
    if (ahead > 0) this.handlers.missed(next(this.number), number);
    this.number = number;
    return true;
  }

  private missing(number: number): void {
    if (this.state === State.Loading) return this.askForSnapshot();
    if (this.whole) this.handlers.missed(next(this.number), number);
    // Numbers that go back are the answer; when it does not begin with the next message, it has a hole itself.
    const ask = this.whole || ((number - this.newest) | 0) <= 0;
    this.newest = number;
    if (!ask) return;
    this.tries = 0;
    this.askForMissing();
  }

  private askForMissing(): void {
    this.tries++;
    this.enter(State.Repairing, true);
    this.handlers.ask(next(this.number));
  }

  private unanswered(): void {
    if (this.state === State.Repairing && this.tries < TRIES) this.askForMissing();
    else this.askForSnapshot();
  }

  private askForSnapshot(): void {
    this.enter(State.Waiting, true);
    this.handlers.ask(SNAPSHOT);
  }

  private enter(state: State, impatient: boolean): void {
    this.state = state;
    clearTimeout(this.timer);
    this.timer = impatient ? setTimeout(() => this.unanswered(), PATIENCE_MS) : undefined;
  }
}

const next = (number: number): number => (number + 1) >>> 0;

/**
 * A thread's control block in shared memory: how the main thread asks it to stop or to read its mail, and the
 * heartbeat by which the main thread sees that it is alive. A core or journal thread has no event loop while it runs,
 * so this block is the only way to reach it. Requests and heartbeat stand two cache lines apart: the one is written by
 * main and the other by the thread.
 */
import { Doorbell } from '../rings/doorbell.js';

const enum Word {
  Request = 0,
  Beat = 32,
}
const WORDS = 64;

const enum Request {
  Stop = 1,
  Mail = 2,
}

/** What travels to the thread. `bell` is the one it waits on. */
export interface ControlMemory {
  readonly block: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
}

export function createControl(bell: SharedArrayBuffer = Doorbell.create()): ControlMemory {
  return { block: new SharedArrayBuffer(WORDS * 4), bell };
}

/** The supervisor's side. */
export class ControlDesk {
  private readonly words: Int32Array;
  private readonly bell: Doorbell;

  constructor(memory: ControlMemory) {
    this.words = new Int32Array(memory.block);
    this.bell = new Doorbell(memory.bell);
  }

  /** The thread finishes its turn, closes its agents and returns. */
  requestStop(): void {
    Atomics.or(this.words, Word.Request, Request.Stop);
    this.bell.ring();
  }

  /** After a message was posted to the thread's port. */
  announceMail(): void {
    Atomics.or(this.words, Word.Request, Request.Mail);
    this.bell.ring();
  }

  /** Moves on with each turn, at least as often as the policy's longest park. Compare for difference only. */
  get beats(): number {
    return Atomics.load(this.words, Word.Beat);
  }
}

/** The thread's side; a runner asks it once a turn. */
export class Control {
  private readonly words: Int32Array;
  private beats = 0;

  /** @param readMail takes the messages out of the thread's port (`receiveMessageOnPort`) */
  constructor(
    memory: ControlMemory,
    private readonly readMail: () => void = () => {},
  ) {
    this.words = new Int32Array(memory.block);
  }

  /** Beats, reads mail if there is some, and says whether to go on. */
  goOn(): boolean {
    this.beats = (this.beats + 1) | 0;
    this.words[Word.Beat] = this.beats;
    const request = Atomics.load(this.words, Word.Request);
    return request === 0 || this.answer(request);
  }

  /** True when a request waits: the last look before a thread parks. */
  get wanted(): boolean {
    return Atomics.load(this.words, Word.Request) !== 0;
  }

  private answer(request: number): boolean {
    if ((request & Request.Mail) !== 0) {
      Atomics.and(this.words, Word.Request, ~Request.Mail);
      this.readMail();
    }
    return (Atomics.load(this.words, Word.Request) & Request.Stop) === 0;
  }
}

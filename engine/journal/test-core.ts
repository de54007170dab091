/**
 * A small deterministic state machine with the face of the core, for tests that need event groups of an exact length:
 * a command's quantity says how many events follow its echo, and a turn writes only a few of them.
 */
import { Cmd, CmdDouble, CommandKind } from '../../protocol/records/command.js';
import { EndDouble, EventKind } from '../../protocol/records/event.js';
import { Double, head, LAST_IN_GROUP, RECORD_WORDS } from '../../protocol/records/layout.js';
import type { BroadcastWriter } from '../rings/broadcast.js';
import type { ReplayCore } from './replay.js';

const TURN_RECORDS = 5;
const OUTCOME = 7 << 16;

export class TestCore implements ReplayCore {
  sequence = 0;
  /** Anything that depends on every command so far. */
  private digest = 0;
  private wanted = 0;
  private written = 0;

  constructor(private readonly events: BroadcastWriter) {}

  get pending(): boolean {
    return this.written < this.wanted;
  }

  /** Its commands have no terms. */
  stage(): void {}

  execute(i32: Int32Array, at: number): boolean {
    if (!this.events.room(1)) return false;
    const { events } = this;
    const to = events.claim();
    for (let word = 0; word < RECORD_WORDS; word++) events.i32[to + word] = i32[at + word];
    this.sequence += 1;
    this.digest = Math.imul(this.digest ^ i32[at + Cmd.Message], 0x01000193);
    this.wanted = events.f64[(to >> 1) + CmdDouble.QtyLots];
    this.written = 0;
    events.i32[to + Cmd.Flags] |= OUTCOME | (this.wanted === 0 ? LAST_IN_GROUP : 0);
    events.i32[to + Cmd.OrderSlot] = this.digest;
    events.f64[(to >> 1) + Double.Sequence] = this.sequence;
    this.continueWork();
    return true;
  }

  continueWork(): number {
    let done = 0;
    for (; this.pending && done < TURN_RECORDS && this.events.room(1); done++) this.event();
    return done;
  }

  stateHash(): string {
    return `${this.sequence}:${this.digest >>> 0}`;
  }

  saveImage(): Uint8Array {
    return new TextEncoder().encode(`${this.sequence} ${this.digest}`);
  }

  loadImage(image: Uint8Array): void {
    const [sequence, digest] = new TextDecoder().decode(image).split(' ');
    this.sequence = Number(sequence);
    this.digest = Number(digest);
  }

  private event(): void {
    const { events } = this;
    const to = events.claim();
    events.i32.fill(0, to, to + RECORD_WORDS);
    this.written += 1;
    events.i32[to] = head(EventKind.OrderEnded);
    events.i32[to + 1] = this.written | (this.pending ? 0 : LAST_IN_GROUP);
    events.f64[(to >> 1) + EndDouble.OpenLots] = this.digest * this.written;
    events.f64[(to >> 1) + Double.Sequence] = this.sequence;
  }
}

/** A core for a test, and the commands it gets. */
export interface Workload {
  make(events: BroadcastWriter): ReplayCore;
  /** Fills the words of the next command. */
  fill(random: () => number, i32: Int32Array, f64: Float64Array): void;
}

/** Commands with fewer than `maxEvents` events each. */
export function testWorkload(maxEvents: number): Workload {
  return {
    make: (events) => new TestCore(events),
    fill: (random, i32, f64) => fillTestCommand(i32, f64, random() * 1e6, Math.floor(random() * maxEvents)),
  };
}

export function fillTestCommand(i32: Int32Array, f64: Float64Array, message: number, events: number): void {
  i32[Cmd.Head] = head(CommandKind.NewOrder);
  i32[Cmd.Message] = message;
  f64[CmdDouble.QtyLots] = events;
}

/** Feeds commands to a core and publishes what it writes. */
export class CommandFeeder {
  private readonly i32 = new Int32Array(RECORD_WORDS);
  private readonly f64 = new Float64Array(this.i32.buffer);

  constructor(
    private readonly core: ReplayCore,
    private readonly events: BroadcastWriter,
  ) {}

  /** A command with `events` events behind its echo; false = no room. */
  send(message: number, events: number): boolean {
    return this.sendFilled((i32, f64) => fillTestCommand(i32, f64, message, events));
  }

  sendFilled(fill: (i32: Int32Array, f64: Float64Array) => void): boolean {
    this.i32.fill(0);
    fill(this.i32, this.f64);
    return this.core.execute(this.i32, 0) && this.publish();
  }

  turn(): void {
    this.core.continueWork();
    this.publish();
  }

  private publish(): boolean {
    this.events.publish();
    return true;
  }
}

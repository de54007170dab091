/**
 * Runs journaled commands through a core again and compares every record that it writes with the journaled one, byte
 * for byte. The core writes into a private ring; nothing leaves.
 *
 * A command with terms is executed when they have come: its echo waits for the record behind it.
 *
 * A batch may end inside an event group. The command is executed whole all the same: what the journal has of the group
 * must be the beginning of what the core writes, and `rest` gives what the crash kept from the disk.
 */
import { extensionOf, isExtended } from '../../protocol/records/command.js';
import { isCommand } from '../../protocol/records/event.js';
import { kindOf, RECORD_WORDS } from '../../protocol/records/layout.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';

/** What replay needs of a core; `Core` has it. */
export interface ReplayCore {
  /** The second record of the command that is taken next. */
  stage(i32: Int32Array, at: number): void;
  /** Takes one command record; false = no room in the ring, nothing done. */
  execute(i32: Int32Array, at: number): boolean;
  /** Goes on with work that did not fit into one turn; 0 = there was no room for it. */
  continueWork(): number;
  readonly pending: boolean;
  readonly sequence: number;
  stateHash(): string;
  saveImage(): Uint8Array;
  loadImage(image: Uint8Array): void;
}

/** A ring for a core that nobody else reads. */
export class PrivateRing {
  readonly writer: BroadcastWriter;
  readonly reader: BroadcastReader;

  constructor(slots = 1 << 13) {
    const memory = createBroadcast(slots, [Doorbell.create()], [0]);
    this.writer = new BroadcastWriter(memory);
    this.reader = new BroadcastReader(memory, 0);
  }
}

export class Replayer {
  /** Commands executed. */
  commands = 0;
  problem = '';
  private readonly i32 = new Int32Array(RECORD_WORDS);
  /** The echo of a command whose second record is still to come. */
  private readonly echo = new Int32Array(RECORD_WORDS);
  private waiting = false;

  constructor(
    readonly core: ReplayCore,
    private readonly ring: PrivateRing,
  ) {}

  /** One journaled record. False: the replay differs, see `problem`; the core is of no more use. */
  feed(i32: Int32Array, at: number): boolean {
    if (this.waiting) return this.feedTerms(i32, at);
    if (!this.produced()) {
      if (isExtended(i32, at)) return this.wait(i32, at);
      if (!this.begin(i32, at)) return false;
    }
    return this.compare(i32, at);
  }

  /** Hands over the records of the last command that the journal does not have. Returns how many. */
  rest(take: (i32: Int32Array, at: number) => void): number {
    let records = 0;
    for (; this.produced(); records++) {
      take(this.ring.reader.i32, this.ring.reader.offset(0));
      this.ring.reader.release(1);
    }
    return records;
  }

  private wait(i32: Int32Array, at: number): boolean {
    for (let word = 0; word < RECORD_WORDS; word++) this.echo[word] = i32[at + word];
    this.waiting = true;
    return true;
  }

  private feedTerms(i32: Int32Array, at: number): boolean {
    this.waiting = false;
    if (kindOf(i32[at]) !== extensionOf(kindOf(this.echo[0]))) {
      this.problem = `the journal has a record of kind ${kindOf(i32[at])} where the rest of a command belongs`;
      return false;
    }
    this.core.stage(i32, at);
    return this.begin(this.echo, 0) && this.compare(this.echo, 0) && this.compare(i32, at);
  }

  private compare(i32: Int32Array, at: number): boolean {
    const ours = this.ring.reader.offset(0);
    const same = equalRecords(this.ring.reader.i32, ours, i32, at);
    if (!same) this.problem = difference(this.ring.reader.i32, ours, i32, at);
    this.ring.reader.release(1);
    return same;
  }

  /** True when the core has written a record that was not compared yet. */
  private produced(): boolean {
    while (this.ring.reader.available(1) === 0) {
      if (!this.core.pending) return false;
      if (this.core.continueWork() === 0)
        throw new Error('the core cannot go on with its work; the private ring is too small for it');
      this.ring.writer.publish();
    }
    return true;
  }

  private begin(i32: Int32Array, at: number): boolean {
    if (!isCommand(kindOf(i32[at]))) {
      this.problem = `the journal has a record of kind ${kindOf(i32[at])} where the replay wrote none`;
      return false;
    }
    this.takeCommand(i32, at);
    if (!this.core.execute(this.i32, 0)) throw new Error('the private ring is too small for one command');
    this.ring.writer.publish();
    this.commands += 1;
    return this.produced() || this.nothing();
  }

  /** The command as it came: its echo without the outcome in the upper half of the flags word, and without sequence. */
  private takeCommand(i32: Int32Array, at: number): void {
    for (let word = 0; word < RECORD_WORDS; word++) this.i32[word] = i32[at + word];
    this.i32[1] &= 0xffff;
    this.i32[14] = 0;
    this.i32[15] = 0;
  }

  private nothing(): boolean {
    this.problem = 'the replay of a command wrote nothing';
    return false;
  }
}

function equalRecords(a: Int32Array, atA: number, b: Int32Array, atB: number): boolean {
  for (let word = 0; word < RECORD_WORDS; word++) if (a[atA + word] !== b[atB + word]) return false;
  return true;
}

function difference(ours: Int32Array, atOurs: number, theirs: Int32Array, at: number): string {
  return `the replay differs; journaled ${recordText(theirs, at)}, replayed ${recordText(ours, atOurs)}`;
}

function recordText(i32: Int32Array, at: number): string {
  const words = Array.from(i32.subarray(at, at + RECORD_WORDS), (word) => (word >>> 0).toString(16));
  return `[${words.join(' ')}]`;
}

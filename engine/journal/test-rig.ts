/** An engine around the journal for tests: core, event ring, journal and one reader behind it, in lock-step. */
import { indexOf, isCommand } from '../../protocol/records/event.js';
import { Double, kindOf, RECORD_WORDS } from '../../protocol/records/layout.js';
import {
  type BroadcastMemory,
  BroadcastReader,
  BroadcastWriter,
  createBroadcast,
} from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import type { JournalFiles } from './files.js';
import type { CoreLimits } from './format.js';
import { writeImage } from './image.js';
import { JournalAgent } from './journal-agent.js';
import { JournalReader } from './reader.js';
import { type Recovered, recover } from './recover.js';
import { PrivateRing, type ReplayCore } from './replay.js';
import { CommandFeeder, testWorkload, type Workload } from './test-core.js';
import { type Verified, verifyJournal } from './verify.js';

export const TEST_LIMITS: CoreLimits = {
  orders: 64,
  instruments: 4,
  accounts: 4,
  sessions: 4,
  levelChunks: 16,
  clientIdHistory: 8,
  positions: 32,
  tradeHistory: 8,
};

/** Of the private rings: small, because some tests make thousands of them. */
const RING_SLOTS = 256;

export interface RigOptions {
  readonly epoch?: number;
  readonly coreVersion?: number;
  readonly limits?: CoreLimits;
  readonly ringSlots?: number;
  readonly segmentBytes?: number;
  readonly batchRecords?: number;
  readonly workload?: Workload;
}

export class Rig {
  readonly recovered: Recovered;
  readonly core: ReplayCore;
  readonly journal: JournalAgent;
  readonly memory: BroadcastMemory;
  readonly lines: string[] = [];
  /** Sequence after recovery. */
  readonly startedAt: number;
  /** Text of every record that a reader behind the journal got, by its identity. */
  readonly released = new Map<string, string>();
  /** The same for every record that the core wrote. */
  readonly written = new Map<string, string>();
  private readonly feeder: CommandFeeder;
  private readonly workload: Workload;
  private readonly follower: BroadcastReader;
  private readonly observer: BroadcastReader;

  constructor(
    readonly files: JournalFiles,
    readonly options: RigOptions = {},
  ) {
    const ring = new PrivateRing(RING_SLOTS);
    this.workload = options.workload ?? testWorkload(12);
    const core = this.workload.make(ring.writer);
    const { epoch = 1, coreVersion = 1, limits = TEST_LIMITS } = options;
    const log = (line: string) => void this.lines.push(line);
    const common = { files, epoch, coreVersion, limits, durability: 'sync', log } as const;
    this.recovered = recover({ ...common, core, ring });
    this.memory = createBroadcast(
      options.ringSlots ?? 64,
      [Doorbell.create(), Doorbell.create(), Doorbell.create()],
      [0, 1, 2],
    );
    const events = new BroadcastWriter(this.memory);
    this.core = this.workload.make(events);
    this.core.loadImage(core.saveImage());
    this.feeder = new CommandFeeder(this.core, events);
    this.startedAt = this.core.sequence;
    const { batchRecords, segmentBytes } = options;
    this.journal = new JournalAgent({
      ...common,
      events: this.memory,
      start: this.recovered.position,
      batchRecords,
      segmentBytes,
    });
    this.follower = new BroadcastReader(this.memory, 1, 0);
    this.observer = new BroadcastReader(this.memory, 2);
  }

  /** False when the ring was full. */
  send(message: number, events: number): boolean {
    const sent = this.feeder.send(message, events);
    this.look();
    return sent;
  }

  sendFilled(fill: (i32: Int32Array, f64: Float64Array) => void): boolean {
    const sent = this.feeder.sendFilled(fill);
    this.look();
    return sent;
  }

  turn(): void {
    this.feeder.turn();
    this.look();
  }

  work(): number {
    const done = this.journal.doWork();
    collect(this.follower, this.released);
    return done;
  }

  /** Sends, works and turns in an order that `random` decides. */
  churn(random: () => number, steps: number, workload = this.workload): void {
    for (let step = 0; step < steps; step++) {
      const what = random();
      if (what < 0.3) this.work();
      else if (this.core.pending) this.turn();
      else this.sendFilled((i32, f64) => workload.fill(random, i32, f64));
    }
  }

  /** Everything written, journaled and read. */
  settle(): void {
    do {
      this.work();
      this.turn();
    } while (this.core.pending || this.journal.doWork() > 0);
    this.work();
  }

  stop(): void {
    this.settle();
    this.journal.close();
    writeImage(this.files, this.core, this.options.coreVersion ?? 1, this.journal.position());
  }

  private look(): void {
    collect(this.observer, this.written);
  }
}

/** Sends `commands` commands with up to three events each, journaled one batch a command. */
export function run(rig: Rig, commands: number): void {
  for (let i = 0; i < commands; i++) {
    rig.send(i + 1, i % 4);
    rig.settle();
  }
}

export function verify(files: JournalFiles, coreVersion = 1, workload = testWorkload(0)): Verified {
  return verifyJournal({ files, coreVersion, makeCore: () => freshCore(workload) });
}

export function freshCore(workload: Workload): { core: ReplayCore; ring: PrivateRing } {
  const ring = new PrivateRing(RING_SLOTS);
  return { core: workload.make(ring.writer), ring };
}

/** Every journaled record by its identity, through the journal's own reader. */
export function journaled(files: JournalFiles, fromSequence = 0): Map<string, string> {
  const reader = new JournalReader({ files, fromSequence });
  const records = new Map<string, string>();
  for (;;) {
    const got = reader.read(7);
    if (got === 0 && reader.atEnd) break;
    for (let i = 0; i < got; i++) keep(reader.i32, reader.f64, reader.offset(i), records);
  }
  reader.close();
  return records;
}

function collect(reader: BroadcastReader, into: Map<string, string>): void {
  const ready = reader.available(1 << 20);
  for (let i = 0; i < ready; i++) keep(reader.i32, reader.f64, reader.offset(i), into);
  reader.release(ready);
}

function keep(i32: Int32Array, f64: Float64Array, at: number, into: Map<string, string>): void {
  const index = isCommand(kindOf(i32[at])) ? 0 : indexOf(i32[at + 1]);
  const identity = `${f64[(at >> 1) + Double.Sequence]}-${index}`;
  into.set(identity, i32.subarray(at, at + RECORD_WORDS).join(' '));
}

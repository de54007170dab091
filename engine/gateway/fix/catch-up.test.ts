/**
 * From the journal to the ring without a gap and without a thing twice, wherever the two stand: a core that writes on, a journal behind
 * or ahead of what the ring shows, a ring that is let go because the door is late. Seeds are printed.
 */
import t from 'tap';
import { CommandKind } from '../../../protocol/records/command.js';
import { EventKind } from '../../../protocol/records/event.js';
import { Double, head, LAST_IN_GROUP, RECORD_WORDS, Word } from '../../../protocol/records/layout.js';
import { seeded } from '../../journal/test-simulated-files.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../../rings/broadcast.js';
import { Doorbell } from '../../rings/doorbell.js';
import { EventGroup } from '../../views/event-group.js';
import type { RecordSource } from '../journal-source.js';
import { CatchUp } from './catch-up.js';

const SLOTS = 64;
const RUNS = 200;
const seed = Number(process.env.CATCH_UP_SEED ?? Date.now() % 1_000_000);

/** Records one behind the other; gives away those up to `shown`. */
class Journal implements RecordSource {
  readonly i32 = new Int32Array(RECORD_WORDS * 100_000);
  readonly f64 = new Float64Array(this.i32.buffer);
  readonly atEnd = true;
  written = 0;
  shown = 0;
  private given = 0;
  private first = 0;

  read(max: number): number {
    this.first = this.given;
    this.given = Math.min(this.shown, this.given + max);
    return this.given - this.first;
  }

  offset(index: number): number {
    return (this.first + index) * RECORD_WORDS;
  }

  close(): void {}
}

function put(
  i32: Int32Array,
  f64: Float64Array,
  at: number,
  sequence: number,
  index: number,
  last: boolean,
): void {
  i32[at] = index === 0 ? head(CommandKind.NewOrder) : head(EventKind.Trade);
  i32[at + Word.Flags] = (index === 0 ? 0 : index) | (last ? LAST_IN_GROUP : 0);
  f64[(at >> 1) + Double.Sequence] = sequence;
}

function run(random: () => number): { came: string[]; wanted: string[] } {
  const bell = Doorbell.create();
  const memory = createBroadcast(SLOTS, [bell], { gating: [0] });
  const writer = new BroadcastWriter(memory);
  const ring = new BroadcastReader(memory, 0);
  const journal = new Journal();
  const group = new EventGroup();
  const came: string[] = [];
  const wanted: string[] = [];
  const some = (most: number) => Math.floor(random() * (most + 1));
  let sequence = 0;
  const write = (onRing: boolean) => {
    const records = 1 + some(4);
    if (onRing && !writer.room(records)) return;
    sequence++;
    for (let index = 0; index < records; index++) {
      const last = index === records - 1;
      put(journal.i32, journal.f64, journal.written++ * RECORD_WORDS, sequence, index, last);
      if (onRing) put(writer.i32, writer.f64, writer.claim(), sequence, index, last);
      wanted.push(`${sequence}-${index}`);
    }
    writer.publish();
  };
  for (let i = some(300); i > 0; i--) write(false);
  const apply = (i32: Int32Array, f64: Float64Array, at: number) => {
    group.enter(i32, f64, at);
    came.push(`${group.sequence}-${group.index}`);
    group.leave(i32, at);
  };
  const catchUp = new CatchUp(journal, ring, group, sequence, apply);
  for (let turn = 0; turn < 10_000 && !catchUp.isDone(); turn++) {
    const isBusy = turn < 200;
    for (let i = isBusy ? some(6) : 0; i > 0; i--) write(true);
    journal.shown = isBusy ? Math.min(journal.written, journal.shown + some(40)) : journal.written;
    catchUp.step();
  }
  for (let i = 0; i < 20; i++) write(true);
  while (ring.available(1) > 0) {
    apply(ring.i32, ring.f64, ring.offset(0));
    ring.release(1);
  }
  return { came, wanted };
}

t.test(`every record once and in order, seed ${seed}`, async (t) => {
  const random = seeded(seed);
  for (let i = 0; i < RUNS; i++) {
    const { came, wanted } = run(random);
    const same = came.length === wanted.length && came.every((each, at) => each === wanted[at]);
    if (!same) {
      const at = came.findIndex((each, index) => each !== wanted[index]);
      t.fail(`run ${i}: record ${at} of ${wanted.length} is ${came[at]}, not ${wanted[at]}`);
      return;
    }
  }
  t.pass(`${RUNS} runs`);
});

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { ControlDesk, createControl } from '../threads/control.js';
import { Random } from '../threads/random.js';
import { NodeFiles } from './node-files.js';
import type { JournalPosition } from './position.js';
import { recover } from './recover.js';
import { PrivateRing } from './replay.js';
import { CommandFeeder, TestCore } from './test-core.js';
import type { JournalThreadData } from './test-journal-thread.js';
import { journaled, TEST_LIMITS, verify } from './test-rig.js';

const LIVES = 8;
const PATIENCE_MS = 20_000;

t.test('a journal on its own thread has on disk what it released, however it ends', async (t) => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e6);
  t.comment(`SEED=${seed}`);
  const random = new Random(seed);
  const directory = t.testdir();
  const files = new NodeFiles(directory);
  let released = 0;
  for (let epoch = 1; epoch <= LIVES; epoch++) {
    const { core, start } = recovered(files, epoch);
    const bell = Doorbell.create();
    const events = createBroadcast(256, [bell, Doorbell.create()], {
      gating: [0, 1],
      behind: [undefined, 0],
    });
    const writer = new BroadcastWriter(events);
    const live = new TestCore(writer);
    live.loadImage(core.saveImage());
    const control = createControl(bell);
    const worker = startJournal({ directory, events, control, start, epoch });
    await once(worker, 'online');
    const follower = new BroadcastReader(events, 1);
    const feeder = new CommandFeeder(live, writer);
    const until = performance.now() + 40 + random.below(60);
    const patience = until + PATIENCE_MS;
    let last = 0;
    // A thread that shares the machine with many others may take longer to come to its first record.
    for (
      let message = 0;
      performance.now() < until || (last === 0 && performance.now() < patience);
      message++
    ) {
      if (live.pending) feeder.turn();
      else feeder.send(message, random.below(9));
      last = Math.max(last, lastReleased(follower));
      if (message % 64 === 0) await new Promise(setImmediate);
    }
    if (epoch === LIVES) {
      for (; live.pending; feeder.turn()) last = Math.max(last, lastReleased(follower));
      new ControlDesk(control).requestStop();
      const [position] = (await once(worker, 'message')) as [JournalPosition];
      t.equal(position.lastSequence, live.sequence);
    } else await worker.terminate();
    released = Math.max(released, last);
    const onDisk = Math.max(
      0,
      ...[...journaled(files).keys()].map((identity) => Number.parseInt(identity, 10)),
    );
    if (onDisk < last) t.fail(`sequence ${last} was released, but ${onDisk} is the last on disk`);
  }
  t.ok(released > 0, `${released} sequences released`);
  const { stateHash, recoveredStateHash, lastSequence } = verify(files);
  t.equal(stateHash, recoveredStateHash);
  t.ok(lastSequence >= released);
});

function recovered(files: NodeFiles, epoch: number): { core: TestCore; start: JournalPosition } {
  const ring = new PrivateRing();
  const core = new TestCore(ring.writer);
  const common = { epoch, coreVersion: 1, limits: TEST_LIMITS, durability: 'sync' } as const;
  const { position } = recover({ files, core, ring, ...common });
  return { core, start: position };
}

function startJournal(workerData: JournalThreadData): Worker {
  return new Worker(new URL('./test-journal-thread.js', import.meta.url), { workerData });
}

function lastReleased(follower: BroadcastReader): number {
  const ready = follower.available(1_000);
  if (ready === 0) return 0;
  const sequence = follower.f64[(follower.offset(ready - 1) >> 1) + 7];
  follower.release(ready);
  return sequence;
}

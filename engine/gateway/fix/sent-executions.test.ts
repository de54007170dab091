/** Reports found again in a store of sent messages, among heartbeats and reports that are not there any more; random stores, printed seed. */
import t from 'tap';
import { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import { MemoryStore } from '../../../protocol/fix/store/memory-store.js';
import { Random } from '../../threads/random.js';
import { Field, Type } from './fields.js';
import { SentExecutions } from './sent-executions.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const HEARTBEAT = 0x30;
t.comment(`seed ${SEED}`);

const IDENTITY = { beginString: 'FIX.4.4', senderCompId: 'US', targetCompId: 'THEM' };

/** Counts what it is asked for. */
class CountingStore extends MemoryStore {
  reads = 0;

  override read(seq: number, target: Uint8Array): number {
    this.reads++;
    return super.read(seq, target);
  }
}

function filled(random: Random, events: number) {
  const store = new CountingStore();
  const builder = new FixBuilder(IDENTITY, 1_024);
  const ids: string[] = [];
  const send = (type: number, id: string) => {
    const seq = store.nextOut;
    builder.begin(type, seq, 1_770_000_000_000);
    if (id !== '') builder.text(Field.ExecID, id);
    builder.finish();
    store.append(seq, builder.buffer, builder.start, builder.end);
  };
  let sequence = 0;
  for (let i = 0; i < events; i++) {
    for (let beats = random.below(4); beats > 0; beats--) send(HEARTBEAT, '');
    if (random.below(10) === 0) send(Type.ExecutionReport, '0');
    sequence += 1 + random.below(3);
    const index = 1 + random.below(5);
    for (const side of random.below(2) === 0 ? [1] : [1, 2]) {
      ids.push(`${sequence}-${index}-${side}`);
      send(Type.ExecutionReport, ids.at(-1)!);
    }
  }
  for (let beats = random.below(4); beats > 0; beats--) send(HEARTBEAT, '');
  return { store, ids };
}

const find = (sent: SentExecutions, id: string) => {
  const [sequence, index] = id.split('-').map(Number);
  const found = sent.find(sequence, index, id);
  return found?.text(found.find(Field.ExecID));
};

t.test('each by its id, and what was never sent', async (t) => {
  for (const events of [0, 1, 2, 7, 300]) {
    const { store, ids } = filled(new Random(SEED + events), events);
    const sent = new SentExecutions(store);
    t.same(
      ids.map((id) => find(sent, id)),
      ids,
      `${events} events`,
    );
    const known = new Set(ids);
    const others = Array.from({ length: 3 * events + 3 }, (_, i) => `${i}-3-2`).filter(
      (id) => !known.has(id),
    );
    t.same(
      others.filter((id) => find(sent, id) !== undefined),
      [],
    );
  }
});

t.test('a long store is not read through', async (t) => {
  const { store, ids } = filled(new Random(SEED), 5_000);
  const sent = new SentExecutions(store);
  store.reads = 0;
  t.equal(find(sent, ids[1_234]), ids[1_234]);
  t.ok(store.reads < 100, `${store.reads} reads of ${store.nextOut} messages`);
});

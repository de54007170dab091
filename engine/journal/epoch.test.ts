import t from 'tap';
import { EPOCH_FILE, nextEpoch } from './epoch.js';
import { Rig } from './test-rig.js';
import { SimulatedCrash, SimulatedFiles, seeded } from './test-simulated-files.js';

t.test('each start has the next number, also after a crash anywhere in writing it', async (t) => {
  const journal = new SimulatedFiles(seeded(1));
  for (let operations = 0; operations < 12; operations++) {
    let data = new SimulatedFiles(seeded(operations));
    let highest = nextEpoch(data, journal);
    data.operationsLeft = operations;
    try {
      highest = nextEpoch(data, journal);
    } catch (error) {
      t.ok((error as Error).cause instanceof SimulatedCrash);
    }
    data = data.restart('power cut');
    t.ok(nextEpoch(data, journal) > highest);
  }
});

t.test('a lost epoch file does not bring an old number back', async (t) => {
  const journal = new SimulatedFiles(seeded(1));
  new Rig(journal, { epoch: 41 });
  t.equal(nextEpoch(new SimulatedFiles(seeded(2)), journal), 42);
});

t.test('a damaged epoch file stops the start', async (t) => {
  const data = new SimulatedFiles(seeded(1));
  nextEpoch(data, data);
  data.contents(EPOCH_FILE)[0] ^= 1;
  t.throws(() => nextEpoch(data, data), { name: 'JournalDamage', message: /"epoch" is damaged/ });
});

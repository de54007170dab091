import t from 'tap';
import { JournalDamage } from './errors.js';
import { journaled, Rig, run, verify } from './test-rig.js';
import { SimulatedFiles, seeded } from './test-simulated-files.js';
import { listSegments } from './walk.js';

const files = new SimulatedFiles(seeded(1));
const rig = new Rig(files, { segmentBytes: 400 });
run(rig, 4);
const segments = listSegments(files);
const last = segments[segments.length - 1].name;
const whole = journaled(files);

/** Every byte is met, in two or three of its bits; a step of 1 takes half a minute of CPU. */
const STEP = 3;
/** Starts cost more than looks. */
const START_EVERY = 7 * STEP;

t.ok(segments.length > 2);

for (const { name, number } of segments) {
  t.test(`flipped bits of segment ${number} are found`, async (t) => {
    const bits = files.contents(name).length * 8;
    let tried = 0;
    let refused = 0;
    let cut = 0;
    for (let bit = 0; bit < bits; bit += STEP) {
      tried++;
      const disk = files.copy();
      disk.contents(name)[bit >> 3] ^= 1 << (bit & 7);
      if (isRefused(disk, bit)) refused++;
      else if (isCut(disk, bit)) cut++;
      else t.fail(`bit ${bit} of ${name} was accepted`);
    }
    t.equal(refused + cut, tried, `${refused} refused, ${cut} cut`);
    if (name !== last) t.equal(cut, 0, 'only the very last batch can pass for torn');
  });
}

/** Verify refuses, and so does a start. */
function isRefused(disk: SimulatedFiles, bit: number): boolean {
  try {
    verify(disk);
    return false;
  } catch (error) {
    if (!(error instanceof JournalDamage)) return false;
    return bit % START_EVERY !== 0 || startIsRefused(disk);
  }
}

function startIsRefused(disk: SimulatedFiles): boolean {
  try {
    new Rig(disk, { epoch: 2 });
    return false;
  } catch (error) {
    return error instanceof JournalDamage;
  }
}

/** The last batch passes for torn: it is reported and cut, and what is left is a beginning of what was there. */
function isCut(disk: SimulatedFiles, bit: number): boolean {
  const { torn } = verify(disk);
  if (torn === undefined) return false;
  if (bit % START_EVERY !== 0) return true;
  new Rig(disk, { epoch: 2 });
  const left = journaled(disk);
  return left.size < whole.size && [...left].every(([identity, record]) => whole.get(identity) === record);
}

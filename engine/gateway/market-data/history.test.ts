/** The ring of messages against a plain list of all that was ever kept. */
import * as fc from 'fast-check';
import t from 'tap';
import { OutputBuffer } from '../../../protocol/wire/output-buffer.js';
import { History, Trail } from './history.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${SEED}`);

const CHANNELS = 3;
const BYTES = 4_096;
const MOST = 1_024;

const messages = fc.array(
  fc.record({ channel: fc.nat({ max: CHANNELS - 1 }), words: fc.integer({ min: 8, max: 60 }) }),
  {
    minLength: 1,
    maxLength: 300,
  },
);

/** A message of so many pairs of words, all of them `mark`. */
function written(pairs: number, mark: number): OutputBuffer {
  const out = new OutputBuffer(1 << 10);
  const at = out.claim(pairs * 8);
  out.i32.fill(mark, at >> 2, (at >> 2) + pairs * 2);
  return out;
}

/** The channel's last `count` messages, by their marks; undefined = not to be had. */
function found(history: History, trail: Trail, count: number): number[][] | undefined {
  if (!history.find(trail, count)) return undefined;
  return Array.from({ length: count }, (_, i) => {
    const at = history.positions[i];
    const words = history.i32.subarray(at, at + (history.bytes[i] >> 2));
    return [words.length, ...new Set(words)];
  });
}

t.test('what is found is what was kept; what is not found is old, or too much', async (t) => {
  fc.assert(
    fc.property(messages, (run) => {
      const history = new History(BYTES, MOST);
      const trails = Array.from({ length: CHANNELS }, () => new Trail());
      const kept = trails.map((): number[][] => []);
      run.forEach(({ channel, words: pairs }, mark) => {
        history.keep(trails[channel], written(pairs, mark));
        kept[channel].push([pairs * 2, mark]);
      });
      // Everything in the last half of the ring must be there, whatever was passed over at its end.
      let bytesBehind = 0;
      const young = new Set<number>();
      for (let mark = run.length - 1; mark >= 0 && bytesBehind < BYTES / 2; mark--) {
        bytesBehind += run[mark].words * 8 + 8;
        if (bytesBehind < BYTES / 2) young.add(mark);
      }
      for (let channel = 0; channel < CHANNELS; channel++)
        for (let count = 1; count <= kept[channel].length + 1; count++) {
          const wanted = kept[channel].slice(-count);
          const answer = found(history, trails[channel], count);
          if (answer !== undefined && JSON.stringify(answer) !== JSON.stringify(wanted)) return false;
          if (count > kept[channel].length && answer !== undefined) return false;
          const bytes = wanted.reduce((sum, [words]) => sum + words * 4, 0);
          const due =
            count <= kept[channel].length && bytes <= MOST && wanted.every(([, mark]) => young.has(mark));
          if (due && answer === undefined) return false;
        }
      return true;
    }),
    { seed: SEED, numRuns: 200 },
  );
  t.pass('200 runs');
});

t.test('a message larger than the ring is not kept, and harms nothing', async (t) => {
  const history = new History(256, MOST);
  const trail = new Trail();
  history.keep(trail, written(8, 1));
  t.strictSame(found(history, trail, 1), [[16, 1]]);
  history.keep(trail, written(100, 2));
  t.equal(found(history, trail, 1), undefined);
  history.keep(trail, written(8, 3));
  t.strictSame(found(history, trail, 1), [[16, 3]]);
  t.equal(found(history, trail, 2), undefined, 'there is a hole before it');
});

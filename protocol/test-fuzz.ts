/**
 * Tries a parser on anything. Samples come from the room's corpus (`corpus.txt`: one a line in hex, `# what it is` above), as they are and then damaged at random, by a seed that is
 * printed. Each is parsed twice, with other bytes behind its end: a parser that looks beyond the end gives itself away by another result.
 */
import { readFileSync } from 'node:fs';
import type { Test } from 'tap';
import { seeded } from './fix/codec/test-random.js';

const ROUNDS = 20_000;
const BEHIND_BYTES = 64;

/**
 * What a parser makes of `bytes` from `start` to `end`, as text: fault, lengths, values. Throws only when it is broken.
 * @param isSound counts the samples that parse, so that a test sees that both kinds came
 */
export type Parse = (
  bytes: Buffer,
  start: number,
  end: number,
) => { readonly isSound: boolean; readonly result: string };

/** The corpus of a room, from the root of the tree. */
export function corpus(room: string): Buffer[] {
  return readFileSync(`${room}/corpus.txt`, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Buffer.from(line.replaceAll(' ', ''), 'hex'));
}

export function fuzz(t: Test, samples: readonly Buffer[], parse: Parse, rounds = ROUNDS): void {
  const random = seeded(t);
  let [sound, refused] = [0, 0];
  for (let round = 0; round < samples.length + rounds; round++) {
    const sample = samples[round % samples.length];
    const bytes = round < samples.length ? sample : damaged(sample, random);
    const [first, second] = [0x00, 0xff].map((behind) => parseAmong(bytes, behind, parse));
    if (first.result !== second.result)
      t.fail(`beyond the end: ${bytes.toString('hex')}: ${first.result} or ${second.result}`);
    if (first.isSound) sound++;
    else refused++;
  }
  t.ok(sound > 0 && refused > 0, `${sound} parsed, ${refused} refused`);
}

function parseAmong(bytes: Buffer, behind: number, parse: Parse) {
  const around = Buffer.alloc(bytes.length + 2 * BEHIND_BYTES, behind);
  bytes.copy(around, BEHIND_BYTES);
  try {
    return parse(around, BEHIND_BYTES, BEHIND_BYTES + bytes.length);
  } catch (error) {
    throw new Error(`on ${bytes.toString('hex')}`, { cause: error });
  }
}

/** Some bytes changed, and perhaps the end cut off or bytes added. */
function damaged(sample: Buffer, random: () => number): Buffer {
  const below = (bound: number) => Math.floor(random() * bound);
  const bytes =
    random() < 0.1 ? Buffer.concat([sample, Buffer.alloc(below(20), below(256))]) : Buffer.from(sample);
  for (let changes = below(4); changes > 0 && bytes.length > 0; changes--)
    bytes[below(bytes.length)] = random() < 0.3 ? [0, 0xff, 0x7f, 0x80][below(4)] : below(256);
  return random() < 0.2 ? bytes.subarray(0, below(bytes.length + 1)) : bytes;
}

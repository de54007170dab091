/** Lines A and B against the plain truth: what at least one of them has brought comes once and in order, and the rest is told as gaps. */
import t from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import { bytesPerRound, LIMIT_BYTES } from '../../../protocol/test-allocation.js';
import { ARBITER_DEFAULTS, type ArbiterOptions, LineArbiter } from './line-arbiter.js';

/** As long as nobody says `finish`. */
const NEVER = 1e12;
const REORDER = 3;

interface Sent {
  readonly line: number;
  readonly sequence: number;
}

/** Packets hold their number, so that a packet in another's place is seen. */
class Heard {
  readonly packets: number[] = [];
  readonly gaps: [from: number, count: number][] = [];
  readonly arbiter: LineArbiter;
  onPacket: (sequence: number) => void = () => {};

  constructor(options: Partial<ArbiterOptions> = {}) {
    this.arbiter = new LineArbiter(
      { ...ARBITER_DEFAULTS, fromSequence: 1, reorder: REORDER, holdMs: NEVER, ...options },
      {
        packet: (bytes, start, end, sequence) => {
          if (end - start !== 8 || bytes.readDoubleLE(start) !== sequence)
            throw new Error(`${sequence} is another packet`);
          this.packets.push(sequence);
          this.onPacket(sequence);
        },
        gap: (from, count) => this.gaps.push([from, count]),
      },
    );
  }

  bring({ line, sequence }: Sent, nowMs = 0): void {
    const bytes = Buffer.alloc(12);
    bytes.writeDoubleLE(sequence, 2);
    this.arbiter.tick(nowMs);
    this.arbiter.received(line, sequence, bytes, 2, 10);
  }

  /** Nothing comes any more. */
  finish(): void {
    for (let nowMs = 2 * NEVER; this.arbiter.hasGap; nowMs += 2 * NEVER) this.arbiter.tick(nowMs);
  }

  bringAll(line: number, ...sequences: number[]): this {
    for (const sequence of sequences) this.bring({ line, sequence });
    return this;
  }
}

/** A line that loses, repeats, and lets packets overtake each other by at most `REORDER`. */
function randomLine(line: number, count: number, random: () => number): Sent[] {
  const [loss, repetition] = [random() * 0.4, random() * 0.3];
  const keyed: { key: number; sequence: number }[] = [];
  for (let sequence = 1; sequence <= count; sequence++) {
    if (random() < loss) continue;
    const times = random() < repetition ? 2 : 1;
    for (let i = 0; i < times; i++) keyed.push({ key: sequence + random() * (REORDER + 0.99), sequence });
  }
  return keyed.sort((a, b) => a.key - b.key).map(({ sequence }) => ({ line, sequence }));
}

/** Both lines as they arrive, one of them ahead by as much as it likes. */
function merged(lines: Sent[][], random: () => number): Sent[] {
  const bias = random();
  const all: Sent[] = [];
  while (lines.some(({ length }) => length > 0)) {
    const line = lines[random() < bias ? 0 : 1];
    if (line.length > 0) all.push(line.shift()!);
  }
  return all;
}

const missing = (from: number, to: number, has: ReadonlySet<number>): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((sequence) => !has.has(sequence));

const inGaps = (gaps: readonly [number, number][]): number[] =>
  gaps.flatMap(([from, count]) => Array.from({ length: count }, (_, i) => from + i));

t.test('what one line has brought comes, once, in order; nothing else is told as missing', async (t) => {
  const random = seeded(t);
  for (let round = 0; round < 300; round++) {
    const heard = new Heard();
    const sent = [0, 1].map((line) => randomLine(line, 200, random));
    const perLine = sent.map((line) => line.map(({ sequence }) => sequence));
    for (const each of merged(sent, random)) heard.bring(each);
    heard.finish();
    const brought = new Set(perLine.flat());
    const wanted = [...brought].sort((a, b) => a - b);
    t.strictSame(heard.packets, wanted, `round ${round}`);
    t.strictSame(inGaps(heard.gaps), missing(1, wanted.at(-1) ?? 0, brought));
    heard.arbiter.lines.forEach((counters, line) => {
      const distinct = new Set(perLine[line]);
      const [low, high] = [Math.min(...distinct), Math.max(...distinct)];
      t.equal(counters.received, perLine[line].length);
      t.equal(counters.repeated, perLine[line].length - distinct.size);
      t.equal(counters.lost, distinct.size === 0 ? 0 : missing(low, high, distinct).length);
      t.equal(counters.late, 0);
    });
    const [a, b] = heard.arbiter.lines;
    t.equal(a.duplicates + b.duplicates, perLine.flat().length - wanted.length);
    if (!t.passing()) break;
  }
});

t.test('little room and little time: still in order, each once, and every number is told of', async (t) => {
  const random = seeded(t);
  for (let round = 0; round < 300; round++) {
    const heard = new Heard({ holdPackets: 8, holdMs: 5 });
    const all = merged(
      [0, 1].map((line) => randomLine(line, 300, random)),
      random,
    );
    let nowMs = 0;
    for (const each of all) {
      nowMs += random() < 0.1 ? random() * 6 : 0;
      heard.bring(each, nowMs);
      if (random() < 0.1) heard.arbiter.tick(nowMs);
    }
    heard.finish();
    const told = [...heard.packets, ...inGaps(heard.gaps)].sort((a, b) => a - b);
    t.strictSame(
      heard.packets,
      [...heard.packets].sort((a, b) => a - b),
    );
    t.strictSame(
      told,
      Array.from({ length: Math.max(0, ...told) }, (_, i) => i + 1),
      `round ${round}`,
    );
    if (!t.passing()) break;
  }
});

t.test('a gap is held open until both lines had their chance', async (t) => {
  const heard = new Heard().bringAll(0, 1, 2, 4, 5, 6, 7, 8, 9);
  t.strictSame([heard.packets, heard.gaps], [[1, 2], []], 'line B may have it');
  heard.bringAll(1, 1, 2, 3);
  t.strictSame(heard.packets, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  heard.bringAll(0, 11, 12, 13, 14, 15).bringAll(1, 11, 12, 13);
  t.strictSame(heard.gaps, []);
  heard.bringAll(1, 14);
  t.strictSame(heard.gaps, [[10, 1]]);
  t.equal(heard.packets.at(-1), 15);
  heard.bringAll(1, 10);
  t.equal(heard.arbiter.lines[1].late, 1, 'too late');
  t.equal(heard.packets.at(-1), 15);
});

t.test('no longer than its time', async (t) => {
  const heard = new Heard({ holdMs: 20 });
  heard.bring({ line: 0, sequence: 1 }, 100);
  heard.bring({ line: 0, sequence: 3 }, 105);
  heard.arbiter.tick(124);
  t.ok(heard.arbiter.hasGap);
  heard.arbiter.tick(125);
  t.strictSame([heard.packets, heard.gaps], [[1, 3], [[2, 1]]]);
});

t.test('a jump beyond all room, and a packet that is too long to be held', async (t) => {
  const heard = new Heard({ holdPackets: 8 }).bringAll(0, 1, 3, 1_000_000);
  t.strictSame(heard.packets, [1, 3, 1_000_000]);
  t.strictSame(heard.gaps, [
    [2, 1],
    [4, 999_996],
  ]);
  const long = Buffer.alloc(ARBITER_DEFAULTS.packetBytes + 1);
  heard.arbiter.received(0, 1_000_002, long, 0, long.length);
  t.equal(heard.arbiter.lines[0].tooLong, 1);
  t.notOk(heard.arbiter.hasGap);
});

t.test('begun anew, also while a packet is being given', async (t) => {
  const heard = new Heard({ fromSequence: 0 }).bringAll(0, 500, 501, 503, 504);
  heard.arbiter.reset(1);
  heard.bringAll(0, 1, 2).bringAll(1, 1, 2, 3);
  t.strictSame(heard.packets, [500, 501, 1, 2, 3]);
  t.strictSame(heard.gaps, [], 'what was missing before is nobody’s gap');
  heard.onPacket = (sequence) => {
    if (sequence === 5) heard.arbiter.reset(0);
  };
  heard.bringAll(0, 5, 6, 7).bringAll(1, 4);
  t.strictSame(heard.packets.slice(5), [4, 5], 'what was held went with the old numbers');
  heard.bringAll(1, 70);
  t.equal(heard.packets.at(-1), 70);
});

t.test('room that is no power of two is refused', async (t) => {
  t.throws(() => new Heard({ holdPackets: 100 }), RangeError);
});

t.test('nothing is made for a packet', async (t) => {
  const arbiter = new LineArbiter(ARBITER_DEFAULTS, { packet: () => {}, gap: () => {} });
  const bytes = Buffer.alloc(200);
  let sequence = 1;
  const least = bytesPerRound(() => {
    // One is missing on line A, comes later on line B, and both bring all others.
    arbiter.received(0, sequence, bytes, 0, 200);
    arbiter.received(0, sequence + 2, bytes, 0, 200);
    arbiter.received(1, sequence, bytes, 0, 200);
    arbiter.received(1, sequence + 1, bytes, 0, 200);
    arbiter.received(1, sequence + 2, bytes, 0, 200);
    sequence += 3;
  });
  t.ok(least <= LIMIT_BYTES, `${least} bytes`);
  t.equal(arbiter.gaps, 0);
});

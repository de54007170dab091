/**
 * Suite `adapters`, market data: from the bytes of a venue's message to the records on the market-data ring, next to JSON.parse into
 * objects and a dispatch into the very same books, in the same interleaved rounds. Both have to come to the same books and the same
 * number of records. On generated messages, or on recordings (`--recording FILE`). Then orders, in `orders.ts`.
 */
import { getHeapStatistics } from 'node:v8';
import { interleave } from '../kit/rounds.js';
import { median } from '../kit/statistics.js';
import { type BenchOptions, type BenchResult, result, type Suite } from '../kit/suite.js';
import { measureItch } from './adapters-itch.js';
import { measureLooped } from './adapters-looped.js';
import { OurSide } from './adapters-ours.js';
import { PeerSide } from './adapters-peer.js';
import { recordedTape } from './adapters-recorded.js';
import { digestOf, pass, type TapeSide } from './adapters-side.js';
import { generatedTapes, type Tape } from './adapters-tape.js';
import { measureOrders } from './orders.js';

const ROUNDS = 12;
const WARM_PASSES = 12;
const TURN_MS = 60;
const HEAP_WINDOWS = 15;

export const suite: Suite = {
  title:
    'Adapters: market data from a message to its records, orders from their event to their bytes, one thread',
  run: measure,
};

async function measure({ say, recordings = [] }: BenchOptions): Promise<BenchResult[]> {
  const tapes = recordings.length > 0 ? await Promise.all(recordings.map(recordedTape)) : generatedTapes();
  const results: BenchResult[] = [];
  for (const tape of tapes) results.push(...(await measureTape(tape, say)));
  const all = (end: string) => results.filter(({ name }) => name.endsWith(end)).map(({ value }) => value);
  return [
    ...results,
    result('vs_json_parse', Math.min(...all('_vs_json_parse')), 'times'),
    result(
      'bytes_per_message',
      Math.max(...all('_bytes_per_message').filter((_, i) => i % 2 === 0)),
      'bytes',
      false,
    ),
    ...measureItch(say),
    ...measureLooped(say),
    ...(await measureOrders(say)),
  ];
}

async function measureTape(tape: Tape, say: BenchOptions['say']): Promise<BenchResult[]> {
  const { name, entries, from } = tape;
  const [ours, peer] = [new OurSide(tape), new PeerSide(tape)];
  say(`${name}: ${entries.length - from} messages of ${Math.round(meanBytes(tape))} bytes`);
  for (let i = 0; i < WARM_PASSES; i++) for (const side of [ours, peer]) pass(side, tape);
  compare(ours, peer, name);
  const rounds = await interleave(
    ROUNDS,
    { ours: () => nanosPerMessage(ours, tape), peer: () => nanosPerMessage(peer, tape) },
    say,
  );
  compare(ours, peer, name);
  return [
    result(`${name}_ns`, rounds.median('ours'), 'ns', false),
    result(`peer_${name}_ns`, rounds.median('peer'), 'ns', false),
    result(`${name}_vs_json_parse`, rounds.ratio('peer', 'ours'), 'times'),
    result(`${name}_bytes_per_message`, bytesPerMessage(ours, tape), 'bytes', false),
    result(`peer_${name}_bytes_per_message`, bytesPerMessage(peer, tape), 'bytes', false),
  ];
}

/** Whole passes until the turn is over. */
function nanosPerMessage(side: TapeSide, tape: Tape): number {
  const start = performance.now();
  let seconds = 0;
  let messages = 0;
  do {
    seconds += pass(side, tape);
    messages += tape.entries.length - tape.from;
  } while (performance.now() - start < TURN_MS);
  return (seconds * 1e9) / messages;
}

/** By how much the heap grows with a message: the median of windows, each one part of a pass. */
function bytesPerMessage(side: TapeSide, { entries, from }: Tape): number {
  const windows: number[] = [];
  const step = Math.max(1, Math.floor((entries.length - from) / 4));
  for (let window = 0; window < HEAP_WINDOWS; window++) {
    side.begin();
    side.run(0, from);
    for (let at = from; at + step <= entries.length; at += step) {
      const before = getHeapStatistics().used_heap_size;
      side.run(at, at + step);
      windows.push((getHeapStatistics().used_heap_size - before) / step);
    }
  }
  return Math.max(0, median(windows));
}

function compare(ours: TapeSide, peer: TapeSide, name: string): void {
  const [a, b] = [digestOf(ours), digestOf(peer)];
  if (a !== b) throw new Error(`${name}: ours came to ${a}; the peer to ${b}`);
}

const meanBytes = ({ entries, from }: Tape): number =>
  entries.slice(from).reduce((sum, { bytes }) => sum + bytes.length, 0) / (entries.length - from);

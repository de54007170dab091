/**
 * Suite `fix`: parsing and building NewOrderSingle and ExecutionReport, beside npm's jspurefix in the same interleaved rounds.
 * Parsing is from a stream of bytes to the fields that an order gateway reads; building is from values to the bytes of
 * a whole message. Both sides have to read the same, and to build messages that the other can read.
 */
import { getHeapStatistics } from 'node:v8';
import { interleave } from '../kit/rounds.js';
import { median } from '../kit/statistics.js';
import { type BenchOptions, type BenchResult, result, type Suite } from '../kit/suite.js';
import { type OrderValues, streamOf, valuesOf } from './fix-messages.js';
import { OurFix } from './fix-ours.js';
import { PeerFix } from './fix-peer.js';

const ROUNDS = 30;
const MESSAGES = 1000;
const TURN_MS = 50;
const WARM_MS = 1_000;
const HEAP_WINDOWS = 40;
const HEAP_PASSES = 20;

export const suite: Suite = {
  title: 'FIX: parse and build NewOrderSingle and ExecutionReport, one thread',
  run: measure,
};

async function measure({ say }: BenchOptions): Promise<BenchResult[]> {
  const orders = Array.from({ length: MESSAGES }, (_, i) => valuesOf(i));
  const stream = streamOf(orders);
  const ours = new OurFix();
  const peer = await PeerFix.create();
  compare(ours, peer, stream, orders);
  const work = {
    parse: () => ours.parse(stream),
    validated: () => ours.parse(stream, true),
    build: () => ours.build(orders),
    peerParse: () => peer.parse(stream),
    peerBuild: () => peer.build(orders),
  };
  say('warming up');
  for (const each of Object.values(work)) rate(each, WARM_MS);
  const turns = Object.fromEntries(
    Object.entries(work).map(([name, each]) => [name, () => rate(each, TURN_MS)]),
  ) as Record<keyof typeof work, () => number>;
  const rounds = await interleave(ROUNDS, turns, say);
  const parseRatio = rounds.ratio('parse', 'peerParse');
  const buildRatio = rounds.ratio('build', 'peerBuild');
  const bytesPerParse = bytesPerMessage(work.parse);
  const bytesPerBuild = bytesPerMessage(work.build);
  return [
    result('parse_per_s', rounds.median('parse'), 'messages/s'),
    result('build_per_s', rounds.median('build'), 'messages/s'),
    result('validated_parse_per_s', rounds.median('validated'), 'messages/s'),
    result('peer_parse_per_s', rounds.median('peerParse'), 'messages/s'),
    result('peer_build_per_s', rounds.median('peerBuild'), 'messages/s'),
    result('parse_vs_jspurefix', parseRatio, 'times'),
    result('build_vs_jspurefix', buildRatio, 'times'),
    result('vs_jspurefix', Math.min(parseRatio, buildRatio), 'times'),
    result('parse_bytes_per_message', bytesPerParse, 'bytes', false),
    result('build_bytes_per_message', bytesPerBuild, 'bytes', false),
    result('bytes_per_message', Math.max(bytesPerParse, bytesPerBuild), 'bytes', false),
  ];
}

/** Whole passes until the time is over. @returns messages a second */
function rate(pass: () => number, forMs: number): number {
  const start = performance.now();
  let messages = 0;
  let elapsedMs = 0;
  while (elapsedMs < forMs) {
    pass();
    messages += MESSAGES;
    elapsedMs = performance.now() - start;
  }
  return (messages / elapsedMs) * 1000;
}

/** By how much the heap grows with a message: the median of windows. */
function bytesPerMessage(pass: () => number): number {
  const windows: number[] = [];
  for (let window = 0; window < HEAP_WINDOWS; window++) {
    const before = getHeapStatistics().used_heap_size;
    for (let i = 0; i < HEAP_PASSES; i++) pass();
    windows.push((getHeapStatistics().used_heap_size - before) / (HEAP_PASSES * MESSAGES));
  }
  return Math.max(0, median(windows));
}

function compare(ours: OurFix, peer: PeerFix, stream: Buffer, orders: readonly OrderValues[]): void {
  const read = [ours.parse(stream), ours.parse(stream, true), peer.parse(stream)];
  if (new Set(read).size !== 1) throw new Error(`the parsers read ${read.join(' and ')}`);
  if (ours.build(orders) !== stream.length) throw new Error('our builder does not build the stream');
  if (peer.build(orders) < stream.length) throw new Error('jspurefix builds less than the stream holds');
}

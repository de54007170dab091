/**
 * Suite `itch`: ITCH 5.0 from its bytes into order-by-order books, beside npm's nodejs-order-book, which gets the commands that the same messages tell of, in the same interleaved rounds. Each is a process of its own
 * that works while the other waits, and both have to be left with the flow's open orders, quantities and best prices.
 */
import { getHeapStatistics } from 'node:v8';
import { measuredFrom, passesOf, rateOf } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import { FlowProcess } from '../kit/flow-process.js';
import { onFlows, USUAL } from '../kit/flows.js';
import { interleave } from '../kit/rounds.js';
import { median } from '../kit/statistics.js';
import { type BenchOptions, type BenchResult, result, type Suite } from '../kit/suite.js';
import { ItchContender } from './itch-contender.js';

const MODULE = new URL('./book-process.js', import.meta.url);
const ROUNDS = 5;
const WARM_COMMANDS = 100_000;
const HEAP_PASSES = 10;
const HEAP_WINDOWS = 4;

export const suite: Suite = {
  title: 'ITCH 5.0 from its bytes into order-by-order books',
  run: (options) => onFlows(options, USUAL, measure),
};

async function measure(flow: OrderFlow, { say }: BenchOptions): Promise<BenchResult[]> {
  const [ours, peer] = ['itch', 'peer'].map((contender) => new FlowProcess(MODULE, { contender, flow }));
  const here = new ItchContender(flow);
  const perCommand = messagesPerCommand(here, flow);
  try {
    say(`warming up on ${flow.name}`);
    for (const each of [ours, peer]) await each.run({ passes: 1, atMost: WARM_COMMANDS });
    const often = passesOf(flow);
    const rounds = await interleave(
      ROUNDS,
      {
        ours: async () => rateOf(flow, await ours.run({ passes: often }), 'our books') * perCommand,
        peer: async () => rateOf(flow, await peer.run({ passes: 1 }), 'nodejs-order-book'),
      },
      say,
    );
    return [
      result('messages_per_s', rounds.median('ours'), 'messages/s'),
      result('message_ns', 1e9 / rounds.median('ours'), 'ns', false),
      result('peer_commands_per_s', rounds.median('peer'), 'commands/s'),
      result('vs_nodejs_order_book', rounds.ratio('ours', 'peer'), 'times'),
      result('bytes_per_message', bytesPerMessage(here, flow), 'bytes', false),
    ];
  } finally {
    for (const each of [ours, peer]) each.end();
  }
}

function messagesPerCommand({ tape }: ItchContender, flow: OrderFlow): number {
  const from = measuredFrom(flow);
  return (tape.counts[flow.count] - tape.counts[from]) / (flow.count - from);
}

/** By how much the heap grows with a message, less what looking at it costs: the median of windows, each one part of a pass. */
function bytesPerMessage(contender: ItchContender, flow: OrderFlow): number {
  const { counts } = contender.tape;
  const from = measuredFrom(flow);
  const step = Math.max(1, Math.floor((flow.count - from) / HEAP_WINDOWS));
  const windows: number[] = [];
  for (let pass = 0; pass < HEAP_PASSES; pass++) {
    contender.run(0, from);
    for (let at = from; at + step <= flow.count; at += step) {
      const before = heapBytes();
      const looking = heapBytes() - before;
      contender.run(at, at + step);
      windows.push((heapBytes() - before - 2 * looking) / (counts[at + step] - counts[at]));
    }
    contender.clear();
  }
  return Math.max(0, median(windows));
}

const heapBytes = (): number => getHeapStatistics().used_heap_size;

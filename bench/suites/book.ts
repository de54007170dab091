/**
 * Suite `book`: our bare book on an order flow, beside npm's nodejs-order-book and a bare array ladder, the ceiling, in
 * the same interleaved rounds. Each is a process of its own that works while the others wait. All three have to come to the
 * flow's expected trades, quantity, hash of all fills, refused cancels and book.
 */
import { passesOf, rateOf } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import { FlowProcess } from '../kit/flow-process.js';
import { onFlows, USUAL } from '../kit/flows.js';
import { interleave } from '../kit/rounds.js';
import { type BenchOptions, type BenchResult, result, type Suite } from '../kit/suite.js';

const MODULE = new URL('./book-process.js', import.meta.url);
const ROUNDS = 5;

export const suite: Suite = {
  title: 'the bare book on an order flow',
  run: (options) => onFlows(options, USUAL, measure),
};

async function measure(flow: OrderFlow, { say }: BenchOptions): Promise<BenchResult[]> {
  const all = ['ours', 'peer', 'ladder'].map((contender) => new FlowProcess(MODULE, { contender, flow }));
  try {
    const [ours, peer, ladder] = all;
    const turn = (process: FlowProcess, passes: number, who: string) => async () =>
      rateOf(flow, await process.run({ passes }), who);
    const often = passesOf(flow);
    const contenders = {
      ours: turn(ours, often, 'our book'),
      peer: turn(peer, 1, 'nodejs-order-book'),
      ladder: turn(ladder, often, 'the ladder'),
    };
    say(`warming up on ${flow.name}: a turn each`);
    for (const contender of Object.values(contenders)) await contender();
    const rounds = await interleave(ROUNDS, contenders, say);
    return [
      result('commands_per_s', rounds.median('ours'), 'commands/s'),
      result('peer_commands_per_s', rounds.median('peer'), 'commands/s'),
      result('vs_nodejs_order_book', rounds.ratio('ours', 'peer'), 'times'),
      result('ladder_commands_per_s', rounds.median('ladder'), 'commands/s'),
      result('share_of_ladder', rounds.ratio('ours', 'ladder'), 'times'),
    ];
  } finally {
    for (const each of all) each.end();
  }
}

/**
 * Which flows a suite runs on: the one of `--flow`, or two that are generated, one symbol and a hundred. The names of
 * results are the suite's own for the first flow and end in the number of symbols for the second.
 */
import { type OrderFlow, readFlow } from './flow.js';
import { generateFlow } from './flow-generator.js';
import type { BenchOptions, BenchResult } from './suite.js';

const COMMANDS = 200_000;
const SEED = 42;
const SYMBOLS = [1, 100] as const;

export type Measure = (flow: OrderFlow, options: BenchOptions) => Promise<BenchResult[]>;

export async function onFlows(options: BenchOptions, measure: Measure): Promise<BenchResult[]> {
  if (options.flow !== undefined) return measure(readFlow(options.flow), options);
  const results: BenchResult[] = [];
  for (const symbols of SYMBOLS) {
    options.say(`no --flow given: generating ${COMMANDS} commands on ${symbols} symbols, seed ${SEED}`);
    const flow = generateFlow({ commands: COMMANDS, symbols, seed: SEED });
    const suffix = symbols === SYMBOLS[0] ? '' : `_${symbols}_symbols`;
    for (const each of await measure(flow, options)) results.push({ ...each, name: each.name + suffix });
  }
  return results;
}

/**
 * Which flows a suite runs on: those of `--flow`, or generated ones, one symbol and a hundred. The names of results are
 * the suite's own for the first flow and end in what the flow is for the others.
 */
import { basename } from 'node:path';
import { FlowFlag, type OrderFlow, readFlow } from './flow.js';
import { type FlowShape, generateFlow } from './flow-generator.js';
import type { BenchOptions, BenchResult } from './suite.js';

/** As many as a busy instrument's day has: a book that keeps something of every order shows it. */
const COMMANDS = 1_000_000;
/** Orders a side. */
const DEPTH = 1_000;
const SEED = 42;

interface GeneratedFlow {
  readonly suffix: string;
  readonly shape: Pick<FlowShape, 'symbols' | 'depth'>;
}

export const USUAL: readonly GeneratedFlow[] = [
  { suffix: '', shape: { symbols: 1 } },
  { suffix: '_100_symbols', shape: { symbols: 100 } },
];

/** Much more than a market has: what grows with it shows. */
export const HUGE: readonly GeneratedFlow[] = [
  { suffix: '_1000000_orders', shape: { symbols: 1, depth: 500_000 } },
  { suffix: '_10000_symbols', shape: { symbols: 10_000, depth: 10 } },
];

/** Orders that rest before the measured part; with more of them npm's book does not come to an end. */
const MOST_FOR_PEER = 500_000;

/** @param first results of the first flow, to be held against; undefined for the first one itself */
export type Measure = (
  flow: OrderFlow,
  options: BenchOptions,
  first?: readonly BenchResult[],
) => Promise<BenchResult[]>;

/** One flow after the other: one that is huge would be in the way of the next. */
export async function onFlows(
  options: BenchOptions,
  usual: readonly GeneratedFlow[],
  measure: Measure,
): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  let first: BenchResult[] | undefined;
  for (const [suffix, make] of options.flows === undefined ? generate(usual, options) : read(options.flows)) {
    const own = await measure(make(), options, first);
    first ??= own;
    for (const each of own) results.push({ ...each, name: each.name + suffix });
  }
  return results;
}

export const hasPeer = ({ flags }: OrderFlow): boolean =>
  flags.reduce((resting, each) => resting + (each & FlowFlag.Prefill), 0) <= MOST_FOR_PEER;

/** The same one whenever it is asked for. */
export const generated = (shape: Pick<FlowShape, 'symbols' | 'depth'>): OrderFlow =>
  generateFlow({ commands: COMMANDS, seed: SEED, depth: DEPTH, ...shape });

type Named = readonly (readonly [suffix: string, make: () => OrderFlow])[];

function generate(flows: readonly GeneratedFlow[], { say }: BenchOptions): Named {
  return flows.map(({ suffix, shape }) => [
    suffix,
    () => {
      say(`no --flow given: generating ${COMMANDS} commands on ${shape.symbols} symbols, seed ${SEED}`);
      return generated(shape);
    },
  ]);
}

function read(paths: readonly string[]): Named {
  return paths.map((path, i) => [i === 0 ? '' : `_${basename(path, '.bin')}`, () => readFlow(path)]);
}

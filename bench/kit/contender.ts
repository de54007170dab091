/**
 * Who takes an order flow in a suite: our book, the peer's, the plain ladder. All read the same arrays, keep the same
 * tally in the timed part, and have to come to the same result.
 */
import { assertExpected, FlowFlag, type FlowResult, type OrderFlow } from './flow.js';

export interface FlowContender {
  /** Takes the flow's commands from one index up to another. */
  run(from: number, to: number): void;
  /** What the flow has come to so far. */
  result(): FlowResult;
  /** Empties books and tally for the next pass. */
  clear(): void;
}

export interface PassOrder {
  readonly passes: number;
  /** Stops after so many commands of the measured part: for warming up. */
  readonly atMost?: number;
}

/** Of the measured part of all passes together, and what the last pass came to. */
export interface PassDone {
  readonly seconds: number;
  readonly commands: number;
  readonly result: FlowResult;
}

/** Long enough that a turn's first moments, with another's data in the caches, weigh little: a third of a second and more. */
const COMMANDS_PER_TURN = 4_000_000;
const PASSES_PER_TURN = 20;

/** The measured part begins behind the last command that fills the books. */
export function measuredFrom(flow: OrderFlow): number {
  const from = 1 + flow.flags.findLastIndex((flags) => (flags & FlowFlag.Prefill) !== 0);
  if (from === flow.count) throw new Error(`${flow.name} has no command behind its prefill`);
  return from;
}

/** Over a flow, from empty books each time. The prefill is not timed. */
export function runPasses(
  contender: FlowContender,
  flow: OrderFlow,
  { passes, atMost }: PassOrder,
): PassDone {
  const begin = measuredFrom(flow);
  const end = Math.min(flow.count, begin + (atMost ?? flow.count));
  let ms = 0;
  let result: FlowResult | undefined;
  for (let pass = 0; pass < passes; pass++) {
    contender.run(0, begin);
    const startMs = performance.now();
    contender.run(begin, end);
    ms += performance.now() - startMs;
    result = contender.result();
    contender.clear();
  }
  return { seconds: ms / 1_000, commands: (end - begin) * passes, result: result! };
}

/** Commands a second, if the flow came to what it has to come to. */
export function rateOf(flow: OrderFlow, { seconds, commands, result }: PassDone, who: string): number {
  assertExpected(flow, result, who);
  return commands / seconds;
}

/** The fast go through a short flow several times in one turn of theirs. */
export const passesOf = (flow: OrderFlow): number =>
  Math.min(PASSES_PER_TURN, Math.ceil(COMMANDS_PER_TURN / flow.count));

/** What a benchmark suite is, what it gets and what it gives back. The names of results are a contract with their readers. */
export interface BenchResult {
  readonly name: string;
  /** For latencies the p50. */
  readonly value: number;
  readonly unit: string;
  readonly higher_is_better: boolean;
  readonly p50?: number;
  readonly p99?: number;
  readonly p999?: number;
  readonly max?: number;
}

export interface BenchOptions {
  /** Order-flow files (`OFL1`); without them a suite generates flows. */
  readonly flows?: readonly string[];
  /** Open-loop rates of suite `wire`, orders a second; without them it takes its own. */
  readonly ratesPerS?: readonly number[];
  /** Recorded sessions with venues, of suite `adapters`; without them it generates messages. */
  readonly recordings?: readonly string[];
  /** Progress for people, on stderr. */
  say(text: string): void;
}

export interface Suite {
  /** One line for the head of the table. */
  readonly title: string;
  run(options: BenchOptions): Promise<BenchResult[]>;
}

/** A rate, a ratio or a count. */
export function result(name: string, value: number, unit: string, higherIsBetter = true): BenchResult {
  return { name, value, unit, higher_is_better: higherIsBetter };
}

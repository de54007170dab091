/**
 * Named counters in shared memory. Main creates the blocks and hands them to the threads; the one writer of a block
 * counts with plain stores, and whoever serves `/metrics` reads them at any time. A cell is an aligned double, written
 * and read whole. Two cache lines of nothing before and behind the cells keep a writer's line its own.
 */
import { type BlockName, type CounterName, metricsOf } from './counter-table.js';

const PAD_DOUBLES = 16;

export type Labels = Readonly<Record<string, string>>;

/** What travels to another thread. `labels` tell blocks of the same name apart (one a strategy). */
export interface CounterMemory<B extends BlockName = BlockName> {
  readonly block: B;
  readonly labels: Labels;
  readonly memory: SharedArrayBuffer;
}

export function createCounters<B extends BlockName>(block: B, labels: Labels = {}): CounterMemory<B> {
  const cells = Object.keys(metricsOf(block)).length;
  return { block, labels, memory: new SharedArrayBuffer((cells + 2 * PAD_DOUBLES) * 8) };
}

/** One cell. Its writer holds it in a field and calls it from the hot path: no lookup, no allocation. */
export class Counter {
  constructor(
    private readonly cells: Float64Array,
    private readonly at: number,
  ) {}

  increment(): void {
    this.cells[this.at]++;
  }

  add(count: number): void {
    this.cells[this.at] += count;
  }

  /** For gauges. */
  set(value: number): void {
    this.cells[this.at] = value;
  }

  get value(): number {
    return this.cells[this.at];
  }
}

export class Counters<B extends BlockName> {
  private readonly cells: Float64Array;
  private readonly names: readonly string[];

  constructor(readonly source: CounterMemory<B>) {
    this.names = Object.keys(metricsOf(source.block));
    this.cells = new Float64Array(source.memory, PAD_DOUBLES * 8, this.names.length);
  }

  /** @throws RangeError the table has no such counter in this block */
  counter(name: CounterName<B>): Counter {
    const at = this.names.indexOf(name);
    if (at < 0) throw new RangeError(`block "${this.source.block}" has no counter "${name}"`);
    return new Counter(this.cells, at);
  }

  /** All values by name, for reports and tests. */
  read(): Record<CounterName<B>, number> {
    const values = this.names.map((name, at) => [name, this.cells[at]] as const);
    return Object.fromEntries(values) as Record<CounterName<B>, number>;
  }
}

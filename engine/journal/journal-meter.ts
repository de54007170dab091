/** What the journal counts and times, in shared memory; written by its thread alone, once a batch. */

import type { CounterName } from '../telemetry/counter-table.js';
import { type Counter, type CounterMemory, Counters, createCounters } from '../telemetry/counters.js';
import { createHistogram, Histogram, type HistogramMemory } from '../telemetry/histogram.js';

export interface JournalMeterMemory {
  readonly counters: CounterMemory<'journal'>;
  readonly write: HistogramMemory;
  readonly sync: HistogramMemory;
}

export function createJournalMeter(): JournalMeterMemory {
  return {
    counters: createCounters('journal'),
    write: createHistogram('journal_write'),
    sync: createHistogram('journal_sync'),
  };
}

export class JournalMeter {
  private readonly counters: Counters<'journal'>;
  private readonly records: Counter;
  private readonly bytes: Counter;
  private readonly batches: Counter;
  private readonly syncs: Counter;
  private readonly segments: Counter;
  private readonly lag: Counter;
  private readonly sequence: Counter;
  private readonly write: Histogram;
  private readonly sync: Histogram;

  constructor(memory: JournalMeterMemory) {
    const counters = new Counters(memory.counters);
    this.counters = counters;
    this.records = counters.counter('records');
    this.bytes = counters.counter('bytes');
    this.batches = counters.counter('batches');
    this.syncs = counters.counter('syncs');
    this.segments = counters.counter('segments');
    this.lag = counters.counter('lag_records');
    this.sequence = counters.counter('sequence');
    this.write = new Histogram(memory.write);
    this.sync = new Histogram(memory.sync);
  }

  segment(): void {
    this.segments.increment();
  }

  batch(records: number, bytes: number, lastSequence: number): void {
    this.records.add(records);
    this.bytes.add(bytes);
    this.batches.increment();
    this.syncs.increment();
    this.sequence.set(lastSequence);
  }

  times(writeMs: number, syncMs: number): void {
    this.write.record(writeMs * 1e6);
    this.sync.record(syncMs * 1e6);
  }

  waiting(records: number): void {
    this.lag.set(records);
  }

  read(): Record<CounterName<'journal'>, number> {
    return this.counters.read();
  }
}

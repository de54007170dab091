/** All counter blocks and histograms of the engine, made once by main: each thread writes its own, `/metrics` reads them all. */
import type { Registry } from './config/registry.js';
import { type CoreMeterMemory, createCoreMeter } from './core-meter.js';
import { createJournalMeter, type JournalMeterMemory } from './journal/journal-meter.js';
import { createVenueMeter, type VenueMeterMemory } from './street/venue-meter.js';
import { type CounterMemory, createCounters } from './telemetry/counters.js';
import { createHistogram, type HistogramMemory } from './telemetry/histogram.js';

export interface Meters {
  readonly core: CoreMeterMemory;
  readonly journal: JournalMeterMemory;
  readonly clock: CounterMemory<'clock'>;
  readonly gateway: CounterMemory<'gateway'>;
  readonly gatewayOrder: HistogramMemory;
  readonly fix: CounterMemory<'fix'>;
  readonly feed: CounterMemory<'feed'>;
  readonly fanout: CounterMemory<'fanout'>;
  readonly fanoutAppend: HistogramMemory;
  /** In the order of the configuration. */
  readonly strategies: readonly CounterMemory<'strategy'>[];
  readonly venues: readonly VenueMeterMemory[];
}

/** What `/metrics` shows. */
export interface Exposed {
  readonly counters: readonly CounterMemory[];
  readonly histograms: readonly HistogramMemory[];
}

export function createMeters({ strategies, venues }: Registry): Meters {
  return {
    core: createCoreMeter(),
    journal: createJournalMeter(),
    clock: createCounters('clock'),
    gateway: createCounters('gateway'),
    gatewayOrder: createHistogram('gateway_order'),
    fix: createCounters('fix'),
    feed: createCounters('feed'),
    fanout: createCounters('fanout'),
    fanoutAppend: createHistogram('fanout_append'),
    strategies: strategies.map(({ entry }) => createCounters('strategy', { strategy: entry.name })),
    venues: venues.map(({ entry }) => createVenueMeter(entry.name)),
  };
}

export function exposed({
  core,
  journal,
  clock,
  gateway,
  gatewayOrder,
  fix,
  feed,
  fanout,
  fanoutAppend,
  strategies,
  venues,
}: Meters): Exposed {
  return {
    counters: [
      core.counters,
      ...core.refusals,
      journal.counters,
      clock,
      gateway,
      fix,
      feed,
      fanout,
      ...strategies,
      ...venues.map(({ counters }) => counters),
    ],
    histograms: [
      core.turn,
      core.command,
      journal.write,
      journal.sync,
      gatewayOrder,
      fanoutAppend,
      ...venues.map(({ answers }) => answers),
    ],
  };
}

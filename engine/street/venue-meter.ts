/**
 * What `/metrics` shows of one venue: what its desk and its market data have counted, copied once a second by the thread that counts, and
 * the time that the venue takes to answer.
 */
import type { BookShow } from '../../adapters/kit/feed/book-show.js';
import type { SessionCounters } from '../../adapters/kit/feed/session-counters.js';
import type { Stopwatch } from '../../adapters/kit/orders/answer-times.js';
import type { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import { ChildStatus } from '../../protocol/codes/enums.js';
import type { CounterName } from '../telemetry/counter-table.js';
import { type CounterMemory, Counters, createCounters } from '../telemetry/counters.js';
import { createHistogram, Histogram, type HistogramMemory } from '../telemetry/histogram.js';
import type { Clock } from '../threads/agent.js';

export interface VenueMeterMemory {
  readonly counters: CounterMemory<'venue'>;
  readonly answers: HistogramMemory;
}

export const createVenueMeter = (venue: string): VenueMeterMemory => ({
  counters: createCounters('venue', { venue }),
  answers: createHistogram('venue_answer', { venue }),
});

/** Where the venue's prices come from. */
export interface MeteredMarket {
  readonly counters: SessionCounters;
  readonly feeds: readonly { readonly sync: { readonly gaps: number }; readonly show: BookShow }[];
  readonly links: readonly { readonly connections: number }[];
}

type Values = Readonly<Partial<Record<CounterName<'venue'>, number>>>;

export class VenueMeter {
  private readonly counters: Counters<'venue'>;
  private lastSeconds = 0;

  constructor(
    { counters }: VenueMeterMemory,
    private readonly desk: OrderDesk,
    private readonly market: MeteredMarket | undefined,
    private readonly clock: Clock,
  ) {
    this.counters = new Counters(counters);
  }

  doWork(): number {
    if (this.clock.seconds === this.lastSeconds) return 0;
    this.lastSeconds = this.clock.seconds;
    this.set(valuesOfDesk(this.desk));
    if (this.market !== undefined) this.set(valuesOfMarket(this.market));
    return 0;
  }

  private set(values: Values): void {
    for (const [name, value] of Object.entries(values))
      this.counters.counter(name as CounterName<'venue'>).set(value);
  }
}

export function stopwatchOf({ answers }: VenueMeterMemory): Stopwatch {
  const histogram = new Histogram(answers);
  return { nowMs: () => performance.now(), record: (ns) => histogram.record(ns) };
}

function valuesOfDesk({ counters, orders, state, haltedListings }: OrderDesk): Values {
  const all = [...orders];
  return {
    state,
    connects: counters.ups,
    orders: counters.orders,
    requests: counters.requests,
    mass_cancels: counters.massCancels,
    reports: counters.reports,
    executions: counters.fills,
    late_executions: counters.lateFills,
    rejects: counters.rejects,
    request_rejects: counters.requestRejects,
    unknown: counters.unknown,
    queries: counters.queries,
    duplicates: counters.duplicates,
    missed_executions: counters.gaps,
    foreign: counters.foreign,
    close_outs: counters.closeOuts,
    refused_reports: counters.refused,
    failures: counters.failures,
    open_orders: all.length,
    unknown_orders: all.filter(({ status }) => status === ChildStatus.Unknown).length,
    listings_halted: haltedListings,
  };
}

function valuesOfMarket({ counters, feeds, links }: MeteredMarket): Values {
  return {
    market_connects: sum(links.map(({ connections }) => connections)),
    market_messages: counters.messages,
    market_refused: counters.refused,
    book_gaps: sum(feeds.map(({ sync }) => sync.gaps)),
    book_snapshots: counters.snapshots,
    book_snapshots_useless: counters.uselessSnapshots,
    books_live: feeds.filter(({ show }) => show.isLive).length,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

/** What the feed counts. */
import { type Counter, type CounterMemory, Counters } from '../telemetry/counters.js';
import type { FeedRing } from './feed-ring.js';

export class FeedMeter {
  readonly records: Counter;
  readonly hung: Counter;
  private readonly marketData: Counter;
  private readonly orderEvents: Counter;
  private readonly lost: Counter;

  constructor(memory: CounterMemory<'feed'>) {
    const counters = new Counters(memory);
    this.records = counters.counter('records');
    this.hung = counters.counter('hung');
    this.marketData = counters.counter('market_data');
    this.orderEvents = counters.counter('order_events');
    this.lost = counters.counter('lost');
  }

  /** Takes over what a ring has counted since the last time. */
  take(ring: FeedRing): void {
    this.marketData.add(ring.marketData);
    this.orderEvents.add(ring.orderEvents);
    this.lost.add(ring.left);
    ring.marketData = ring.orderEvents = ring.left = 0;
  }
}

/**
 * One stream of a market's data: trades, level 1, level 2 of so many levels, level 3. Its messages are
 * numbered, and all who listen get the same bytes. A snapshot is for one of them and takes no number: it bears that of
 * the last message that is in it.
 */
import type { Channel } from '../../../protocol/codes/enums.js';
import { Trail } from './history.js';
import type { Market } from './market.js';
import type { Outlet } from './outlet.js';
import type { Subscription } from './subscription.js';

/** What every message begins with. */
interface Head {
  instrument: number;
  number: number;
  sequence: number;
  index: number;
  seconds: number;
  nanos: number;
}

export abstract class MarketChannel {
  abstract readonly kind: Channel;
  /** Of the last message. Wraps at 32 bits. */
  number = 0;
  readonly trail = new Trail();
  readonly subscriptions: Subscription[] = [];

  constructor(
    readonly market: Market,
    protected readonly outlet: Outlet,
  ) {}

  /** What has to do with the market is whole again: an event group has ended, or a venue's update. */
  abstract groupEnded(): void;

  /** The next part of a snapshot, for one. True: it was the last. Between groups only. */
  abstract snapshot(to: Subscription): boolean;

  /** The next message of the channel. */
  protected next(fields: Head): void {
    this.number = (this.number + 1) >>> 0;
    this.head(fields);
  }

  /** How the channel stands. */
  protected head(fields: Head): void {
    const { number, moment } = this.market;
    fields.instrument = number;
    fields.number = this.number;
    fields.sequence = moment.sequence;
    fields.index = moment.index;
    fields.seconds = moment.seconds;
    fields.nanos = moment.nanos;
  }
}

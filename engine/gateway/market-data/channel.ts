/**
 * One stream of an instrument's market data: trades, level 1, level 2 of so many levels, level 3. Its messages are
 * numbered, and all who listen get the same bytes. A snapshot is for one of them and takes no number: it bears that of
 * the last message that is in it.
 */
import type { Channel } from '../../../protocol/codes/enums.js';
import { Trail } from './history.js';
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
    readonly instrument: number,
    protected readonly outlet: Outlet,
  ) {}

  /** An event group that has to do with the instrument has ended. */
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
    const { group } = this.outlet;
    fields.instrument = this.instrument;
    fields.number = this.number;
    fields.sequence = group.sequence;
    fields.index = group.index;
    fields.seconds = group.seconds;
    fields.nanos = group.nanos;
  }
}

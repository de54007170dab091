/**
 * The prices that triggers and pegs look at: the last trade, the best displayed bid and offer that are no pegs
 * themselves, and what venues traded last, which arrives in commands.
 */
import { OrdType, Side, TriggerSource } from '../../../protocol/codes/enums.js';
import { NO_RANK, sideIndex } from '../../book/rank.js';
import { SOURCES } from '../../book/trigger-book.js';
import { TRIGGER_VENUES } from '../../risk/order-terms.js';
import { NO_PRICE } from '../../risk/price-collar.js';
import type { CoreState } from '../state.js';

/** Instead of a price. */
export { NO_PRICE };

const FIRST_VENUE = 3;

/** A trigger source as a number below SOURCES. */
export const sourceIndex = (source: number): number =>
  source >= TriggerSource.Venue ? FIRST_VENUE + source - TriggerSource.Venue : source - 1;

/** Last trades of venues, by instrument and venue. */
export class VenuePrices {
  readonly ticks: Int32Array;
  /** Above the number of every venue that has told a price. */
  private bound = 0;

  constructor(instruments: number) {
    this.ticks = new Int32Array(instruments * TRIGGER_VENUES).fill(NO_PRICE);
  }

  /** Sources that may have a price. */
  get sources(): number {
    return FIRST_VENUE + this.bound;
  }

  /** The prices have all been written. */
  restored(): void {
    this.bound = 0;
    for (let at = 0; at < this.ticks.length; at++)
      if (this.ticks[at] !== NO_PRICE) this.bound = Math.max(this.bound, 1 + (at % TRIGGER_VENUES));
  }

  get(instrument: number, venue: number): number {
    return this.ticks[instrument * TRIGGER_VENUES + venue];
  }
  set(instrument: number, venue: number, ticks: number): void {
    this.bound = Math.max(this.bound, venue + 1);
    this.ticks[instrument * TRIGGER_VENUES + venue] = ticks;
  }
}

export class References {
  constructor(private readonly state: CoreState) {}

  /** NO_PRICE while there is none. */
  of(instrument: number, source: number): number {
    if (source >= FIRST_VENUE && source < SOURCES)
      return this.state.venuePrices.get(instrument, source - FIRST_VENUE);
    if (source === TriggerSource.BestBid - 1) return this.best(instrument, Side.Buy);
    if (source === TriggerSource.BestOffer - 1) return this.best(instrument, Side.Sell);
    const { instruments } = this.state;
    return instruments.hasTraded(instrument) ? instruments.lastTicks(instrument) : NO_PRICE;
  }

  /** The best displayed price of a side that follows nobody. */
  best(instrument: number, side: Side): number {
    const { book, orders } = this.state;
    let slot = book.first(sideIndex(instrument, side), NO_RANK + 1);
    while (slot !== 0 && orders.ordType(slot) === OrdType.Pegged) slot = book.after(slot);
    return slot === 0 ? NO_PRICE : orders.priceTicks(slot);
  }
}

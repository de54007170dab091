/** What a venue tells besides its book, decoded: one of them a decoder, filled again for each message. */
import type { Side } from '../../../protocol/codes/enums.js';

export class MarketEvent {
  /** Of the taker; 0 = not told. */
  side: Side | 0 = 0;
  /** The venue's number of the trade, or of the update whose top it is. */
  id = 0;
  priceTicks = 0;
  qtyLots = 0;
  bidTicks = 0;
  askTicks = 0;
  bidLots = 0;
  askLots = 0;
  venueSeconds = 0;
  venueNanos = 0;

  setVenueMs(ms: number): void {
    this.venueSeconds = Math.floor(ms / 1_000);
    this.venueNanos = (ms - this.venueSeconds * 1_000) * 1_000_000;
  }
}

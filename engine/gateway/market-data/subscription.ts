/** One connection's interest in one channel. */
import { Side } from '../../../protocol/codes/enums.js';
import { NO_PRICE } from '../../views/depth.js';
import type { Connection } from '../connection.js';
import type { MarketChannel } from './channel.js';

export const enum Flow {
  /** Gets a snapshot at the next group's end. */
  WantsSnapshot = 0,
  /** A snapshot in pages is going out, with new messages between them. */
  Loading = 1,
  Live = 2,
  /** Reads too slowly, or asked for what is gone: messages are left out until it gets a snapshot. */
  Lagging = 3,
}

export class Subscription {
  flow = Flow.WantsSnapshot;
  /** The snapshot going out follows after messages that were left out. */
  gap = false;
  /** How far a snapshot in pages has come: pages sent, and the last level that was in them. */
  pages = 0;
  side = Side.Buy;
  priceTicks = NO_PRICE;

  constructor(
    readonly connection: Connection,
    readonly channel: MarketChannel,
  ) {}

  /** A snapshot is to go out, from its beginning. */
  begin(): void {
    this.gap = this.flow === Flow.Lagging;
    this.flow = Flow.Loading;
    this.pages = 0;
    this.side = Side.Buy;
    this.priceTicks = NO_PRICE;
  }
}

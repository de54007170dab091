/** An instrument at a venue, as the venue's own market data tells it: empty while that is not to be relied on. */
import type { VenueBook } from '../../../adapters/kit/book/venue-book.js';
import type { Side } from '../../../protocol/codes/enums.js';
import { StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import type { MarketStatusFields } from '../../../protocol/wire/market-status.js';
import { venueLevels } from '../../venue-data/venue-levels.js';
import type { LevelView } from '../../views/depth.js';
import type { Market } from './market.js';

/** Numbers of markets at venues begin above those of instruments. */
const VENUE_NUMBERS = 1 << 24;

export const marketNumber = (venue: number, instrument: number): number =>
  (venue + 1) * VENUE_NUMBERS + instrument;

export class VenueMarket implements Market {
  readonly number: number;
  /** Of the venue's last update or trade: its number for it, and when. */
  readonly moment = { sequence: 0, index: 0, seconds: 0, nanos: 0, open: false };
  lastTicks = 0;
  lastLots = 0;
  /** In the list of those that have changed. */
  changed = false;
  private reason = StatusReason.Disconnected;

  constructor(
    readonly venue: number,
    readonly instrument: number,
    readonly place: number,
    private readonly book: VenueBook,
  ) {
    this.number = marketNumber(venue, instrument);
  }

  get isLive(): boolean {
    return this.reason === StatusReason.None;
  }

  get status(): MarketStatusFields {
    const { number: instrument, reason, isLive } = this;
    const { seconds, nanos } = this.moment;
    const state = isLive ? VenueStatus.Live : VenueStatus.Stale;
    return { instrument, seconds, nanos, state, reason };
  }

  /** None: its book stands. False: it was so already. */
  becomes(reason: StatusReason): boolean {
    const isNew = reason !== this.reason;
    this.reason = reason;
    return isNew;
  }

  at(sequence: number, seconds: number, nanos: number): void {
    const { moment } = this;
    moment.sequence = sequence;
    moment.seconds = seconds;
    moment.nanos = nanos;
  }

  top(side: Side, max: number, into: LevelView): void {
    if (this.isLive) venueLevels(this.book, side, max, into);
    else into.count = 0;
  }
}

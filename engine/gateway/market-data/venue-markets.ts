/**
 * Markets at venues, read from the venues' market-data rings. Updates that have come together are shown together: who listens gets
 * the book as it is after them, and every trade.
 */
import type { VenueBook } from '../../../adapters/kit/book/venue-book.js';
import type { Side } from '../../../protocol/codes/enums.js';
import { StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import type { BroadcastMemory } from '../../rings/broadcast.js';
import {
  type BookRecord,
  type TradeRecord,
  type VenueDataListener,
  VenueDataReader,
} from '../../venue-data/venue-data-reader.js';
import { VenueMarket } from './venue-market.js';

/** A venue whose market data is shown. */
export interface VenueSource {
  readonly venue: number;
  /** Numbers of instruments. */
  readonly instruments: readonly number[];
  /** Levels a side that its books keep. */
  readonly levels: number;
  readonly memory: BroadcastMemory;
  readonly reader: number;
}

/** Who shows them. */
export interface MarketScreen {
  marketChanged(market: VenueMarket): void;
  marketTraded(market: VenueMarket, aggressor: Side | 0): void;
  marketStatus(market: VenueMarket): void;
}

/** Records of a venue in one turn: orders do not wait behind a whole book. */
const RECORDS_PER_TURN = 1 << 11;

export class VenueMarkets {
  private readonly venues: Venue[];
  private readonly byNumber = new Map<number, VenueMarket>();

  /** @param firstPlace of the first one among all markets */
  constructor(sources: readonly VenueSource[], firstPlace: number) {
    this.venues = sources.map(
      (source) => new Venue(source, () => firstPlace + this.byNumber.size, this.byNumber),
    );
  }

  get count(): number {
    return this.byNumber.size;
  }

  /** Those that any of them lists. */
  get instruments(): number[] {
    return [...new Set([...this.byNumber.values()].map(({ instrument }) => instrument))];
  }

  find(number: number): VenueMarket | undefined {
    return this.byNumber.get(number);
  }

  /** Of one instrument, at whichever venue lists it. */
  of(instrument: number): VenueMarket[] {
    return [...this.byNumber.values()].filter((market) => market.instrument === instrument);
  }

  /** Returns how many records were read. */
  doWork(screen: MarketScreen): number {
    let records = 0;
    for (let i = 0; i < this.venues.length; i++) records += this.venues[i].read(screen);
    return records;
  }
}

class Venue implements VenueDataListener {
  private readonly reader: VenueDataReader;
  private readonly markets: VenueMarket[] = [];
  private readonly changed: VenueMarket[] = [];
  private screen: MarketScreen | undefined;

  constructor(
    { venue, instruments, levels, memory, reader }: VenueSource,
    nextPlace: () => number,
    byNumber: Map<number, VenueMarket>,
  ) {
    this.reader = new VenueDataReader(memory, reader, instruments, levels, this);
    for (const instrument of instruments) {
      const market = new VenueMarket(venue, instrument, nextPlace(), this.reader.book(instrument));
      this.markets[instrument] = market;
      byNumber.set(market.number, market);
    }
  }

  read(screen: MarketScreen): number {
    this.screen = screen;
    const records = this.reader.read(RECORDS_PER_TURN);
    for (const market of this.changed) {
      market.changed = false;
      screen.marketChanged(market);
    }
    this.changed.length = 0;
    return records;
  }

  book(instrument: number, _: VenueBook, { updateId, seconds, nanos, isWhole }: BookRecord): void {
    const market = this.markets[instrument];
    market.at(updateId, seconds, nanos);
    if (isWhole) this.becomes(market, StatusReason.None);
    this.mark(market);
  }

  trade(instrument: number, trade: TradeRecord): void {
    const market = this.markets[instrument];
    market.at(trade.tradeId, trade.seconds, trade.nanos);
    market.lastTicks = trade.priceTicks;
    market.lastLots = trade.qtyLots;
    this.screen!.marketTraded(market, trade.side);
    this.mark(market);
  }

  /** It is live again with its book, which follows. */
  status(instrument: number, status: VenueStatus, reason: StatusReason): void {
    if (status !== VenueStatus.Live) this.becomes(this.markets[instrument], reason);
  }

  private becomes(market: VenueMarket, reason: StatusReason): void {
    if (!market.becomes(reason)) return;
    this.screen!.marketStatus(market);
    this.mark(market);
  }

  private mark(market: VenueMarket): void {
    if (market.changed) return;
    market.changed = true;
    this.changed.push(market);
  }
}

/** Says how the venues are: whether orders go there, how long they take to answer, and what each instrument costs there now. Asked over HTTP; changes nothing. */
import { Side } from '../../protocol/codes/enums.js';
import { formatFixed } from '../../protocol/fixed.js';
import type { Instrument } from '../../protocol/instrument.js';
import { VENUES } from '../../protocol/records/routing.js';
import { Histogram, type HistogramMemory } from '../telemetry/histogram.js';
import type { VenueBoard } from '../views/venue-board.js';

export interface VenueAnswer {
  readonly venue: string;
  /** `silent`: it has said nothing for too long. */
  readonly state: 'up' | 'down' | 'silent';
  /** From an order that leaves to the venue's first word of it, since the start; none before the first answer. */
  readonly answers?: { readonly count: number; readonly p50Micros: number; readonly p99Micros: number };
  readonly listings: readonly VenueListing[];
}

export interface VenueListing {
  readonly symbol: string;
  readonly state: 'trading' | 'halted';
  readonly bid?: VenuePrice;
  readonly offer?: VenuePrice;
}

export interface VenuePrice {
  readonly price: string;
  readonly quantity: string;
}

export class VenueDesk {
  /** @param names of venues by number, and their times to answer; holes where there is none */
  constructor(
    private readonly board: VenueBoard,
    private readonly instruments: readonly Instrument[],
    private readonly names: readonly (string | undefined)[],
    private readonly answers: readonly (HistogramMemory | undefined)[],
  ) {}

  all(): VenueAnswer[] {
    const numbers = Array.from({ length: VENUES }, (_, venue) => venue);
    return numbers.filter((venue) => this.names[venue] !== undefined).map((venue) => this.venue(venue));
  }

  private venue(venue: number): VenueAnswer {
    const times = this.timesOf(venue);
    return {
      venue: this.names[venue]!,
      state: this.stateOf(venue),
      ...(times !== undefined && { answers: times }),
      listings: this.instruments.flatMap((instrument) => this.listing(venue, instrument)),
    };
  }

  private stateOf(venue: number): VenueAnswer['state'] {
    const { venues, seconds } = this.board;
    if (!venues.isUp(venue)) return 'down';
    return venues.isAlive(venue, seconds) ? 'up' : 'silent';
  }

  private timesOf(venue: number): VenueAnswer['answers'] {
    const memory = this.answers[venue];
    if (memory === undefined) return undefined;
    const shot = new Histogram(memory).snapshot();
    if (shot.count === 0) return undefined;
    const micros = (percent: number): number => Math.round(shot.percentileNs(percent) / 1_000);
    return { count: shot.count, p50Micros: micros(50), p99Micros: micros(99) };
  }

  private listing(venue: number, instrument: Instrument): VenueListing[] {
    const { listings } = this.board;
    const row = listings.at(venue, instrument.id);
    if (!listings.isListed(row)) return [];
    const [bid, offer] = [this.best(row, Side.Buy, instrument), this.best(row, Side.Sell, instrument)];
    const state = listings.trades(row) ? 'trading' : 'halted';
    return [{ symbol: instrument.symbol, state, ...(bid && { bid }), ...(offer && { offer }) }];
  }

  private best(row: number, side: Side, instrument: Instrument): VenuePrice | undefined {
    const { listings } = this.board;
    const at = listings.levelAt(row, side);
    const lots = listings.levelLots[at];
    if (lots === 0) return undefined;
    const { tick, lot, priceScale, quantityScale } = instrument;
    return {
      price: formatFixed(listings.levelTicks[at] * tick, priceScale),
      quantity: formatFixed(lots * lot, quantityScale),
    };
  }
}

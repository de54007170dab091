/**
 * How an order would be split now: price by price, from the best after fees on, over our own book and the venues that have the
 * instrument, are alive and trade it. Equal prices: our own book first, then the venue with the lower number. Looks only; the
 * legs stand here until the next plan. Places are `Route`s: 0 our own book, n venue n - 1.
 */
import { Route } from '../../protocol/codes/enums.js';
import { VENUE_LEVELS, VENUES } from '../../protocol/records/routing.js';
import { ABOVE_ALL, NO_RANK, opposite, rankOf } from '../book/rank.js';
import type { Listings } from './listings.js';
import type { Venues } from './venues.js';

/** What a plan looks at: the core's own state, or what a reader of the events knows of it. */
export interface PlanSources {
  readonly seconds: number;
  readonly venues: Venues;
  readonly listings: Listings;
  /** Our own book matches orders now. */
  matches(instrument: number): boolean;
  /** In our own book, millionths. */
  takerRate(account: number, instrument: number): number;
  /** As `Book.nextLevel`: the best level of a side that is worse than `rank`. */
  nextLevel(instrument: number, side: number, rank: number, lots: Float64Array, at: number): number;
}

const PLACES = 1 + VENUES;
/** Levels that one plan looks at: what is left over is planned again when its legs are done. */
const MOST_LEVELS = 64;
const RATE_UNIT = 1_000_000;

export class Plan {
  /** What each place gets, and the worst price there. */
  readonly lots = new Float64Array(PLACES);
  readonly ticks = new Int32Array(PLACES);
  /** What no place would take. */
  readonly rest = new Float64Array(1);
  /** Where each place's next level is: its rank (`NO_RANK` = none), its lots, its position among a venue's levels. */
  private readonly rank = new Float64Array(PLACES);
  private readonly available = new Float64Array(PLACES);
  private readonly position = new Int32Array(PLACES);
  private readonly rate = new Int32Array(PLACES);
  /** Places that are there: our own book, and venues as far as there are some. */
  private places = 0;
  private instrument = 0;
  private makers = 0;

  constructor(private readonly sources: PlanSources) {}

  /**
   * @param limitRank worst rank among the makers that is taken
   * @param excluded bit n: place n is left out
   */
  make(
    instrument: number,
    side: number,
    limitRank: number,
    account: number,
    excluded: number,
    lots: Float64Array,
    at: number,
  ): void {
    this.begin(instrument, side, account, excluded);
    this.lots.fill(0);
    this.rest[0] = lots[at];
    for (let looked = 0; looked < MOST_LEVELS && this.rest[0] > 0; looked++) {
      const place = this.best();
      if (place < 0 || this.rank[place] < limitRank) break;
      this.take(place);
    }
    for (let place: number = Route.Venue; place < this.places; place++) this.fitToVenue(place);
  }

  /** The best price of all places, before fees, as a rank; `NO_RANK` = nobody has one. */
  bestRank(instrument: number, side: number): number {
    this.begin(instrument, side, 0, 0);
    let best: number = NO_RANK;
    for (let place = 0; place < this.places; place++) best = Math.max(best, this.rank[place]);
    return best;
  }

  /** A venue takes orders for the instrument now. */
  isOpen(venue: number, instrument: number): boolean {
    const { venues, listings, seconds } = this.sources;
    return venues.isAlive(venue, seconds) && listings.trades(listings.at(venue, instrument));
  }

  private begin(instrument: number, side: number, account: number, excluded: number): void {
    this.instrument = instrument;
    this.makers = opposite(side);
    this.places = Route.Venue + this.sources.venues.bound;
    for (let place = 0; place < this.places; place++) {
      this.rank[place] = NO_RANK;
      if ((excluded & (1 << place)) !== 0) continue;
      if (place === Route.OwnBook) this.beginOwn(account);
      else this.beginVenue(place);
    }
  }

  private beginOwn(account: number): void {
    if (!this.sources.matches(this.instrument)) return;
    this.rate[Route.OwnBook] = this.sources.takerRate(account, this.instrument);
    this.rank[Route.OwnBook] = ABOVE_ALL;
    this.nextOwn();
  }

  private beginVenue(place: number): void {
    const { listings } = this.sources;
    const venue = place - Route.Venue;
    if (!this.isOpen(venue, this.instrument)) return;
    this.rate[place] = listings.takerRate[listings.at(venue, this.instrument)];
    this.position[place] = -1;
    this.nextAtVenue(place);
  }

  private nextOwn(): void {
    this.rank[Route.OwnBook] = this.sources.nextLevel(
      this.instrument,
      this.makers,
      this.rank[Route.OwnBook],
      this.available,
      Route.OwnBook,
    );
  }

  /** Levels that have been used up by what was sent there are passed over. */
  private nextAtVenue(place: number): void {
    const { listings } = this.sources;
    const row = listings.at(place - Route.Venue, this.instrument);
    const first = listings.levelAt(row, this.makers);
    let position = this.position[place] + 1;
    while (position < VENUE_LEVELS && listings.levelLots[first + position] === 0) position++;
    this.position[place] = position;
    this.rank[place] = NO_RANK;
    if (position === VENUE_LEVELS) return;
    this.rank[place] = rankOf(this.makers, listings.levelTicks[first + position]);
    this.available[place] = listings.levelLots[first + position];
  }

  private best(): number {
    let best = -1;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < this.places; place++) {
      if (this.rank[place] === NO_RANK) continue;
      const rank = this.rank[place];
      const value = rank * RATE_UNIT - Math.abs(rank) * this.rate[place];
      if (value <= bestValue) continue;
      best = place;
      bestValue = value;
    }
    return best;
  }

  private take(place: number): void {
    const lots = Math.min(this.rest[0], this.available[place]);
    this.lots[place] += lots;
    this.rest[0] -= lots;
    this.ticks[place] = rankOf(this.makers, this.rank[place]);
    if (place === Route.OwnBook) this.nextOwn();
    else this.nextAtVenue(place);
  }

  /** Whole steps of the venue, and no less than its smallest order. */
  private fitToVenue(place: number): void {
    const { listings } = this.sources;
    const row = listings.at(place - Route.Venue, this.instrument);
    const wanted = this.lots[place];
    if (wanted === 0) return;
    const whole = wanted - (wanted % listings.stepLots[row]);
    this.lots[place] = whole < listings.minLots[row] ? 0 : whole;
    this.rest[0] += wanted - this.lots[place];
  }
}

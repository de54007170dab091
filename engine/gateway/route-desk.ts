/**
 * Says where a smart order would go now, and what all places together show: the same plan that the core makes, over what the
 * gateway knows of our own displayed book and the venues. Asked over HTTP; changes nothing.
 */
import { OrdType, Route, Side } from '../../protocol/codes/enums.js';
import { formatFixed, parseFixed } from '../../protocol/fixed.js';
import type { Instrument } from '../../protocol/instrument.js';
import { VENUE_LEVELS } from '../../protocol/records/routing.js';
import { ABOVE_ALL, NO_RANK, opposite, rankOf } from '../book/rank.js';
import { Plan } from '../routing/plan.js';
import type { VenueBoard } from '../views/venue-board.js';

export interface RouteQuestion {
  readonly symbol: string;
  readonly side: string;
  readonly quantity: string;
  /** Without one a market order. */
  readonly price?: string;
}

export interface RouteLeg {
  readonly at: string;
  /** The worst price that it has to reach there. */
  readonly price: string;
  readonly quantity: string;
  /** Of the place, of what is taken. */
  readonly takerFeeMillionths: number;
}

export interface RouteAnswer {
  readonly symbol: string;
  readonly side: string;
  readonly legs: readonly RouteLeg[];
  /** What no place would take now, and what becomes of it. */
  readonly rest: string;
  readonly restGoes: string;
  /** Venues that list it and are left out, with the reason. */
  readonly leftOut: readonly { readonly at: string; readonly why: string }[];
}

export interface ConsolidatedLevel {
  readonly at: string;
  readonly price: string;
  readonly quantity: string;
}

const LEVELS = 10;

export class RouteDesk {
  private readonly plan: Plan;
  private readonly lots = new Float64Array(1);
  private readonly level = new Float64Array(1);

  /** @param names of venues by number; holes where there is none */
  constructor(
    private readonly board: VenueBoard,
    private readonly instruments: readonly Instrument[],
    private readonly names: readonly (string | undefined)[],
  ) {
    this.plan = new Plan(board);
  }

  /** @throws RangeError what is wrong with the question */
  explain({ symbol, side: sideWord, quantity, price }: RouteQuestion): RouteAnswer {
    const instrument = this.instrument(symbol);
    const side = sideOf(sideWord);
    this.lots[0] = lotsOf(instrument, quantity);
    const makers = opposite(side);
    const limit = price === undefined ? NO_RANK + 1 : rankOf(makers, ticksOf(instrument, price));
    this.plan.make(instrument.id, side, limit, 0, 0, this.lots, 0);
    const legs: RouteLeg[] = [];
    for (let route = 0; route <= this.board.venues.bound; route++) {
      if (this.plan.lots[route] === 0) continue;
      legs.push({
        at: this.nameOf(route),
        price: priceText(instrument, this.plan.ticks[route]),
        quantity: quantityText(instrument, this.plan.lots[route]),
        takerFeeMillionths: this.rateOf(route, instrument),
      });
    }
    const ordType = price === undefined ? OrdType.Market : OrdType.Limit;
    return {
      symbol,
      side: sideWord,
      legs,
      rest: quantityText(instrument, this.plan.rest[0]),
      restGoes: this.plan.rest[0] === 0 ? 'nowhere' : this.restGoes(instrument, ordType),
      leftOut: this.leftOut(instrument),
    };
  }

  /** Levels of all places, best first, ten a side. @throws RangeError no such instrument */
  consolidated(symbol: string): { bids: ConsolidatedLevel[]; asks: ConsolidatedLevel[] } {
    const instrument = this.instrument(symbol);
    return { bids: this.side(instrument, Side.Buy), asks: this.side(instrument, Side.Sell) };
  }

  private side(instrument: Instrument, side: Side): ConsolidatedLevel[] {
    const found: { rank: number; lots: number; route: number }[] = [];
    let rank = ABOVE_ALL;
    for (let i = 0; i < LEVELS; i++) {
      rank = this.board.nextLevel(instrument.id, side, rank, this.level, 0);
      if (rank === NO_RANK) break;
      found.push({ rank, lots: this.level[0], route: Route.OwnBook });
    }
    const { bound } = this.board.venues;
    for (let venue = 0; venue < bound; venue++) found.push(...this.venueLevels(instrument.id, side, venue));
    return found
      .sort((a, b) => b.rank - a.rank || a.route - b.route)
      .slice(0, LEVELS)
      .map(({ rank: best, lots, route }) => ({
        at: this.nameOf(route),
        price: priceText(instrument, rankOf(side, best)),
        quantity: quantityText(instrument, lots),
      }));
  }

  private venueLevels(
    id: number,
    side: Side,
    venue: number,
  ): { rank: number; lots: number; route: number }[] {
    const { listings } = this.board;
    if (!this.plan.isOpen(venue, id)) return [];
    const first = listings.levelAt(listings.at(venue, id), side);
    const levels: { rank: number; lots: number; route: number }[] = [];
    for (let level = first; level < first + VENUE_LEVELS; level++)
      if (listings.levelLots[level] > 0)
        levels.push({
          rank: rankOf(side, listings.levelTicks[level]),
          lots: listings.levelLots[level],
          route: Route.Venue + venue,
        });
    return levels;
  }

  private leftOut({ id }: Instrument): { at: string; why: string }[] {
    const { venues, listings, seconds } = this.board;
    const out: { at: string; why: string }[] = [];
    for (let venue = 0; venue < venues.bound; venue++) {
      const row = listings.at(venue, id);
      if (!venues.knows(venue) || !listings.isListed(row) || this.plan.isOpen(venue, id)) continue;
      const why = !venues.isUp(venue)
        ? 'not connected, or being reconciled'
        : venues.isAlive(venue, seconds)
          ? 'halted there'
          : 'silent for too long';
      out.push({ at: this.nameOf(Route.Venue + venue), why });
    }
    return out;
  }

  private restGoes(instrument: Instrument, ordType: OrdType): string {
    if (ordType === OrdType.Market) return 'is cancelled';
    return this.board.matches(instrument.id)
      ? 'stands in our own book'
      : 'stands at the first venue that takes it';
  }

  private rateOf(route: number, { id }: Instrument): number {
    if (route === Route.OwnBook) return this.board.takerRate(0, id);
    return this.board.listings.takerRate[this.board.listings.at(route - Route.Venue, id)];
  }

  private nameOf(route: number): string {
    if (route === Route.OwnBook) return 'own book';
    return this.names[route - Route.Venue] ?? `venue${route - Route.Venue}`;
  }

  private instrument(symbol: string): Instrument {
    const found = this.instruments.find((each) => each.symbol === symbol);
    if (found === undefined) throw new RangeError(`no instrument "${symbol}"`);
    return found;
  }
}

function sideOf(word: string): Side {
  if (word === 'buy') return Side.Buy;
  if (word === 'sell') return Side.Sell;
  throw new RangeError(`side is buy or sell, not "${word}"`);
}

const lotsOf = ({ quantityScale, lot }: Instrument, text: string): number =>
  whole(parseFixed(text, quantityScale) / lot, 'quantity', text);
const ticksOf = ({ priceScale, tick }: Instrument, text: string): number =>
  whole(parseFixed(text, priceScale) / tick, 'price', text);

function whole(value: number, what: string, text: string): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new RangeError(`a ${what} of ${text} is no whole number of steps above zero`);
}

const priceText = ({ priceScale, tick }: Instrument, ticks: number): string =>
  formatFixed(ticks * tick, priceScale);
const quantityText = ({ quantityScale, lot }: Instrument, lots: number): string =>
  formatFixed(lots * lot, quantityScale);

/** Venues, what they list and their best prices, as a reader of the event ring knows them: what accepted commands have said. */
import { type Side, VenueStatus } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind } from '../../protocol/records/command.js';
import { byteA, byteB, byteC, kindOf } from '../../protocol/records/layout.js';
import { VENUE_LEVELS, VenueWord } from '../../protocol/records/routing.js';
import { Listings } from '../routing/listings.js';
import { Venues } from '../routing/venues.js';
import type { Depth, LevelView } from './depth.js';

export class VenueListings {
  readonly venues = new Venues();
  readonly listings: Listings;

  /** @param instruments how many there may be */
  constructor(instruments: number) {
    this.listings = new Listings(instruments);
  }

  /** @param at of a command's echo that was not refused */
  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    const { venues, listings } = this;
    const venue = byteA(i32[at]);
    switch (kindOf(i32[at])) {
      case CommandKind.DefineVenue:
        return venues.define(
          venue,
          i32[at + VenueWord.StreetAccount],
          byteB(i32[at]),
          i32[at + VenueWord.StaleSeconds],
        );
      case CommandKind.DefineListing:
        return listings.define(listings.at(venue, i32[at + Cmd.Instrument]), i32, f64, at);
      case CommandKind.VenueStatus:
        venues.heard(venue, i32[at + Cmd.Seconds] >>> 0);
        return this.becomes(venue, byteB(i32[at]));
      case CommandKind.VenueAttached:
        return this.becomes(venue, VenueStatus.Down);
      case CommandKind.VenueLevel:
        venues.heard(venue, i32[at + Cmd.Seconds] >>> 0);
        return listings.setLevel(
          listings.at(venue, i32[at + Cmd.Instrument]),
          byteB(i32[at]),
          byteC(i32[at]),
          i32[at + Cmd.PriceTicks],
          f64[(at >> 1) + CmdDouble.QtyLots],
        );
    }
  }

  /** Of what is listed there. */
  rowOf(venue: number, instrument: number): number {
    return this.listings.at(venue, instrument);
  }

  /** Whether orders for it can go there. */
  takesOrders(venue: number, instrument: number): boolean {
    return this.venues.isUp(venue) && this.listings.trades(this.rowOf(venue, instrument));
  }

  /** Its best levels, best first; none of what it does not trade. Orders are not known. */
  bookOf(venue: number): Pick<Depth, 'top'> {
    return { top: (instrument, side, max, into) => this.top(this.rowOf(venue, instrument), side, max, into) };
  }

  private top(row: number, side: Side, max: number, into: LevelView): void {
    const { listings } = this;
    const best = listings.levelAt(row, side);
    const most = listings.trades(row) ? Math.min(max, VENUE_LEVELS) : 0;
    let count = 0;
    for (; count < most && listings.levelLots[best + count] !== 0; count++) {
      into.priceTicks[count] = listings.levelTicks[best + count];
      into.lots[count] = listings.levelLots[best + count];
      into.orders[count] = 0;
    }
    into.count = count;
  }

  private becomes(venue: number, status: VenueStatus): void {
    this.venues.status[venue] = status;
    if (status === VenueStatus.Down) this.listings.forget(venue);
  }
}

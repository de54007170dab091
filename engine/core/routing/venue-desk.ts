/** What adapters and the engine's own door say of venues: that they are there, what they list, up or down, their prices. */
import {
  AccountKind,
  EndKind,
  ListingStatus,
  Side,
  VenueAbility,
  VenueStatus,
} from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CmdDouble } from '../../../protocol/records/command.js';
import { byteA, byteB, byteC } from '../../../protocol/records/layout.js';
import {
  Listing,
  ListingDouble,
  VENUE_LEVELS,
  VENUES,
  VenueWord,
} from '../../../protocol/records/routing.js';
import { NO_RANK } from '../../book/rank.js';
import { isRate } from '../../ledger/contracts.js';
import { isQuantity } from '../../risk/quantity-bounds.js';
import type { EventGroup } from '../event-group.js';
import type { CoreState } from '../state.js';
import { Only, type Sweep } from '../sweep.js';

export class VenueDesk {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly sweep: Sweep,
  ) {}

  /** Defined again, it keeps its status and what is at it. */
  defineVenue(i32: Int32Array, at: number): void {
    const { venues, accounts } = this.state;
    const venue = byteA(i32[at]);
    const street = i32[at + VenueWord.StreetAccount];
    if (venue >= VENUES) return this.group.refuse(Reason.UnknownVenue);
    if (!accounts.knows(street) || accounts.kind(street) !== AccountKind.Street)
      return this.group.refuse(Reason.UnknownAccount);
    const fits = (byteB(i32[at]) & ~VenueAbility.Replace) === 0 && i32[at + VenueWord.StaleSeconds] >= 0;
    if (!fits || (venues.open[venue] !== 0 && venues.street[venue] !== street))
      return this.group.refuse(Reason.FieldOutOfRange);
    venues.define(venue, street, byteB(i32[at]), i32[at + VenueWord.StaleSeconds]);
  }

  defineListing(i32: Int32Array, f64: Float64Array, at: number): void {
    const { listings, venues, instruments } = this.state;
    const venue = byteA(i32[at]);
    const instrument = i32[at + Cmd.Instrument];
    if (!venues.knows(venue)) return this.group.refuse(Reason.UnknownVenue);
    if (!instruments.knows(instrument)) return this.group.refuse(Reason.UnknownInstrument);
    if (!isListing(i32, f64, at)) return this.group.refuse(Reason.FieldOutOfRange);
    listings.define(listings.at(venue, instrument), i32, f64, at);
  }

  /** What is at a venue that is down is unknown until the adapter has asked for it. */
  venueStatus(i32: Int32Array, at: number): void {
    const { venues, listings, seconds } = this.state;
    const venue = byteA(i32[at]);
    const status: VenueStatus = byteB(i32[at]);
    if (!venues.knows(venue)) return this.group.refuse(Reason.UnknownVenue);
    if (status > VenueStatus.Up) return this.group.refuse(Reason.FieldOutOfRange);
    if (status === VenueStatus.Up && venues.unknown[venue] > 0)
      return this.group.refuse(Reason.UnknownOrdersRemain);
    venues.heard(venue, seconds);
    if (venues.status[venue] === status) return;
    venues.status[venue] = status;
    if (status === VenueStatus.Up) return;
    listings.forget(venue);
    if (venues.open[venue] > 0) this.unknown(venue, Only.AtVenue);
  }

  /** The adapter has begun: down, and told what the engine has open there. */
  attached(i32: Int32Array, at: number): void {
    const { venues, listings } = this.state;
    const venue = byteA(i32[at]);
    if (!venues.knows(venue)) return this.group.refuse(Reason.UnknownVenue);
    venues.status[venue] = VenueStatus.Down;
    listings.forget(venue);
    if (venues.open[venue] > 0) this.unknown(venue, Only.AtVenueAgain);
  }

  level(i32: Int32Array, f64: Float64Array, at: number): void {
    const { venues, listings, seconds } = this.state;
    const venue = byteA(i32[at]);
    const instrument = i32[at + Cmd.Instrument];
    if (!venues.knows(venue)) return this.group.refuse(Reason.UnknownVenue);
    const row = listings.at(venue, instrument);
    if (!this.state.instruments.knows(instrument) || !listings.isListed(row))
      return this.group.refuse(Reason.NotListedAtVenue);
    if (!isLevel(i32, f64, at)) return this.group.refuse(Reason.FieldOutOfRange);
    venues.heard(venue, seconds);
    const lots = f64[(at >> 1) + CmdDouble.QtyLots];
    listings.setLevel(row, byteB(i32[at]), byteC(i32[at]), i32[at + Cmd.PriceTicks], lots);
  }

  /** A new epoch: no venue is connected, and nobody knows what became of the orders there. */
  engineStarts(): void {
    const { venues, listings } = this.state;
    let open = 0;
    for (let venue = 0; venue < venues.bound; venue++) {
      if (!venues.knows(venue)) continue;
      venues.status[venue] = VenueStatus.Down;
      listings.forget(venue);
      open += venues.open[venue];
    }
    if (open > 0) this.unknown(ALL_VENUES, Only.AtVenue);
  }

  private unknown(venue: number, only: Only): void {
    this.sweep.begin(0, venue, 0, 0, only, EndKind.Cancelled, Reason.OutcomeUnknown);
  }
}

export const ALL_VENUES = VENUES;

function isListing(i32: Int32Array, f64: Float64Array, at: number): boolean {
  return (
    byteB(i32[at]) <= ListingStatus.Halted &&
    i32[at + Listing.StepTicks] > 0 &&
    isRate(i32[at + Listing.MakerRate]) &&
    isRate(i32[at + Listing.TakerRate]) &&
    isQuantity(f64, (at >> 1) + ListingDouble.MinLots) &&
    isQuantity(f64, (at >> 1) + ListingDouble.StepLots)
  );
}

function isLevel(i32: Int32Array, f64: Float64Array, at: number): boolean {
  const side = byteB(i32[at]);
  const lotsAt = (at >> 1) + CmdDouble.QtyLots;
  return (
    (side === Side.Buy || side === Side.Sell) &&
    byteC(i32[at]) < VENUE_LEVELS &&
    i32[at + Cmd.PriceTicks] > NO_RANK &&
    (f64[lotsAt] === 0 || isQuantity(f64, lotsAt))
  );
}

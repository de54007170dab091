/**
 * Venues, their listings and best prices as a reader of the event ring knows them, beside our own displayed book: what a plan needs
 * to say how an order would be split now. What was sent to a venue a moment ago is not taken off its levels here.
 */
import { TradingPhase, VenueStatus } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind, ContractWord, reasonOf } from '../../protocol/records/command.js';
import { EventKind, Phs } from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, byteC, kindOf } from '../../protocol/records/layout.js';
import { Listing, ListingDouble, VenueWord } from '../../protocol/records/routing.js';
import type { Limits } from '../config/limits.js';
import { Listings } from '../routing/listings.js';
import type { PlanSources } from '../routing/plan.js';
import { Venues } from '../routing/venues.js';
import type { Depth } from './depth.js';

export class VenueBoard implements PlanSources {
  seconds = 0;
  readonly venues = new Venues();
  readonly listings: Listings;
  private readonly phases: Uint8Array;
  private readonly takerRates: Int32Array;
  /** Of accounts that have rates of their own. */
  private readonly accountRates = new Map<number, number>();

  constructor(
    limits: Pick<Limits, 'instruments'>,
    private readonly depth: Depth,
  ) {
    this.listings = new Listings(limits.instruments);
    this.phases = new Uint8Array(limits.instruments).fill(TradingPhase.Continuous);
    this.takerRates = new Int32Array(limits.instruments);
  }

  matches(instrument: number): boolean {
    return this.phases[instrument] === TradingPhase.Continuous;
  }

  takerRate(account: number, instrument: number): number {
    return this.accountRates.get(account) ?? this.takerRates[instrument];
  }

  nextLevel(instrument: number, side: number, rank: number, lots: Float64Array, at: number): number {
    return this.depth.nextLevel(instrument, side, rank, lots, at);
  }

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case EventKind.PhaseChanged:
      case EventKind.ImagePhase:
        this.phases[i32[at + Phs.Instrument]] = byteA(i32[at]);
        return;
      case EventKind.ImageContract:
        this.takerRates[i32[at + Cmd.Instrument]] = i32[at + ContractWord.TakerRate];
        return;
    }
    if (kindOf(i32[at]) < EventKind.Trade && reasonOf(i32[at + Cmd.Flags]) === 0) this.command(i32, f64, at);
  }

  private command(i32: Int32Array, f64: Float64Array, at: number): void {
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
        return this.list(venue, i32, f64, at);
      case CommandKind.VenueStatus:
        venues.heard(venue, i32[at + Cmd.Seconds] >>> 0);
        venues.status[venue] = byteB(i32[at]);
        if (!venues.isUp(venue)) listings.forget(venue);
        return;
      case CommandKind.VenueAttached:
        venues.status[venue] = VenueStatus.Down;
        return listings.forget(venue);
      case CommandKind.VenueLevel:
        venues.heard(venue, i32[at + Cmd.Seconds] >>> 0);
        return listings.setLevel(
          listings.at(venue, i32[at + Cmd.Instrument]),
          byteB(i32[at]),
          byteC(i32[at]),
          i32[at + Cmd.PriceTicks],
          f64[(at >> 1) + CmdDouble.QtyLots],
        );
      case CommandKind.DefineContract:
        this.takerRates[i32[at + Cmd.Instrument]] = i32[at + ContractWord.TakerRate];
        return;
      case CommandKind.DefineAccount:
        return this.account(i32, at);
    }
  }

  private list(venue: number, i32: Int32Array, f64: Float64Array, at: number): void {
    const row = this.listings.at(venue, i32[at + Cmd.Instrument]);
    this.listings.status[row] = byteB(i32[at]);
    this.listings.stepTicks[row] = i32[at + Listing.StepTicks];
    this.listings.makerRate[row] = i32[at + Listing.MakerRate];
    this.listings.takerRate[row] = i32[at + Listing.TakerRate];
    this.listings.minLots[row] = f64[(at >> 1) + ListingDouble.MinLots];
    this.listings.stepLots[row] = f64[(at >> 1) + ListingDouble.StepLots];
  }

  private account(i32: Int32Array, at: number): void {
    const account = accountOf(i32[at + Cmd.Owner]);
    if (byteC(i32[at]) === 0) this.accountRates.delete(account);
    else this.accountRates.set(account, i32[at + ContractWord.TakerRate]);
  }
}

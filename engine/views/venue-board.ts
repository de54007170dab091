/**
 * Venues, their listings and best prices as a reader of the event ring knows them, beside our own displayed book: what a plan needs
 * to say how an order would be split now. What was sent to a venue a moment ago is not taken off its levels here.
 */
import { TradingPhase } from '../../protocol/codes/enums.js';
import { Cmd, CommandKind, ContractWord, reasonOf } from '../../protocol/records/command.js';
import { EventKind, Phs } from '../../protocol/records/event.js';
import { accountOf, byteA, byteC, kindOf } from '../../protocol/records/layout.js';
import type { Limits } from '../config/limits.js';
import type { Listings } from '../routing/listings.js';
import type { PlanSources } from '../routing/plan.js';
import type { Venues } from '../routing/venues.js';
import type { Depth } from './depth.js';
import { VenueListings } from './venue-listings.js';

export class VenueBoard implements PlanSources {
  seconds = 0;
  private readonly street: VenueListings;
  private readonly phases: Uint8Array;
  private readonly takerRates: Int32Array;
  /** Of accounts that have rates of their own. */
  private readonly accountRates = new Map<number, number>();

  constructor(
    limits: Pick<Limits, 'instruments'>,
    private readonly depth: Depth,
  ) {
    this.street = new VenueListings(limits.instruments);
    this.phases = new Uint8Array(limits.instruments).fill(TradingPhase.Continuous);
    this.takerRates = new Int32Array(limits.instruments);
  }

  get venues(): Venues {
    return this.street.venues;
  }

  get listings(): Listings {
    return this.street.listings;
  }

  takesOrders(venue: number, instrument: number): boolean {
    return this.street.takesOrders(venue, instrument);
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
    switch (kindOf(i32[at])) {
      case CommandKind.DefineContract:
        this.takerRates[i32[at + Cmd.Instrument]] = i32[at + ContractWord.TakerRate];
        return;
      case CommandKind.DefineAccount:
        return this.account(i32, at);
      default:
        this.street.apply(i32, f64, at);
    }
  }

  private account(i32: Int32Array, at: number): void {
    const account = accountOf(i32[at + Cmd.Owner]);
    if (byteC(i32[at]) === 0) this.accountRates.delete(account);
    else this.accountRates.set(account, i32[at + ContractWord.TakerRate]);
  }
}

/** What can be said against a routed order before it goes out: its place, and what can be asked for there. */
import {
  hasPrice,
  isForAuction,
  isStop,
  OrdType,
  Route,
  SelfTradePrevention,
  TimeInForce,
} from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CommandFlag, PREVENTION_MASK, PREVENTION_SHIFT } from '../../../protocol/records/command.js';
import { byteA, byteB, byteC } from '../../../protocol/records/layout.js';
import { Terms, TermsDouble } from '../../../protocol/records/order-terms.js';
import { VENUES } from '../../../protocol/records/routing.js';
import { opposite, rankOf } from '../../book/rank.js';
import type { TermsRecord } from '../../risk/order-terms.js';
import type { Plan } from '../../routing/plan.js';
import type { CoreState } from '../state.js';

export class RouteAdmission {
  constructor(
    private readonly state: CoreState,
    private readonly plan: Plan,
  ) {}

  /** The NewOrder at `at`, which the gate let pass. */
  admit(i32: Int32Array, at: number, terms: TermsRecord): Reason {
    const route = terms.i32[Terms.Route];
    if (!isRoutable(i32[at], terms)) return Reason.NotRoutable;
    const flags = i32[at + Cmd.Flags];
    const fits = route === Route.Smart ? fitsSmart(i32[at], flags) : fitsVenue(flags, terms);
    if (!fits) return Reason.NotRoutable;
    if (route !== Route.Smart) return this.admitVenue(route - Route.Venue, i32, at);
    const takes = (flags & CommandFlag.PostOnly) !== 0 && this.wouldTake(i32, at);
    return takes ? Reason.PostOnlyWouldTake : Reason.None;
  }

  /** A stop is sent when it is triggered, and its venue has to be there only then. */
  private admitVenue(venue: number, i32: Int32Array, at: number): Reason {
    const { venues, listings } = this.state;
    const instrument = i32[at + Cmd.Instrument];
    if (venue < 0 || venue >= VENUES || !venues.knows(venue)) return Reason.UnknownVenue;
    const row = listings.at(venue, instrument);
    if (!listings.isListed(row)) return Reason.NotListedAtVenue;
    if (hasPrice(byteB(i32[at])) && i32[at + Cmd.PriceTicks] % listings.stepTicks[row] !== 0)
      return Reason.PriceOffTick;
    if (isStop(byteB(i32[at])) || this.plan.isOpen(venue, instrument)) return Reason.None;
    return venues.isUp(venue) && !listings.trades(row) ? Reason.InstrumentHalted : Reason.VenueDown;
  }

  private wouldTake(i32: Int32Array, at: number): boolean {
    const side = byteA(i32[at]);
    const best = this.plan.bestRank(i32[at + Cmd.Instrument], side);
    return best >= rankOf(opposite(side), i32[at + Cmd.PriceTicks]);
  }
}

/** Limit and market orders, at once or when their trigger is reached, alone and whole. */
function isRoutable(headWord: number, { i32, f64 }: TermsRecord): boolean {
  const ordType = byteB(headWord);
  const type = ordType === OrdType.Limit || ordType === OrdType.Market || isStop(ordType);
  const alone = byteC(i32[Terms.Head]) === 0 && byteB(i32[Terms.Head]) === 0;
  const whole = f64[TermsDouble.DisplayLots] === 0 && f64[TermsDouble.MinQtyLots] === 0;
  return type && alone && whole && !isForAuction(byteC(headWord));
}

/** All or nothing cannot be had at several places. */
function fitsSmart(headWord: number, flags: number): boolean {
  const mode = (flags & PREVENTION_MASK) >> PREVENTION_SHIFT;
  return (
    byteC(headWord) !== TimeInForce.FillOrKill &&
    (flags & CommandFlag.ReduceOnly) === 0 &&
    mode !== SelfTradePrevention.DecrementAndCancel
  );
}

/** What the engine sees to in its own book, it cannot see to at a venue. */
const fitsVenue = (flags: number, { i32 }: TermsRecord): boolean =>
  (flags & (CommandFlag.ReduceOnly | PREVENTION_MASK)) === 0 && i32[Terms.ProtectionTicks] === 0;

/** What can be said against a routed order before it goes out: its place, and what can be asked for there. */
import { OrdType, Route, SelfTradePrevention, TimeInForce } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { CommandFlag, PREVENTION_MASK, PREVENTION_SHIFT } from '../../../protocol/records/command.js';
import type { CommandRecord } from '../../../protocol/records/command-record.js';
import { byteB, byteC } from '../../../protocol/records/layout.js';
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

  /** The NewOrder, which the gate let pass. */
  admit(command: CommandRecord, terms: TermsRecord): Reason {
    const route = terms.i32[Terms.Route];
    if (!isRoutable(command, terms)) return Reason.NotRoutable;
    const fits = route === Route.Smart ? fitsSmart(command) : fitsVenue(command.flags, terms);
    if (!fits) return Reason.NotRoutable;
    if (route !== Route.Smart) return this.admitVenue(route - Route.Venue, command);
    const takes = command.has(CommandFlag.PostOnly) && this.wouldTake(command);
    return takes ? Reason.PostOnlyWouldTake : Reason.None;
  }

  /** A stop is sent when it is triggered, and its venue has to be there only then. */
  private admitVenue(venue: number, command: CommandRecord): Reason {
    const { venues, listings } = this.state;
    const { instrument } = command;
    if (venue < 0 || venue >= VENUES || !venues.knows(venue)) return Reason.UnknownVenue;
    const row = listings.at(venue, instrument);
    if (!listings.isListed(row)) return Reason.NotListedAtVenue;
    if (command.hasPrice && command.priceTicks % listings.stepTicks[row] !== 0) return Reason.PriceOffTick;
    if (command.isStop || this.plan.isOpen(venue, instrument)) return Reason.None;
    return venues.isUp(venue) && !listings.trades(row) ? Reason.InstrumentHalted : Reason.VenueDown;
  }

  private wouldTake({ side, instrument, priceTicks }: CommandRecord): boolean {
    return this.plan.bestRank(instrument, side) >= rankOf(opposite(side), priceTicks);
  }
}

/** Limit and market orders, at once or when their trigger is reached, alone and whole. */
function isRoutable(command: CommandRecord, { i32, f64 }: TermsRecord): boolean {
  const { ordType } = command;
  const type = ordType === OrdType.Limit || ordType === OrdType.Market || command.isStop;
  const alone = byteC(i32[Terms.Head]) === 0 && byteB(i32[Terms.Head]) === 0;
  const whole = f64[TermsDouble.DisplayLots] === 0 && f64[TermsDouble.MinQtyLots] === 0;
  return type && alone && whole && !command.isForAuction;
}

/** All or nothing cannot be had at several places. */
function fitsSmart(command: CommandRecord): boolean {
  const mode = (command.flags & PREVENTION_MASK) >> PREVENTION_SHIFT;
  return (
    command.timeInForce !== TimeInForce.FillOrKill &&
    !command.has(CommandFlag.ReduceOnly) &&
    mode !== SelfTradePrevention.DecrementAndCancel
  );
}

/** What the engine sees to in its own book, it cannot see to at a venue. */
const fitsVenue = (flags: number, { i32 }: TermsRecord): boolean =>
  (flags & (CommandFlag.ReduceOnly | PREVENTION_MASK)) === 0 && i32[Terms.ProtectionTicks] === 0;

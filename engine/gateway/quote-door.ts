/**
 * Quotes and market-maker protection → records in the gateway's lane: a quote is two, its offer stands in the second. What is
 * no price or quantity in ticks and lots, on either side, goes in as a quote that is refused whole.
 */
import { SelfTradePrevention } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandFlag, CommandKind, PREVENTION_SHIFT } from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import { head, owner } from '../../protocol/records/layout.js';
import type { QuoteFields, QuoteProtectionFields } from '../../protocol/wire/quote-messages.js';
import { LANE_FULL } from '../rings/lane.js';
import { accountOf, recordable, refuseAtDoor } from './at-door.js';
import type { DoorSession } from './door-session.js';
import type { LaneDoor } from './lane-door.js';
import type { Units } from './units.js';

export class QuoteDoor {
  constructor(
    private readonly door: LaneDoor,
    private readonly units: Units,
  ) {}

  /** None: in the lane, the number is used. Overloaded: no room, nothing was done. So for both. */
  quote(session: DoorSession, number: number, quote: QuoteFields): Reason {
    if (!this.door.hasRoomForTwo()) return Reason.Overloaded;
    const account = accountOf(session, quote.account);
    const word = head(CommandKind.Quote);
    const at = this.door.begin(word, owner(recordable(account), session.number), number, false);
    if (at === LANE_FULL) return Reason.Overloaded;
    const offerAt = this.door.extend(head(EventKind.QuoteOffer));
    const { i32 } = this.door;
    i32[at + Cmd.Instrument] = quote.instrument;
    i32[at + Cmd.ClientIdLow] = quote.quoteIdLow;
    i32[at + Cmd.ClientIdHigh] = quote.quoteIdHigh;
    i32[at + Cmd.Flags] = flagsOf(quote);
    const reason = session.mayActFor(account) ? this.take(quote, at, offerAt) : Reason.AccountNotEntitled;
    if (reason !== Reason.None) refuseAtDoor(i32, at, reason);
    return Reason.None;
  }

  protection(session: DoorSession, number: number, fields: QuoteProtectionFields): Reason {
    const account = recordable(session.defaultAccount);
    const word = head(CommandKind.QuoteProtection);
    const at = this.door.begin(word, owner(account, session.number), number, false);
    if (at === LANE_FULL) return Reason.Overloaded;
    this.door.i32[at + Cmd.PriceTicks] = fields.executions;
    this.door.putLots(at, fields.windowNs);
    if (fields.outOfRange) refuseAtDoor(this.door.i32, at, Reason.FieldOutOfRange);
    return Reason.None;
  }

  private take(quote: QuoteFields, at: number, offerAt: number): Reason {
    const { instrument } = quote;
    const place = this.units.place(instrument);
    if (place !== Reason.None) return place;
    if (quote.outOfRange) return Reason.FieldOutOfRange;
    if (quote.selfTradePrevention > SelfTradePrevention.DecrementAndCancel)
      return Reason.InvalidSelfTradePrevention;
    return (
      this.takeSide(at, instrument, quote.bidPrice, quote.bidQuantity) ||
      this.takeSide(offerAt, instrument, quote.offerPrice, quote.offerQuantity)
    );
  }

  /** The price of a side that there is not to be does not matter. */
  private takeSide(at: number, instrument: number, price: number, quantity: number): Reason {
    if (quantity === 0) return Reason.None;
    const reason = this.units.takePart(instrument, quantity) || this.units.takePrice(instrument, price);
    if (reason !== Reason.None) return reason;
    this.door.i32[at + Cmd.PriceTicks] = this.units.ticks;
    this.door.putLots(at, this.units.lots);
    return Reason.None;
  }
}

/** A client's quote goes with its session, whatever the logon said. A mode that has no bits there is refused. */
const flagsOf = ({ postOnly, selfTradePrevention, preventWithinFirm }: QuoteFields): number =>
  CommandFlag.CancelOnDisconnect |
  (postOnly ? CommandFlag.PostOnly : 0) |
  (preventWithinFirm ? CommandFlag.PreventWithinFirm : 0) |
  ((selfTradePrevention & 7) << PREVENTION_SHIFT);

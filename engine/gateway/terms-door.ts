/**
 * What an order has beyond most orders, on its way into the lane: checked against what a record can hold and counted in
 * ticks, lots and seconds first (`take`), then written as the OrderTerms behind the order (`write`). What makes sense together
 * is the core's matter. Called by `OrderEntry`, which has looked for room.
 */
import { isStop, OrdType, SelfTradePrevention, TriggerSource } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandFlag, PREVENTION_SHIFT } from '../../protocol/records/command.js';
import { Terms, TermsDouble } from '../../protocol/records/order-terms.js';
import type { NewOrderFields, TermsFields } from '../../protocol/wire/fields.js';
import type { LaneDoor } from './lane-door.js';
import type { Units } from './units.js';

const MAX_BYTE = 0xff;
const MAX_SECONDS = 2 ** 32 - 1;

export class TermsDoor {
  private source = 0;
  private triggerTicks = 0;
  private offsetTicks = 0;
  private protectionTicks = 0;
  private displayLots = -0;
  private minQtyLots = -0;
  private expireSeconds = -0;

  constructor(
    private readonly door: LaneDoor,
    private readonly units: Units,
  ) {}

  /** None: `write` may follow. Else nothing has happened. The order's instrument is known. */
  take({ instrument, ordType, terms }: NewOrderFields): Reason {
    return (
      this.takeTrigger(instrument, terms) ||
      this.takeOffset(instrument, ordType, terms) ||
      this.takeProtection(instrument, terms) ||
      this.takeDisplay(instrument, terms) ||
      this.takeMinimum(instrument, terms) ||
      this.takeExpiry(terms) ||
      checkPrevention(terms)
    );
  }

  /** The record, where there is something to say in one. Returns what the order's flags have to say. */
  write(terms: TermsFields): number {
    const flags =
      (terms.selfTradePrevention << PREVENTION_SHIFT) |
      (terms.preventWithinFirm ? CommandFlag.PreventWithinFirm : 0) |
      (terms.reduceOnly ? CommandFlag.ReduceOnly : 0);
    if (!this.needsRecord(terms)) return flags;
    this.writeRecord(terms);
    return flags | CommandFlag.Extended;
  }

  private writeRecord(terms: TermsFields): void {
    const { i32, f64 } = this.door;
    const at = this.door.beginTerms(this.source, terms.peg, terms.contingency);
    i32[at + Terms.TriggerTicks] = this.triggerTicks;
    i32[at + Terms.OffsetTicks] = this.offsetTicks;
    i32[at + Terms.ExpireSeconds] = this.expireSeconds;
    i32[at + Terms.ProtectionTicks] = this.protectionTicks;
    i32[at + Terms.LinkedClientIdLow] = terms.linkedIdLow;
    i32[at + Terms.LinkedClientIdHigh] = terms.linkedIdHigh;
    f64[(at >> 1) + TermsDouble.DisplayLots] = this.displayLots;
    f64[(at >> 1) + TermsDouble.MinQtyLots] = this.minQtyLots;
  }

  private needsRecord(terms: TermsFields): boolean {
    const ticks = this.triggerTicks | this.offsetTicks | this.protectionTicks;
    const codes = this.source | terms.peg | terms.contingency | terms.linkedIdLow | terms.linkedIdHigh;
    return (ticks | codes) !== 0 || this.displayLots + this.minQtyLots + this.expireSeconds !== 0;
  }

  private takeTrigger(instrument: number, terms: TermsFields): Reason {
    const isVenue = terms.triggerSource === TriggerSource.Venue;
    this.source = terms.triggerSource + terms.triggerVenue;
    if (isVenue ? this.source > MAX_BYTE : terms.triggerVenue !== 0 || this.source > TriggerSource.BestOffer)
      return Reason.InvalidTrigger;
    const reason = this.units.takePrice(instrument, terms.triggerPrice);
    this.triggerTicks = this.units.ticks;
    return reason;
  }

  /** One word of the record holds the offset of a trailing stop or of a peg, so each must belong to its type here already. */
  private takeOffset(instrument: number, ordType: number, terms: TermsFields): Reason {
    if (terms.trailingOffset !== 0 && !isStop(ordType)) return Reason.InvalidTrigger;
    if (terms.pegOffset !== 0 && ordType !== OrdType.Pegged) return Reason.InvalidPeg;
    const reason = this.units.takePrice(instrument, terms.trailingOffset + terms.pegOffset);
    this.offsetTicks = this.units.ticks;
    return reason;
  }

  private takeProtection(instrument: number, terms: TermsFields): Reason {
    const reason = this.units.takePrice(instrument, terms.protection);
    this.protectionTicks = this.units.ticks;
    return reason;
  }

  private takeDisplay(instrument: number, terms: TermsFields): Reason {
    const reason = this.units.takePart(instrument, terms.displayQuantity);
    this.displayLots = this.units.lots;
    return reason;
  }

  private takeMinimum(instrument: number, terms: TermsFields): Reason {
    const reason = this.units.takePart(instrument, terms.minimumQuantity);
    this.minQtyLots = this.units.lots;
    return reason;
  }

  /** Rounded up to seconds: never over before its time. */
  private takeExpiry({ expires }: TermsFields): Reason {
    this.expireSeconds = expires.seconds + (expires.nanos > 0 ? 1 : 0);
    return this.expireSeconds <= MAX_SECONDS ? Reason.None : Reason.FieldOutOfRange;
  }
}

/** It has three bits in the flags. */
const checkPrevention = ({ selfTradePrevention }: TermsFields): Reason =>
  selfTradePrevention <= SelfTradePrevention.DecrementAndCancel
    ? Reason.None
    : Reason.InvalidSelfTradePrevention;

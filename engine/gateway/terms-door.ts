/**
 * What an order has beyond most orders, on its way into the lane: checked against what a record can hold and counted in
 * ticks, lots and seconds first (`take`), then written as the OrderTerms behind the order (`write`). What makes sense together
 * is the core's matter. Called by `OrderEntry`, which has looked for room.
 */
import { isStop, OrdType, SelfTradePrevention, TriggerSource } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandFlag, PREVENTION_SHIFT } from '../../protocol/records/command.js';
import { TermsValues } from '../../protocol/records/terms-values.js';
import type { NewOrderFields, TermsFields } from '../../protocol/wire/fields.js';
import type { LaneDoor } from './lane-door.js';
import type { Units } from './units.js';

const MAX_BYTE = 0xff;
const MAX_SECONDS = 2 ** 32 - 1;

export class TermsDoor {
  private readonly values = new TermsValues();

  constructor(
    private readonly door: LaneDoor,
    private readonly units: Units,
  ) {}

  /** None: `write` may follow. Else nothing has happened. The order's instrument is known. */
  take({ instrument, ordType, terms }: NewOrderFields): Reason {
    this.takeCodes(terms);
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
  write({ selfTradePrevention, preventWithinFirm, reduceOnly }: TermsFields): number {
    const { any } = this.values;
    if (any) this.door.putTerms(this.values);
    return (
      (selfTradePrevention << PREVENTION_SHIFT) |
      (preventWithinFirm ? CommandFlag.PreventWithinFirm : 0) |
      (reduceOnly ? CommandFlag.ReduceOnly : 0) |
      (any ? CommandFlag.Extended : 0)
    );
  }

  private takeCodes(terms: TermsFields): void {
    this.values.peg = terms.peg;
    this.values.contingency = terms.contingency;
    this.values.route = terms.route;
    this.values.linkedIdLow = terms.linkedIdLow;
    this.values.linkedIdHigh = terms.linkedIdHigh;
  }

  private takeTrigger(instrument: number, terms: TermsFields): Reason {
    const source = terms.triggerSource + terms.triggerVenue;
    const isVenue = terms.triggerSource === TriggerSource.Venue;
    if (isVenue ? source > MAX_BYTE : terms.triggerVenue !== 0 || source > TriggerSource.BestOffer)
      return Reason.InvalidTrigger;
    this.values.source = source;
    const reason = this.units.takePrice(instrument, terms.triggerPrice);
    this.values.triggerTicks = this.units.ticks;
    return reason;
  }

  /** One word of the record holds the offset of a trailing stop or of a peg, so each must belong to its type here already. */
  private takeOffset(instrument: number, ordType: number, terms: TermsFields): Reason {
    if (terms.trailingOffset !== 0 && !isStop(ordType)) return Reason.InvalidTrigger;
    if (terms.pegOffset !== 0 && ordType !== OrdType.Pegged) return Reason.InvalidPeg;
    const reason = this.units.takePrice(instrument, terms.trailingOffset + terms.pegOffset);
    this.values.offsetTicks = this.units.ticks;
    return reason;
  }

  private takeProtection(instrument: number, terms: TermsFields): Reason {
    const reason = this.units.takePrice(instrument, terms.protection);
    this.values.protectionTicks = this.units.ticks;
    return reason;
  }

  private takeDisplay(instrument: number, terms: TermsFields): Reason {
    const reason = this.units.takePart(instrument, terms.displayQuantity);
    this.values.displayLots = this.units.lots;
    return reason;
  }

  private takeMinimum(instrument: number, terms: TermsFields): Reason {
    const reason = this.units.takePart(instrument, terms.minimumQuantity);
    this.values.minQtyLots = this.units.lots;
    return reason;
  }

  /** Rounded up to seconds: never over before its time. */
  private takeExpiry({ expires }: TermsFields): Reason {
    this.values.expireSeconds = expires.seconds + (expires.nanos > 0 ? 1 : 0);
    return this.values.expireSeconds <= MAX_SECONDS ? Reason.None : Reason.FieldOutOfRange;
  }
}

/** It has three bits in the flags. */
const checkPrevention = ({ selfTradePrevention }: TermsFields): Reason =>
  selfTradePrevention <= SelfTradePrevention.DecrementAndCancel
    ? Reason.None
    : Reason.InvalidSelfTradePrevention;

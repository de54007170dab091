/**
 * What a NewOrderSingle may say beyond symbol, side, type, price and quantity, as TermsFields: execution instructions, triggers,
 * pegs, display and minimum quantity, expiry, where it is executed, and our own fields. Standard tags where the version has one.
 */
import { isStop, OrdType, Peg, Side, TriggerSource } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { readDate } from '../../../protocol/fix/codec/values.js';
import type { Instrument } from '../../../protocol/instrument.js';
import { type NewOrderFields, TermsFields } from '../../../protocol/wire/fields.js';
import { clientIdHigh } from '../door-ids.js';
import { Field } from './fields.js';
import type { RequestBook } from './request-book.js';
import type { Securities } from './securities.js';

const DAY_SECONDS = 86_400;
const MS_PER_SECOND = 1_000;
const NANOS_PER_MS = 1e6;
/** An order that cannot be: refused as linked to nothing. */
const NO_ORDER = 0;

/** Values of ExecInst that say something here, and those that say what goes without saying. */
const enum Inst {
  Blank = 0x20,
  NotHeld = 0x31,
  Work = 0x32,
  Held = 0x35,
  ParticipateDontInitiate = 0x36,
  DoNotIncrease = 0x45,
  MidPricePeg = 0x4d,
  PrimaryPeg = 0x52,
  TrailingStopPeg = 0x61,
}

/** TriggerPriceType(1107) → what the trigger looks at. */
const TRIGGER_PRICE_TYPES: Readonly<Record<number, TriggerSource>> = {
  1: TriggerSource.BestOffer,
  2: TriggerSource.LastTrade,
  3: TriggerSource.BestBid,
};
const PRICE_MOVEMENT = 0x34;
const ACTIVATE = 0x31;
const NOTHING = new TermsFields();

export class TermsReader {
  private isTrailing = false;

  constructor(
    private readonly securities: Securities,
    private readonly session: number,
    private readonly book: RequestBook,
  ) {}

  /** Fills `order.terms` and what of the order they decide. @returns why the order goes in as refused */
  read(message: FixMessage, order: NewOrderFields, security: Instrument): Reason {
    const { terms } = order;
    clear(terms);
    this.isTrailing = false;
    order.postOnly = false;
    const reason =
      this.instructions(message, order) ||
      takeDisplay(message, terms, security) ||
      takeTrigger(message, order, security) ||
      this.takeOffset(message, order, security) ||
      this.takeRoute(message, terms);
    terms.minimumQuantity = amount(message, Field.MinQty, security.quantityScale);
    terms.protection = amount(message, Field.Protection, security.priceScale);
    terms.selfTradePrevention = whole(message, Field.SelfTradePrevention);
    terms.preventWithinFirm = message.isYes(message.find(Field.PreventWithinFirm));
    takeExpiry(message, terms);
    this.takeLink(message, terms);
    order.extended = true;
    return reason;
  }

  private instructions(message: FixMessage, order: NewOrderFields): Reason {
    const at = message.find(Field.ExecInst);
    if (at < 0) return Reason.None;
    const { buffer, offsets, lengths } = message;
    for (let i = 0; i < lengths[at]; i++)
      if (!this.instruction(buffer[offsets[at] + i], order)) return Reason.InvalidCombination;
    return Reason.None;
  }

  private instruction(inst: number, order: NewOrderFields): boolean {
    switch (inst) {
      case Inst.ParticipateDontInitiate:
        order.postOnly = true;
        return true;
      case Inst.DoNotIncrease:
        order.terms.reduceOnly = true;
        return true;
      case Inst.PrimaryPeg:
        return setPeg(order.terms, Peg.Primary);
      case Inst.MidPricePeg:
        return setPeg(order.terms, Peg.Midpoint);
      case Inst.TrailingStopPeg:
        this.isTrailing = true;
        return true;
      default:
        return inst === Inst.Blank || inst === Inst.NotHeld || inst === Inst.Work || inst === Inst.Held;
    }
  }

  /**
   * PegOffsetValue: of a trailing stop, how far it stays behind; of a peg, signed as FIX has it: below zero is away from the market
   * for a buy, above zero for a sell.
   */
  private takeOffset(message: FixMessage, order: NewOrderFields, { priceScale }: Instrument): Reason {
    const { terms } = order;
    const pegPriceType = whole(message, Field.PegPriceType);
    if (pegPriceType !== 0 && !setPeg(terms, pegPriceType)) return Reason.InvalidPeg;
    const offset = amount(message, Field.PegOffsetValue, priceScale);
    if (this.isTrailing) {
      terms.trailingOffset = Math.abs(offset);
      return isStop(order.ordType) && offset !== 0 ? Reason.None : Reason.InvalidTrigger;
    }
    terms.pegOffset = order.side === Side.Buy ? 0 - offset : offset;
    return terms.pegOffset < 0 ? Reason.InvalidPeg : Reason.None;
  }

  private takeRoute(message: FixMessage, terms: TermsFields): Reason {
    const route = this.securities.route(message.text(message.find(Field.ExDestination)));
    terms.route = route ?? terms.route;
    return route === undefined ? Reason.UnknownVenue : Reason.None;
  }

  private takeLink(message: FixMessage, terms: TermsFields): void {
    terms.contingency = whole(message, Field.Contingency);
    if (terms.contingency === 0 && message.find(Field.LinkedClOrdID) < 0) return;
    const order = this.book.order(message.text(message.find(Field.LinkedClOrdID)));
    terms.linkedIdLow = order === undefined ? NO_ORDER : order.message | 0;
    terms.linkedIdHigh = clientIdHigh(this.session);
  }
}

/** FIX 5.0 says with TriggeringInstructions what StopPx says before; a limit order with a trigger is a stop-limit order. */
function takeTrigger(message: FixMessage, order: NewOrderFields, { priceScale }: Instrument): Reason {
  const { terms } = order;
  const hasInstructions = message.find(Field.TriggerType) >= 0;
  if (hasInstructions && !isPriceTrigger(message)) return Reason.InvalidTrigger;
  if (hasInstructions && order.ordType === OrdType.Limit) order.ordType = OrdType.StopLimit;
  if (hasInstructions && order.ordType === OrdType.Market) order.ordType = OrdType.Stop;
  terms.triggerPrice = eitherOf(message, Field.TriggerPrice, Field.StopPx, priceScale);
  const hasSource = message.find(Field.TriggerSource) >= 0 || message.find(Field.TriggerPriceType) >= 0;
  if (hasSource) return takeSource(message, terms);
  if (isStop(order.ordType)) terms.triggerSource = TriggerSource.LastTrade;
  return Reason.None;
}

/** Nothing displayed is a hidden order, which is not what an order without display quantity is. */
function takeDisplay(message: FixMessage, terms: TermsFields, { quantityScale }: Instrument): Reason {
  const isSaid = message.find(Field.DisplayQty) >= 0 || message.find(Field.MaxFloor) >= 0;
  terms.displayQuantity = eitherOf(message, Field.DisplayQty, Field.MaxFloor, quantityScale);
  return isSaid && terms.displayQuantity === 0 ? Reason.InvalidDisplayQuantity : Reason.None;
}

/** False: it is pegged to something else already. */
function setPeg(terms: TermsFields, peg: number): boolean {
  const isFree = terms.peg === Peg.None || terms.peg === peg;
  terms.peg = peg;
  return isFree;
}

function isPriceTrigger(message: FixMessage): boolean {
  const actionAt = message.find(Field.TriggerAction);
  const isActivation = actionAt < 0 || message.char(actionAt) === ACTIVATE;
  return message.char(message.find(Field.TriggerType)) === PRICE_MOVEMENT && isActivation;
}

/** One of the two fields, or both saying the same. That it belongs to a stop is the core's matter. */
function takeSource(message: FixMessage, terms: TermsFields): Reason {
  const type = TRIGGER_PRICE_TYPES[whole(message, Field.TriggerPriceType)];
  const own = message.find(Field.TriggerSource) < 0 ? type : whole(message, Field.TriggerSource);
  const isSame = message.find(Field.TriggerPriceType) < 0 || type === own;
  if (own === undefined || !(own > 0 && isSame)) return Reason.InvalidTrigger;
  terms.triggerVenue = Math.max(0, own - TriggerSource.Venue);
  terms.triggerSource = own - terms.triggerVenue;
  return Reason.None;
}

/** ExpireTime, or the end of the day ExpireDate in UTC. */
function takeExpiry(message: FixMessage, { expires }: TermsFields): void {
  expires.seconds = expires.nanos = 0;
  const timeAt = message.find(Field.ExpireTime);
  const dateAt = message.find(Field.ExpireDate);
  if (timeAt >= 0) {
    const ms = message.utcMs(timeAt);
    expires.seconds = Math.floor(ms / MS_PER_SECOND);
    expires.nanos = (ms % MS_PER_SECOND) * NANOS_PER_MS;
  } else if (dateAt >= 0) {
    expires.seconds = (readDate(message.buffer, message.offsets[dateAt]) + 1) * DAY_SECONDS;
  }
}

function clear(terms: TermsFields): void {
  const { expires, ...rest } = NOTHING;
  Object.assign(terms, rest);
  terms.expires.seconds = expires.seconds;
  terms.expires.nanos = expires.nanos;
}

/** 0 where it is not there. */
const amount = (message: FixMessage, tag: Field, scale: number): number => {
  const at = message.find(tag);
  return at < 0 ? 0 : message.decimal(at, scale);
};

const eitherOf = (message: FixMessage, tag: Field, older: Field, scale: number): number =>
  amount(message, message.find(tag) >= 0 ? tag : older, scale);

const whole = (message: FixMessage, tag: Field): number => {
  const at = message.find(tag);
  return at < 0 ? 0 : message.uint(at);
};

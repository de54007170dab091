/** What an order has beyond most orders: as a strategy says it, and as the OrderTerms record behind the order has it. */
import { Contingency, OrdType, TriggerSource } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { type ExpireTime, expiryOf } from '../../protocol/expiry.js';
import { CommandFlag, PREVENTION_SHIFT } from '../../protocol/records/command.js';
import { TermsValues } from '../../protocol/records/terms-values.js';
import { type RouteWord, routeCode } from '../../protocol/route.js';
import {
  codeOf,
  PEGS,
  type PegWord,
  SELF_TRADE_PREVENTIONS,
  type SelfTradePreventionWord,
  TRIGGER_SOURCES,
  type TriggerSourceWord,
} from '../../protocol/words.js';
import type { ClientIds } from './client-ids.js';
import { exact, type TradedInstrument, unfitLots, unfitTicks } from './instrument.js';
import type { Order } from './order.js';

/** A number counts ticks or lots; text is a decimal number and has to fit the instrument's tick or lot exactly. */
export type Amount = number | string;

export interface OrderTerms {
  /** Stop orders: where they trigger. */
  readonly triggerPrice?: Amount;
  /** What they look at: last trade (unless said), best bid or offer, or the last trade of the venue of this number. */
  readonly triggerSource?: TriggerSourceWord | number;
  /** Instead of a trigger price: how far behind the best price since its entry the trigger follows. */
  readonly trailingOffset?: Amount;
  /** Iceberg: no more than this is displayed at a time. */
  readonly displayQuantity?: Amount;
  /** Less than this available at entry: it takes nothing. */
  readonly minimumQuantity?: Amount;
  /** Good till date; rounded up to seconds. */
  readonly expireTime?: ExpireTime;
  /** Market and stop orders: they take nothing further than this beyond the best opposite price. */
  readonly protection?: Amount;
  /** The price follows the best of its own side, or the middle; its limit is the worst it may get. */
  readonly peg?: PegWord;
  /** Primary peg: so far away from the market. */
  readonly pegOffset?: Amount;
  /** One cancels the other: the other leg, which is live. */
  readonly oco?: Order;
  /** Child of a bracket: its parent, which is live. */
  readonly bracket?: Order;
  /** What happens where it would trade with an order of its own account. */
  readonly selfTradePrevention?: SelfTradePreventionWord;
  /** The same for all accounts of the firm. */
  readonly preventWithinFirm?: boolean;
  /** It may only bring the position nearer to nothing. */
  readonly reduceOnly?: boolean;
  /** Where it is executed instead of our own book: at the venue of this number, or wherever it is best after fees. */
  readonly route?: RouteWord;
}

/** Every name in `OrderTerms`. */
export const TERMS = {
  ...{ triggerPrice: true, triggerSource: true, trailingOffset: true, displayQuantity: true },
  ...{ minimumQuantity: true, expireTime: true, protection: true, peg: true, pegOffset: true, oco: true },
  ...{ bracket: true, selfTradePrevention: true, preventWithinFirm: true, reduceOnly: true, route: true },
} as const satisfies Record<keyof OrderTerms, true>;

export const hasTrigger = ({ triggerPrice, trailingOffset }: OrderTerms): boolean =>
  triggerPrice !== undefined || trailingOffset !== undefined;

export class TermsTaker {
  /** Of the order taken last; those without `any` need no record. */
  readonly values = new TermsValues();

  constructor(private readonly ids: ClientIds) {}

  /** None, or why they fit no record. @throws TypeError, RangeError a word or time that is none */
  take(instrument: TradedInstrument, ordType: number, terms: OrderTerms): Reason {
    const { values } = this;
    const isPegged = ordType === OrdType.Pegged;
    const offset = isPegged ? terms.pegOffset : terms.trailingOffset;
    values.source = sourceOf(terms);
    values.route = routeCode(terms.route);
    values.peg = terms.peg === undefined ? 0 : codeOf(PEGS, terms.peg, 'peg');
    values.triggerTicks = ticksOf(instrument, terms.triggerPrice);
    values.offsetTicks = ticksOf(instrument, offset);
    values.protectionTicks = ticksOf(instrument, terms.protection);
    values.displayLots = lotsOf(instrument, terms.displayQuantity);
    values.minQtyLots = lotsOf(instrument, terms.minimumQuantity);
    values.expireSeconds = secondsOf(terms.expireTime);
    if (terms.pegOffset !== undefined && !isPegged) return Reason.InvalidPeg;
    if (terms.trailingOffset !== undefined && isPegged) return Reason.InvalidTrigger;
    return this.link(terms) || this.unfit();
  }

  private link({ oco, bracket }: OrderTerms): Reason {
    const { values, ids } = this;
    const other = oco ?? bracket;
    values.contingency = values.linkedIdLow = values.linkedIdHigh = 0;
    if (other === undefined) return Reason.None;
    if (!other.live || (oco !== undefined && bracket !== undefined)) return Reason.InvalidLink;
    values.contingency = oco === undefined ? Contingency.OneTriggersOther : Contingency.OneCancelsOther;
    values.linkedIdLow = ids.low(other.id);
    values.linkedIdHigh = ids.high(other.id);
    return Reason.None;
  }

  private unfit(): Reason {
    const { values } = this;
    return (
      unfitTicks(values.triggerTicks) ||
      unfitTicks(values.offsetTicks) ||
      unfitTicks(values.protectionTicks) ||
      unfitLots(values.displayLots) ||
      unfitLots(values.minQtyLots)
    );
  }
}

/** Bits of the order's flags. */
export function flagsOf({ selfTradePrevention: mode, preventWithinFirm, reduceOnly }: OrderTerms): number {
  const code = mode === undefined ? 0 : codeOf(SELF_TRADE_PREVENTIONS, mode, 'selfTradePrevention');
  return (
    (code << PREVENTION_SHIFT) |
    (preventWithinFirm ? CommandFlag.PreventWithinFirm : 0) |
    (reduceOnly ? CommandFlag.ReduceOnly : 0)
  );
}

function sourceOf(terms: OrderTerms): number {
  const source = terms.triggerSource ?? (hasTrigger(terms) ? 'last' : undefined);
  if (source === undefined) return TriggerSource.None;
  if (typeof source === 'string') return codeOf(TRIGGER_SOURCES, source, 'triggerSource');
  if (!Number.isInteger(source) || source < 0 || source > 0xff - TriggerSource.Venue)
    throw new RangeError(`triggerSource must be last, bid, offer or the number of a venue, not ${source}`);
  return TriggerSource.Venue + source;
}

const ticksOf = (instrument: TradedInstrument, price: Amount = 0): number =>
  typeof price === 'string' ? exact(() => instrument.ticks(price)) : price;

const lotsOf = (instrument: TradedInstrument, quantity: Amount = 0): number =>
  typeof quantity === 'string' ? exact(() => instrument.lots(quantity)) : quantity;

/** Never over before its time. */
function secondsOf(time: ExpireTime | undefined): number {
  if (time === undefined) return 0;
  const { seconds, nanos } = expiryOf(time);
  return seconds + (nanos > 0 ? 1 : 0);
}

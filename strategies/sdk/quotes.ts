/**
 * A strategy's quotes: one an instrument, or several that it calls layers. Sends them and knows what stands of them. What cannot
 * go out now is refused here, with a reason, and nothing has happened.
 */
import { LANE_FULL } from '../../engine/rings/lane.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind } from '../../protocol/records/command.js';
import { EventKind } from '../../protocol/records/event.js';
import { head } from '../../protocol/records/layout.js';
import { exact, type TradedInstrument, unfitLots, unfitTicks } from './instrument.js';
import type { OrderLane } from './order-lane.js';
import { flagsOf, type OrderTerms } from './order-terms.js';
import type { Orders } from './orders.js';
import { Quote } from './quote.js';

/** Instruments have numbers below this; layers are counted in it, so that quote ids are unique. */
const LAYER = 1 << 16;
const MAX_LAYER = LAYER - 1;
const SIDES = 2;
/** As many answers as the events of a quote may be beside its executions: it takes the room of two orders. */
export const QUOTE_ANSWERS = 2;
const NS_PER_MS = 1e6;

/** Quantity and price by either name. The quantity is what is to be open, whatever has executed. */
export interface QuoteSide {
  readonly quantity?: string;
  readonly lots?: number;
  readonly price?: string;
  readonly ticks?: number;
}

export interface QuoteRequest extends Pick<OrderTerms, 'selfTradePrevention' | 'preventWithinFirm'> {
  readonly bid?: QuoteSide;
  readonly offer?: QuoteSide;
  /** 1 unless given: which of several quotes in the instrument. */
  readonly layer?: number;
  /** A side is refused rather than taking from the book. */
  readonly postOnly?: boolean;
}

interface Side {
  readonly ticks: number;
  readonly lots: number;
}

const NO_SIDE: Side = { ticks: 0, lots: 0 };

export class Quotes {
  private readonly known = new Map<number, Quote>();

  constructor(
    private readonly lane: OrderLane,
    private readonly orders: Orders,
  ) {}

  /** Undefined: never quoted. @throws RangeError no layer */
  of(instrument: TradedInstrument, layer?: number): Quote | undefined {
    return this.known.get(idOf(instrument, layer));
  }

  find(id: number): Quote | undefined {
    return this.known.get(id);
  }

  /** From now on events find it. */
  enter(symbol: string, id: number): Quote {
    const found = this.known.get(id);
    if (found !== undefined) return found;
    const quote = new Quote(symbol, Math.floor(id / LAYER));
    this.known.set(id, quote);
    this.orders.quotedSides += SIDES;
    return quote;
  }

  send(instrument: TradedInstrument, request: QuoteRequest): Reason {
    const id = idOf(instrument, request.layer);
    const bid = sideOf(instrument, request.bid);
    const offer = sideOf(instrument, request.offer);
    const flags = flagsOf(request) | (request.postOnly ? CommandFlag.PostOnly : 0);
    const reason = unfit(bid) || unfit(offer) || this.noRoom(id);
    if (reason !== Reason.None) return reason;
    const at = this.lane.hasRoomForTwo ? this.lane.begin(head(CommandKind.Quote), false) : LANE_FULL;
    if (at === LANE_FULL) return Reason.Overloaded;
    const { i32 } = this.lane;
    i32[at + Cmd.Flags] = flags;
    i32[at + Cmd.Instrument] = instrument.definition.id;
    i32[at + Cmd.ClientIdLow] = id | 0;
    this.put(at, bid);
    this.put(this.lane.extend(head(EventKind.QuoteOffer)), offer);
    this.orders.inFlight += QUOTE_ANSWERS;
    this.enter(instrument.symbol, id).requests++;
    return Reason.None;
  }

  protect(executions: number, windowMs: number): Reason {
    const windowNs = Math.round(windowMs * NS_PER_MS);
    if (!Number.isInteger(executions) || Math.abs(executions) >= 2 ** 31 || !Number.isSafeInteger(windowNs))
      return Reason.InvalidQuoteProtection;
    if (this.orders.inFlight >= this.orders.atATime) return Reason.Overloaded;
    const at = this.lane.begin(head(CommandKind.QuoteProtection), false);
    if (at === LANE_FULL) return Reason.Overloaded;
    this.lane.i32[at + Cmd.PriceTicks] = executions;
    this.lane.f64[(at >> 1) + CmdDouble.QtyLots] = windowNs;
    this.orders.inFlight++;
    return Reason.None;
  }

  private noRoom(id: number): Reason {
    const { orders } = this;
    if (orders.inFlight + QUOTE_ANSWERS > orders.atATime) return Reason.Overloaded;
    const isNew = !this.known.has(id);
    const full = orders.known.size + orders.quotedSides + SIDES > orders.atATime;
    return isNew && full ? Reason.TooManyOpenOrders : Reason.None;
  }

  private put(at: number, { ticks, lots }: Side): void {
    this.lane.i32[at + Cmd.PriceTicks] = ticks;
    this.lane.f64[(at >> 1) + CmdDouble.QtyLots] = lots;
  }
}

function idOf({ definition }: TradedInstrument, layer = 1): number {
  if (!Number.isInteger(layer) || layer < 1 || layer > MAX_LAYER)
    throw new RangeError(`a layer is a number from 1 to ${MAX_LAYER}, not ${layer}`);
  return layer * LAYER + definition.id;
}

function sideOf(instrument: TradedInstrument, side: QuoteSide | undefined): Side {
  if (side === undefined) return NO_SIDE;
  const { quantity, price, lots = Number.NaN, ticks = Number.NaN } = side;
  return {
    lots: quantity === undefined ? lots : exact(() => instrument.lots(quantity)),
    ticks: price === undefined ? ticks : exact(() => instrument.ticks(price)),
  };
}

const unfit = ({ ticks, lots }: Side): Reason => unfitLots(lots) || unfitTicks(ticks);

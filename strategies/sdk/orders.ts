/**
 * A strategy's own orders: sends commands, and follows what becomes of them. A command that cannot go out now is refused
 * here, with a reason, and nothing has happened: the lane is full, or more would be under way than the strategy's ring has
 * room to answer.
 */
import { LANE_FULL } from '../../engine/rings/lane.js';
import { hasPrice, Scope } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import {
  bookSide,
  Cmd,
  CmdDouble,
  CommandFlag,
  CommandKind,
  shortFlag,
} from '../../protocol/records/command.js';
import { head } from '../../protocol/records/layout.js';
import {
  codeOf,
  impliedOrdType,
  ORD_TYPES,
  type OrdTypeWord,
  SIDES,
  type SideWord,
  TIMES_IN_FORCE,
  type TimeInForceWord,
} from '../../protocol/words.js';
import type { ClientIds } from './client-ids.js';
import { type TradedInstrument, unfitLots, unfitTicks } from './instrument.js';
import { Order } from './order.js';
import type { OrderLane } from './order-lane.js';
import { flagsOf, hasTrigger, type OrderTerms, TermsTaker } from './order-terms.js';

/** How long an order stands: until the day ends, until cancelled, not at all, wholly at once or not at all, till a date. */
export type TimeInForceName = TimeInForceWord;

export interface OrderOptions extends OrderTerms {
  /** What price, trigger and peg make of it unless given; without any of them, a market order. */
  readonly type?: OrdTypeWord;
  /** `gtd` with an `expireTime`, else `gtc`, unless given. */
  readonly tif?: TimeInForceName;
  /** Refused rather than taking from the book. */
  readonly postOnly?: boolean;
}

export class Orders {
  /** Commands that are not answered. */
  inFlight = 0;
  /** Orders that quotes may have beside those that are known. */
  quotedSides = 0;
  /** Live ones, and ended ones with a request under way. */
  readonly known = new Map<number, Order>();
  private readonly terms: TermsTaker;

  /** @param atATime bound on orders known, and on commands in flight */
  constructor(
    private readonly lane: OrderLane,
    readonly ids: ClientIds,
    readonly atATime: number,
  ) {
    this.terms = new TermsTaker(ids);
  }

  /** @param ticks undefined = it has no price of its own */
  send(
    instrument: TradedInstrument,
    side: SideWord,
    lots: number,
    ticks: number | undefined,
    options: OrderOptions,
  ): Order {
    const type = typeOf(ticks, options);
    const word = newOrderHead(side, type, options);
    const flags = newOrderFlags(side, options);
    const reason =
      (lots === 0 ? Reason.QuantityOutOfRange : unfitLots(lots)) ||
      unfitTicks(ticks ?? 0) ||
      this.terms.take(instrument, ORD_TYPES[type], options) ||
      this.noRoom();
    const at = reason === Reason.None ? this.begin(word) : LANE_FULL;
    if (at === LANE_FULL)
      return refused(
        new Order(instrument.symbol, side, lots, ticks ?? 0, 0, type),
        reason || Reason.Overloaded,
      );
    const order = new Order(instrument.symbol, side, lots, ticks ?? 0, this.ids.take(), type);
    this.put(at, instrument, order.id, flags | this.putTerms(), lots, order.ticks);
    this.known.set(order.id, order);
    return order;
  }

  /** @param lots, ticks undefined = as it is */
  replace(
    instrument: TradedInstrument,
    order: Order,
    lots: number | undefined,
    ticks = order.limitTicks,
  ): Reason {
    if (!order.live) return Reason.UnknownOrder;
    // Saying that a child that waits for its parent keeps its total of 0 would end it.
    if (ticks === undefined || (lots === undefined && order.lots === 0)) return Reason.NotReplaceable;
    const total = lots ?? order.lots;
    const reason = unfitLots(total) || unfitTicks(ticks);
    if (reason !== Reason.None) return reason;
    if (this.inFlight >= this.atATime) return Reason.Overloaded;
    const at = this.lane.begin(head(CommandKind.ReplaceOrder), false);
    if (at === LANE_FULL) return Reason.Overloaded;
    this.put(at, instrument, order.id, CommandFlag.ByClientId, total, ticks);
    order.requests++;
    return Reason.None;
  }

  cancel(instrument: TradedInstrument, order: Order): Reason {
    if (!order.live) return Reason.UnknownOrder;
    if (order.cancelling) return Reason.None;
    const at = this.lane.begin(head(CommandKind.CancelOrder), true);
    if (at === LANE_FULL) return Reason.Overloaded;
    this.put(at, instrument, order.id, CommandFlag.ByClientId, 0, 0);
    order.requests++;
    order.cancelling = true;
    return Reason.None;
  }

  /** Everything of this strategy, or what it has in one instrument. Also when no more orders may go out. */
  cancelAll(instrument: TradedInstrument | undefined): Reason {
    if (this.inFlight >= 2 * this.atATime) return Reason.Overloaded;
    const scope = instrument === undefined ? Scope.Session : Scope.Session | Scope.Instrument;
    const at = this.lane.begin(head(CommandKind.MassCancel, scope), true);
    if (at === LANE_FULL) return Reason.Overloaded;
    this.lane.i32[at + Cmd.Instrument] = instrument?.definition.id ?? 0;
    this.inFlight++;
    return Reason.None;
  }

  /** Everything is answered. */
  get settled(): boolean {
    return this.inFlight === 0 && this.lane.drained;
  }

  /** Of an order that finds room for its terms as well. */
  private begin(word: number): number {
    if (this.terms.values.any && !this.lane.hasRoomForTwo) return LANE_FULL;
    return this.lane.begin(word, false);
  }

  private putTerms(): number {
    if (!this.terms.values.any) return 0;
    this.lane.putTerms(this.terms.values);
    return CommandFlag.Extended;
  }

  private noRoom(): Reason {
    if (this.known.size + this.quotedSides >= this.atATime) return Reason.TooManyOpenOrders;
    return this.inFlight >= this.atATime ? Reason.Overloaded : Reason.None;
  }

  private put(
    at: number,
    instrument: TradedInstrument,
    id: number,
    flags: number,
    lots: number,
    ticks: number,
  ): void {
    const { i32, f64 } = this.lane;
    i32[at + Cmd.Flags] = flags;
    i32[at + Cmd.Instrument] = instrument.definition.id;
    i32[at + Cmd.PriceTicks] = ticks;
    i32[at + Cmd.ClientIdLow] = this.ids.low(id);
    i32[at + Cmd.ClientIdHigh] = this.ids.high(id);
    f64[(at >> 1) + CmdDouble.QtyLots] = lots;
    this.inFlight++;
  }
}

/** @throws RangeError what makes it that type is missing, or it has a price that its type has not */
function typeOf(ticks: number | undefined, options: OrderOptions): OrdTypeWord {
  const price = ticks !== undefined;
  const has = { price, trigger: hasTrigger(options), peg: options.peg !== undefined };
  const { type = impliedOrdType(has) } = options;
  if (hasPrice(codeOf(ORD_TYPES, type, 'type')) !== price)
    throw new RangeError(price ? `a ${type} order has no price` : `a ${type} order needs a price`);
  return type;
}

function newOrderHead(side: SideWord, type: OrdTypeWord, { tif, expireTime }: OrderOptions): number {
  const time = codeOf(TIMES_IN_FORCE, tif ?? (expireTime === undefined ? 'gtc' : 'gtd'), 'tif');
  return head(CommandKind.NewOrder, bookSide(codeOf(SIDES, side, 'side')), ORD_TYPES[type], time);
}

const newOrderFlags = (side: SideWord, options: OrderOptions): number =>
  flagsOf(options) | shortFlag(SIDES[side]) | (options.postOnly ? CommandFlag.PostOnly : 0);

function refused(order: Order, reason: Reason): Order {
  order.state = 'rejected';
  order.reason = reason;
  return order;
}

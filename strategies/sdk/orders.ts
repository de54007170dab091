/**
 * A strategy's own orders: sends commands, and follows what becomes of them. A command that cannot go out now is refused
 * here, with a reason, and nothing has happened: the lane is full, or more would be under way than the strategy's ring has
 * room to answer.
 */
import { LANE_FULL } from '../../engine/rings/lane.js';
import { OrdType, Scope, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind } from '../../protocol/records/command.js';
import { head } from '../../protocol/records/layout.js';
import type { ClientIds } from './client-ids.js';
import type { TradedInstrument } from './instrument.js';
import { Order, type SideName, sideNumber } from './order.js';
import type { OrderLane } from './order-lane.js';

const MAX_INT32 = 2 ** 31 - 1;

/**
 * How long an order stands: until the day ends, until cancelled, not at all, or wholly at once or not at all; or in one
 * auction alone: at the open, at the close, the next one.
 */
export type TimeInForceName = 'day' | 'gtc' | 'ioc' | 'fok' | 'at-open' | 'at-close' | 'gfa';

const TIMES = new Map<TimeInForceName, TimeInForce>([
  ['day', TimeInForce.Day],
  ['gtc', TimeInForce.GoodTillCancel],
  ['ioc', TimeInForce.ImmediateOrCancel],
  ['fok', TimeInForce.FillOrKill],
  ['at-open', TimeInForce.AtOpen],
  ['at-close', TimeInForce.AtClose],
  ['gfa', TimeInForce.GoodForAuction],
]);

export interface OrderOptions {
  /** `gtc` unless given. */
  readonly tif?: TimeInForceName;
  /** Refused rather than taking from the book. */
  readonly postOnly?: boolean;
}

export class Orders {
  /** Commands that are not answered. */
  inFlight = 0;
  /** Live ones, and ended ones with a request under way. */
  readonly known = new Map<number, Order>();

  /** @param atATime bound on orders known, and on commands in flight */
  constructor(
    private readonly lane: OrderLane,
    readonly ids: ClientIds,
    private readonly atATime: number,
  ) {}

  /** @param ticks undefined = a market order */
  send(
    instrument: TradedInstrument,
    side: SideName,
    lots: number,
    ticks: number | undefined,
    { tif = 'gtc', postOnly = false }: OrderOptions,
  ): Order {
    const reason = unfit(lots, ticks ?? 0) || this.noRoom();
    if (reason !== Reason.None) return refused(instrument.symbol, side, lots, ticks, reason);
    const at = this.lane.begin(newOrderHead(side, ticks, tif), false);
    if (at === LANE_FULL) return refused(instrument.symbol, side, lots, ticks, Reason.Overloaded);
    const order = new Order(instrument.symbol, side, lots, ticks ?? 0, this.ids.take());
    this.put(at, instrument, order.id, postOnly ? CommandFlag.PostOnly : 0, lots, order.ticks);
    this.known.set(order.id, order);
    return order;
  }

  replace(instrument: TradedInstrument, order: Order, lots: number, ticks: number): Reason {
    if (!order.live) return Reason.UnknownOrder;
    const reason = unfit(lots, ticks) || (this.inFlight >= this.atATime ? Reason.Overloaded : Reason.None);
    if (reason !== Reason.None) return reason;
    const at = this.lane.begin(head(CommandKind.ReplaceOrder), false);
    if (at === LANE_FULL) return Reason.Overloaded;
    this.put(at, instrument, order.id, CommandFlag.ByClientId, lots, ticks);
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

  private noRoom(): Reason {
    if (this.known.size >= this.atATime) return Reason.TooManyOpenOrders;
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

/** What no record can hold. What the instrument allows is the engine's matter. */
function unfit(lots: number, ticks: number): Reason {
  if (!Number.isInteger(lots)) return Reason.QuantityOffLot;
  if (!Number.isSafeInteger(lots) || lots <= 0) return Reason.QuantityOutOfRange;
  if (!Number.isInteger(ticks)) return Reason.PriceOffTick;
  return Math.abs(ticks) <= MAX_INT32 ? Reason.None : Reason.PriceOutOfRange;
}

function newOrderHead(side: SideName, ticks: number | undefined, tif: TimeInForceName): number {
  const time = TIMES.get(tif);
  if (time === undefined) throw new RangeError(`"${tif}" is none of ${[...TIMES.keys()].join(', ')}`);
  const ordType = ticks === undefined ? OrdType.Market : OrdType.Limit;
  return head(CommandKind.NewOrder, sideNumber(side), ordType, time);
}

function refused(symbol: string, side: SideName, lots: number, ticks = 0, reason: Reason): Order {
  const order = new Order(symbol, side, lots, ticks, 0);
  order.state = 'rejected';
  order.reason = reason;
  return order;
}

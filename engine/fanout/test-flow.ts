/**
 * Event groups for tests, as the core would write them: orders that rest, trade in parts, are cancelled one by one and
 * all at once, and refusals. Says for each record which entries it must become.
 */
import { EndKind, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandKind, REASON_SHIFT } from '../../protocol/records/command.js';
import { End, EndDouble, EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { Double, head, LAST_IN_GROUP, owner, RECORD_WORDS, Word } from '../../protocol/records/layout.js';
import type { BroadcastWriter } from '../rings/broadcast.js';

export const FLOW_ORDERS = 512;
export const FLOW_INSTRUMENTS = 4;
/** Records of the largest group. */
const GROUP_MAX = FLOW_ORDERS + 2;
const OPEN_MAX = 64;

interface Order {
  readonly slot: number;
  readonly generation: number;
  readonly instrument: number;
  readonly side: Side;
  readonly ticks: number;
  readonly total: number;
  executed: number;
}

export class TestFlow {
  /** Ids of the entries that the streams must have, in order. */
  readonly trades: string[] = [];
  readonly orders: string[] = [];
  sequence = 0;
  private readonly open: Order[] = [];
  private readonly free = Array.from({ length: FLOW_ORDERS - 1 }, (_, i) => FLOW_ORDERS - 1 - i);
  private readonly generations = new Int32Array(FLOW_ORDERS);
  private index = 0;
  private last = 0;

  /** @param random whole numbers below its argument */
  constructor(
    private readonly events: BroadcastWriter,
    private readonly random: (below: number) => number,
  ) {}

  /** One command with all its events; false: no room in the ring. */
  step(): boolean {
    if (!this.events.room(GROUP_MAX)) return false;
    const dice = this.random(100);
    if (dice < 3) this.massCancel();
    else if (dice < 8) this.time();
    else if (dice < 15) this.refuse();
    else if (dice < 30 || this.open.length >= OPEN_MAX) this.cancel();
    else if (dice < 65) this.rest();
    else this.take();
    this.events.i32[this.last + Word.Flags] |= LAST_IN_GROUP;
    this.events.publish();
    return true;
  }

  /** Best bid and ask as text: price, quantity, price, quantity. */
  top(instrument: number): (string | null)[] {
    return [Side.Buy, Side.Sell].flatMap((side) => {
      const orders = this.open.filter((order) => order.instrument === instrument && order.side === side);
      const ticks = orders.map((order) => order.ticks);
      const best = side === Side.Buy ? Math.max(...ticks) : Math.min(...ticks);
      const lots = orders.reduce((sum, o) => sum + (o.ticks === best ? o.total - o.executed : 0), 0);
      return lots === 0 ? [null, null] : [((best * 5) / 100).toFixed(2), ((lots * 10) / 1_000).toFixed(3)];
    });
  }

  private rest(): void {
    const side = this.random(2) === 0 ? Side.Buy : Side.Sell;
    const ticks = side === Side.Buy ? 100 - this.random(10) : 101 + this.random(10);
    this.open.push(this.newOrder(side, ticks, 1 + this.random(50), 1 + this.random(FLOW_INSTRUMENTS - 1)));
  }

  private take(): void {
    const instrument = 1 + this.random(FLOW_INSTRUMENTS - 1);
    const side = this.random(2) === 0 ? Side.Buy : Side.Sell;
    const taker = this.newOrder(side, 105, 1 + this.random(60), instrument);
    for (const maker of this.open.filter((order) => order.instrument === instrument && order.side !== side))
      if (taker.executed < taker.total) this.trade(maker, taker);
    if (taker.executed < taker.total) this.end(taker, Reason.ImmediateRemainder);
    else this.free.unshift(taker.slot);
  }

  private trade(maker: Order, taker: Order): void {
    const lots = Math.min(maker.total - maker.executed, taker.total - taker.executed);
    maker.executed += lots;
    taker.executed += lots;
    const { i32, f64 } = this.events;
    const at = this.record(head(EventKind.Trade, taker.side), maker.instrument);
    i32[at + Trd.MakerOwner] = owner(1, 1);
    i32[at + Trd.TakerOwner] = owner(2, 2);
    i32[at + Trd.PriceTicks] = maker.ticks;
    i32[at + Trd.MakerSlot] = maker.slot;
    i32[at + Trd.MakerGeneration] = maker.generation;
    i32[at + Trd.TakerSlot] = taker.slot;
    i32[at + Trd.TakerGeneration] = taker.generation;
    f64[(at >> 1) + TrdDouble.QtyLots] = lots;
    f64[(at >> 1) + TrdDouble.MakerOpenLots] = maker.total - maker.executed;
    this.trades.push(this.id());
    this.orders.push(this.id());
    if (maker.executed === maker.total) this.close(maker);
  }

  private cancel(): void {
    const order = this.open[this.random(this.open.length)];
    const at = this.command(head(CommandKind.CancelOrder), order?.instrument ?? 1);
    this.events.i32[at + Cmd.OrderSlot] = order?.slot ?? 0;
    this.events.i32[at + Cmd.OrderGeneration] = order?.generation ?? 0;
    if (order) this.end(order, Reason.CancelledByUser);
    else this.refuseWith(at, Reason.UnknownOrder);
  }

  private massCancel(): void {
    this.command(head(CommandKind.MassCancel), 0);
    const { length } = this.open;
    for (const order of [...this.open]) this.end(order, Reason.MassCancelled);
    const at = this.record(head(EventKind.MassCancelReport), 0);
    this.events.f64[(at >> 1) + EndDouble.OpenLots] = length;
    this.orders.push(this.id());
  }

  private refuse(): void {
    const at = this.command(
      head(CommandKind.NewOrder, Side.Buy, OrdType.Limit, TimeInForce.GoodTillCancel),
      1,
    );
    this.events.i32[at + Cmd.PriceTicks] = 100;
    this.refuseWith(at, Reason.MaxQuantityExceeded);
  }

  private refuseWith(at: number, reason: Reason): void {
    this.events.i32[at + Cmd.Flags] |= reason << REASON_SHIFT;
    this.orders.push(this.id());
  }

  private time(): void {
    this.command(head(CommandKind.Time), 0);
  }

  private newOrder(side: Side, ticks: number, total: number, instrument: number): Order {
    const slot = this.free.pop()!;
    const order = { slot, generation: ++this.generations[slot], instrument, side, ticks, total, executed: 0 };
    const at = this.command(
      head(CommandKind.NewOrder, side, OrdType.Limit, TimeInForce.GoodTillCancel),
      instrument,
    );
    const { i32, f64 } = this.events;
    i32[at + Cmd.PriceTicks] = ticks;
    i32[at + Cmd.ClientIdLow] = this.sequence;
    i32[at + Cmd.OrderSlot] = slot;
    i32[at + Cmd.OrderGeneration] = order.generation;
    f64[(at >> 1) + CmdDouble.QtyLots] = total;
    this.orders.push(this.id());
    return order;
  }

  private end(order: Order, reason: Reason): void {
    const { i32, f64 } = this.events;
    const at = this.record(head(EventKind.OrderEnded, order.side, EndKind.Cancelled), order.instrument);
    i32[at + End.Owner] = owner(1, 1);
    i32[at + End.Reason] = reason;
    i32[at + End.PriceTicks] = order.ticks;
    i32[at + End.OrderSlot] = order.slot;
    i32[at + End.OrderGeneration] = order.generation;
    f64[(at >> 1) + EndDouble.OpenLots] = order.total - order.executed;
    f64[(at >> 1) + EndDouble.ExecutedLots] = order.executed;
    this.orders.push(this.id());
    this.close(order);
  }

  private close(order: Order): void {
    const at = this.open.indexOf(order);
    if (at >= 0) this.open.splice(at, 1);
    this.free.unshift(order.slot);
  }

  private command(word0: number, instrument: number): number {
    this.sequence++;
    this.index = -1;
    const at = this.record(word0, instrument);
    this.events.i32[at + Word.Flags] = 0;
    this.events.i32[at + Cmd.Owner] = owner(1, 1);
    this.events.i32[at + Cmd.Seconds] = 1_700_000_000 + this.sequence;
    return at;
  }

  private record(word0: number, instrument: number): number {
    const { events } = this;
    const at = events.claim();
    events.i32.fill(0, at, at + RECORD_WORDS);
    this.index++;
    events.i32[at] = word0;
    events.i32[at + Word.Flags] = this.index;
    events.i32[at + Cmd.Instrument] = instrument;
    events.f64[(at >> 1) + Double.Sequence] = this.sequence;
    this.last = at;
    return at;
  }

  private id(): string {
    return `${this.sequence}-${this.index}`;
  }
}

/**
 * The hand that enters what a recording says has happened: a command goes into a lane, the core executes it, and the hand's own
 * reader of the event ring takes every record of its event group. From the readers' views (order table, depth, client ids)
 * it knows the books and orders; it never looks into the core. One command at a time, step by step.
 */
import { OrdType, type Side, type TimeInForce } from '../../protocol/codes/enums.js';
import { REASON_TEXT, Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { accountOf, head, kindOf, LANE_PAYLOAD_WORDS, owner, Word } from '../../protocol/records/layout.js';
import type { BroadcastReader } from '../rings/broadcast.js';
import { LANE_FULL, type LaneWriter } from '../rings/lane.js';
import { ClientIds } from '../risk/client-ids.js';
import { Depth } from '../views/depth.js';
import { OrderLife, OrderTable } from '../views/order-table.js';
import type { CsvRows } from './input/csv-rows.js';
import { InputError } from './input/input-error.js';
import { TableOrders } from './table-orders.js';

/** Records taken at a time. */
const BATCH = 1 << 12;
/** Steps of the core without a record, in the middle of a command: more than it ever takes to find room. */
const SILENT_STEPS_MAX = 4;

/** The engine did not take what the recording says has happened. */
export class EngineRefusal extends Error {
  constructor(readonly reason: Reason) {
    super(`the engine refuses it: ${REASON_TEXT[reason]}`);
  }
}

const NO_ROOM: readonly Reason[] = [Reason.TooManyOpenOrders, Reason.TooManyPriceLevels];

/** What would help against it, or nothing. */
export const adviceFor = ({ reason }: EngineRefusal): string =>
  NO_ROOM.includes(reason) ? '; choose a larger --orders' : '';

/** A refusal as an error of the row that it came by; other errors as they are. */
export function refusedAt(rows: CsvRows, error: unknown): unknown {
  if (!(error instanceof EngineRefusal)) return error;
  return new InputError(rows.path, rows.line, error.message + adviceFor(error));
}

export interface HandParts {
  /** To the core, and what comes of it. */
  readonly lane: LaneWriter;
  readonly reader: BroadcastReader;
  /** Lets the core work once. */
  readonly step: () => void;
  readonly session: number;
  /** Slots of the core's orders, and numbers below these of instruments and accounts. */
  readonly orders: number;
  readonly instruments: number;
  readonly accounts: number;
  /** The orders of each level in their order. */
  readonly withQueues?: boolean;
}

export class MarketHand {
  readonly orders: OrderTable;
  readonly depth: Depth;
  /** Outcome of the last command. */
  reason: Reason = Reason.None;
  /** Who was hit by the last command, in order. */
  readonly makerSlots: number[] = [];
  readonly makerLots: number[] = [];
  commands = 0;
  trades = 0;
  /** Slots below this had an order at some time. */
  highWater = 1;
  private readonly clientIds: ClientIds;
  private readonly lane: LaneWriter;
  private readonly reader: BroadcastReader;
  private answered = false;

  /** Stamps the commands that follow. */
  private seconds = 0;
  private nanos = 0;

  constructor(private readonly parts: HandParts) {
    const { lane, reader, orders, instruments, accounts, withQueues } = parts;
    this.lane = lane;
    this.reader = reader;
    this.orders = new OrderTable(orders);
    this.depth = new Depth(orders, instruments, withQueues);
    // An id may come again when its order has ended: recordings do that.
    this.clientIds = new ClientIds(new TableOrders(this.orders), accounts, 0);
  }

  /** Stamps the commands that follow. */
  setTime(seconds: number, nanos: number): void {
    this.seconds = seconds;
    this.nanos = nanos;
  }

  /** Slot of the account's open order with this client order id, 0 = none. */
  find(account: number, idLow: number, idHigh: number): number {
    return this.clientIds.findOpen(account, idLow, idHigh);
  }

  /** A limit order; client order id 0 = none. */
  enter(
    instrument: number,
    account: number,
    side: Side,
    priceTicks: number,
    lots: number,
    idLow: number,
    idHigh: number,
    timeInForce: TimeInForce,
    flags = 0,
  ): Reason {
    const at = this.command(head(CommandKind.NewOrder, side, OrdType.Limit, timeInForce), account);
    const { i32, f64 } = this.lane;
    i32[at + Cmd.Flags] = flags;
    i32[at + Cmd.Instrument] = instrument;
    i32[at + Cmd.PriceTicks] = priceTicks;
    i32[at + Cmd.ClientIdLow] = idLow;
    i32[at + Cmd.ClientIdHigh] = idHigh;
    f64[(at >> 1) + CmdDouble.QtyLots] = lots;
    return this.send();
  }

  /** By client order id, as a client does it; the order's own says which. */
  replace(slot: number, priceTicks: number, totalLots: number): Reason {
    const at = this.orderCommand(CommandKind.ReplaceOrder, slot);
    this.lane.i32[at + Cmd.PriceTicks] = priceTicks;
    this.lane.f64[(at >> 1) + CmdDouble.QtyLots] = totalLots;
    return this.send();
  }

  cancel(slot: number): Reason {
    this.orderCommand(CommandKind.CancelOrder, slot);
    return this.send();
  }

  /** What a venue trades at, or another price that is none of our book's. */
  price(instrument: number, venue: number, priceTicks: number): Reason {
    const at = this.command(head(CommandKind.VenuePrice, venue), 0);
    this.lane.i32[at + Cmd.Instrument] = instrument;
    this.lane.i32[at + Cmd.PriceTicks] = priceTicks;
    return this.send();
  }

  /** @param scope `Scope` bits */
  massCancel(scope: number, account: number): Reason {
    this.command(head(CommandKind.MassCancel, scope), account);
    return this.send();
  }

  private orderCommand(kind: CommandKind, slot: number): number {
    const at = this.command(head(kind), accountOf(this.orders.owner(slot)));
    this.lane.i32[at + Cmd.Flags] = CommandFlag.ByClientId;
    this.lane.i32[at + Cmd.ClientIdLow] = this.orders.clientIdLow(slot);
    this.lane.i32[at + Cmd.ClientIdHigh] = this.orders.clientIdHigh(slot);
    return at;
  }

  /** A fresh record with what all commands have. */
  private command(word0: number, account: number): number {
    const at = this.lane.claim();
    if (at === LANE_FULL) throw new Error('the lane is full: the core has not taken the command before');
    const { i32 } = this.lane;
    i32.fill(0, at, at + LANE_PAYLOAD_WORDS);
    i32[at] = word0;
    i32[at + Cmd.Owner] = owner(account, this.parts.session);
    i32[at + Cmd.Seconds] = this.seconds;
    i32[at + Cmd.Nanos] = this.nanos;
    return at;
  }

  private send(): Reason {
    this.lane.commit();
    this.run();
    return this.reason;
  }

  /** Core and reader in turn until the command's event group is complete. */
  protected run(): void {
    this.commands++;
    this.reason = Reason.None;
    if (this.makerSlots.length > 0) this.makerSlots.length = this.makerLots.length = 0;
    this.answered = false;
    for (let silent = 0; !this.answered; silent++) {
      this.parts.step();
      if (this.drain() > 0) silent = 0;
      else if (silent === SILENT_STEPS_MAX) throw new Error('the core leaves a command without an answer');
    }
  }

  /** Takes what the core has said. */
  drain(): number {
    const { reader } = this;
    const ready = reader.available(BATCH);
    for (let i = 0; i < ready; i++) this.take(reader.offset(i));
    reader.release(ready);
    return ready;
  }

  private take(at: number): void {
    const { i32, f64 } = this.reader;
    this.orders.apply(i32, f64, at);
    this.depth.apply(i32, f64, at, this.orders);
    switch (kindOf(i32[at])) {
      case CommandKind.NewOrder:
        this.takeNewOrder(i32, at);
        break;
      case EventKind.Trade:
        this.takeTrade(i32, f64, at);
        break;
      case EventKind.OrderEnded:
        this.takeEnd(i32, at);
        break;
      case CommandKind.ReplaceOrder:
      case CommandKind.CancelOrder:
      case CommandKind.MassCancel:
      case CommandKind.VenuePrice:
        this.reason = reasonOf(i32[at + Cmd.Flags]);
        break;
    }
    if (i32[at + Word.Flags] < 0) this.answered = true;
  }

  private takeNewOrder(i32: Int32Array, at: number): void {
    this.reason = reasonOf(i32[at + Cmd.Flags]);
    if (this.reason === Reason.TooManyOpenOrders) throw new EngineRefusal(this.reason);
    if (this.reason !== Reason.None) return;
    const slot = i32[at + Cmd.OrderSlot];
    if (slot >= this.highWater) this.highWater = slot + 1;
    const account = accountOf(i32[at + Cmd.Owner]);
    this.clientIds.add(account, i32[at + Cmd.ClientIdLow], i32[at + Cmd.ClientIdHigh], slot);
  }

  private takeTrade(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + Trd.MakerSlot];
    this.trades++;
    this.makerSlots.push(slot);
    this.makerLots.push(f64[(at >> 1) + TrdDouble.QtyLots]);
    if (this.orders.life[slot] === OrderLife.Ended) this.forget(slot);
    const taker = i32[at + Trd.TakerSlot];
    if (this.orders.life[taker] === OrderLife.Ended) this.forget(taker);
  }

  private takeEnd(i32: Int32Array, at: number): void {
    this.forget(i32[at + End.OrderSlot]);
    const reason = i32[at + End.Reason];
    if (reason === Reason.TooManyPriceLevels || reason === Reason.LevelQuantityOverflow)
      throw new EngineRefusal(reason);
  }

  private forget(slot: number): void {
    const { orders } = this;
    this.clientIds.end(accountOf(orders.owner(slot)), orders.clientIdLow(slot), orders.clientIdHigh(slot));
  }
}

/**
 * What somebody knows who has nothing but the events: the open orders with their place in the queue, and who used which
 * client order id. Throws when an event contradicts the ones before it.
 */
import { OrdType, Side } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EndDouble, EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, Double, kindOf } from '../../protocol/records/layout.js';
import { mustEqual } from '../book/test-property.js';
import { doublesOf, type Record16 } from './test-commands.js';

export interface LedgerOrder {
  readonly slot: number;
  readonly generation: number;
  readonly head: number;
  readonly flags: number;
  readonly instrument: number;
  readonly owner: number;
  readonly clientId: string;
  price: number;
  total: number;
  executed: number;
  /** Sequence of the command since which it has its place. */
  since: number;
}

export class Ledger {
  readonly open = new Map<string, LedgerOrder>();
  /** Per account the client ids of ended orders, oldest first. */
  readonly ended = new Map<number, string[]>();
  accepted = 0;
  gone = 0;
  private inHand: LedgerOrder | undefined;

  apply(group: readonly Record16[]): void {
    for (const record of group) this.one(record);
    if (this.inHand !== undefined && openOf(this.inHand) === 0) this.close(this.inHand);
    this.inHand = undefined;
  }

  private one(record: Record16): void {
    const kind = kindOf(record[0]);
    if (kind === EventKind.Trade && byteB(record[0]) === 1) this.cross(record);
    else if (kind === EventKind.Trade) this.trade(record);
    else if (kind === EventKind.OrderEnded) this.end(record);
    else if (reasonOf(record[Cmd.Flags]) !== 0) return;
    else if (kind === CommandKind.NewOrder) this.accept(record);
    else if (kind === CommandKind.ReplaceOrder) this.replace(record);
  }

  private accept(record: Record16): void {
    const doubles = doublesOf(record);
    const order: LedgerOrder = {
      slot: record[Cmd.OrderSlot],
      generation: record[Cmd.OrderGeneration],
      head: record[Cmd.Head],
      flags: record[Cmd.Flags] & 0xffff,
      instrument: record[Cmd.Instrument],
      owner: record[Cmd.Owner],
      clientId: `${record[Cmd.ClientIdLow]}:${record[Cmd.ClientIdHigh]}`,
      price: byteB(record[0]) === OrdType.Limit ? record[Cmd.PriceTicks] : 0,
      total: doubles[CmdDouble.QtyLots],
      executed: 0,
      since: doubles[Double.Sequence],
    };
    const id = idOf(order.slot, order.generation);
    if (this.open.has(id)) throw new Error(`order ${id} is accepted while it is open`);
    this.open.set(id, order);
    this.accepted++;
    this.inHand = order;
  }

  private replace(record: Record16): void {
    const order = this.find(record[Cmd.OrderSlot], record[Cmd.OrderGeneration]);
    const total = doublesOf(record)[CmdDouble.QtyLots];
    if (total <= order.executed) return;
    const price = byteB(order.head) === OrdType.Market ? order.price : record[Cmd.PriceTicks];
    const keepsPlace = price === order.price && total < order.total;
    order.price = price;
    order.total = total;
    if (keepsPlace) return;
    order.since = doublesOf(record)[Double.Sequence];
    this.inHand = order;
  }

  private trade(record: Record16): void {
    const doubles = doublesOf(record);
    const lots = doubles[TrdDouble.QtyLots];
    const maker = this.find(record[Trd.MakerSlot], record[Trd.MakerGeneration]);
    const taker = this.find(record[Trd.TakerSlot], record[Trd.TakerGeneration]);
    mustEqual(taker === this.inHand, true, 'the taker is the order of the command');
    mustEqual([record[Trd.MakerOwner], record[Trd.TakerOwner]], [maker.owner, taker.owner], 'the owners');
    mustEqual([maker.instrument, taker.instrument], Array(2).fill(record[Trd.Instrument]), 'the instruments');
    mustEqual([byteA(maker.head), byteA(taker.head)], sidesOf(record), 'the sides');
    mustEqual(record[Trd.PriceTicks], maker.price, "the maker's price");
    mustEqual(withinLimit(taker, maker.price), true, "within the taker's limit");
    mustEqual(lots > 0 && lots <= Math.min(openOf(maker), openOf(taker)), true, 'both have what they trade');
    maker.executed += lots;
    taker.executed += lots;
    mustEqual(doubles[TrdDouble.MakerOpenLots], openOf(maker), 'what the maker has left');
    if (openOf(maker) === 0) this.close(maker);
  }

  /** An uncross: buyer and seller rested, both at this price or a better one for the other. */
  private cross(record: Record16): void {
    const doubles = doublesOf(record);
    const lots = doubles[TrdDouble.QtyLots];
    const price = record[Trd.PriceTicks];
    const buy = this.find(record[Trd.MakerSlot], record[Trd.MakerGeneration]);
    const sell = this.find(record[Trd.TakerSlot], record[Trd.TakerGeneration]);
    mustEqual(this.inHand, undefined, 'an order in hand');
    mustEqual([record[Trd.MakerOwner], record[Trd.TakerOwner]], [buy.owner, sell.owner], 'the owners');
    mustEqual([buy.instrument, sell.instrument], Array(2).fill(record[Trd.Instrument]), 'the instruments');
    mustEqual([byteA(buy.head), byteA(sell.head)], [Side.Buy, Side.Sell], 'the sides');
    mustEqual([withinLimit(buy, price), withinLimit(sell, price)], [true, true], 'within both limits');
    mustEqual(lots, Math.min(openOf(buy), openOf(sell)), 'as much as both have');
    for (const order of [buy, sell]) order.executed += lots;
    mustEqual(doubles[TrdDouble.MakerOpenLots], openOf(buy), 'what the buyer has left');
    for (const order of [buy, sell]) if (openOf(order) === 0) this.close(order);
  }

  private end(record: Record16): void {
    const order = this.find(record[End.OrderSlot], record[End.OrderGeneration]);
    const doubles = doublesOf(record);
    mustEqual(
      [doubles[EndDouble.OpenLots], doubles[EndDouble.ExecutedLots]],
      [openOf(order), order.executed],
    );
    mustEqual(openOf(order) > 0, true, 'what ends was open');
    mustEqual(
      [record[End.Owner], record[End.Instrument], record[End.PriceTicks], byteA(record[0])],
      [order.owner, order.instrument, order.price, byteA(order.head)],
    );
    mustEqual(`${record[End.ClientIdLow]}:${record[End.ClientIdHigh]}`, order.clientId);
    this.close(order);
    if (order === this.inHand) this.inHand = undefined;
  }

  private close(order: LedgerOrder): void {
    this.open.delete(idOf(order.slot, order.generation));
    this.gone++;
    if (order.clientId === '0:0') return;
    const account = accountOf(order.owner);
    this.ended.set(account, [...(this.ended.get(account) ?? []), order.clientId]);
  }

  private find(slot: number, generation: number): LedgerOrder {
    const order = this.open.get(idOf(slot, generation));
    if (order === undefined) throw new Error(`order ${idOf(slot, generation)} is not open`);
    return order;
  }
}

export const idOf = (slot: number, generation: number): string => `${slot}:${generation}`;
export const openOf = (order: LedgerOrder): number => order.total - order.executed;

const sidesOf = (trade: Record16): number[] => {
  const taker = byteA(trade[0]);
  return [Side.Buy + Side.Sell - taker, taker];
};

function withinLimit(taker: LedgerOrder, price: number): boolean {
  if (byteB(taker.head) === OrdType.Market) return true;
  return byteA(taker.head) === Side.Buy ? price <= taker.price : price >= taker.price;
}

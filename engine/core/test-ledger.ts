/**
 * What somebody knows who has nothing but the events: the open orders with their place in the queue, and who used which
 * client order id. Throws when an event contradicts the ones before it.
 */
import { hasPrice, isStop, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind, reasonOf } from '../../protocol/records/command.js';
import {
  actionOf,
  End,
  EndDouble,
  EventKind,
  ImgDouble,
  QuoteAction,
  QuoteWord,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, byteC, head, kindOf, withOrdType } from '../../protocol/records/layout.js';
import { mustEqual } from '../book/test-property.js';
import { doublesOf, type Record16 } from './test-commands.js';

export interface LedgerOrder {
  readonly slot: number;
  readonly generation: number;
  head: number;
  flags: number;
  readonly instrument: number;
  readonly owner: number;
  readonly clientId: string;
  price: number;
  /** Pegged: the price that it came with. */
  limit: number;
  /** Child of a bracket: it may take when it was armed. */
  armed: boolean;
  total: number;
  executed: number;
  /** Grows with each order that takes its place. */
  since: number;
  /** It said so itself, or is a stop that was not triggered: it stands in no book. */
  waits: boolean;
  terms: Record16 | undefined;
}

/** Reasons of what is written while a filled maker is still there. */
const CONSEQUENCES = new Set([Reason.LinkedOrderExecuted, Reason.ChildArmed, Reason.AwaitsParent]);

export class Ledger {
  readonly open = new Map<string, LedgerOrder>();
  /** Per account the client ids of ended orders, oldest first. */
  readonly ended = new Map<number, string[]>();
  accepted = 0;
  gone = 0;
  private inHand: LedgerOrder | undefined;
  private places = 0;
  /** Attributes of the sides of the quote that came last. */
  private quoteFlags = 0;
  /** Children that were armed while another order was in hand: their turn comes next. */
  private readonly armed: LedgerOrder[] = [];
  private endedOrder: LedgerOrder | undefined;
  private readonly filled: LedgerOrder[] = [];

  apply(group: readonly Record16[]): void {
    for (const record of group) {
      this.closeBefore(record);
      this.one(record);
    }
    this.closeEnded();
    this.closeFilled();
    this.putDown();
  }

  /** What a trade or an end leads to is written before its own order is gone: that has its turn first. */
  private closeBefore(record: Record16): void {
    const isOrder =
      kindOf(record[0]) === EventKind.OrderEnded || kindOf(record[0]) === EventKind.OrderRestated;
    const reason = isOrder ? record[End.Reason] : Reason.None;
    if (reason === Reason.ParentEnded) return;
    this.closeEnded();
    if (!CONSEQUENCES.has(reason)) this.closeFilled();
  }

  private closeEnded(): void {
    if (this.endedOrder !== undefined) this.close(this.endedOrder);
    this.endedOrder = undefined;
  }

  private closeFilled(): void {
    for (const order of this.filled) this.close(order);
    this.filled.length = 0;
  }

  /** The order in hand rests, or is filled. */
  private putDown(): void {
    const order = this.inHand;
    this.inHand = undefined;
    if (order !== undefined && !order.waits) {
      if (openOf(order) === 0) this.close(order);
      else order.since = ++this.places;
    }
    for (const armed of this.armed) armed.since = ++this.places;
    this.armed.length = 0;
  }

  private one(record: Record16): void {
    const kind = kindOf(record[0]);
    if (kind === EventKind.Trade && byteB(record[0]) === 1) this.cross(record);
    else if (kind === EventKind.OrderTerms) this.terms(record);
    else if (kind === EventKind.QuoteSide) this.quoteSide(record);
    else if (kind === EventKind.OrderTriggered) this.triggered(record);
    else if (kind === EventKind.OrderRestated) this.restated(record);
    else if (kind === EventKind.Trade) this.trade(record);
    else if (kind === EventKind.OrderEnded) this.end(record);
    else if (reasonOf(record[Cmd.Flags]) !== 0) return;
    else if (kind === CommandKind.NewOrder) this.accept(record, record[Cmd.Head], record[Cmd.Flags] & 0xffff);
    else if (kind === CommandKind.Quote)
      this.quoteFlags = (record[Cmd.Flags] & 0xffff) | CommandFlag.QuoteSide;
    else if (kind === CommandKind.ReplaceOrder) this.replace(record);
  }

  private accept(record: Record16, headWord: number, flags: number): void {
    const doubles = doublesOf(record);
    const order: LedgerOrder = {
      slot: record[Cmd.OrderSlot],
      generation: record[Cmd.OrderGeneration],
      head: headWord,
      flags,
      instrument: record[Cmd.Instrument],
      owner: record[Cmd.Owner],
      clientId: `${record[Cmd.ClientIdLow]}:${record[Cmd.ClientIdHigh]}`,
      price: hasPrice(byteB(headWord)) ? record[Cmd.PriceTicks] : 0,
      limit: record[Cmd.PriceTicks],
      armed: false,
      total: doubles[CmdDouble.QtyLots],
      executed: 0,
      since: 0,
      waits: isStop(byteB(headWord)) || byteB(headWord) === OrdType.Pegged,
      terms: undefined,
    };
    const id = idOf(order.slot, order.generation);
    if (this.open.has(id)) throw new Error(`order ${id} is accepted while it is open`);
    this.open.set(id, order);
    this.accepted++;
    this.inHand = order;
  }

  /** The side before it has had its turn. */
  private quoteSide(record: Record16): void {
    const doubles = doublesOf(record);
    const action = actionOf(record[QuoteWord.Outcome]);
    if (action !== QuoteAction.Refused) this.putDown();
    if (action === QuoteAction.Entered)
      this.accept(
        record,
        head(CommandKind.NewOrder, byteA(record[0]), OrdType.Limit, TimeInForce.Day),
        this.quoteFlags,
      );
    if (action !== QuoteAction.Moved && action !== QuoteAction.Kept) return;
    const order = this.find(record[Cmd.OrderSlot], record[Cmd.OrderGeneration]);
    const total = doubles[CmdDouble.QtyLots];
    mustEqual(doubles[ImgDouble.ExecutedLots], order.executed, 'what the side has executed');
    const isKept = record[Cmd.PriceTicks] === order.price && total <= order.total;
    mustEqual(action, isKept ? QuoteAction.Kept : QuoteAction.Moved, 'what became of the side');
    order.price = record[Cmd.PriceTicks];
    order.total = total;
    order.flags = this.quoteFlags;
    if (!isKept) this.inHand = order;
  }

  private replace(record: Record16): void {
    const order = this.find(record[Cmd.OrderSlot], record[Cmd.OrderGeneration]);
    const total = doublesOf(record)[CmdDouble.QtyLots];
    if (total <= order.executed) return;
    const pegged = byteB(order.head) === OrdType.Pegged;
    const limit = pegged ? order.limit : order.price;
    const isMarket = byteB(order.head) === OrdType.Market;
    const staysThere = isMarket || record[Cmd.PriceTicks] === limit;
    const keepsPlace = (staysThere && total < order.total) || order.waits;
    if (pegged) order.limit = record[Cmd.PriceTicks];
    else if (hasPrice(byteB(order.head))) order.price = record[Cmd.PriceTicks];
    order.total = total;
    if (keepsPlace) return;
    this.inHand = order;
  }

  private terms(record: Record16): void {
    if (this.inHand !== undefined) this.inHand.terms = record;
  }

  private triggered(record: Record16): void {
    this.putDown();
    const order = this.told(record);
    order.head = withOrdType(order.head, byteB(record[0]));
    order.waits = false;
    this.inHand = order;
  }

  private restated(record: Record16): void {
    const order = this.find(record[End.OrderSlot], record[End.OrderGeneration]);
    const doubles = doublesOf(record);
    const reason = record[End.Reason];
    if (reason === Reason.PricedAtBest) order.head = withOrdType(order.head, OrdType.Limit);
    mustEqual(doubles[EndDouble.ExecutedLots], order.executed, 'what it has executed');
    if (reason !== Reason.ChildArmed && reason !== Reason.AwaitsParent)
      mustEqual(
        doubles[EndDouble.OpenLots] <= openOf(order),
        true,
        'nothing is restated to more than it was',
      );
    order.price = record[End.PriceTicks];
    order.total = doubles[EndDouble.OpenLots] + order.executed;
    if (reason === Reason.ChildArmed) order.armed = true;
    order.waits = byteC(record[0]) === 1 || isStop(byteB(order.head));
    if (this.filled.includes(order)) this.filled.splice(this.filled.indexOf(order), 1);
    if (byteB(record[0]) === 0 || order.waits) return;
    if (reason === Reason.ChildArmed) this.armed.push(order);
    else if (reason === Reason.Refreshed) order.since = ++this.places;
    else if (reason === Reason.Repriced && order !== this.inHand) {
      this.putDown();
      this.inHand = order;
    }
  }

  private trade(record: Record16): void {
    const doubles = doublesOf(record);
    const lots = doubles[TrdDouble.QtyLots];
    const maker = this.find(record[Trd.MakerSlot], record[Trd.MakerGeneration]);
    const taker = this.find(record[Trd.TakerSlot], record[Trd.TakerGeneration]);
    this.takes(taker);
    mustEqual([record[Trd.MakerOwner], record[Trd.TakerOwner]], [maker.owner, taker.owner], 'the owners');
    mustEqual([maker.instrument, taker.instrument], Array(2).fill(record[Trd.Instrument]), 'the instruments');
    mustEqual([byteA(maker.head), byteA(taker.head)], sidesOf(record), 'the sides');
    mustEqual(record[Trd.PriceTicks], maker.price, "the maker's price");
    mustEqual(withinLimit(taker, maker.price), true, "within the taker's limit");
    mustEqual(maker.waits || taker.waits, false, 'neither of them waits');
    mustEqual(lots > 0 && lots <= Math.min(openOf(maker), openOf(taker)), true, 'both have what they trade');
    maker.executed += lots;
    taker.executed += lots;
    mustEqual(doubles[TrdDouble.MakerOpenLots], openOf(maker), 'what the maker has left');
    if (openOf(maker) === 0) this.filled.push(maker);
  }

  /** The order of the command, or one that was triggered, repriced or armed in its group. */
  private takes(taker: LedgerOrder): void {
    if (taker === this.inHand) return;
    mustEqual(taker.armed, true, 'who takes is in hand');
    this.putDown();
    this.inHand = taker;
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
    mustEqual(lots > 0 && lots <= Math.min(openOf(buy), openOf(sell)), true, 'both have what they trade');
    for (const order of [buy, sell]) order.executed += lots;
    mustEqual(doubles[TrdDouble.MakerOpenLots], openOf(buy), 'what the buyer has left');
    for (const order of [buy, sell]) if (openOf(order) === 0) this.filled.push(order);
  }

  private end(record: Record16): void {
    const order = this.find(record[End.OrderSlot], record[End.OrderGeneration]);
    const doubles = doublesOf(record);
    mustEqual(
      [doubles[EndDouble.OpenLots], doubles[EndDouble.ExecutedLots]],
      [openOf(order), order.executed],
    );
    mustEqual(openOf(order) > 0 || order.waits, true, 'what ends was open');
    mustEqual(
      [record[End.Owner], record[End.Instrument], record[End.PriceTicks], byteA(record[0])],
      [order.owner, order.instrument, order.price, byteA(order.head)],
    );
    mustEqual(`${record[End.ClientIdLow]}:${record[End.ClientIdHigh]}`, order.clientId);
    if (order === this.inHand) this.inHand = undefined;
    if (record[End.Reason] === Reason.ParentEnded) this.close(order);
    else this.endedOrder = order;
  }

  /** An order as an event names it with all that it has. */
  private told(record: Record16): LedgerOrder {
    const order = this.find(record[End.OrderSlot], record[End.OrderGeneration]);
    const doubles = doublesOf(record);
    const found = [record[End.PriceTicks], doubles[EndDouble.OpenLots], doubles[EndDouble.ExecutedLots]];
    mustEqual(found, [order.price, openOf(order), order.executed], 'the order as it is');
    return order;
  }

  private close(order: LedgerOrder): void {
    this.open.delete(idOf(order.slot, order.generation));
    this.gone++;
    if (order.clientId === '0:0' || isOfQuote(order)) return;
    const account = accountOf(order.owner);
    this.ended.set(account, [...(this.ended.get(account) ?? []), order.clientId]);
  }

  private find(slot: number, generation: number): LedgerOrder {
    const order = this.open.get(idOf(slot, generation));
    if (order === undefined) throw new Error(`order ${idOf(slot, generation)} is not open`);
    return order;
  }
}

export const isOfQuote = ({ flags }: LedgerOrder): boolean => (flags & CommandFlag.QuoteSide) !== 0;
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

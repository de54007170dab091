/**
 * Writes the event group of one command onto the event ring: the command's echo, then its events, each named by the
 * command's sequence and its index, the last one marked. At most `step` records a turn, so that a group of any length
 * passes a ring of any size; what needs more says so (`spent`) and goes on in the next turn.
 */
import { type EndKind, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, REASON_SHIFT } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';
import {
  Bust,
  BustDouble,
  End,
  EndDouble,
  EventKind,
  ImgDouble,
  Ind,
  IndDouble,
  Phs,
  QuoteAction,
  QuoteWord,
  quoteOutcome,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import * as layout from '../../protocol/records/layout.js';
import { Double, Word } from '../../protocol/records/layout.js';
import { VENUES } from '../../protocol/records/routing.js';
import { Ord, type OrderPool, OrderSize } from '../book/order-pool.js';
import { type OrderTerms, Term, Waits } from '../book/order-terms.js';
import { GROUP_RECORDS } from '../config/limits.js';
import { Hist, HistDouble, type TradeHistory } from '../ledger/trade-history.js';
import type { Market } from '../market/market.js';
import type { BroadcastWriter } from '../rings/broadcast.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { byteA, copyPayload, head, LANE_PAYLOAD_WORDS, LAST_IN_GROUP } = layout;

/**
 * Records that a step may still write when its budget is spent: what one meeting of two orders comes to at most (cuts, the trade, what is linked to both), the end of the order in hand, and a report; or the
 * ends of all children of an order, which may be at every venue, and in our own book several times (see `Router`).
 */
const CLOSING_RECORDS = VENUES + 12;
/** The last record of the step before. */
const HELD_RECORDS = 1;
export const SMALLEST_RING = 64;
/** Reason codes are below this. */
const REASONS = 1_000;

export interface CoreTime {
  readonly seconds: number;
  readonly nanos: number;
}

export class EventGroup {
  sequence = 0;
  /** Refusals and trades so far; both wrap at 32 bits. */
  rejects = 0;
  trades = 0;
  lastRefusal: Reason = 0;
  /** Refusals by reason; they wrap as well. */
  readonly rejectsBy = new Int32Array(REASONS);
  private step: number;
  private budget = 0;
  /** Of the record written last. */
  index = 0;
  private echo = 0;
  private latest = 0;

  constructor(
    private events: BroadcastWriter,
    private readonly orders: OrderPool,
    private readonly orderTerms: OrderTerms,
  ) {
    this.step = stepFor(events);
  }

  /** Goes on with another ring, after recovery. Not inside a group. */
  writeTo(events: BroadcastWriter): void {
    this.events = events;
    this.step = stepFor(events);
  }

  /** Room for one step. Asked once a step, before anything changes. */
  room(): boolean {
    if (!this.events.room(this.step + CLOSING_RECORDS + HELD_RECORDS - this.events.held)) return false;
    this.budget = this.step;
    return true;
  }

  /** The step has written what it may; the rest waits for the next turn. */
  get spent(): boolean {
    return this.budget <= 0;
  }

  /** The echo of the command in hand, stamped with core time, not refused yet. */
  begin({ i32 }: CommandRecord, time: CoreTime): void {
    this.sequence++;
    this.index = -1;
    const to = this.claim();
    const out = this.events.i32;
    copyPayload(i32, 0, out, to);
    out[to | Cmd.Flags] &= 0xffff;
    out[to | Cmd.Seconds] = time.seconds;
    out[to | Cmd.Nanos] = time.nanos;
    this.echo = to;
  }

  /** The second record of the command whose echo was just written, see `extensionOf`. */
  extension(kind: EventKind, staged: Int32Array): void {
    const to = this.claim();
    const out = this.events.i32;
    copyPayload(staged, 0, out, to);
    out[to] = (staged[0] & ~0xff) | kind;
    out[to | Word.Flags] = this.index;
  }

  /** Outcome: refused. Only in the command's first step. */
  refuse(reason: Reason): void {
    this.events.i32[this.echo | Cmd.Flags] |= reason << REASON_SHIFT;
    this.rejects = (this.rejects + 1) | 0;
    this.lastRefusal = reason;
    if (reason < REASONS) this.rejectsBy[reason]++;
  }

  /** Outcome: the order given or found. Only in the command's first step. */
  name(slot: number): void {
    this.events.i32[this.echo | Cmd.OrderSlot] = slot;
    this.events.i32[this.echo | Cmd.OrderGeneration] = this.orders.generation(slot);
  }

  /** Of `lots[at]`, at the maker's price. */
  trade(maker: number, taker: number, lots: Float64Array, at: number): void {
    const { i32, f64 } = this.orders;
    const to = this.claim();
    this.trades = (this.trades + 1) | 0;
    const out = this.events.i32;
    const makerAt = maker << OrderSize.Shift;
    const takerAt = taker << OrderSize.Shift;
    out[to] = head(EventKind.Trade, this.orders.side(taker));
    out[to | Trd.Index] = this.index;
    out[to | Trd.Instrument] = i32[takerAt | Ord.Instrument];
    out[to | Trd.MakerOwner] = i32[makerAt | Ord.Owner];
    out[to | Trd.TakerOwner] = i32[takerAt | Ord.Owner];
    out[to | Trd.PriceTicks] = i32[makerAt | Ord.PriceTicks];
    out[to | Trd.MakerSlot] = maker;
    out[to | Trd.MakerGeneration] = i32[makerAt | Ord.Generation];
    out[to | Trd.TakerSlot] = taker;
    out[to | Trd.TakerGeneration] = i32[takerAt | Ord.Generation];
    this.events.f64[(to >> 1) | TrdDouble.QtyLots] = lots[at];
    this.events.f64[(to >> 1) | TrdDouble.MakerOpenLots] = f64[this.orders.openAt(maker)] - lots[at];
  }

  /** Of `lots[at]` between two orders that both rested, at the price of an uncross. */
  cross(buy: number, sell: number, priceTicks: number, lots: Float64Array, at: number): void {
    this.trade(buy, sell, lots, at);
    this.events.i32[this.latest] = head(EventKind.Trade, Side.Sell, 1);
    this.events.i32[this.latest | Trd.PriceTicks] = priceTicks;
  }

  phaseChanged(instrument: number, before: number, market: Market): void {
    const to = this.blank(head(EventKind.PhaseChanged, market.phase[instrument], before));
    const out = this.events.i32;
    out[to | Phs.Instrument] = instrument;
    out[to | Phs.UntilSeconds] = market.untilSeconds[instrument];
    out[to | Phs.UntilNanos] = market.untilNanos[instrument];
  }

  indicativePrice(instrument: number, market: Market): void {
    const to = this.blank(head(EventKind.IndicativePrice, market.surplusSide[instrument]));
    this.events.i32[to | Ind.Instrument] = instrument;
    this.events.i32[to | Ind.PriceTicks] = market.indicativeTicks[instrument];
    this.events.f64[(to >> 1) | IndDouble.VolumeLots] = market.indicativeLots[instrument];
    this.events.f64[(to >> 1) | IndDouble.SurplusLots] = market.surplusLots[instrument];
  }

  ended(slot: number, kind: EndKind, reason: Reason): void {
    this.aboutOrder(slot, head(EventKind.OrderEnded, this.orders.side(slot), kind), reason);
  }

  triggered(slot: number, ordType: number): void {
    this.aboutOrder(slot, head(EventKind.OrderTriggered, this.orders.side(slot), ordType), Reason.None);
  }

  /** Price, open and total as they are now. @param goesBehind 1 = it stands behind all orders of its price now */
  restated(slot: number, reason: Reason, goesBehind: 0 | 1): void {
    const headWord = head(EventKind.OrderRestated, this.orders.side(slot), goesBehind, this.waits(slot));
    this.aboutOrder(slot, headWord, reason);
  }

  /** A side of a quote stands like this now. */
  quoteSide(slot: number, action: QuoteAction): void {
    const { orders } = this;
    const openAt = orders.openAt(slot);
    const totalAt = orders.totalAt(slot);
    const to = this.beginQuoteSide(orders.side(slot), quoteOutcome(action, Reason.None));
    const out = this.events.i32;
    out[to | Cmd.Instrument] = orders.instrument(slot);
    out[to | Cmd.Owner] = orders.owner(slot);
    out[to | Cmd.PriceTicks] = orders.priceTicks(slot);
    out[to | Cmd.ClientIdLow] = orders.clientIdLow(slot);
    out[to | Cmd.ClientIdHigh] = orders.clientIdHigh(slot);
    out[to | Cmd.OrderSlot] = slot;
    out[to | Cmd.OrderGeneration] = orders.generation(slot);
    this.events.f64[(to >> 1) | CmdDouble.QtyLots] = orders.f64[totalAt];
    this.events.f64[(to >> 1) | ImgDouble.ExecutedLots] = orders.f64[totalAt] - orders.f64[openAt];
  }

  /** One that was refused, as it was asked for. */
  quoteSideRefused(i32: Int32Array, f64: Float64Array, idLow: number, idHigh: number, reason: Reason): void {
    const to = this.beginQuoteSide(byteA(i32[Cmd.Head]), quoteOutcome(QuoteAction.Refused, reason));
    const out = this.events.i32;
    out[to | Cmd.Instrument] = i32[Cmd.Instrument];
    out[to | Cmd.Owner] = i32[Cmd.Owner];
    out[to | Cmd.PriceTicks] = i32[Cmd.PriceTicks];
    out[to | Cmd.ClientIdLow] = idLow;
    out[to | Cmd.ClientIdHigh] = idHigh;
    this.events.f64[(to >> 1) | CmdDouble.QtyLots] = f64[CmdDouble.QtyLots];
  }

  /** A trade of the history was taken back or put right; the history has what it is now. */
  tradeChanged(
    kind: EventKind.TradeBusted | EventKind.TradeCorrected,
    trades: TradeHistory,
    trade: number,
    oldTicks: number,
    oldLots: Float64Array,
  ): void {
    const to = this.claim();
    const { i32, f64 } = this.events;
    i32[to] = head(kind, trades.i32[trade | Hist.TakerSide]);
    i32[to | Trd.Index] = this.index;
    i32[to | Trd.Instrument] = trades.i32[trade | Hist.Instrument];
    i32[to | Bust.BuyerOwner] = trades.i32[trade | Hist.BuyerOwner];
    i32[to | Bust.SellerOwner] = trades.i32[trade | Hist.SellerOwner];
    i32[to | Trd.PriceTicks] = trades.i32[trade | Hist.PriceTicks];
    i32[to | Bust.TradeIndex] = trades.i32[trade | Hist.Index];
    i32[to | Bust.OldPriceTicks] = oldTicks;
    f64[(to >> 1) | TrdDouble.QtyLots] = trades.f64[(trade >> 1) | HistDouble.Lots];
    f64[(to >> 1) | BustDouble.TradeSequence] = trades.f64[(trade >> 1) | HistDouble.Sequence];
    f64[(to >> 1) | BustDouble.OldQtyLots] = oldLots[0];
  }

  massCancelReport(ownerWord: number, reason: Reason, cancelled: number): void {
    const to = this.blank(head(EventKind.MassCancelReport));
    const out = this.events.i32;
    out[to | End.Owner] = ownerWord;
    out[to | End.Reason] = reason;
    this.events.f64[(to >> 1) | EndDouble.OpenLots] = cancelled;
  }

  /** The group goes on in another step, which may have nothing more to say: its last record is still to be marked. */
  goesOn(): void {
    this.events.held = 1;
  }

  /** Marks the last record. It was written in this step or held back, so no reader has it yet. */
  end(): void {
    this.events.held = 0;
    this.events.i32[this.latest | Word.Flags] |= LAST_IN_GROUP;
  }

  /** 1 = it stands in no book, and will not before something happens. */
  private waits(slot: number): 0 | 1 {
    if (!this.orders.hasTerms(slot)) return 0;
    const waits = this.orderTerms.get(slot, Term.Waits);
    return waits === Waits.Not || waits === Waits.Turn ? 0 : 1;
  }

  /** An event with the words of OrderEnded. Returns where it stands in `i32`. */
  aboutOrder(slot: number, headWord: number, reason: Reason): number {
    const { orders } = this;
    const to = this.claim();
    const out = this.events.i32;
    out[to] = headWord;
    out[to | End.Index] = this.index;
    out[to | End.Instrument] = orders.instrument(slot);
    out[to | End.Owner] = orders.owner(slot);
    out[to | End.Reason] = reason;
    out[to | End.PriceTicks] = orders.priceTicks(slot);
    out[to | End.ClientIdLow] = orders.clientIdLow(slot);
    out[to | End.ClientIdHigh] = orders.clientIdHigh(slot);
    out[to | End.OrderSlot] = slot;
    out[to | End.OrderGeneration] = orders.generation(slot);
    const openAt = orders.openAt(slot);
    this.events.f64[(to >> 1) | EndDouble.OpenLots] = orders.f64[openAt];
    this.events.f64[(to >> 1) | EndDouble.ExecutedLots] =
      orders.f64[orders.totalAt(slot)] - orders.f64[openAt];
    return to;
  }

  /** The ring's memory, for those who add to an event of theirs. */
  get i32(): Int32Array {
    return this.events.i32;
  }
  get f64(): Float64Array {
    return this.events.f64;
  }

  private beginQuoteSide(side: number, outcome: number): number {
    const to = this.blank(head(EventKind.QuoteSide, side, OrdType.Quoted, TimeInForce.Day));
    this.events.i32[to | QuoteWord.Outcome] = outcome;
    return to;
  }

  /** An event with a head and an index, and 0 everywhere else. */
  private blank(word0: number): number {
    const to = this.claim();
    const out = this.events.i32;
    out.fill(0, to, to + LANE_PAYLOAD_WORDS);
    out[to] = word0;
    out[to | Word.Flags] = this.index;
    return to;
  }

  private claim(): number {
    const to = this.events.claim();
    this.events.f64[(to >> 1) | Double.Sequence] = this.sequence;
    this.latest = to;
    this.budget--;
    this.index++;
    return to;
  }
}

/** Records that a step may write. */
function stepFor({ slots }: BroadcastWriter): number {
  if (slots < SMALLEST_RING) throw new RangeError(`the event ring needs at least ${SMALLEST_RING} slots`);
  return Math.min(GROUP_RECORDS, slots - HELD_RECORDS) - CLOSING_RECORDS;
}

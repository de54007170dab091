/**
 * Matching: the order in hand against the best of the other side, price by price, and at each price in order of
 * arrival, at the resting order's price. What is left rests or ends. A sweep that is longer than one step stops before
 * a trade and goes on exactly there in the next turn; no other command comes between.
 */
import { EndKind, isForAuction, OrdType, type Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { BandAction } from '../../protocol/records/command.js';
import { byteB, byteC } from '../../protocol/records/layout.js';
import { NO_RANK, opposite, rankOf, sideIndex } from '../book/rank.js';
import { dynamicRank } from '../market/bands.js';
import { Mode } from '../market/market.js';
import type { Closer } from './closer.js';
import { Collector, restOrEnd } from './collector.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

export class Matcher {
  /** The order whose matching goes on next turn; 0 = none. */
  inHand = 0;
  /** Rank of the worst price that the dynamic band leaves it, from when its matching began; `NO_RANK` without a band. */
  private band = NO_RANK;
  private readonly collector: Collector;
  /** Of `Market`, at hand because every order asks. */
  private readonly mode: Uint8Array;

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent' | 'trade'>,
    private readonly closer: Closer,
  ) {
    this.collector = new Collector(state, closer);
    this.mode = state.market.mode;
  }

  /** Matches the order and puts what is left where it belongs, or keeps it in hand. */
  take(slot: number): void {
    if (this.inHand === 0 && this.isSpecial(slot) && this.isSetAside(slot)) return;
    this.inHand = slot;
    if (!this.match(slot)) return;
    this.inHand = 0;
    this.settle(slot);
    if (this.band !== NO_RANK) this.band = NO_RANK;
  }

  /** True when a limit order at this price would trade at once. */
  crosses(instrument: number, side: number, priceTicks: number): boolean {
    const makers = opposite(side);
    return this.state.book.bestRank(sideIndex(instrument, makers)) >= rankOf(makers, priceTicks);
  }

  /** True when the whole quantity, `lots[at]`, is there at the price or better. */
  fillable(
    instrument: number,
    side: number,
    ordType: number,
    priceTicks: number,
    lots: Float64Array,
    at: number,
  ): boolean {
    const makers = opposite(side);
    const rank = Math.max(worstRank(makers, ordType, priceTicks), this.bandRank(instrument, makers));
    return this.state.book.offers(sideIndex(instrument, makers), rank, lots, at);
  }

  /** False: the step is spent and there is still something to trade with. */
  private match(slot: number): boolean {
    const { orders, book, instruments } = this.state;
    const instrument = orders.instrument(slot);
    const makers = opposite(orders.side(slot));
    const worst = worstRank(makers, byteB(orders.head(slot)), orders.priceTicks(slot));
    const rank = Math.max(worst, this.band);
    const side = sideIndex(instrument, makers);
    const open = orders.openAt(slot);
    while (orders.f64[open] > 0) {
      const maker = book.first(side, rank);
      if (maker === 0) return true;
      if (this.group.spent) return false;
      instruments.lastTicks[instrument] = orders.priceTicks(maker);
      instruments.traded[instrument] = 1;
      this.group.trade(maker, slot);
      this.execute(maker, slot);
    }
    return true;
  }

  /** What the trade that was just written says. */
  private execute(maker: number, taker: number): void {
    const { orders, book } = this.state;
    const open = orders.f64;
    const makerAt = orders.openAt(maker);
    const takerAt = orders.openAt(taker);
    if (open[makerAt] <= open[takerAt]) {
      book.remove(maker);
      open[takerAt] -= open[makerAt];
      open[makerAt] = 0;
      this.closer.filled(maker);
    } else {
      book.reduce(maker, open, takerAt);
      open[makerAt] -= open[takerAt];
      open[takerAt] = 0;
    }
  }

  private settle(slot: number): void {
    const { orders, book } = this.state;
    if (orders.f64[orders.openAt(slot)] === 0) return this.closer.filled(slot);
    const head = orders.head(slot);
    if (this.band !== NO_RANK && this.isHeldByBand(slot)) return this.endAtBand(slot);
    if (byteB(head) === OrdType.Market) return this.endMarket(slot);
    if (isImmediate(head)) return this.closer.end(slot, EndKind.Cancelled, Reason.ImmediateRemainder);
    restOrEnd(slot, book, this.closer);
  }

  /** Asked for every order: its instrument does not simply trade, or it is for a certain auction. */
  private isSpecial(slot: number): boolean {
    const { orders } = this.state;
    return this.mode[orders.instrument(slot)] !== Mode.Plain || isForAuction(byteC(orders.head(slot)));
  }

  /** True: the order is for an auction, or one collects; it rests and nothing more. Else its band is found. */
  private isSetAside(slot: number): boolean {
    const { orders } = this.state;
    const instrument = orders.instrument(slot);
    const collects = (this.mode[instrument] & Mode.Collects) !== 0;
    if (collects || isForAuction(byteC(orders.head(slot)))) {
      this.collector.collect(slot);
      return true;
    }
    this.band = this.bandRank(instrument, opposite(orders.side(slot)));
    return false;
  }

  /** Rank of the worst price among the makers that the dynamic band leaves. */
  private bandRank(instrument: number, makers: Side): number {
    const { market, instruments } = this.state;
    if ((this.mode[instrument] & Mode.Bands) === 0) return NO_RANK;
    return dynamicRank(market, instruments, instrument, makers);
  }

  /** There is still somebody to trade with, but beyond the band. */
  private isHeldByBand(slot: number): boolean {
    const { orders, book } = this.state;
    const makers = opposite(orders.side(slot));
    const worst = worstRank(makers, byteB(orders.head(slot)), orders.priceTicks(slot));
    return book.first(sideIndex(orders.instrument(slot), makers), worst) !== 0;
  }

  /** What does not wait starts no auction: it would hold up everybody else and not be there. */
  private endAtBand(slot: number): void {
    const { orders, market, seconds, nanos } = this.state;
    const instrument = orders.instrument(slot);
    const waits = market.bandAction[instrument] === BandAction.Auction && !isImmediate(orders.head(slot));
    if (!waits) return this.closer.end(slot, EndKind.Cancelled, Reason.PriceBeyondDynamicBand);
    market.bandReached(instrument, seconds, nanos);
    this.collector.collect(slot);
  }

  private endMarket(slot: number): void {
    const { orders } = this.state;
    const untouched = orders.f64[orders.openAt(slot)] === orders.f64[orders.totalAt(slot)];
    this.closer.end(slot, EndKind.Cancelled, untouched ? Reason.NoLiquidity : Reason.ImmediateRemainder);
  }
}

const isImmediate = (head: number): boolean =>
  byteC(head) === TimeInForce.ImmediateOrCancel || byteC(head) === TimeInForce.FillOrKill;

/** The worst rank among the makers that an order takes. */
function worstRank(makers: Side, ordType: number, priceTicks: number): number {
  return ordType === OrdType.Market ? NO_RANK + 1 : rankOf(makers, priceTicks);
}

/**
 * Matching: the order in hand against the best of the other side, price by price, and at each price in order of
 * arrival, at the resting order's price. What is left rests or ends. A sweep that is longer than one step stops before
 * a trade and goes on exactly there in the next turn; no other command comes between.
 */
import { EndKind, OrdType, type Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { byteB, byteC } from '../../protocol/records/layout.js';
import { Rest } from '../book/book.js';
import { NO_RANK, opposite, rankOf, sideIndex } from '../book/rank.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { Closer } from './closer.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

export class Matcher {
  /** The order whose matching goes on next turn; 0 = none. */
  inHand = 0;

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent' | 'trade'>,
    private readonly closer: Closer,
    private readonly bookkeeper: Pick<Bookkeeper, 'traded'>,
  ) {}

  /** Matches the order and puts what is left where it belongs, or keeps it in hand. */
  take(slot: number): void {
    this.inHand = slot;
    if (!this.match(slot)) return;
    this.inHand = 0;
    this.settle(slot);
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
    const rank = worstRank(makers, ordType, priceTicks);
    return this.state.book.offers(sideIndex(instrument, makers), rank, lots, at);
  }

  /** False: the step is spent and there is still something to trade with. */
  private match(slot: number): boolean {
    const { orders, book, instruments } = this.state;
    const instrument = orders.instrument(slot);
    const makers = opposite(orders.side(slot));
    const rank = worstRank(makers, byteB(orders.head(slot)), orders.priceTicks(slot));
    const side = sideIndex(instrument, makers);
    const open = orders.openAt(slot);
    while (orders.f64[open] > 0) {
      const maker = book.first(side, rank);
      if (maker === 0) return true;
      if (this.group.spent) return false;
      instruments.lastTicks[instrument] = orders.priceTicks(maker);
      instruments.traded[instrument] = 1;
      this.group.trade(maker, slot);
      this.bookkeeper.traded(maker, slot, orders.priceTicks(maker));
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
    if (byteB(head) === OrdType.Market) return this.endMarket(slot);
    const timeInForce = byteC(head);
    if (timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill)
      return this.closer.end(slot, EndKind.Cancelled, Reason.ImmediateRemainder);
    const rest = book.rest(slot);
    if (rest === Rest.Done) return;
    const reason = rest === Rest.NoLevel ? Reason.TooManyPriceLevels : Reason.LevelQuantityOverflow;
    this.closer.end(slot, EndKind.Cancelled, reason);
  }

  private endMarket(slot: number): void {
    const { orders } = this.state;
    const untouched = orders.f64[orders.openAt(slot)] === orders.f64[orders.totalAt(slot)];
    this.closer.end(slot, EndKind.Cancelled, untouched ? Reason.NoLiquidity : Reason.ImmediateRemainder);
  }
}

/** The worst rank among the makers that an order takes. */
function worstRank(makers: Side, ordType: number, priceTicks: number): number {
  return ordType === OrdType.Market ? NO_RANK + 1 : rankOf(makers, priceTicks);
}

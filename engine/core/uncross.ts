/**
 * Executes the uncross of an auction: orders of both sides in their priority (market orders, then price, then those at
 * open or at close before the others, then time), all at one price, until one side has none left that takes it. Writes no
 * more trades a step than the event group has room for, and goes on exactly there in the next turn.
 */
import { Side } from '../../protocol/codes/enums.js';
import type { Book } from '../book/book.js';
import { NO_RANK, rankOf, Shelf, sideIndex } from '../book/rank.js';
import type { Closer } from './closer.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

export class Uncross {
  private instrument = 0;
  private priceTicks = 0;
  private readonly lots = new Float64Array(1);

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent' | 'cross'>,
    private readonly closer: Closer,
  ) {}

  begin(instrument: number, priceTicks: number): void {
    const { instruments, market } = this.state;
    this.instrument = instrument;
    this.priceTicks = priceTicks;
    instruments.lastTicks[instrument] = market.uncrossTicks[instrument] = priceTicks;
    instruments.traded[instrument] = market.uncrossed[instrument] = 1;
  }

  /** True when all is traded. */
  step(): boolean {
    const { book } = this.state;
    for (;;) {
      const buy = firstOf(book, this.instrument, Side.Buy, this.priceTicks);
      const sell = firstOf(book, this.instrument, Side.Sell, this.priceTicks);
      if (buy === 0 || sell === 0) return true;
      if (this.group.spent) return false;
      this.group.cross(buy, sell, this.priceTicks);
      this.execute(buy, sell);
    }
  }

  /** What the trade that was just written says. */
  private execute(buy: number, sell: number): void {
    const { orders } = this.state;
    this.lots[0] = Math.min(orders.f64[orders.openAt(buy)], orders.f64[orders.openAt(sell)]);
    this.fill(buy);
    this.fill(sell);
  }

  private fill(slot: number): void {
    const { orders, book } = this.state;
    const openAt = orders.openAt(slot);
    const isFilled = orders.f64[openAt] === this.lots[0];
    if (isFilled) book.remove(slot);
    else book.reduce(slot, this.lots, 0);
    orders.f64[openAt] -= this.lots[0];
    if (isFilled) this.closer.filled(slot);
  }
}

/** Who goes first on a side at this price, 0 = nobody. */
function firstOf(book: Book, instrument: number, side: Side, priceTicks: number): number {
  const market = book.first(sideIndex(instrument, side, Shelf.Market), NO_RANK + 1);
  if (market !== 0) return market;
  const auction = sideIndex(instrument, side, Shelf.Auction);
  const ordinary = sideIndex(instrument, side, Shelf.Ordinary);
  const first = book.bestRank(auction) >= book.bestRank(ordinary) ? auction : ordinary;
  return book.first(first, rankOf(side, priceTicks));
}

/**
 * Executes the uncross of an auction: orders of both sides in their priority (market orders, then price, then those at
 * open or at close before the others, then time), all at one price, until one side has none left that takes it. Writes no
 * more trades a step than the event group has room for, and goes on exactly there in the next turn.
 */
import { Side } from '../../protocol/codes/enums.js';
import type { Book } from '../book/book.js';
import { TermDouble } from '../book/order-terms.js';
import { NO_RANK, rankOf, Shelf, sideIndex } from '../book/rank.js';
import type { Closer } from './closer.js';
import type { EventGroup } from './event-group.js';
import type { Fills } from './matching/fills.js';
import type { Icebergs } from './matching/icebergs.js';
import type { Links } from './matching/links.js';
import type { ReduceOnly } from './matching/reduce-only.js';
import type { CoreState } from './state.js';

export class Uncross {
  private instrument = 0;
  private priceTicks = 0;
  /** What two orders trade, and room for what the second one displays. */
  private readonly lots = new Float64Array(2);

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent'>,
    private readonly closer: Closer,
    private readonly fills: Pick<Fills, 'cross'>,
    private readonly links: Pick<Links, 'executed'>,
    private readonly icebergs: Pick<Icebergs, 'isOne' | 'taken' | 'refresh'>,
    private readonly reduceOnly: Pick<ReduceOnly, 'hold'>,
  ) {}

  begin(instrument: number, priceTicks: number): void {
    const { instruments, market } = this.state;
    this.instrument = instrument;
    this.priceTicks = priceTicks;
    instruments.traded(instrument, priceTicks);
    market.uncrossTicks[instrument] = priceTicks;
    market.uncrossed[instrument] = 1;
  }

  /** True when all is traded. */
  step(): boolean {
    const { book } = this.state;
    for (;;) {
      const buy = firstOf(book, this.instrument, Side.Buy, this.priceTicks);
      const sell = firstOf(book, this.instrument, Side.Sell, this.priceTicks);
      if (buy === 0 || sell === 0) return true;
      if (this.group.spent) return false;
      this.meet(buy, sell);
    }
  }

  /**
   * As much as both display, so that readers follow an iceberg part by part; what is tied to the two follows in the group
   * of the execution.
   */
  private meet(buy: number, sell: number): void {
    const { orders } = this.state;
    if (!this.reduceOnly.hold(buy) || !this.reduceOnly.hold(sell)) return;
    const buyGeneration = orders.generation(buy);
    const sellGeneration = orders.generation(sell);
    this.putShown(buy, 0);
    this.putShown(sell, 1);
    if (this.lots[1] < this.lots[0]) this.lots[0] = this.lots[1];
    this.fills.cross(buy, sell, this.priceTicks, this.lots, 0);
    for (const slot of [buy, sell]) if (this.isIceberg(slot)) this.icebergs.taken(slot, this.lots, 0);
    if (this.state.orders.hasTerms(buy)) this.links.executed(buy, this.lots, 0);
    if (this.state.orders.hasTerms(sell)) this.links.executed(sell, this.lots, 0);
    if (orders.find(buy, buyGeneration) !== 0) this.leave(buy);
    if (orders.find(sell, sellGeneration) !== 0) this.leave(sell);
  }

  private leave(slot: number): void {
    const { orders } = this.state;
    if (orders.f64[orders.openAt(slot)] === 0) this.closer.filled(slot);
    else if (this.isIceberg(slot)) this.icebergs.refresh(slot);
  }

  /** `lots[at]` becomes what the order displays. */
  private putShown(slot: number, at: number): void {
    const { orders, terms } = this.state;
    this.lots[at] = orders.f64[orders.openAt(slot)];
    if (this.isIceberg(slot)) this.lots[at] = terms.f64[terms.doubleAt(slot, TermDouble.ShownLots)];
  }

  private isIceberg(slot: number): boolean {
    return this.state.orders.hasTerms(slot) && this.icebergs.isOne(slot);
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

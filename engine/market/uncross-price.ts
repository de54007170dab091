/**
 * The price of an auction: greatest volume, then least surplus, then market pressure (surplus on one side at all tied
 * prices: the highest when buyers, the lowest when sellers), then nearest to the reference, the lower of two as near.
 * Every price between the lowest and the highest limit is one it can be. With market orders alone it is the reference.
 *
 * One walk over both sides from their best levels inwards pairs off all that can trade:
 *
 * ```
 *  bids    ■■■■■■■■■■■■■□    ■ paired off, □ left over at `restBid`
 *               lo └──────┘ hi        between the last paired offer and the last paired bid the volume is greatest;
 *  offers       □ ■■■■■■■■■■■■■■     below `restBid` buyers are left over, from `restOffer` on sellers
 * ```
 *
 * Called by the core while an auction collects (a bounded number of levels) and at its end (as many steps as it takes).
 */
import { Side } from '../../protocol/codes/enums.js';
import type { Book } from '../book/book.js';
import { NO_RANK, rankOf } from '../book/rank.js';
import { bestLimit, LEFT, SideCursor, worstLimit } from './side-cursor.js';
import type { TickTable } from './tick-table.js';

/** No reference: the lowest of tied prices, and no price at all with market orders alone. */
export const NO_REFERENCE = NO_RANK;

/** Places in `lots`. */
export const enum Crossing {
  Volume = 0,
  Surplus = 1,
}

export class UncrossPrice {
  /** The result: volume and surplus in lots; no volume = no price. */
  readonly lots = new Float64Array(2);
  priceTicks = 0;
  /** 0 = no surplus. */
  surplusSide = 0;
  private readonly bids: SideCursor;
  private readonly offers: SideCursor;
  private instrument = 0;
  private referenceTicks = 0;
  private lowTicks = 0;
  private highTicks = 0;

  constructor(
    private readonly book: Book,
    private readonly ticks: TickTable,
  ) {
    this.bids = new SideCursor(book, Side.Buy);
    this.offers = new SideCursor(book, Side.Sell);
  }

  /** @param referenceTicks or `NO_REFERENCE` */
  begin(instrument: number, referenceTicks: number): void {
    const { book, bids, offers } = this;
    this.instrument = instrument;
    this.referenceTicks = referenceTicks;
    this.lots.fill(0);
    this.priceTicks = this.surplusSide = 0;
    const highest = farthest(book, instrument, Side.Buy, referenceTicks);
    const lowest = farthest(book, instrument, Side.Sell, referenceTicks);
    if (highest === NO_REFERENCE) return this.clear();
    bids.begin(instrument, highest);
    offers.begin(instrument, lowest);
  }

  /** Pairs off so many levels at most. True: the result stands. */
  step(levels: number): boolean {
    const { bids, offers, lots } = this;
    for (let left = levels; left > 0; left--) {
      if (!bids.there || !offers.there || bids.priceTicks < offers.priceTicks) return this.settle();
      const paired = Math.min(bids.lots[0], offers.lots[0]);
      lots[Crossing.Volume] = Math.min(lots[Crossing.Volume] + paired, Number.MAX_SAFE_INTEGER);
      this.highTicks = bids.priceTicks;
      this.lowTicks = offers.priceTicks;
      bids.lots[0] -= paired;
      offers.lots[0] -= paired;
      if (bids.lots[0] === 0) bids.advance();
      if (offers.lots[0] === 0) offers.advance();
    }
    return false;
  }

  private clear(): void {
    this.bids.clear();
    this.offers.clear();
  }

  private settle(): true {
    if (this.lots[Crossing.Volume] === 0) return true;
    const low = this.aboveBids();
    const high = this.belowOffers();
    if (low <= high) this.priceTicks = this.nearest(low, high);
    else this.press();
    return true;
  }

  /** The lowest price of greatest volume above the bid in hand, and the highest one below the offer in hand. */
  private aboveBids(): number {
    const { bids, ticks, instrument, lowTicks } = this;
    return bids.there ? Math.max(lowTicks, ticks.atOrAbove(instrument, bids.priceTicks + 1)) : lowTicks;
  }
  private belowOffers(): number {
    const { offers, ticks, instrument, highTicks } = this;
    return offers.there ? Math.min(highTicks, ticks.atOrBelow(instrument, offers.priceTicks - 1)) : highTicks;
  }

  /** Something is left over at every price of greatest volume. */
  private press(): void {
    const { bids, offers, lowTicks, highTicks } = this;
    const restBid = bids.priceTicks;
    const restOffer = offers.priceTicks;
    const hasBuyers = bids.there && restBid >= lowTicks;
    const hasSellers = offers.there && restOffer <= highTicks;
    if (hasBuyers) bids.gather();
    if (hasSellers) offers.gather();
    if (hasBuyers && (!hasSellers || bids.lots[LEFT] < offers.lots[LEFT]))
      this.leave(restBid, Side.Buy, bids);
    else if (hasSellers && (!hasBuyers || offers.lots[LEFT] < bids.lots[LEFT]))
      this.leave(restOffer, Side.Sell, offers);
    else if (hasBuyers) this.balance(restBid);
    else this.priceTicks = lowTicks;
  }

  /** As much is left over of buyers, up to `restBid`, as of sellers, above it. */
  private balance(restBid: number): void {
    const price = this.nearest(this.aboveBids(), this.belowOffers());
    this.leave(price, price <= restBid ? Side.Buy : Side.Sell, this.bids);
  }

  private leave(priceTicks: number, side: Side, { lots }: SideCursor): void {
    this.priceTicks = priceTicks;
    this.surplusSide = side;
    this.lots[Crossing.Surplus] = lots[LEFT];
  }

  /** The price between the two that is nearest to the reference. */
  private nearest(low: number, high: number): number {
    const { ticks, instrument, referenceTicks: reference } = this;
    if (reference <= low) return low;
    if (reference >= high) return high;
    const below = Math.max(low, ticks.atOrBelow(instrument, reference));
    const above = Math.min(high, ticks.atOrAbove(instrument, reference));
    return reference - below <= above - reference ? below : above;
  }
}

/** What a market order counts as: the limit price of both sides that is the best for who trades with it. */
function farthest(book: Book, instrument: number, side: Side, referenceTicks: number): number {
  const own = bestLimit(book, instrument, side);
  const opposite = side === Side.Buy ? Side.Sell : Side.Buy;
  const other = worstLimit(book, instrument, opposite);
  if (own === NO_RANK && other === NO_RANK) return referenceTicks;
  if (own === NO_RANK) return rankOf(opposite, other);
  if (other === NO_RANK) return rankOf(side, own);
  const ownTicks = rankOf(side, own);
  const otherTicks = rankOf(opposite, other);
  return side === Side.Buy ? Math.max(ownTicks, otherTicks) : Math.min(ownTicks, otherTicks);
}

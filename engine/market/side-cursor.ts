/**
 * Walks what one side brings into an auction, level by level from the best price on: market orders first, priced at the
 * far end of the limit prices there are, then the two shelves with prices merged. A price may come several times in a row.
 */
import type { Side } from '../../protocol/codes/enums.js';
import type { Book } from '../book/book.js';
import { ABOVE_ALL, NO_RANK, rankOf, Shelf, sideIndex } from '../book/rank.js';

/** Places in `lots`. */
const HAND = 0;
const ORDINARY = 1;
const AUCTION = 2;
export const LEFT = 3;

export class SideCursor {
  /** A level is in hand; false at the end. */
  there = false;
  priceTicks = 0;
  /**
   * First what of the level in hand is not spoken for, then what the next level of each shelf holds, then what `gather`
   * found. In an array, because a number beyond 2^31 that goes through a call may become an object on the heap.
   */
  readonly lots = new Float64Array(4);
  private ordinary = 0;
  private auction = 0;
  private ordinaryRank = NO_RANK;
  private auctionRank = NO_RANK;

  constructor(
    private readonly book: Book,
    private readonly side: Side,
  ) {}

  /** @param marketTicks the price that market orders count as */
  begin(instrument: number, marketTicks: number): void {
    const { book, side } = this;
    this.ordinary = sideIndex(instrument, side, Shelf.Ordinary);
    this.auction = sideIndex(instrument, side, Shelf.Auction);
    this.ordinaryRank = book.nextLevel(this.ordinary, ABOVE_ALL, this.lots, ORDINARY);
    this.auctionRank = book.nextLevel(this.auction, ABOVE_ALL, this.lots, AUCTION);
    this.priceTicks = marketTicks;
    const market = sideIndex(instrument, side, Shelf.Market);
    this.there = book.nextLevel(market, ABOVE_ALL, this.lots, HAND) !== NO_RANK;
    if (!this.there) this.advance();
  }

  /** Brings nothing. */
  clear(): void {
    this.there = false;
  }

  advance(): void {
    const { book, lots } = this;
    this.there = this.ordinaryRank !== NO_RANK || this.auctionRank !== NO_RANK;
    if (!this.there) return;
    if (this.auctionRank >= this.ordinaryRank) {
      this.take(this.auctionRank, AUCTION);
      this.auctionRank = book.nextLevel(this.auction, this.auctionRank, lots, AUCTION);
    } else {
      this.take(this.ordinaryRank, ORDINARY);
      this.ordinaryRank = book.nextLevel(this.ordinary, this.ordinaryRank, lots, ORDINARY);
    }
  }

  /** Adds up what is left of the price in hand, and goes on to the next one. */
  gather(): void {
    const { lots, priceTicks } = this;
    lots[LEFT] = 0;
    for (; this.there && this.priceTicks === priceTicks; this.advance()) lots[LEFT] += lots[HAND];
    lots[LEFT] = Math.min(lots[LEFT], Number.MAX_SAFE_INTEGER);
  }

  private take(rank: number, from: number): void {
    this.priceTicks = rankOf(this.side, rank);
    this.lots[HAND] = this.lots[from];
  }
}

/** Best and worst limit price that a side brings, as ranks; `NO_RANK` without any. */
export function bestLimit(book: Book, instrument: number, side: Side): number {
  return Math.max(
    book.bestRank(sideIndex(instrument, side, Shelf.Ordinary)),
    book.bestRank(sideIndex(instrument, side, Shelf.Auction)),
  );
}
export function worstLimit(book: Book, instrument: number, side: Side): number {
  const ordinary = book.worstRank(sideIndex(instrument, side, Shelf.Ordinary));
  const auction = book.worstRank(sideIndex(instrument, side, Shelf.Auction));
  if (ordinary === NO_RANK || auction === NO_RANK) return Math.max(ordinary, auction);
  return Math.min(ordinary, auction);
}

/**
 * The best levels of one book on their way to the sink. Conflated: what changes while the sink has no room goes out as it is when
 * there is room again.
 */
import { Side } from '../../../protocol/codes/enums.js';
import { ticksOfKey, type VenueBook } from '../book/venue-book.js';
import type { TopSink } from './sink.js';

export class TopView {
  private readonly ticks: Int32Array;
  private readonly lots: Float64Array;
  private isBuyDue = true;
  private isSellDue = true;

  /** @param levels how many of each side */
  constructor(
    private readonly sink: TopSink,
    private readonly levels: number,
  ) {
    this.ticks = new Int32Array(levels);
    this.lots = new Float64Array(levels);
  }

  /** Both sides have to be told, whether they have changed or not. */
  due(): void {
    this.isBuyDue = this.isSellDue = true;
  }

  /** @param isLive false: there is nothing to be traded on */
  flush(instrument: number, book: VenueBook, isLive: boolean): void {
    if (this.isBuyDue || (isLive && book.movedWithin(Side.Buy, this.levels)))
      this.isBuyDue = !this.tell(instrument, Side.Buy, book, isLive);
    if (this.isSellDue || (isLive && book.movedWithin(Side.Sell, this.levels)))
      this.isSellDue = !this.tell(instrument, Side.Sell, book, isLive);
  }

  private tell(instrument: number, side: Side, book: VenueBook, isLive: boolean): boolean {
    const { ticks, lots } = this;
    const levels = book.side(side);
    const count = isLive ? Math.min(levels.count, this.levels) : 0;
    for (let rank = 0; rank < count; rank++) {
      ticks[rank] = ticksOfKey(side, levels.keyAt(rank));
      lots[rank] = levels.lotsAt(rank);
    }
    if (!this.sink.levels(instrument, side, count, ticks, lots)) return false;
    book.settle(side);
    return true;
  }
}

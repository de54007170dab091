/**
 * Walks the orders of one instrument when its phase has changed and gives each what follows: for whom the auction was or
 * the day is over ends, who waited for the auction that begins joins it, everybody else stays. A bounded number a step.
 */
import { EndKind, isForAuction, OrdType, TimeInForce, TradingPhase } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { byteB, byteC } from '../../protocol/records/layout.js';
import { NO_RANK, Shelf, Sides } from '../book/rank.js';
import { collects, endsWithDay, isPastOpening, joins, uncrosses } from '../market/phases.js';
import type { Closer } from './closer.js';
import type { Collector } from './collector.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

/** Orders that one step looks at, so that a deep book in which nothing ends does not hold the lanes up either. */
const ORDERS_PER_STEP = 16_384;
/** Beyond the sides of any shelf: nobody is to be walked. */
const NOBODY = Sides.PerInstrument;

export class AuctionWalk {
  private instrument = 0;
  private to = TradingPhase.Continuous;
  private auctionIsOver = false;
  private openingIsOver = false;
  /** The side that is being walked, within the instrument, and the order that comes next there; 0 = its first. */
  private side = 0;
  private next = 0;

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent'>,
    private readonly closer: Closer,
    private readonly collector: Collector,
  ) {}

  begin(instrument: number, from: TradingPhase, to: TradingPhase): void {
    this.instrument = instrument;
    this.to = to;
    this.auctionIsOver = uncrosses(from, to);
    this.openingIsOver = isPastOpening(to);
    this.side = this.firstShelf() << 1;
    this.next = 0;
  }

  /** True when everybody was looked at. */
  step(): boolean {
    for (let looks = ORDERS_PER_STEP; looks > 0; looks--) {
      const slot = this.next !== 0 ? this.next : this.firstInLine();
      if (slot === 0) return true;
      if (this.group.spent) return false;
      this.next = this.state.book.after(slot);
      if (this.next === 0) this.side++;
      this.decide(slot);
    }
    return false;
  }

  /** The first order of the next side that has one; 0 = there is none any more. */
  private firstInLine(): number {
    const { book } = this.state;
    for (; this.side < Sides.PerInstrument; this.side++) {
      const slot = book.first((this.instrument << Sides.Shift) | this.side, NO_RANK + 1);
      if (slot !== 0) return (this.next = slot);
    }
    return 0;
  }

  private firstShelf(): number {
    if (this.auctionIsOver || this.to === TradingPhase.Closed) return Shelf.Ordinary;
    if (this.openingIsOver) return Shelf.Auction;
    return collects(this.to) ? Shelf.Waiting : NOBODY >> 1;
  }

  private decide(slot: number): void {
    const { orders, book } = this.state;
    const head = orders.head(slot);
    const reason = this.endOf(orders.shelf(slot), byteB(head), byteC(head));
    if (reason !== Reason.None) return this.end(slot, byteC(head), reason);
    if (orders.shelf(slot) !== Shelf.Waiting || !joins(this.to, byteC(head))) return;
    book.remove(slot);
    this.collector.collect(slot);
  }

  /** Why the order ends now, or None. */
  private endOf(shelf: Shelf, ordType: number, timeInForce: number): Reason {
    const takesPart = shelf !== Shelf.Waiting;
    const forAuction = isForAuction(timeInForce) || ordType === OrdType.Market;
    if (this.auctionIsOver && takesPart && forAuction) return Reason.AuctionOver;
    if (this.openingIsOver && timeInForce === TimeInForce.AtOpen) return Reason.AuctionOver;
    if (this.to !== TradingPhase.Closed) return Reason.None;
    if (endsWithDay(timeInForce)) return Reason.EndOfDay;
    return takesPart && forAuction ? Reason.AuctionOver : Reason.None;
  }

  private end(slot: number, timeInForce: number, reason: Reason): void {
    const expires = endsWithDay(timeInForce) || isForAuction(timeInForce);
    this.closer.end(slot, expires ? EndKind.Expired : EndKind.Cancelled, reason);
  }
}

/**
 * Holds the best levels of one instrument's book against the venue's own word: after an update that ends at id n, they are
 * those of the last bookTicker with an id of at most n. That one may be recorded later than the update, so a book top waits until a
 * bookTicker beyond it has come, or the recording ends.
 */
import type { VenueBook } from '../../../adapters/kit/book/venue-book.js';
import type { TopRecord } from '../../venue-data/venue-data-reader.js';
import type { Differences } from '../differences.js';

interface PlacedTop extends Omit<TopRecord, 'seconds' | 'nanos'> {
  readonly place: string;
}

const NONE = Number.NaN;
/** Told tops that are kept while no update is there to be judged by them. */
const TOLD_MAX = 1 << 16;

export class TopJudge {
  compared = 0;
  agreeing = 0;
  /** Updates before the first bookTicker. */
  unjudged = 0;
  /** From the one on that the last judged update was held against. */
  private told: PlacedTop[] = [];
  private waiting: PlacedTop[] = [];

  constructor(
    private readonly symbol: string,
    private readonly differences: Differences,
  ) {}

  /** The venue's word. */
  top(top: TopRecord, place: string): void {
    const last = this.told.at(-1);
    if (last && top.updateId < last.updateId)
      this.differences.add(
        () => `${place} ${this.symbol}: bookTicker ${top.updateId} comes behind ${last.updateId}`,
      );
    this.told.push({ ...top, place });
    this.judge(top.updateId);
    if (this.told.length > TOLD_MAX) this.told = this.told.slice(TOLD_MAX >> 1);
  }

  book(book: VenueBook, updateId: number, place: string): void {
    const { bids, asks } = book;
    this.waiting.push({
      updateId,
      bidTicks: bids.count > 0 ? bids.keyAt(0) : NONE,
      bidLots: bids.count > 0 ? bids.lotsAt(0) : NONE,
      askTicks: asks.count > 0 ? -asks.keyAt(0) : NONE,
      askLots: asks.count > 0 ? asks.lotsAt(0) : NONE,
      place,
    });
    this.judge(this.told.at(-1)?.updateId ?? 0);
  }

  end(): void {
    this.judge(Number.POSITIVE_INFINITY);
  }

  /** Those that a bookTicker of this id is beyond. */
  private judge(id: number): void {
    const { waiting } = this;
    let count = 0;
    for (; count < waiting.length && waiting[count].updateId < id; count++) {
      this.forgetBefore(waiting[count].updateId);
      this.compare(waiting[count]);
    }
    if (count > 0) this.waiting = waiting.slice(count);
  }

  /** Updates come in order, so what is told before the one that this id is held against is not needed any more. */
  private forgetBefore(id: number): void {
    const { told } = this;
    let count = 0;
    while (count + 1 < told.length && told[count + 1].updateId <= id) count++;
    if (count > 0) this.told = told.slice(count);
  }

  private compare(found: PlacedTop): void {
    const last = this.told.at(0);
    if (last === undefined || last.updateId > found.updateId) return void this.unjudged++;
    this.compared++;
    const isSame =
      found.bidTicks === last.bidTicks &&
      found.bidLots === last.bidLots &&
      found.askTicks === last.askTicks &&
      found.askLots === last.askLots;
    if (isSame) this.agreeing++;
    else
      this.differences.add(
        () =>
          `${found.place} ${this.symbol} update ${found.updateId}: expected ${text(last)} (bookTicker ${last.updateId}, ${last.place}), found ${text(found)}`,
      );
  }
}

const text = ({ bidTicks, bidLots, askTicks, askLots }: PlacedTop): string =>
  `bid ${bidTicks} x ${bidLots}, ask ${askTicks} x ${askLots} (ticks x lots)`;

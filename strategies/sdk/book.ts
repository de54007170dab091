/** The top levels of one instrument's book, best first. The arrays are filled anew with each state: copy what is to be kept. */
import { Side } from '../../protocol/codes/enums.js';
import { Fd, FdDouble, Lvl, LvlDouble } from '../../protocol/records/feed.js';
import { byteA, byteB } from '../../protocol/records/layout.js';

export interface Level {
  readonly ticks: number;
  readonly lots: number;
  readonly orders: number;
}

export class Book {
  /** Best first. Of a venue: none while it is down, stale or does not trade the instrument. */
  bids: readonly Level[] = [];
  asks: readonly Level[] = [];
  /** The command after which the book stood so, and when that was: seconds since 1970, nanoseconds. */
  sequence = 0;
  seconds = 0;
  nanos = 0;

  /** @param venue name of the venue whose book it is; undefined: the engine's own */
  constructor(
    readonly symbol: string,
    readonly venue?: string,
  ) {}

  get bestBid(): Level | undefined {
    return this.bids[0];
  }

  get bestAsk(): Level | undefined {
    return this.asks[0];
  }
}

/** Puts books together: the levels come first, then the record that says whose they are. */
export class BookBuilder {
  private bids: Level[] = [];
  private asks: Level[] = [];

  addLevels(i32: Int32Array, f64: Float64Array, at: number): void {
    const side = byteA(i32[at]) === Side.Buy ? this.bids : this.asks;
    const count = byteB(i32[at]);
    for (let i = 0; i < count; i++) {
      const word = at + i * Lvl.WordsPerLevel;
      side.push({
        ticks: i32[word + Lvl.FirstPriceTicks],
        lots: f64[(at >> 1) + LvlDouble.FirstLots + i],
        orders: i32[word + Lvl.FirstOrders],
      });
    }
  }

  finish(book: Book, i32: Int32Array, f64: Float64Array, at: number): void {
    book.bids = this.bids;
    book.asks = this.asks;
    book.sequence = f64[(at >> 1) + FdDouble.Sequence];
    book.seconds = i32[at + Fd.Seconds] >>> 0;
    book.nanos = i32[at + Fd.Nanos];
    this.bids = [];
    this.asks = [];
  }
}

/**
 * Which books' tops have changed and are to be published. Folded together: of an instrument only the newest top goes
 * out, and only if it differs from what went out last. Columns by instrument number, sized once.
 */
import { Side } from '../../protocol/codes/enums.js';
import { type Depth, NO_PRICE } from '../views/depth.js';

/** What was published last, four numbers an instrument. */
const enum Shown {
  BidTicks = 0,
  BidLots = 1,
  AskTicks = 2,
  AskLots = 3,
}
const SHOWN = 4;

export class Tops {
  private readonly shown: Float64Array;
  private readonly seen: Uint8Array;
  private readonly marked: Uint8Array;
  private readonly queue: Int32Array;
  private first = 0;
  private count = 0;

  constructor(private readonly instruments: number) {
    this.shown = new Float64Array(instruments * SHOWN).fill(Number.NaN);
    this.seen = new Uint8Array(instruments);
    this.marked = new Uint8Array(instruments);
    this.queue = new Int32Array(instruments);
  }

  /** Instruments that wait. */
  get waiting(): number {
    return this.count;
  }

  /** The book of the instrument may have changed. */
  mark(instrument: number): void {
    this.seen[instrument] = 1;
    if (this.marked[instrument] === 1) return;
    this.marked[instrument] = 1;
    this.queue[(this.first + this.count++) % this.instruments] = instrument;
  }

  /** The next instrument whose top differs from what was published last, which it now counts as; 0 = none. */
  take(depth: Depth): number {
    while (this.count > 0) {
      const instrument = this.queue[this.first];
      this.first = (this.first + 1) % this.instruments;
      this.count--;
      this.marked[instrument] = 0;
      if (this.renew(instrument, depth)) return instrument;
    }
    return 0;
  }

  /** It is not known any more what readers have seen: every top goes out once more. */
  forget(): void {
    this.shown.fill(Number.NaN);
    for (let instrument = 0; instrument < this.instruments; instrument++)
      if (this.seen[instrument] === 1) this.mark(instrument);
  }

  private renew(instrument: number, depth: Depth): boolean {
    const at = instrument * SHOWN;
    const bid = this.set(at + Shown.BidTicks, depth.bestTicks(instrument, Side.Buy));
    const bidLots = this.set(at + Shown.BidLots, depth.bestLots(instrument, Side.Buy));
    const ask = this.set(at + Shown.AskTicks, depth.bestTicks(instrument, Side.Sell));
    const askLots = this.set(at + Shown.AskLots, depth.bestLots(instrument, Side.Sell));
    return bid || bidLots || ask || askLots;
  }

  private set(at: number, value: number): boolean {
    if (this.shown[at] === value) return false;
    this.shown[at] = value;
    return true;
  }
}

export const hasLevel = (ticks: number): boolean => ticks !== NO_PRICE;

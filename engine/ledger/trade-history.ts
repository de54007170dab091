/**
 * The last N trades, each as it was charged, so that one that a venue or an operator takes back is reversed exactly and
 * only once. A ring of cache lines, written one after the other; a trade is found by its event's identity.
 */

/** Words of a trade, from its offset on. */
export const enum Hist {
  Index = 4,
  Instrument = 5,
  PriceTicks = 6,
  /** Account and session of each side. */
  BuyerOwner = 7,
  SellerOwner = 8,
  /** Fee rates that were charged. */
  BuyerRate = 9,
  SellerRate = 10,
  /** The taker's side; 0 = neither, it was made at a venue. */
  TakerSide = 11,
  /** 1 = it was busted. */
  Busted = 12,
}
/** Its doubles, from half its offset on. */
export const enum HistDouble {
  Sequence = 0,
  Lots = 1,
}
export const enum HistSize {
  Words = 16,
  Shift = 4,
}

export class TradeHistory {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  /** Where the next trade goes. */
  next = 0;
  /** Trades that are remembered. */
  count = 0;
  private readonly mask: number;

  /** @param capacity a power of two */
  constructor(readonly capacity: number) {
    const memory = new ArrayBuffer(capacity * HistSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.mask = capacity - 1;
  }

  /** Offset of the next trade, over the oldest; the caller writes sequence and lots, and `put`s the rest. */
  claim(): number {
    const at = this.next << HistSize.Shift;
    this.next = (this.next + 1) & this.mask;
    if (this.count < this.capacity) this.count++;
    return at;
  }

  /** What happened. `TakerSide` 0: at a venue. */
  put(at: number, instrument: number, priceTicks: number, takerSide: number, index: number): void {
    const { i32 } = this;
    i32[at | Hist.Index] = index;
    i32[at | Hist.Instrument] = instrument;
    i32[at | Hist.PriceTicks] = priceTicks;
    i32[at | Hist.TakerSide] = takerSide;
    i32[at | Hist.Busted] = 0;
  }

  /** Between whom, and what it cost them. */
  putSides(at: number, buyer: number, seller: number, buyerRate: number, sellerRate: number): void {
    const { i32 } = this;
    i32[at | Hist.BuyerOwner] = buyer;
    i32[at | Hist.SellerOwner] = seller;
    i32[at | Hist.BuyerRate] = buyerRate;
    i32[at | Hist.SellerRate] = sellerRate;
  }

  /** Offset of the trade with this identity, or -1. The sequence is `sequence[i]`. */
  find(sequence: Float64Array, i: number, index: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.isBefore(this.offset(middle), sequence[i], index)) low = middle + 1;
      else high = middle;
    }
    if (low === this.count) return -1;
    const at = this.offset(low);
    return this.f64[at >> 1] === sequence[i] && this.i32[at | Hist.Index] === index ? at : -1;
  }

  /** The trades that are remembered, oldest first, as offsets. */
  offsets(): Int32Array {
    return Int32Array.from({ length: this.count }, (_, i) => this.offset(i));
  }

  /** Of the oldest trade that is remembered, 0, and those after it. */
  private offset(number: number): number {
    return ((this.next - this.count + number) & this.mask) << HistSize.Shift;
  }

  private isBefore(at: number, sequence: number, index: number): boolean {
    const ours = this.f64[(at >> 1) | HistDouble.Sequence];
    return ours < sequence || (ours === sequence && this.i32[at | Hist.Index] < index);
  }
}

/** The last trade of every instrument since the engine started, watched or not. Columns by instrument, sized once. */
export class LastTrades {
  readonly ticks: Int32Array;
  /** 0 = none. */
  readonly lots: Float64Array;

  constructor(instruments: number) {
    this.ticks = new Int32Array(instruments);
    this.lots = new Float64Array(instruments);
  }
}

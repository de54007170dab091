/**
 * What of the ETF's fills is hedged, as a pure state machine: no clock, no orders, no engine. It is told totals, never differences, so that whatever is
 * told twice, or after a restart, changes nothing.
 *
 * ```
 *  target = Σ over fills (quantity × underlying per share in force at that fill), rounded once to the market's step
 *  due    = target − hedged − (hedges open or unknown)
 * ```
 *
 * Every fill is in `target` once, every hedge in `hedged` or `out` until it has ended: so no fill is hedged twice, and hedges never pass the target.
 */

/** What one ETF lot at one tick of underlying per share comes to: `worth / per` steps of the hedge. Exact. */
export interface HedgeRatio {
  readonly worth: bigint;
  readonly per: bigint;
  /** Lots of the hedge's market step. */
  readonly stepLots: number;
}

/** What a new life has to know beyond totals: how far the fills were counted, and at what. Whole numbers. */
export interface LedgerState {
  readonly filledLots: number;
  /** Σ fills in lots × underlying per share in ticks. */
  readonly worth: number;
  /** In force for what fills from now on. */
  readonly perShareTicks: number;
}

export class HedgeLedger {
  private filledLots: number;
  private worth: number;
  private perShareTicks: number;
  private hedgedLots = 0;
  private outLots = 0;

  constructor(
    private readonly ratio: HedgeRatio,
    from: LedgerState = { filledLots: 0, worth: 0, perShareTicks: 0 },
  ) {
    this.filledLots = from.filledLots;
    this.worth = from.worth;
    this.perShareTicks = from.perShareTicks;
  }

  get state(): LedgerState {
    const { filledLots, worth, perShareTicks } = this;
    return { filledLots, worth, perShareTicks };
  }

  /** For what fills from now on. */
  setPerShare(ticks: number): void {
    this.perShareTicks = ticks;
  }

  /** So much of the ETF has filled in all; less than before when a trade was taken back. */
  setFilled(totalLots: number): void {
    this.worth += (totalLots - this.filledLots) * this.perShareTicks;
    this.filledLots = totalLots;
  }

  /** @param totalLots executed in all, @param outLots what hedges that have not ended may still execute */
  setHedged(totalLots: number, outLots: number): void {
    this.hedgedLots = totalLots;
    this.outLots = outLots;
  }

  /** A whole number of steps; half a step is rounded up. */
  get targetLots(): number {
    const { worth, per, stepLots } = this.ratio;
    const twice = 2n * BigInt(this.worth) * worth + per;
    return Number(twice / (2n * per)) * stepLots;
  }

  /** Not executed: with or without a hedge on its way. Below zero when a trade of the ETF was taken back. */
  get unhedgedLots(): number {
    return this.targetLots - this.hedgedLots;
  }

  /** What the next hedge is for: whole steps; 0 = it is too little, and is carried. Hedges are never unwound. */
  due(minimumLots: number, maximumLots: number): number {
    const { stepLots } = this.ratio;
    const open = Math.min(this.unhedgedLots - this.outLots, maximumLots);
    const lots = Math.floor(open / stepLots) * stepLots;
    return lots > 0 && lots >= minimumLots ? lots : 0;
  }
}

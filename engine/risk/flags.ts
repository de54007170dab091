/**
 * What is special about the firm, an account, an instrument, a session or a position, a bit each. An order takes all five
 * words together: where nothing is special, nothing more is looked at.
 */
export const enum Flag {
  /** Switches. */
  Kill = 1,
  ReduceOnly = 2,
  /** The session's executions have reached their limit. */
  Throttled = 4,
  /** On the restricted list. */
  Restricted = 8,
  /** There is a limit of this kind. */
  CollarTicks = 16,
  CollarBasisPoints = 32,
  Exposure = 64,
  Credit = 128,
  OpenOrders = 256,
  OrdersPerSecond = 512,
  CancelsPerSecond = 1_024,
  Executions = 2_048,
  /** The session has market-maker protection. */
  QuoteProtection = 4_096,
}

/** The flag words of all things of one kind, wherever they stand among other words: `id << shift`, then `word`. */
export class FlagWords {
  constructor(
    private readonly words: Int32Array,
    private readonly shift: number,
    private readonly word: number,
  ) {}

  of(id: number): number {
    return this.words[(id << this.shift) | this.word];
  }

  put(id: number, flag: number, on: boolean): void {
    const at = (id << this.shift) | this.word;
    this.words[at] = on ? this.words[at] | flag : this.words[at] & ~flag;
  }
}

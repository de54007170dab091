/** Instruments and accounts as the core knows them: numbers, bounds and switches in columns. Changed by commands alone. */
export class Instruments {
  readonly defined: Uint8Array;
  readonly open: Uint8Array;
  readonly killed: Uint8Array;
  readonly minPriceTicks: Int32Array;
  readonly maxPriceTicks: Int32Array;
  readonly referenceTicks: Int32Array;
  readonly marginPercent: Uint8Array;
  readonly maxQtyLots: Float64Array;
  readonly maxNotional: Float64Array;
  /** Price of the last trade; only where `traded`. */
  readonly lastTicks: Int32Array;
  readonly traded: Uint8Array;

  constructor(readonly capacity: number) {
    this.defined = new Uint8Array(capacity);
    this.open = new Uint8Array(capacity);
    this.killed = new Uint8Array(capacity);
    this.minPriceTicks = new Int32Array(capacity);
    this.maxPriceTicks = new Int32Array(capacity);
    this.referenceTicks = new Int32Array(capacity);
    this.marginPercent = new Uint8Array(capacity);
    this.maxQtyLots = new Float64Array(capacity);
    this.maxNotional = new Float64Array(capacity);
    this.lastTicks = new Int32Array(capacity);
    this.traded = new Uint8Array(capacity);
  }

  knows(instrument: number): boolean {
    return instrument > 0 && instrument < this.capacity && this.defined[instrument] === 1;
  }
}

export class Accounts {
  readonly defined: Uint8Array;
  readonly enabled: Uint8Array;
  readonly killed: Uint8Array;

  constructor(readonly capacity: number) {
    this.defined = new Uint8Array(capacity);
    this.enabled = new Uint8Array(capacity);
    this.killed = new Uint8Array(capacity);
  }

  knows(account: number): boolean {
    return account > 0 && account < this.capacity && this.defined[account] === 1;
  }
}

/** Everything that risk decides by, but the client order ids. */
export class RiskState {
  /** The whole firm's kill switch. */
  firmKilled = 0;

  constructor(
    readonly instruments: Instruments,
    readonly accounts: Accounts,
  ) {}
}

/** Instruments and accounts as the core knows them: numbers, bounds and switches in columns. Changed by commands alone. */
import type { Ledger } from '../ledger/ledger.js';
import { Currencies } from './currencies.js';
import { Flag } from './flags.js';
import { Limit } from './limit.js';
import { PositionLimits } from './position-limits.js';
import { SessionLimits } from './session-limits.js';

export class Instruments {
  readonly defined: Uint8Array;
  readonly open: Uint8Array;
  /** `Flag` bits. */
  readonly flags: Uint16Array;
  readonly minPriceTicks: Int32Array;
  readonly maxPriceTicks: Int32Array;
  readonly referenceTicks: Int32Array;
  readonly marginPercent: Uint8Array;
  readonly maxQtyLots: Float64Array;
  readonly maxNotional: Float64Array;
  /** Price of the last trade; only where `traded`. */
  readonly lastTicks: Int32Array;
  readonly traded: Uint8Array;
  readonly collarTicks: Limit;
  readonly collarBasisPoints: Limit;
  readonly restricted: Limit;
  /** Those of positions that have none of their own. */
  readonly maxPositionLots: Limit;
  readonly maxExposure: Limit;

  constructor(readonly capacity: number) {
    this.defined = new Uint8Array(capacity);
    this.open = new Uint8Array(capacity);
    this.flags = new Uint16Array(capacity);
    this.minPriceTicks = new Int32Array(capacity);
    this.maxPriceTicks = new Int32Array(capacity);
    this.referenceTicks = new Int32Array(capacity);
    this.marginPercent = new Uint8Array(capacity);
    this.maxQtyLots = new Float64Array(capacity);
    this.maxNotional = new Float64Array(capacity);
    this.lastTicks = new Int32Array(capacity);
    this.traded = new Uint8Array(capacity);
    this.collarTicks = new Limit(capacity, this.flags, Flag.CollarTicks);
    this.collarBasisPoints = new Limit(capacity, this.flags, Flag.CollarBasisPoints);
    this.restricted = new Limit(capacity, this.flags, Flag.Restricted);
    this.maxPositionLots = new Limit(capacity, this.flags, 0);
    this.maxExposure = new Limit(capacity, this.flags, 0);
  }

  knows(instrument: number): boolean {
    return instrument > 0 && instrument < this.capacity && this.defined[instrument] === 1;
  }

  /** Price of the last trade, else the reference; 0 = neither says anything. */
  markTicks(instrument: number): number {
    return (this.traded[instrument] && this.lastTicks[instrument]) || this.referenceTicks[instrument];
  }
}

export class Accounts {
  readonly defined: Uint8Array;
  readonly enabled: Uint8Array;
  /** `AccountKind`. */
  readonly kind: Uint8Array;
  /** `Flag` bits. */
  readonly flags: Uint16Array;
  readonly openOrders: Int32Array;
  readonly maxOpenOrders: Limit;
  readonly credit: Limit;
  readonly creditCurrency: Uint8Array;

  constructor(readonly capacity: number) {
    this.defined = new Uint8Array(capacity);
    this.enabled = new Uint8Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.flags = new Uint16Array(capacity);
    this.openOrders = new Int32Array(capacity);
    this.maxOpenOrders = new Limit(capacity, this.flags, Flag.OpenOrders);
    this.credit = new Limit(capacity, this.flags, Flag.Credit);
    this.creditCurrency = new Uint8Array(capacity);
  }

  knows(account: number): boolean {
    return account > 0 && account < this.capacity && this.defined[account] === 1;
  }
}

/** Everything that risk decides by, but the client order ids. */
export class RiskState {
  /** The whole firm's switches, `Flag` bits. */
  firmFlags = 0;
  readonly sessions: SessionLimits;
  readonly currencies = new Currencies();
  readonly positionLimits: PositionLimits;

  constructor(
    readonly instruments: Instruments,
    readonly accounts: Accounts,
    readonly ledger: Ledger,
    sessions: number,
  ) {
    this.sessions = new SessionLimits(sessions);
    this.positionLimits = new PositionLimits(instruments, ledger.positions);
  }
}

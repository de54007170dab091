/**
 * The ledger: what each fill does to the positions of its buyer and its seller. The buyer pays the fill's value and the
 * seller gets it, to the unit; cost follows by average cost, and what dividing rounds off stays in the cost of the lots
 * that are left, so over both sides, and over all accounts, nothing is made or lost but fees. Called by the core alone.
 *
 * Realized profit is cash + cost, by what the two mean.
 */
import { ContractKind } from '../../protocol/codes/enums.js';
import { AccountFees } from './account-fees.js';
import { Contracts, WHOLE_RATE } from './contracts.js';
import * as pairs from './exact.js';
import { PosDouble, Positions, PosSize } from './positions.js';
import { TradeHistory } from './trade-history.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const exact = {
  add: pairs.add,
  subtract: pairs.subtract,
  increment: pairs.increment,
  negate: pairs.negate,
  isNegative: pairs.isNegative,
  multiply: pairs.multiply,
  divide: pairs.divide,
  scale: pairs.scale,
  copy: pairs.copy,
  clear: pairs.clear,
};

export interface LedgerLimits {
  readonly instruments: number;
  readonly accounts: number;
  readonly positions: number;
  readonly tradeHistory: number;
}

/** What the ledger needs between its lines. */
const enum Work {
  /** What the buyer pays for the fill; a pair. */
  Value = 0,
  Rest = 2,
  Part = 4,
  Fee = 6,
  /** A quotient of three doubles. */
  Quotient = 8,
  Lots = 11,
  HeldLots = 12,
  PerLot = 13,
  Rate = 14,
  Whole = 15,
}

export class Ledger {
  readonly positions: Positions;
  readonly contracts: Contracts;
  readonly accountFees: AccountFees;
  readonly trades: TradeHistory;
  private readonly work = new Float64Array(16);

  constructor({ instruments, accounts, positions, tradeHistory }: LedgerLimits) {
    this.positions = new Positions(positions, accounts, instruments);
    this.contracts = new Contracts(instruments);
    this.accountFees = new AccountFees(accounts);
    this.trades = new TradeHistory(tradeHistory);
    this.work[Work.Whole] = WHOLE_RATE;
  }

  makerRate(account: number, instrument: number): number {
    const { own, makerRate } = this.accountFees;
    return own[account] === 1 ? makerRate[account] : this.contracts.makerRate(instrument);
  }

  takerRate(account: number, instrument: number): number {
    const { own, takerRate } = this.accountFees;
    return own[account] === 1 ? takerRate[account] : this.contracts.takerRate(instrument);
  }

  /** A fill of `lots[at]` between two rows of one instrument; rates as `Con` has them. */
  fill(
    buyer: number,
    seller: number,
    buyerRate: number,
    sellerRate: number,
    priceTicks: number,
    lots: Float64Array,
    at: number,
  ): void {
    this.exchange(buyer, seller, priceTicks, lots, at);
    if (buyerRate !== 0) this.charge(buyer, buyerRate);
    if (sellerRate !== 0) this.charge(seller, sellerRate);
  }

  /** Takes such a fill back: both trade the other way at its price, and get their fees again. */
  reverse(
    buyer: number,
    seller: number,
    buyerRate: number,
    sellerRate: number,
    priceTicks: number,
    lots: Float64Array,
    at: number,
  ): void {
    this.exchange(seller, buyer, priceTicks, lots, at);
    if (buyerRate !== 0) this.refund(buyer, buyerRate);
    if (sellerRate !== 0) this.refund(seller, sellerRate);
  }

  /** pair = what a buyer pays for `lots[at]` at the price, settlement units. Inverse: below zero, less at higher prices. */
  value(
    pair: Float64Array,
    to: number,
    instrument: number,
    priceTicks: number,
    lots: Float64Array,
    at: number,
  ): void {
    const { contracts, work } = this;
    const unitValueAt = contracts.unitValueAt(instrument);
    if (contracts.kind(instrument) === ContractKind.Linear) {
      work[Work.PerLot] = priceTicks * contracts.f64[unitValueAt];
      exact.multiply(pair, to, work, Work.PerLot, lots, at);
    } else {
      work[Work.PerLot] = priceTicks;
      exact.multiply(work, Work.Part, contracts.f64, unitValueAt, lots, at);
      exact.divide(work, Work.Quotient, work, Work.Part, work, Work.PerLot);
      exact.copy(pair, to, work, Work.Quotient);
      exact.negate(pair, to);
    }
  }

  private exchange(buyer: number, seller: number, priceTicks: number, lots: Float64Array, at: number): void {
    this.value(this.work, Work.Value, this.positions.instrument(buyer), priceTicks, lots, at);
    // Who trades with itself holds what it held, at what it cost.
    if (buyer === seller) return;
    this.buy(buyer, priceTicks, lots, at);
    this.sell(seller, priceTicks, lots, at);
  }

  private buy(row: number, priceTicks: number, lots: Float64Array, at: number): void {
    const { work } = this;
    const { f64 } = this.positions;
    const base = row << PosSize.DoubleShift;
    const net = f64[base | PosDouble.NetLots];
    exact.subtract(f64, base | PosDouble.Cash, work, Work.Value);
    f64[base | PosDouble.NetLots] = net + lots[at];
    if (net >= 0) exact.add(f64, base | PosDouble.Cost, work, Work.Value);
    else if (lots[at] < -net) {
      work[Work.HeldLots] = -net;
      this.giveUp(base | PosDouble.Cost, lots, at);
    } else {
      this.openRest(row, priceTicks);
      exact.copy(f64, base | PosDouble.Cost, work, Work.Rest);
    }
  }

  private sell(row: number, priceTicks: number, lots: Float64Array, at: number): void {
    const { work } = this;
    const { f64 } = this.positions;
    const base = row << PosSize.DoubleShift;
    const net = f64[base | PosDouble.NetLots];
    exact.add(f64, base | PosDouble.Cash, work, Work.Value);
    f64[base | PosDouble.NetLots] = net - lots[at];
    if (net <= 0) exact.subtract(f64, base | PosDouble.Cost, work, Work.Value);
    else if (lots[at] < net) {
      work[Work.HeldLots] = net;
      this.giveUp(base | PosDouble.Cost, lots, at);
    } else {
      this.openRest(row, priceTicks);
      exact.negate(work, Work.Rest);
      exact.copy(f64, base | PosDouble.Cost, work, Work.Rest);
    }
  }

  /** Of the lots held, `lots[at]` go, and their part of the cost with them, rounded towards zero. */
  private giveUp(costAt: number, lots: Float64Array, at: number): void {
    const { work } = this;
    const { f64 } = this.positions;
    const negative = exact.isNegative(f64, costAt);
    exact.copy(work, Work.Part, f64, costAt);
    if (negative) exact.negate(work, Work.Part);
    exact.scale(work, Work.Part, work, Work.Part, lots, at, work, Work.HeldLots);
    if (negative) exact.add(f64, costAt, work, Work.Part);
    else exact.subtract(f64, costAt, work, Work.Part);
  }

  /** `Rest` = what a buyer pays for the lots that the row holds now, after its position has changed sides, or none. */
  private openRest(row: number, priceTicks: number): void {
    const { work, positions } = this;
    work[Work.Lots] = Math.abs(positions.netLots(row));
    if (work[Work.Lots] === 0) exact.clear(work, Work.Rest);
    else this.value(work, Work.Rest, positions.instrument(row), priceTicks, work, Work.Lots);
  }

  private charge(row: number, rate: number): void {
    this.fee(rate);
    const feesAt = (row << PosSize.DoubleShift) | PosDouble.Fees;
    if (rate > 0) exact.add(this.positions.f64, feesAt, this.work, Work.Fee);
    else exact.subtract(this.positions.f64, feesAt, this.work, Work.Fee);
  }

  private refund(row: number, rate: number): void {
    this.fee(rate);
    const feesAt = (row << PosSize.DoubleShift) | PosDouble.Fees;
    if (rate > 0) exact.subtract(this.positions.f64, feesAt, this.work, Work.Fee);
    else exact.add(this.positions.f64, feesAt, this.work, Work.Fee);
  }

  /** `Fee` = the rate's part of the value, a fee rounded up, a rebate down. */
  private fee(rate: number): void {
    const { work } = this;
    work[Work.Rate] = Math.abs(rate);
    exact.copy(work, Work.Part, work, Work.Value);
    if (exact.isNegative(work, Work.Part)) exact.negate(work, Work.Part);
    const rounded = exact.scale(work, Work.Fee, work, Work.Part, work, Work.Rate, work, Work.Whole);
    if (rounded && rate > 0) exact.increment(work, Work.Fee);
  }
}

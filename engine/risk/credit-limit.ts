/**
 * Credit of an account: what all its positions are worth with their working orders executed, each on its worse side, is
 * covered by what the account owns (cash, and its positions at the mark) and its credit limit. Counted anew for each
 * order that adds exposure, over the account's positions: only accounts with such a limit pay for it, and no running
 * total can go wrong. Marks are last trades, else references, else the bound that makes most of a lot.
 *
 * All in common units where there are rates; an account that has to do with one currency alone needs none.
 */
import { ContractKind, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import * as exact from '../ledger/exact.js';
import { PosDouble, PosSize } from '../ledger/positions.js';
import type { RiskState } from './risk-state.js';

const enum Work {
  Needed = 0,
  Owned = 2,
  Amount = 4,
  Lots = 6,
  Dearer = 8,
}

export class CreditCheck {
  private readonly work = new Float64Array(10);

  constructor(private readonly state: RiskState) {}

  /**
   * @param row of the account in the instrument, 0 = it has none yet; `more[at]` is what the order adds to it
   * @param openAt where `more` has all that the order has open: what its own price counts for
   * @param raises see `makesMore`; of a new order false
   */
  check(
    account: number,
    row: number,
    instrument: number,
    side: number,
    priceTicks: number,
    more: Float64Array,
    at: number,
    openAt: number,
    raises: boolean,
  ): Reason {
    const { work } = this;
    const { accounts, ledger } = this.state;
    const { positions } = ledger;
    if (more[at] <= 0 && !raises) return Reason.None;
    if (!this.isFurther(row, side, more, at)) return Reason.None;
    exact.clear(work, Work.Needed);
    exact.clear(work, Work.Owned);
    this.premium(instrument, priceTicks, more, openAt);
    if (row === 0) {
      const reason = this.addOrder(account, row, instrument, side, more, at);
      if (reason !== Reason.None) return reason;
    }
    for (let each = positions.newestOf(account); each !== 0; each = positions.before(each)) {
      const reason =
        each === row
          ? this.addOrder(account, row, instrument, side, more, at)
          : this.addRow(account, each, positions.instrument(each));
      if (reason !== Reason.None) return reason;
    }
    exact.set(work, Work.Amount, accounts.credit.values, account);
    this.toCommon(accounts.creditCurrency[account], false);
    exact.add(work, Work.Owned, work, Work.Amount);
    return exact.compare(work, Work.Needed, work, Work.Owned) <= 0 ? Reason.None : Reason.CreditLimitExceeded;
  }

  /** The order's side is the one on which the position could get further from zero. */
  private isFurther(row: number, side: number, more: Float64Array, at: number): boolean {
    const { f64 } = this.state.ledger.positions;
    const base = row << PosSize.DoubleShift;
    const long = f64[base | PosDouble.NetLots] + f64[base | PosDouble.OpenBuyLots];
    const short = f64[base | PosDouble.OpenSellLots] - f64[base | PosDouble.NetLots];
    return side === Side.Buy ? long + more[at] > short : short + more[at] > long;
  }

  private addRow(account: number, row: number, instrument: number): Reason {
    const { f64 } = this.state.ledger.positions;
    const base = row << PosSize.DoubleShift;
    this.work[Work.Lots] = Math.max(
      f64[base | PosDouble.NetLots] + f64[base | PosDouble.OpenBuyLots],
      f64[base | PosDouble.OpenSellLots] - f64[base | PosDouble.NetLots],
    );
    return this.add(account, row, instrument, 0);
  }

  /** The row of the order itself, worst on the order's side. */
  private addOrder(
    account: number,
    row: number,
    instrument: number,
    side: number,
    more: Float64Array,
    at: number,
  ): Reason {
    const { work, state } = this;
    const { f64 } = state.ledger.positions;
    const base = row << PosSize.DoubleShift;
    work[Work.Lots] =
      side === Side.Buy
        ? f64[base | PosDouble.NetLots] + f64[base | PosDouble.OpenBuyLots] + more[at]
        : f64[base | PosDouble.OpenSellLots] + more[at] - f64[base | PosDouble.NetLots];
    return this.add(account, row, instrument, 1);
  }

  /** `Dearer` = by how much the order's own price makes more of its lots than the mark does. */
  private premium(instrument: number, priceTicks: number, more: Float64Array, at: number): void {
    const { work } = this;
    this.worth(Work.Dearer, instrument, priceTicks || this.mark(instrument), more, at);
    this.worth(Work.Amount, instrument, this.mark(instrument), more, at);
    exact.subtract(work, Work.Dearer, work, Work.Amount);
    if (exact.isNegative(work, Work.Dearer)) exact.clear(work, Work.Dearer);
  }

  /** Adds what `Lots` of the row's instrument need, and what the row owns. */
  private add(account: number, row: number, instrument: number, withPremium: 0 | 1): Reason {
    const { work, state } = this;
    const { positions, contracts } = state.ledger;
    const currency = contracts.currency(instrument);
    if (this.isIdle(row)) return Reason.None;
    if (!this.isCountable(account, currency)) return Reason.NoCurrencyRate;
    this.worth(Work.Amount, instrument, this.mark(instrument), work, Work.Lots);
    if (withPremium === 1) exact.add(work, Work.Amount, work, Work.Dearer);
    this.toCommon(currency, true);
    exact.add(work, Work.Needed, work, Work.Amount);
    const base = row << PosSize.DoubleShift;
    work[Work.Lots] = Math.abs(positions.netLots(row));
    state.ledger.value(work, Work.Amount, instrument, this.mark(instrument), work, Work.Lots);
    if (positions.netLots(row) < 0) exact.negate(work, Work.Amount);
    exact.add(work, Work.Amount, positions.f64, base | PosDouble.Cash);
    exact.subtract(work, Work.Amount, positions.f64, base | PosDouble.Fees);
    this.addOwned(currency);
    return Reason.None;
  }

  /** Nothing is needed for it, and it has brought in nothing. */
  private isIdle(row: number): boolean {
    const { f64 } = this.state.ledger.positions;
    const base = row << PosSize.DoubleShift;
    return (
      this.work[Work.Lots] === 0 &&
      f64[base | PosDouble.NetLots] === 0 &&
      exact.isZero(f64, base | PosDouble.Cash) &&
      exact.isZero(f64, base | PosDouble.Fees)
    );
  }

  /** `Owned` += `Amount`, which may be a debt. */
  private addOwned(currency: number): void {
    const { work } = this;
    if (!exact.isNegative(work, Work.Amount)) {
      this.toCommon(currency, false);
      exact.add(work, Work.Owned, work, Work.Amount);
    } else {
      exact.negate(work, Work.Amount);
      this.toCommon(currency, true);
      exact.subtract(work, Work.Owned, work, Work.Amount);
    }
  }

  private worth(to: number, instrument: number, ticks: number, lots: Float64Array, at: number): void {
    this.state.ledger.value(this.work, to, instrument, ticks, lots, at);
    if (exact.isNegative(this.work, to)) exact.negate(this.work, to);
  }

  private mark(instrument: number): number {
    const { instruments, ledger } = this.state;
    const lowest = instruments.minPriceTicks(instrument);
    const highest = instruments.maxPriceTicks(instrument);
    const mark = instruments.markTicks(instrument);
    if (mark !== 0) return mark;
    if (ledger.contracts.kind(instrument) === ContractKind.Inverse) return lowest;
    return Math.abs(lowest) > Math.abs(highest) ? lowest : highest;
  }

  private isCountable(account: number, currency: number): boolean {
    const { accounts, currencies } = this.state;
    const own = accounts.creditCurrency[account];
    return currency === own || (currencies.hasRate(currency) && currencies.hasRate(own));
  }

  private toCommon(currency: number, up: boolean): void {
    const { currencies } = this.state;
    if (currencies.hasRate(currency)) currencies.convert(this.work, Work.Amount, currency, up);
  }
}

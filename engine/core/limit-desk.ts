/** The operator's limits, the currency rates that credit is counted by, and strategies that may go on. */
import { LimitKind, LimitMode, Scope } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, Rate, RateDouble } from '../../protocol/records/command.js';
import { accountOf, byteA, byteB, byteC, sessionOf } from '../../protocol/records/layout.js';
import { MOST_OF_RATE } from '../risk/currencies.js';
import { resetThrottle } from '../risk/execution-throttle.js';
import { mostOf, scopesOf } from '../risk/limit-rules.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

export class LimitDesk {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly bookkeeper: Bookkeeper,
  ) {}

  setLimit(i32: Int32Array, f64: Float64Array, at: number): void {
    const reason = this.unfit(i32, f64, at);
    if (reason !== Reason.None) return this.group.refuse(reason);
    const instrument = i32[at + Cmd.Instrument];
    const account = accountOf(i32[at + Cmd.Owner]);
    const kind = byteA(i32[at]);
    const value = f64[(at >> 1) + CmdDouble.QtyLots];
    const mode = byteC(i32[at]);
    if (byteB(i32[at]) === (Scope.Account | Scope.Instrument))
      this.setPositionLimit(account, instrument, kind, value, mode);
    else if (byteB(i32[at]) === Scope.Instrument) this.setInstrumentLimit(instrument, kind, value, mode);
    else if (byteB(i32[at]) === Scope.Account)
      this.setAccountLimit(account, kind, value, mode, i32[at + Cmd.PriceTicks]);
    else this.setSessionLimit(sessionOf(i32[at + Cmd.Owner]), kind, value, mode);
  }

  currencyRate(i32: Int32Array, f64: Float64Array, at: number): void {
    const { currencies } = this.state.risk;
    const currency = i32[at + Rate.Currency];
    const units = f64[(at >> 1) + RateDouble.Units];
    const per = f64[(at >> 1) + RateDouble.Per];
    if (!currencies.knows(currency)) return this.group.refuse(Reason.UnknownCurrency);
    if (!isPartOfRate(units) || !isPartOfRate(per)) return this.group.refuse(Reason.FieldOutOfRange);
    currencies.units[currency] = units;
    currencies.per[currency] = per;
  }

  resetThrottle(i32: Int32Array, at: number): void {
    const session = sessionOf(i32[at + Cmd.Owner]);
    if (!this.state.sessions.knows(session)) return this.group.refuse(Reason.UnknownSession);
    resetThrottle(this.state.risk.sessions, session);
  }

  /** Why the limit cannot be set. */
  private unfit(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { accounts, instruments, sessions, risk, ledger } = this.state;
    const kind = byteA(i32[at]);
    const scope = byteB(i32[at]);
    const value = f64[(at >> 1) + CmdDouble.QtyLots];
    const account = accountOf(i32[at + Cmd.Owner]);
    const instrument = i32[at + Cmd.Instrument];
    if (byteC(i32[at]) > LimitMode.Release || !(value >= 0 && value <= mostOf(kind)))
      return Reason.FieldOutOfRange;
    if (Math.floor(value) !== value) return Reason.FieldOutOfRange;
    if (!scopesOf(kind, scope)) return Reason.InvalidScope;
    if ((scope & Scope.Account) !== 0 && !accounts.knows(account)) return Reason.UnknownAccount;
    if ((scope & Scope.Instrument) !== 0 && !instruments.knows(instrument)) return Reason.UnknownInstrument;
    if (scope === Scope.Session && !sessions.knows(sessionOf(i32[at + Cmd.Owner])))
      return Reason.UnknownSession;
    if (kind === LimitKind.Credit && !risk.currencies.knows(i32[at + Cmd.PriceTicks]))
      return Reason.UnknownCurrency;
    const needsRow = scope === (Scope.Account | Scope.Instrument);
    const { positions } = ledger;
    return needsRow && positions.full && positions.find(account, instrument) === 0
      ? Reason.TooManyPositions
      : Reason.None;
  }

  private setPositionLimit(
    account: number,
    instrument: number,
    kind: LimitKind,
    value: number,
    mode: LimitMode,
  ): void {
    const row = this.bookkeeper.rowFor(account, instrument);
    this.state.risk.positionLimits.setOwn(row, kind, value, mode);
  }

  private setInstrumentLimit(instrument: number, kind: LimitKind, value: number, mode: LimitMode): void {
    const { instruments, risk } = this.state;
    if (kind === LimitKind.CollarTicks) instruments.collarTicks.set(instrument, value, mode);
    else if (kind === LimitKind.CollarBasisPoints) instruments.collarBasisPoints.set(instrument, value, mode);
    else if (kind === LimitKind.ProtectionTicks) instruments.protectionTicks.set(instrument, value, mode);
    else if (kind === LimitKind.Restricted) instruments.restricted.set(instrument, value, mode);
    else {
      const limit = kind === LimitKind.Position ? instruments.maxPositionLots : instruments.maxExposure;
      const before = limit.values[instrument];
      limit.set(instrument, value, mode);
      if (limit.values[instrument] !== before) risk.positionLimits.follow(instrument, kind);
    }
  }

  private setAccountLimit(
    account: number,
    kind: LimitKind,
    value: number,
    mode: LimitMode,
    currency: number,
  ): void {
    const { accounts } = this.state;
    if (kind === LimitKind.OpenOrders) accounts.maxOpenOrders.set(account, value, mode);
    else if (accounts.credit.set(account, value, mode)) accounts.creditCurrency[account] = currency;
  }

  private setSessionLimit(session: number, kind: LimitKind, value: number, mode: LimitMode): void {
    const { sessions } = this.state.risk;
    if (kind === LimitKind.OrdersPerSecond) sessions.ordersPerSecond.set(session, value, mode);
    else if (kind === LimitKind.CancelsPerSecond) sessions.cancelsPerSecond.set(session, value, mode);
    else {
      const before = sessions.maxExecutions.values[session];
      sessions.maxExecutions.set(session, value, mode);
      // A start is no person: a session that was stopped before it stays so.
      if (mode !== LimitMode.Initial && value !== before) resetThrottle(sessions, session);
    }
  }
}

const isPartOfRate = (value: number): boolean =>
  value >= 1 && value <= MOST_OF_RATE && Math.floor(value) === value;

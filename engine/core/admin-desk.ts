/** What the engine's own door and the sessions' coming and going ask: definitions, switches, time, mass actions. */
import { EndKind, Scope, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, Define, DefineDouble } from '../../protocol/records/command.js';
import { accountOf, byteA, byteB, sessionOf } from '../../protocol/records/layout.js';
import { NO_RANK } from '../book/rank.js';
import type { EventGroup } from './event-group.js';
import type { MarketDesk } from './market-desk.js';
import type { CoreState } from './state.js';
import { Only, type Sweep } from './sweep.js';

const ANY_SCOPE = Scope.Account | Scope.Session | Scope.Instrument | Scope.Side;

export class AdminDesk {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly sweep: Sweep,
    private readonly market: MarketDesk,
  ) {}

  massCancel(i32: Int32Array, at: number): void {
    const scope = byteA(i32[at]);
    const side = byteB(i32[at]);
    if (scope === 0 || !this.isThere(scope, i32, at)) return this.group.refuse(Reason.InvalidScope);
    if ((scope & Scope.Side) !== 0 && side !== Side.Buy && side !== Side.Sell)
      return this.group.refuse(Reason.InvalidScope);
    this.begin(i32, at, scope, side, Only.All, EndKind.Cancelled, massCancelReason(i32[at + Cmd.PriceTicks]));
  }

  endOfDay(i32: Int32Array, at: number): void {
    const scope = byteA(i32[at]);
    if ((scope & ~Scope.Instrument) !== 0 || !this.isThere(scope, i32, at))
      return this.group.refuse(Reason.InvalidScope);
    this.begin(i32, at, scope, 0, Only.Day, EndKind.Expired, Reason.EndOfDay);
  }

  killSwitch(i32: Int32Array, at: number): void {
    const scope = byteA(i32[at]);
    const on = byteB(i32[at]) === 0 ? 0 : 1;
    const single = scope === 0 || scope === Scope.Account || scope === Scope.Instrument;
    if (!single || !this.isThere(scope, i32, at)) return this.group.refuse(Reason.InvalidScope);
    this.switchOver(scope, accountOf(i32[at + Cmd.Owner]), i32[at + Cmd.Instrument], on);
    if (on === 1) this.begin(i32, at, scope, 0, Only.All, EndKind.Cancelled, Reason.KillSwitchCancel);
  }

  time(i32: Int32Array, at: number): void {
    const { state } = this;
    if (state.sessions.markDue(state.seconds, state.nanos))
      this.begin(i32, at, 0, 0, Only.Due, EndKind.Cancelled, Reason.CancelOnDisconnect);
  }

  sessionOpen(i32: Int32Array, at: number): void {
    const session = sessionOf(i32[at + Cmd.Owner]);
    if (!this.state.sessions.knows(session)) return this.group.refuse(Reason.UnknownSession);
    this.state.sessions.opened(session);
  }

  sessionClosed(i32: Int32Array, at: number): void {
    const { sessions, seconds, nanos } = this.state;
    const session = sessionOf(i32[at + Cmd.Owner]);
    if (!sessions.knows(session)) return this.group.refuse(Reason.UnknownSession);
    sessions.closed(session, seconds, nanos, i32[at + Cmd.PriceTicks]);
  }

  engineStart(i32: Int32Array, at: number): void {
    const { state } = this;
    state.epoch = i32[at + Cmd.Message];
    state.sessions.closeAll(state.seconds, state.nanos, i32[at + Cmd.PriceTicks]);
  }

  defineInstrument(i32: Int32Array, f64: Float64Array, at: number): void {
    const { instruments } = this.state;
    const instrument = i32[at + Cmd.Instrument];
    if (instrument <= 0 || instrument >= instruments.capacity)
      return this.group.refuse(Reason.UnknownInstrument);
    if (!boundsMakeSense(i32, f64, at)) return this.group.refuse(Reason.FieldOutOfRange);
    instruments.defined[instrument] = 1;
    instruments.open[instrument] = i32[at + Define.Open] === 0 ? 0 : 1;
    instruments.marginPercent[instrument] = byteA(i32[at]);
    instruments.referenceTicks[instrument] = i32[at + Define.ReferenceTicks];
    instruments.minPriceTicks[instrument] = i32[at + Define.MinPriceTicks];
    instruments.maxPriceTicks[instrument] = i32[at + Define.MaxPriceTicks];
    instruments.maxQtyLots[instrument] = f64[(at >> 1) + DefineDouble.MaxQtyLots];
    instruments.maxNotional[instrument] = f64[(at >> 1) + DefineDouble.MaxNotional];
    this.market.instrumentDefined(instrument, byteB(i32[at]) === 1);
  }

  defineAccount(i32: Int32Array, at: number): void {
    const { accounts } = this.state;
    const account = accountOf(i32[at + Cmd.Owner]);
    if (account === 0 || account >= accounts.capacity) return this.group.refuse(Reason.UnknownAccount);
    accounts.defined[account] = 1;
    accounts.enabled[account] = byteA(i32[at]) === 0 ? 0 : 1;
  }

  private switchOver(scope: number, account: number, instrument: number, on: number): void {
    const { risk, accounts, instruments } = this.state;
    if (scope === 0) risk.firmKilled = on;
    else if (scope === Scope.Account) accounts.killed[account] = on;
    else instruments.killed[instrument] = on;
  }

  /** True when the account, session and instrument that the scope bits select are ones there are. */
  private isThere(scope: number, i32: Int32Array, at: number): boolean {
    const { accounts, sessions, instruments } = this.state;
    const owner = i32[at + Cmd.Owner];
    if ((scope & ~ANY_SCOPE) !== 0) return false;
    if ((scope & Scope.Account) !== 0 && !accounts.knows(accountOf(owner))) return false;
    if ((scope & Scope.Session) !== 0 && !sessions.knows(sessionOf(owner))) return false;
    return (scope & Scope.Instrument) === 0 || instruments.knows(i32[at + Cmd.Instrument]);
  }

  private begin(
    i32: Int32Array,
    at: number,
    scope: number,
    side: number,
    only: Only,
    kind: EndKind,
    reason: Reason,
  ): void {
    this.sweep.begin(scope, side, i32[at + Cmd.Owner], i32[at + Cmd.Instrument], only, kind, reason);
  }
}

/** Those that the engine's own door may name; everything else is a mass cancel like any other. */
function massCancelReason(named: number): Reason {
  return named === Reason.StrategyStopped || named === Reason.StrategyFailed ? named : Reason.MassCancelled;
}

/** Prices that rank and negate without overflow, limits that are exact. */
function boundsMakeSense(i32: Int32Array, f64: Float64Array, at: number): boolean {
  const lowest = i32[at + Define.MinPriceTicks];
  if (lowest <= NO_RANK || lowest > i32[at + Define.MaxPriceTicks]) return false;
  const maxQtyLots = f64[(at >> 1) + DefineDouble.MaxQtyLots];
  const maxNotional = f64[(at >> 1) + DefineDouble.MaxNotional];
  return (
    Number.isSafeInteger(maxQtyLots) && maxQtyLots > 0 && Number.isSafeInteger(maxNotional) && maxNotional > 0
  );
}

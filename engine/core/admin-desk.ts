/** What the engine's own door and the sessions' coming and going ask: definitions, switches, time, mass actions. */
import { AccountKind, EndKind, Scope, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, ContractWord, Define, DefineDouble } from '../../protocol/records/command.js';
import { accountOf, byteA, byteB, byteC, sessionOf } from '../../protocol/records/layout.js';
import { NOTES, NoteDouble } from '../../protocol/records/note.js';
import { NO_RANK } from '../book/rank.js';
import { isRate, pricesFit, referenceFits } from '../ledger/contracts.js';
import { Flag } from '../risk/flags.js';
import { Ins, InsDouble, InsSize, InsStatus } from '../risk/instruments.js';
import { checkCancelRate } from '../risk/message-rate.js';
import { TRIGGER_VENUES } from '../risk/order-terms.js';
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
    const { risk, seconds } = this.state;
    const late = checkCancelRate(risk.sessions, sessionOf(i32[at + Cmd.Owner]), seconds);
    if (late !== Reason.None) return this.group.refuse(late);
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

  /** The kill switch, which also cancels what is open in its scope, or the reduce-only switch. */
  flip(i32: Int32Array, at: number, flag: Flag): void {
    const scope = byteA(i32[at]);
    const on = byteB(i32[at]) !== 0;
    if (!isSingle(scope) || !this.isThere(scope, i32, at)) return this.group.refuse(Reason.InvalidScope);
    this.switchOver(scope, i32[at + Cmd.Owner], i32[at + Cmd.Instrument], flag, on);
    if (on && flag === Flag.Kill)
      this.begin(i32, at, scope, 0, Only.All, EndKind.Cancelled, Reason.KillSwitchCancel);
  }

  time(i32: Int32Array, at: number): void {
    const { state } = this;
    const due = state.sessions.markDue(state.seconds, state.nanos);
    if (due || state.expiries.nearestSeconds <= state.seconds)
      this.begin(
        i32,
        at,
        0,
        0,
        Only.Due,
        EndKind.Cancelled,
        due ? Reason.CancelOnDisconnect : Reason.Expired,
      );
  }

  venuePrice(i32: Int32Array, at: number): void {
    const instrument = i32[at + Cmd.Instrument];
    const venue = byteA(i32[at]);
    const ticks = i32[at + Cmd.PriceTicks];
    if (!this.state.instruments.knows(instrument)) return this.group.refuse(Reason.UnknownInstrument);
    if (venue >= TRIGGER_VENUES || ticks === NO_RANK) return this.group.refuse(Reason.FieldOutOfRange);
    this.state.venuePrices.set(instrument, venue, ticks);
    this.state.touched = instrument;
  }

  note(i32: Int32Array, f64: Float64Array, at: number): void {
    const session = sessionOf(i32[at + Cmd.Owner]);
    const place = byteA(i32[at]);
    if (!this.state.sessions.knows(session)) return this.group.refuse(Reason.UnknownSession);
    if (place >= NOTES) return this.group.refuse(Reason.FieldOutOfRange);
    this.state.notes.write(session, place, f64, (at >> 1) + NoteDouble.First);
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
    state.risk.forgetInitialLimits();
    state.sessions.closeAll(state.seconds, state.nanos, i32[at + Cmd.PriceTicks]);
  }

  defineInstrument(i32: Int32Array, f64: Float64Array, at: number): void {
    const { instruments } = this.state;
    const instrument = i32[at + Cmd.Instrument];
    if (instrument <= 0 || instrument >= instruments.capacity)
      return this.group.refuse(Reason.UnknownInstrument);
    if (!boundsMakeSense(i32, f64, at) || !this.fitsContract(i32, at))
      return this.group.refuse(Reason.FieldOutOfRange);
    this.putInstrument(instrument, i32, f64, at);
    this.market.instrumentDefined(instrument, byteB(i32[at]) === 1);
  }

  private putInstrument(instrument: number, i32: Int32Array, f64: Float64Array, at: number): void {
    const { i32: words, f64: doubles } = this.state.instruments;
    const to = instrument << InsSize.Shift;
    const doublesTo = instrument << InsSize.DoubleShift;
    words[to | Ins.Status] = InsStatus.Defined | (i32[at + Define.Open] === 0 ? 0 : InsStatus.Open);
    words[to | Ins.MarginPercent] = byteA(i32[at]);
    words[to | Ins.ReferenceTicks] = i32[at + Define.ReferenceTicks];
    words[to | Ins.MinPriceTicks] = i32[at + Define.MinPriceTicks];
    words[to | Ins.MaxPriceTicks] = i32[at + Define.MaxPriceTicks];
    doubles[doublesTo | InsDouble.MaxQtyLots] = f64[(at >> 1) + DefineDouble.MaxQtyLots];
    doubles[doublesTo | InsDouble.MaxNotional] = f64[(at >> 1) + DefineDouble.MaxNotional];
  }

  defineAccount(i32: Int32Array, at: number): void {
    const { accounts, ledger } = this.state;
    const account = accountOf(i32[at + Cmd.Owner]);
    const makerRate = i32[at + ContractWord.MakerRate];
    const takerRate = i32[at + ContractWord.TakerRate];
    const kind = byteB(i32[at]);
    if (account === 0 || account >= accounts.capacity) return this.group.refuse(Reason.UnknownAccount);
    if (kind > AccountKind.Street || !isRate(makerRate) || !isRate(takerRate))
      return this.group.refuse(Reason.FieldOutOfRange);
    accounts.define(account, byteA(i32[at]) !== 0, kind);
    ledger.accountFees.own[account] = byteC(i32[at]) === 0 ? 0 : 1;
    ledger.accountFees.makerRate[account] = makerRate;
    ledger.accountFees.takerRate[account] = takerRate;
  }

  /** The prices that the instrument may have are ones that its contract can count. */
  private fitsContract(i32: Int32Array, at: number): boolean {
    const { contracts } = this.state.ledger;
    const instrument = i32[at + Cmd.Instrument];
    const kind = contracts.kind(instrument);
    const unitValue = contracts.f64[contracts.unitValueAt(instrument)];
    return (
      pricesFit(kind, unitValue, i32[at + Define.MinPriceTicks], i32[at + Define.MaxPriceTicks]) &&
      referenceFits(kind, unitValue, i32[at + Define.ReferenceTicks])
    );
  }

  private switchOver(scope: number, owner: number, instrument: number, flag: Flag, on: boolean): void {
    const { risk, accounts, instruments } = this.state;
    if (scope === 0) risk.firmFlags = on ? risk.firmFlags | flag : risk.firmFlags & ~flag;
    else if (scope === Scope.Account) accounts.flags.put(accountOf(owner), flag, on);
    else if (scope === Scope.Session) risk.sessions.flags.put(sessionOf(owner), flag, on);
    else instruments.flags.put(instrument, flag, on);
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

/** The firm, or one account, session or instrument. */
const isSingle = (scope: number): boolean =>
  scope === 0 || scope === Scope.Account || scope === Scope.Session || scope === Scope.Instrument;

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

/**
 * The engine's own door: definitions, epoch, clock and switches, as commands in lane 0. Lives on the main thread. What
 * finds the lane full waits here in order and is written by the next `flush`, because nothing of it may be refused or
 * lost; the amount is bounded by what one start and one hand at the switches produce.
 */

import {
  AccountKind,
  type LimitMode,
  Scope,
  type Side,
  type TradingPhase,
  VenueStatus,
} from '../../protocol/codes/enums.js';
import { Reason, type StrategyEndReason } from '../../protocol/codes/reasons.js';
import type {
  Account,
  Contract,
  CurrencyRate,
  Instrument,
  LimitSetting,
  PriceBands,
  TickRow,
} from '../../protocol/instrument.js';
import {
  BandAction,
  Bands,
  Cmd,
  CmdDouble,
  CommandKind,
  ContractDouble,
  ContractWord,
  Define,
  DefineDouble,
  Rate,
  RateDouble,
  TickRow as Ticks,
  TradeRef,
  TradeRefDouble,
} from '../../protocol/records/command.js';
import { head, LANE_PAYLOAD_WORDS, owner } from '../../protocol/records/layout.js';
import { VenueWord } from '../../protocol/records/routing.js';
import { LANE_FULL, type LaneWriter } from '../rings/lane.js';
import type { Clock } from '../threads/agent.js';

/** Narrows a mass action; what is left out does not narrow it. */
export interface ActionScope {
  readonly account?: number;
  readonly session?: number;
  readonly instrument?: number;
  readonly side?: Side;
}

/** A trade by its event's identity. */
export interface TradeId {
  readonly sequence: number;
  readonly index: number;
}

type Fill = (i32: Int32Array, f64: Float64Array, at: number) => void;

export class AdminLane {
  private readonly waiting: Fill[] = [];

  constructor(
    private readonly lane: LaneWriter,
    private readonly clock: Clock,
  ) {}

  /** Sessions that were open when the engine stopped have `graceMs` from now to come back. */
  engineStart(epoch: number, graceMs: number): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.EngineStart);
      i32[at + Cmd.Message] = epoch;
      i32[at + Cmd.PriceTicks] = graceMs;
    });
  }

  /** With its bands and its tick table. */
  defineInstrument(instrument: Instrument, open = true): void {
    this.send((i32, f64, at) => {
      const follows = instrument.calendar === undefined ? 0 : 1;
      i32[at] = head(CommandKind.DefineInstrument, instrument.marketMarginPercent, follows);
      i32[at + Cmd.Instrument] = instrument.id;
      i32[at + Define.Open] = open ? 1 : 0;
      i32[at + Define.ReferenceTicks] = instrument.referenceTicks;
      i32[at + Define.MinPriceTicks] = instrument.minPriceTicks;
      i32[at + Define.MaxPriceTicks] = instrument.maxPriceTicks;
      f64[(at >> 1) + DefineDouble.MaxQtyLots] = instrument.maxQtyLots;
      f64[(at >> 1) + DefineDouble.MaxNotional] = instrument.maxNotional;
    });
    if (instrument.bands !== undefined) this.defineBands(instrument.id, instrument.bands);
    instrument.tickTable?.forEach((row, index) => {
      this.defineTicks(instrument.id, index, row);
    });
  }

  /** @param dueSeconds when the calendar wants it; by hand without. Undefined phase: the calendar's last one */
  tradingPhase(instrument: number, phase: TradingPhase | undefined, dueSeconds?: number): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.TradingPhase, phase ?? 0, dueSeconds === undefined ? 0 : 1);
      i32[at + Cmd.Instrument] = instrument;
      i32[at + Cmd.PriceTicks] = dueSeconds ?? 0;
    });
  }

  /** @param fees of its own, instead of those of the instruments */
  defineAccount(account: number, enabled = true, fees?: Account['fees']): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.DefineAccount, enabled ? 1 : 0, AccountKind.Ordinary, fees ? 1 : 0);
      i32[at + Cmd.Owner] = owner(account, 0);
      i32[at + ContractWord.MakerRate] = fees?.makerRate ?? 0;
      i32[at + ContractWord.TakerRate] = fees?.takerRate ?? 0;
    });
  }

  defineStreetAccount(account: number): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.DefineAccount, 1, AccountKind.Street);
      i32[at + Cmd.Owner] = owner(account, 0);
    });
  }

  /** @param abilities `VenueAbility` bits */
  defineVenue(venue: number, streetAccount: number, abilities: number, staleSeconds: number): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.DefineVenue, venue, abilities);
      i32[at + VenueWord.StreetAccount] = streetAccount;
      i32[at + VenueWord.StaleSeconds] = staleSeconds;
    });
  }

  /** Nobody is at work for it. */
  venueDown(venue: number): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.VenueStatus, venue, VenueStatus.Down);
    });
  }

  defineContract(instrument: number, { kind, currency, unitValue, makerRate, takerRate }: Contract): void {
    this.send((i32, f64, at) => {
      i32[at] = head(CommandKind.DefineContract, kind);
      i32[at + Cmd.Instrument] = instrument;
      i32[at + ContractWord.Currency] = currency;
      i32[at + ContractWord.MakerRate] = makerRate;
      i32[at + ContractWord.TakerRate] = takerRate;
      f64[(at >> 1) + ContractDouble.UnitValue] = unitValue;
    });
  }

  currencyRate({ currency, units, per }: CurrencyRate): void {
    this.send((i32, f64, at) => {
      i32[at] = head(CommandKind.CurrencyRate);
      i32[at + Rate.Currency] = currency;
      f64[(at >> 1) + RateDouble.Units] = units;
      f64[(at >> 1) + RateDouble.Per] = per;
    });
  }

  setLimit(limit: LimitSetting, mode: LimitMode): void {
    this.send((i32, f64, at) => {
      i32[at] = head(CommandKind.SetLimit, limit.kind, scopeBits(limit), mode);
      i32[at + Cmd.PriceTicks] = limit.currency ?? 0;
      f64[(at >> 1) + CmdDouble.QtyLots] = limit.value;
      putScope(i32, at, limit);
    });
  }

  /** An instrument that the configuration no longer names: closed, its orders cancelled. */
  retireInstrument(instrument: number): void {
    this.send((i32, f64, at) => {
      i32[at] = head(CommandKind.DefineInstrument);
      i32[at + Cmd.Instrument] = instrument;
      i32[at + Define.MinPriceTicks] = 1;
      i32[at + Define.MaxPriceTicks] = 1;
      f64[(at >> 1) + DefineDouble.MaxQtyLots] = 1;
      f64[(at >> 1) + DefineDouble.MaxNotional] = 1;
    });
    this.massCancel({ instrument });
  }

  /** An account that the configuration no longer names: disabled, its orders cancelled. */
  retireAccount(account: number): void {
    this.defineAccount(account, false);
    this.massCancel({ account });
  }

  time(): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.Time);
    });
  }

  /** @param reason why the orders end, when it is not simply a mass cancel */
  massCancel(scope: ActionScope, reason: StrategyEndReason | Reason.None = Reason.None): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.MassCancel, scopeBits(scope), scope.side ?? 0);
      i32[at + Cmd.PriceTicks] = reason;
      putScope(i32, at, scope);
    });
  }

  killSwitch(scope: ActionScope, on: boolean): void {
    this.flip(CommandKind.KillSwitch, scope, on);
  }

  reduceOnlySwitch(scope: ActionScope, on: boolean): void {
    this.flip(CommandKind.ReduceOnlySwitch, scope, on);
  }

  resetThrottle(session: number): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.ResetThrottle);
      i32[at + Cmd.Owner] = owner(0, session);
    });
  }

  bust(trade: TradeId): void {
    this.send((i32, f64, at) => {
      i32[at] = head(CommandKind.TradeBust);
      putTrade(i32, f64, at, trade);
    });
  }

  correct(trade: TradeId, priceTicks: number, lots: number): void {
    this.send((i32, f64, at) => {
      i32[at] = head(CommandKind.TradeCorrection);
      i32[at + Cmd.PriceTicks] = priceTicks;
      f64[(at >> 1) + CmdDouble.QtyLots] = lots;
      putTrade(i32, f64, at, trade);
    });
  }

  endOfDay(scope: ActionScope): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.EndOfDay, scopeBits(scope));
      putScope(i32, at, scope);
    });
  }

  private defineBands(instrument: number, bands: PriceBands): void {
    this.send((i32, _f64, at) => {
      const action = bands.onDynamic === 'auction' ? BandAction.Auction : BandAction.Reject;
      i32[at] = head(CommandKind.DefineBands, action);
      i32[at + Cmd.Instrument] = instrument;
      i32[at + Bands.StaticBasisPoints] = bands.staticBasisPoints;
      i32[at + Bands.DynamicBasisPoints] = bands.dynamicBasisPoints;
      i32[at + Bands.AuctionMs] = bands.auctionMs;
    });
  }

  private defineTicks(instrument: number, row: number, { fromTicks, stepTicks }: TickRow): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(CommandKind.DefineTicks, row);
      i32[at + Cmd.Instrument] = instrument;
      i32[at + Ticks.FromTicks] = fromTicks;
      i32[at + Ticks.StepTicks] = stepTicks;
    });
  }

  /** Writes what found the lane full earlier. True when nothing waits any more. */
  flush(): boolean {
    while (this.waiting.length > 0 && this.write(this.waiting[0])) this.waiting.shift();
    return this.waiting.length === 0;
  }

  /** True when the core has taken every command that was given here. */
  get executed(): boolean {
    return this.waiting.length === 0 && this.lane.drained;
  }

  private flip(
    kind: CommandKind.KillSwitch | CommandKind.ReduceOnlySwitch,
    scope: ActionScope,
    on: boolean,
  ): void {
    this.send((i32, _f64, at) => {
      i32[at] = head(kind, scopeBits(scope), on ? 1 : 0);
      putScope(i32, at, scope);
    });
  }

  private send(fill: Fill): void {
    if (!this.flush() || !this.write(fill)) this.waiting.push(fill);
  }

  private write(fill: Fill): boolean {
    const at = this.lane.claimUrgent();
    if (at === LANE_FULL) return false;
    this.lane.i32.fill(0, at, at + LANE_PAYLOAD_WORDS);
    this.clock.read();
    this.lane.i32[at + Cmd.Seconds] = this.clock.seconds;
    this.lane.i32[at + Cmd.Nanos] = this.clock.nanos;
    fill(this.lane.i32, this.lane.f64, at);
    this.lane.commit();
    return true;
  }
}

function putTrade(i32: Int32Array, f64: Float64Array, at: number, { sequence, index }: TradeId): void {
  i32[at + TradeRef.Index] = index;
  f64[(at >> 1) + TradeRefDouble.Sequence] = sequence;
}

function scopeBits({ account, session, instrument, side }: ActionScope): number {
  return (
    (account ? Scope.Account : 0) |
    (session ? Scope.Session : 0) |
    (instrument ? Scope.Instrument : 0) |
    (side ? Scope.Side : 0)
  );
}

function putScope(
  i32: Int32Array,
  at: number,
  { account = 0, session = 0, instrument = 0 }: ActionScope,
): void {
  i32[at + Cmd.Instrument] = instrument;
  i32[at + Cmd.Owner] = owner(account, session);
}

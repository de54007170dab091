/** What the engine's own door asks of an instrument's market: phase, bands, tick table. */
import { TradingPhase } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { BandAction, Bands, Cmd, TickRow } from '../../protocol/records/command.js';
import { byteA, byteB } from '../../protocol/records/layout.js';
import { WIDEST_BAND } from '../market/bands.js';
import { isPhase, isScheduled } from '../market/phases.js';
import type { EventGroup } from './event-group.js';
import type { PhaseDesk } from './phase-desk.js';
import type { CoreState } from './state.js';

const DAY_MS = 86_400_000;

export class MarketDesk {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly phases: PhaseDesk,
  ) {}

  tradingPhase(i32: Int32Array, at: number): void {
    const instrument = i32[at + Cmd.Instrument];
    if (!this.state.instruments.knows(instrument)) return this.group.refuse(Reason.UnknownInstrument);
    if (byteB(i32[at]) === 0) this.byHand(instrument, byteA(i32[at]));
    else if (byteB(i32[at]) === 1)
      this.byCalendar(instrument, byteA(i32[at]), i32[at + Cmd.PriceTicks] >>> 0);
    else this.group.refuse(Reason.FieldOutOfRange);
  }

  defineBands(i32: Int32Array, at: number): void {
    const { market } = this.state;
    const instrument = i32[at + Cmd.Instrument];
    if (!this.state.instruments.knows(instrument)) return this.group.refuse(Reason.UnknownInstrument);
    if (!bandsMakeSense(i32, at)) return this.group.refuse(Reason.InvalidBand);
    market.staticBasisPoints[instrument] = i32[at + Bands.StaticBasisPoints];
    market.dynamicBasisPoints[instrument] = i32[at + Bands.DynamicBasisPoints];
    market.auctionMs[instrument] = i32[at + Bands.AuctionMs];
    market.bandAction[instrument] = byteA(i32[at]);
    market.refresh(instrument);
  }

  defineTicks(i32: Int32Array, at: number): void {
    const { market } = this.state;
    const instrument = i32[at + Cmd.Instrument];
    if (!this.state.instruments.knows(instrument)) return this.group.refuse(Reason.UnknownInstrument);
    const row = byteA(i32[at]);
    if (!market.ticks.define(instrument, row, i32[at + TickRow.FromTicks], i32[at + TickRow.StepTicks]))
      return this.group.refuse(Reason.InvalidTickTable);
    market.refresh(instrument);
    market.touch(instrument);
  }

  /**
   * Bands and tick table are defined after it. An auction that collects may get another price by a new reference. One
   * whose calendar was taken away trades always, unless it is halted.
   */
  instrumentDefined(instrument: number, followsCalendar: boolean): void {
    const { market } = this.state;
    market.clearRules(instrument);
    market.touch(instrument);
    if (followsCalendar || market.scheduledSeconds[instrument] === 0) return;
    market.scheduled[instrument] = TradingPhase.Continuous;
    market.scheduledSeconds[instrument] = 0;
    if (!market.isIn(instrument, TradingPhase.Halt)) this.phases.change(instrument, TradingPhase.Continuous);
  }

  /** @param phase 0 = the one that the calendar has said last */
  private byHand(instrument: number, phase: number): void {
    if (phase === 0) this.phases.change(instrument, this.state.market.scheduled[instrument]);
    else if (isPhase(phase)) this.phases.change(instrument, phase);
    else this.group.refuse(Reason.FieldOutOfRange);
  }

  /**
   * The calendar says each phase once, and after a restart again; what it said before is no news. It ends no halt and no
   * volatility auction early: those go on to what it has said last.
   */
  private byCalendar(instrument: number, phase: number, dueSeconds: number): void {
    const { market } = this.state;
    if (!isPhase(phase) || !isScheduled(phase)) return this.group.refuse(Reason.FieldOutOfRange);
    if (dueSeconds <= market.scheduledSeconds[instrument]) return;
    market.scheduled[instrument] = phase;
    market.scheduledSeconds[instrument] = dueSeconds;
    const halted = market.isIn(instrument, TradingPhase.Halt);
    const interrupted = market.isIn(instrument, TradingPhase.VolatilityAuction);
    if (halted || (interrupted && phase === TradingPhase.Continuous)) return;
    this.phases.change(instrument, phase);
  }
}

function bandsMakeSense(i32: Int32Array, at: number): boolean {
  const action = byteA(i32[at]);
  const dynamic = i32[at + Bands.DynamicBasisPoints];
  const auctionMs = i32[at + Bands.AuctionMs];
  const acts = action === BandAction.Reject || action === BandAction.Auction;
  return (
    isWidth(i32[at + Bands.StaticBasisPoints]) &&
    isWidth(dynamic) &&
    (acts || (action === 0 && dynamic === 0)) &&
    auctionMs >= 0 &&
    auctionMs <= DAY_MS
  );
}

const isWidth = (basisPoints: number): boolean => basisPoints >= 0 && basisPoints <= WIDEST_BAND;

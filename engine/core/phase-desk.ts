/**
 * Changes of trading phase, from the calendar, by hand, by a band that was reached or a volatility auction whose time is
 * over. The new phase holds at once; then, in bounded steps with no other command between: the change is told, the
 * auction that has ended is uncrossed, and each order of the instrument gets what follows for it.
 */
import { EndKind, Scope, Side, TradingPhase } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { NO_RANK, sideIndex } from '../book/rank.js';
import { Work } from '../market/market.js';
import { uncrosses } from '../market/phases.js';
import { Crossing, NO_REFERENCE, UncrossPrice } from '../market/uncross-price.js';
import type { AuctionWalk } from './auction-walk.js';
import type { EventGroup } from './event-group.js';
import { type CoreState, Touched } from './state.js';
import { Only, type Sweep } from './sweep.js';
import type { Uncross } from './uncross.js';

/** Levels paired off in one step of a price search: some 50 microseconds. */
export const LEVELS_PER_STEP = 1_024;

const enum Stage {
  Tell = 0,
  Price = 1,
  Cross = 2,
  Walk = 3,
  Done = 4,
}

export class PhaseDesk {
  private instrument = 0;
  private from = TradingPhase.Continuous;
  private stage = Stage.Done;
  /** The next instrument whose volatility auction may be over. */
  private timerAt = 0;
  private readonly price: UncrossPrice;

  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly uncross: Uncross,
    private readonly walk: AuctionWalk,
    private readonly sweep: Sweep,
  ) {
    this.price = new UncrossPrice(state.book, state.market.ticks);
  }

  /** From now on. Nothing when the instrument is in the phase already. */
  change(instrument: number, to: TradingPhase): void {
    const { market, seconds, nanos } = this.state;
    const from: TradingPhase = market.phase[instrument];
    if (from === to) return;
    if (to === TradingPhase.VolatilityAuction) market.interrupt(instrument, seconds, nanos);
    else market.enter(instrument, to);
    this.begin(instrument, from);
  }

  /** Time has passed: volatility auctions whose end has come are ended, one after the other. */
  timePassed(): void {
    if (this.state.market.timers === 0) return;
    this.timerAt = 1;
    this.state.market.work |= Work.Timers;
  }

  /** As much as one step may. What is left stands in `market.work`. */
  step(): void {
    const { market } = this.state;
    for (;;) {
      if ((market.work & Work.Phase) !== 0 && !this.goOn()) return;
      if (this.sweep.active) return;
      if ((market.work & Work.Interrupted) !== 0) this.bandReached();
      else if ((market.work & Work.Timers) === 0 || !this.nextTimer()) return;
    }
  }

  private begin(instrument: number, from: TradingPhase): void {
    this.instrument = instrument;
    this.from = from;
    this.stage = Stage.Tell;
    this.state.market.work |= Work.Phase;
    this.touch(instrument);
  }

  /** Stops and pegs of the instrument are looked at when the change is complete. */
  private touch(instrument: number): void {
    const { state } = this;
    state.touched = state.touched === Touched.Nothing || state.touched === instrument ? instrument : 0;
  }

  private bandReached(): void {
    const { market } = this.state;
    market.work &= ~Work.Interrupted;
    this.begin(market.interrupted, TradingPhase.Continuous);
  }

  /** True: one more volatility auction ends. */
  private nextTimer(): boolean {
    const { market, seconds, nanos } = this.state;
    for (; this.timerAt < market.capacity; this.timerAt++) {
      const instrument = this.timerAt;
      if (!market.isOver(instrument, seconds, nanos)) continue;
      this.change(instrument, market.scheduled[instrument]);
      return true;
    }
    market.work &= ~Work.Timers;
    return false;
  }

  /** Stage by stage. True when the change is complete, false when the step is spent. */
  private goOn(): boolean {
    const { group } = this;
    while (this.stage !== Stage.Done) {
      if (group.spent) return false;
      const before = this.stage;
      this.stage = this.work();
      if (this.stage === before) return false;
    }
    const { market, watched, linkedOrders } = this.state;
    market.work &= ~Work.Phase;
    market.touch(this.instrument);
    const mayStandAside = watched[this.instrument] + linkedOrders[this.instrument] !== 0;
    if (market.isIn(this.instrument, TradingPhase.Closed) && mayStandAside) this.endDay();
    return true;
  }

  /** Stops, pegs and children that stand in no book end with their day too; they are looked for among all orders. */
  private endDay(): void {
    const { instrument, sweep } = this;
    sweep.begin(Scope.Instrument, 0, 0, instrument, Only.Day, EndKind.Expired, Reason.EndOfDay);
  }

  /** Some work of the stage; the stage to go on with, the same one when the step is over. */
  private work(): Stage {
    switch (this.stage) {
      case Stage.Tell:
        return this.tell();
      case Stage.Price:
        return this.price.step(LEVELS_PER_STEP) ? this.priced() : Stage.Price;
      case Stage.Cross:
        return this.uncross.step() ? this.settle() : Stage.Cross;
      default:
        return this.walk.step() ? this.walked() : Stage.Walk;
    }
  }

  private tell(): Stage {
    const { instrument, from } = this;
    const { market } = this.state;
    this.group.phaseChanged(instrument, from, market);
    if (!uncrosses(from, market.phase[instrument])) return this.settle();
    this.price.begin(instrument, referenceOf(this.state, instrument));
    return Stage.Price;
  }

  private priced(): Stage {
    if (this.price.lots[Crossing.Volume] === 0) return this.settle();
    this.uncross.begin(this.instrument, this.price.priceTicks);
    return Stage.Cross;
  }

  /**
   * Orders that were cut while they traded (the other leg of an OCO, reduce-only) counted for the price with more than they
   * had: now and then that leaves bids above offers. Those cross at a price of their own before trading goes on.
   */
  private walked(): Stage {
    const { instrument } = this;
    const { book, market } = this.state;
    const bid = book.bestRank(sideIndex(instrument, Side.Buy));
    const offer = book.bestRank(sideIndex(instrument, Side.Sell));
    const isCrossed = bid !== NO_RANK && offer !== NO_RANK && bid >= -offer;
    if (!isCrossed || !market.isIn(instrument, TradingPhase.Continuous)) return Stage.Done;
    this.price.begin(instrument, referenceOf(this.state, instrument));
    return Stage.Price;
  }

  private settle(): Stage {
    const { instrument, from } = this;
    this.walk.begin(instrument, from, this.state.market.phase[instrument]);
    return Stage.Walk;
  }
}

/** What tied auction prices are compared with: the last trade, before one the definition's reference. */
export function referenceOf({ instruments }: CoreState, instrument: number): number {
  if (instruments.hasTraded(instrument)) return instruments.lastTicks(instrument);
  const reference = instruments.referenceTicks(instrument);
  return reference === 0 ? NO_REFERENCE : reference;
}

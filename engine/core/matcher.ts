/**
 * Matching: the order in hand against the best of the other side, price by price, and at each price in order of
 * arrival, at the resting order's price. What is left rests or ends. A sweep that is longer than one step stops before
 * a trade and goes on exactly there in the next turn; no other command comes between.
 */

import * as enums from '../../protocol/codes/enums.js';
import { EndKind, OrdType, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { BandAction, CmdDouble, CommandFlag, PREVENTION_MASK } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';
import * as layout from '../../protocol/records/layout.js';
import { OrderFlag } from '../book/order-pool.js';
import { Term } from '../book/order-terms.js';
import * as ranks from '../book/rank.js';
import { dynamicRank } from '../market/bands.js';
import { Mode } from '../market/market.js';
import type { TermsRecord } from '../risk/order-terms.js';
import type { Closer } from './closer.js';
import type { Collector } from './collector.js';
import type { EventGroup } from './event-group.js';
import { isAvailable } from './matching/availability.js';
import type { Fills } from './matching/fills.js';
import type { Meeting } from './matching/meeting.js';
import { furthestRank } from './matching/protection.js';
import type { CoreState } from './state.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { isForAuction } = enums;
const { byteB, byteC } = layout;
const { NO_RANK, opposite, rankOf, sideIndex } = ranks;

/** How far an order has come. */
const enum Match {
  /** It takes no more: what is left of it rests or ends. */
  Done = 0,
  /** The step is spent, and there is still something to trade with. */
  Spent = 1,
  /** It has ended: a self-trade was prevented. */
  Gone = 2,
}

/** Flags of a maker, and of a taker, that make their meeting a special one. */
const SPECIAL_MAKER = OrderFlag.HasTerms | CommandFlag.ReduceOnly;
const SPECIAL_TAKER = SPECIAL_MAKER | PREVENTION_MASK;

export class Matcher {
  /** The order whose matching goes on next turn; 0 = none. */
  inHand = 0;
  /** Rank of the worst price that the dynamic band leaves it, from when its matching began; `NO_RANK` without a band. */
  private band = NO_RANK;
  /** Of `Market`, at hand because every order asks. */
  private readonly mode: Uint8Array;

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent'>,
    private readonly closer: Closer,
    private readonly fills: Fills,
    private readonly meeting: Pick<Meeting, 'meet'>,
    private readonly collector: Collector,
  ) {
    this.mode = state.market.mode;
  }

  /** Matches the order and puts what is left where it belongs, or keeps it in hand. */
  take(slot: number): void {
    if (this.inHand === 0 && this.isSpecial(slot) && this.isSetAside(slot)) return;
    this.inHand = slot;
    const outcome = this.match(slot);
    if (outcome === Match.Spent) return;
    this.inHand = 0;
    if (outcome === Match.Done) this.settle(slot);
    if (this.band !== NO_RANK) this.band = NO_RANK;
  }

  /** True when a limit order at this price would trade at once. */
  crosses(instrument: number, side: number, priceTicks: number): boolean {
    const makers = opposite(side);
    return this.state.book.bestRank(sideIndex(instrument, makers)) >= rankOf(makers, priceTicks);
  }

  /** True when the whole quantity of the NewOrder is there as far as it goes. @param terms of an extended order */
  fillable(command: CommandRecord, terms: TermsRecord): boolean {
    const makers = opposite(command.side);
    const side = sideIndex(command.instrument, makers);
    const limit = command.hasPrice
      ? rankOf(makers, command.priceTicks)
      : furthestRank(this.state, command, side, terms);
    const rank = Math.max(limit, this.bandRank(command.instrument, makers));
    return isAvailable(
      this.state,
      side,
      rank,
      command.flags,
      command.owner,
      command.f64,
      CmdDouble.QtyLots,
      0,
    );
  }

  /** The worst rank among the makers that the order takes. */
  private limitRank(slot: number): number {
    const { orders } = this.state;
    const makers = opposite(orders.side(slot));
    const ordType = orders.ordType(slot);
    if (ordType !== OrdType.Market) return rankOf(makers, orders.priceTicks(slot));
    if ((orders.flags(slot) & OrderFlag.Protected) === 0) return NO_RANK + 1;
    return rankOf(makers, this.state.terms.get(slot, Term.LimitTicks));
  }

  /** The same, were it matched now: the dynamic band may leave it less. */
  reach(slot: number): number {
    const { orders } = this.state;
    const band = this.bandRank(orders.instrument(slot), opposite(orders.side(slot)));
    return Math.max(this.limitRank(slot), band);
  }

  private match(slot: number): Match {
    const { orders, book } = this.state;
    const lots = orders.f64;
    const side = sideIndex(orders.instrument(slot), opposite(orders.side(slot)));
    const rank = Math.max(this.limitRank(slot), this.band);
    const open = orders.openAt(slot);
    const special = orders.flags(slot) & SPECIAL_TAKER;
    while (lots[open] > 0) {
      const maker = book.first(side, rank);
      if (maker === 0) return Match.Done;
      if (this.group.spent) return Match.Spent;
      if (((orders.flags(maker) & SPECIAL_MAKER) | special) !== 0) {
        if (!this.meeting.meet(maker, slot)) return Match.Gone;
      } else {
        const makerOpen = orders.openAt(maker);
        this.fills.fill(maker, slot, lots, lots[makerOpen] <= lots[open] ? makerOpen : open);
      }
    }
    return Match.Done;
  }

  /** What is left of an order that has taken what it could: rests or ends. */
  settle(slot: number): void {
    const { orders } = this.state;
    if (orders.f64[orders.openAt(slot)] === 0) return this.closer.filled(slot);
    const head = orders.head(slot);
    if (this.band !== NO_RANK && this.isHeldByBand(slot)) return this.endAtBand(slot);
    if (byteB(head) === OrdType.Market) return this.endMarket(slot);
    if (isImmediate(head)) return this.closer.end(slot, EndKind.Cancelled, Reason.ImmediateRemainder);
    this.collector.rest(slot);
  }

  /** Asked for every order: its instrument does not simply trade, or it is for a certain auction. */
  private isSpecial(slot: number): boolean {
    const { orders } = this.state;
    return this.mode[orders.instrument(slot)] !== Mode.Plain || isForAuction(orders.timeInForce(slot));
  }

  /** True: the order is for an auction, or one collects; it rests and nothing more. Else its band is found. */
  private isSetAside(slot: number): boolean {
    const { orders } = this.state;
    const instrument = orders.instrument(slot);
    const rests = (this.mode[instrument] & (Mode.Collects | Mode.Refuses)) !== 0;
    if (rests || isForAuction(orders.timeInForce(slot))) {
      this.collector.collect(slot);
      return true;
    }
    this.band = this.bandRank(instrument, opposite(orders.side(slot)));
    return false;
  }

  /** Rank of the worst price among the makers that the dynamic band leaves. */
  private bandRank(instrument: number, makers: number): number {
    const { market, instruments } = this.state;
    if ((this.mode[instrument] & Mode.Bands) === 0) return NO_RANK;
    return dynamicRank(market, instruments, instrument, makers);
  }

  /** There is still somebody to trade with, but beyond the band. */
  private isHeldByBand(slot: number): boolean {
    const { orders, book } = this.state;
    const side = sideIndex(orders.instrument(slot), opposite(orders.side(slot)));
    return book.first(side, this.limitRank(slot)) !== 0;
  }

  /** What does not wait starts no auction: it would hold up everybody else and not be there. */
  private endAtBand(slot: number): void {
    const { orders, market, seconds, nanos } = this.state;
    const instrument = orders.instrument(slot);
    const waits = market.bandAction[instrument] === BandAction.Auction && !isImmediate(orders.head(slot));
    if (!waits) return this.closer.end(slot, EndKind.Cancelled, Reason.PriceBeyondDynamicBand);
    market.bandReached(instrument, seconds, nanos);
    this.collector.collect(slot);
  }

  private endMarket(slot: number): void {
    const { orders } = this.state;
    const untouched = orders.f64[orders.openAt(slot)] === orders.f64[orders.totalAt(slot)];
    this.closer.end(slot, EndKind.Cancelled, untouched ? Reason.NoLiquidity : Reason.ImmediateRemainder);
  }
}

const isImmediate = (head: number): boolean =>
  byteC(head) === TimeInForce.ImmediateOrCancel || byteC(head) === TimeInForce.FillOrKill;

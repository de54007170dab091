/**
 * Matching: the order in hand against the best of the other side, price by price, and at each price in order of
 * arrival, at the resting order's price. What is left rests or ends. A sweep that is longer than one step stops before
 * a trade and goes on exactly there in the next turn; no other command comes between.
 */
import { EndKind, hasPrice, OrdType, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag, PREVENTION_MASK } from '../../protocol/records/command.js';
import { byteA, byteB, byteC } from '../../protocol/records/layout.js';
import { Rest } from '../book/book.js';
import { OrderFlag } from '../book/order-pool.js';
import { Term } from '../book/order-terms.js';
import { NO_RANK, opposite, rankOf, sideIndex } from '../book/rank.js';
import type { Closer } from './closer.js';
import type { EventGroup } from './event-group.js';
import { isAvailable } from './matching/availability.js';
import type { Fills } from './matching/fills.js';
import type { Icebergs } from './matching/icebergs.js';
import type { Meeting } from './matching/meeting.js';
import type { CoreState } from './state.js';

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

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'spent'>,
    private readonly closer: Closer,
    private readonly fills: Fills,
    private readonly meeting: Pick<Meeting, 'meet'>,
    private readonly icebergs: Pick<Icebergs, 'isOne' | 'show'>,
  ) {}

  /** Matches the order and puts what is left where it belongs, or keeps it in hand. */
  take(slot: number): void {
    this.inHand = slot;
    const outcome = this.match(slot);
    if (outcome === Match.Spent) return;
    this.inHand = 0;
    if (outcome === Match.Done) this.settle(slot);
  }

  /** True when a limit order at this price would trade at once. */
  crosses(instrument: number, side: number, priceTicks: number): boolean {
    const makers = opposite(side);
    return this.state.book.bestRank(sideIndex(instrument, makers)) >= rankOf(makers, priceTicks);
  }

  /** True when the whole quantity of the NewOrder at `at` is there at its price or better. */
  fillable(i32: Int32Array, f64: Float64Array, at: number): boolean {
    const makers = opposite(byteA(i32[at]));
    const side = sideIndex(i32[at + Cmd.Instrument], makers);
    const rank = hasPrice(byteB(i32[at])) ? rankOf(makers, i32[at + Cmd.PriceTicks]) : NO_RANK + 1;
    const flags = i32[at + Cmd.Flags];
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    return isAvailable(this.state, side, rank, flags, i32[at + Cmd.Owner], f64, lotsAt);
  }

  /** The worst rank among the makers that the order takes. */
  limitRank(slot: number): number {
    const { orders } = this.state;
    const makers = opposite(orders.side(slot));
    const ordType = byteB(orders.head(slot));
    if (ordType !== OrdType.Market) return rankOf(makers, orders.priceTicks(slot));
    if ((orders.flags(slot) & OrderFlag.Protected) === 0) return NO_RANK + 1;
    return rankOf(makers, this.state.terms.get(slot, Term.LimitTicks));
  }

  private match(slot: number): Match {
    const { orders, book } = this.state;
    const lots = orders.f64;
    const side = sideIndex(orders.instrument(slot), opposite(orders.side(slot)));
    const rank = this.limitRank(slot);
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
    const { orders, book } = this.state;
    if (orders.f64[orders.openAt(slot)] === 0) return this.closer.filled(slot);
    const head = orders.head(slot);
    if (byteB(head) === OrdType.Market) return this.endMarket(slot);
    const timeInForce = byteC(head);
    if (timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill)
      return this.closer.end(slot, EndKind.Cancelled, Reason.ImmediateRemainder);
    if ((orders.flags(slot) & OrderFlag.HasTerms) !== 0 && this.icebergs.isOne(slot))
      this.icebergs.show(slot);
    const rest = book.rest(slot);
    if (rest === Rest.Done) return;
    const reason = rest === Rest.NoLevel ? Reason.TooManyPriceLevels : Reason.LevelQuantityOverflow;
    this.closer.end(slot, EndKind.Cancelled, reason);
  }

  private endMarket(slot: number): void {
    const { orders } = this.state;
    const untouched = orders.f64[orders.openAt(slot)] === orders.f64[orders.totalAt(slot)];
    this.closer.end(slot, EndKind.Cancelled, untouched ? Reason.NoLiquidity : Reason.ImmediateRemainder);
  }
}

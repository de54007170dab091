/**
 * Quotes: an entry of a mass quote says what its session bids and offers under an id from now on. Each side is an order of
 * its own and passes what every order passes; what is refused takes the side with it that stood there before. The side that
 * steps back has its turn first, so that the two never meet; the other one, when that is done with (`Work.Quote`).
 */
import { EndKind, OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag, PREVENTION_MASK } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';
import { QuoteAction } from '../../protocol/records/event.js';
import { sessionOf } from '../../protocol/records/layout.js';
import { Ord, OrderSize } from '../book/order-pool.js';
import { PROTECTION_EXECUTIONS } from '../config/limits.js';
import { Work } from '../market/market.js';
import { checkCombination } from '../risk/combination.js';
import { checkCancelRate, checkOrderRate } from '../risk/message-rate.js';
import { isQuantity } from '../risk/quantity-bounds.js';
import type { Closer } from './closer.js';
import type { EventGroup } from './event-group.js';
import type { Matcher } from './matcher.js';
import type { OrderDesk } from './order-desk.js';
import type { QuoteChange } from './quote-change.js';
import { QuotedSide } from './quoted-side.js';
import type { StagedTerms } from './staged-terms.js';
import type { CoreState } from './state.js';

const ATTRIBUTES =
  CommandFlag.PostOnly | CommandFlag.CancelOnDisconnect | CommandFlag.PreventWithinFirm | PREVENTION_MASK;

export class QuoteDesk {
  private readonly bid = new QuotedSide(Side.Buy);
  private readonly offer = new QuotedSide(Side.Sell);
  private idLow = 0;
  private idHigh = 0;
  /** Whose turn is still to come, while `Work.Quote`. */
  private second = this.offer;

  constructor(
    private readonly state: CoreState,
    private readonly command: CommandRecord,
    private readonly group: EventGroup,
    private readonly matcher: Matcher,
    private readonly closer: Closer,
    private readonly orderDesk: OrderDesk,
    private readonly replacing: QuoteChange,
    private readonly staged: Pick<StagedTerms, 'i32' | 'f64'>,
  ) {}

  quote(i32: Int32Array, f64: Float64Array, at: number): void {
    this.take(i32, f64, at);
    const reason = this.admit(i32, at);
    if (reason !== Reason.None) return this.group.refuse(reason);
    const isOfferFirst = this.stepsBack();
    this.second = isOfferFirst ? this.bid : this.offer;
    this.state.market.work |= Work.Quote;
    this.apply(isOfferFirst ? this.offer : this.bid);
  }

  /** The quote's other side. */
  step(): void {
    this.state.market.work &= ~Work.Quote;
    this.apply(this.second);
  }

  /** QuoteProtection. */
  protect(i32: Int32Array, f64: Float64Array, at: number): void {
    const { sessions, protection } = this.state;
    const session = sessionOf(i32[at + Cmd.Owner]);
    const executions = i32[at + Cmd.PriceTicks];
    const windowAt = (at >> 1) + CmdDouble.QtyLots;
    if (!sessions.knows(session)) return this.group.refuse(Reason.UnknownSession);
    if (!isProtection(executions, f64, windowAt)) return this.group.refuse(Reason.InvalidQuoteProtection);
    protection.set(session, executions, f64, windowAt);
  }

  private take(i32: Int32Array, f64: Float64Array, at: number): void {
    this.idLow = i32[at + Cmd.ClientIdLow];
    this.idHigh = i32[at + Cmd.ClientIdHigh];
    this.bid.take(i32, at, i32, f64, at);
    this.offer.take(i32, at, this.staged.i32, this.staged.f64, 0);
  }

  /** What can be said against the quote as a whole: then it changes nothing. */
  private admit(i32: Int32Array, at: number): Reason {
    const { sessions, protection } = this.state;
    const session = sessionOf(i32[at + Cmd.Owner]);
    const flags = i32[at + Cmd.Flags];
    return (
      (sessions.knows(session) ? Reason.None : Reason.UnknownSession) ||
      sessions.admits(session, (flags & CommandFlag.CancelOnDisconnect) !== 0) ||
      this.checkRate(session) ||
      this.checkForm(flags) ||
      protection.admits(session) ||
      this.checkEarlier()
    );
  }

  /** Who only takes a quote out has the budget of cancels. */
  private checkRate(session: number): Reason {
    const { sessions } = this.state.risk;
    if (this.isWanted) return checkOrderRate(sessions, session, this.state.seconds);
    return checkCancelRate(sessions, session, this.state.seconds);
  }

  private get isWanted(): boolean {
    return this.bid.isWanted || this.offer.isWanted;
  }

  private checkForm(flags: number): Reason {
    if ((flags & 0xffff & ~ATTRIBUTES) !== 0 || (this.idLow | this.idHigh) === 0) return Reason.InvalidQuote;
    const { bid, offer } = this;
    const isCrossed = bid.i32[Cmd.PriceTicks] >= offer.i32[Cmd.PriceTicks];
    if (bid.isWanted && offer.isWanted && isCrossed) return Reason.QuoteCrossed;
    return checkCombination(Side.Sell, OrdType.Limit, TimeInForce.Day, flags);
  }

  /** Against what stands under the id: it is in the same instrument, and there is something to take out. */
  private checkEarlier(): Reason {
    const { orders } = this.state;
    const slot = this.standing(this.bid) || this.standing(this.offer);
    if (slot === 0) return this.isWanted ? Reason.None : Reason.UnknownQuote;
    const isThere = orders.instrument(slot) === this.bid.i32[Cmd.Instrument];
    return isThere ? Reason.None : Reason.QuoteInOtherInstrument;
  }

  /** The offer goes up, or away. */
  private stepsBack(): boolean {
    const { offer } = this;
    const slot = this.standing(offer);
    return slot !== 0 && !(offer.isWanted && offer.i32[Cmd.PriceTicks] <= this.state.orders.priceTicks(slot));
  }

  private apply(side: QuotedSide): void {
    const slot = this.standing(side);
    if (slot !== 0) this.state.touched = this.state.orders.instrument(slot);
    if (!side.isWanted) return slot === 0 ? undefined : this.end(slot, Reason.QuoteSideRemoved);
    const reason = slot === 0 ? this.admitNew(side) : this.replacing.admit(slot, side);
    if (reason !== Reason.None) this.refuse(side, slot, reason);
    else if (slot === 0) this.enter();
    else this.replacing.change(slot, side);
  }

  /** As an order by itself, which is in hand from here on. The executions of the first side may have triggered the protection. */
  private admitNew({ i32 }: QuotedSide): Reason {
    this.command.take(i32, 0);
    return this.state.protection.admits(this.command.session) || this.orderDesk.admitOrder();
  }

  private enter(): void {
    const { orders, quotes } = this.state;
    const slot = this.orderDesk.enter();
    const order = slot << OrderSize.Shift;
    orders.i32[order | Ord.ClientIdLow] = this.idLow;
    orders.i32[order | Ord.ClientIdHigh] = this.idHigh;
    orders.i32[order | Ord.Flags] |= CommandFlag.QuoteSide;
    quotes.enter(slot);
    this.state.touched = orders.instrument(slot);
    this.group.quoteSide(slot, QuoteAction.Entered);
    this.matcher.take(slot);
  }

  private refuse(side: QuotedSide, slot: number, reason: Reason): void {
    this.group.quoteSideRefused(side.i32, side.f64, this.idLow, this.idHigh, reason);
    if (slot !== 0) this.end(slot, Reason.QuoteSideReplaced);
  }

  private end(slot: number, reason: Reason): void {
    this.closer.end(slot, EndKind.Cancelled, reason);
  }

  private standing({ i32, side }: QuotedSide): number {
    return this.state.quotes.find(i32[Cmd.Owner], this.idLow, this.idHigh, side);
  }
}

/** 0 and 0 = none. The window is `windowNs[at]`. */
function isProtection(executions: number, windowNs: Float64Array, at: number): boolean {
  if (executions === 0) return windowNs[at] === 0;
  return executions > 0 && executions <= PROTECTION_EXECUTIONS && isQuantity(windowNs, at);
}

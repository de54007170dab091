/**
 * Pegged orders: priced by a reference, never beyond their own limit. Re-priced once at the end of each command that moved
 * the reference, in the order in which they came, with new priority; without a reference, at no price that the instrument has, and in auctions, they stand in no book.
 */
import { OrdType, Peg, Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { byteB } from '../../../protocol/records/layout.js';
import { Term, Waits } from '../../book/order-terms.js';
import { Mode } from '../../market/market.js';
import type { EventGroup } from '../event-group.js';
import type { CoreState } from '../state.js';
import { clamped } from './protection.js';
import { NO_PRICE, type References } from './references.js';

export class Pegs {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly references: References,
  ) {}

  /** A new one: its limit is the price that it came with. True: it has a price and is to be matched. */
  enter(slot: number): boolean {
    const { orders, terms, pegs } = this.state;
    terms.set(slot, Term.LimitTicks, orders.priceTicks(slot));
    pegs.append(orders.instrument(slot), slot);
    this.state.watch(slot);
    terms.set(slot, Term.Waits, Waits.Reference);
    return this.price(slot);
  }

  /** The next one that got another price, out of the book and to be matched; 0 = all have been looked at. */
  step(): number {
    for (let slot = this.state.pegs.next(); slot !== 0; slot = this.state.pegs.next())
      if (this.price(slot)) return slot;
    return 0;
  }

  /** True: it has a new price and stands in no book. In a halt nothing moves. */
  price(slot: number): boolean {
    const { orders, terms, book, market } = this.state;
    if ((market.mode[orders.instrument(slot)] & Mode.Refuses) !== 0) return false;
    const ticks = this.target(slot);
    const waits = terms.get(slot, Term.Waits) === Waits.Reference;
    if (waits ? ticks === NO_PRICE : ticks === orders.priceTicks(slot)) return false;
    if (orders.isResting(slot)) book.remove(slot);
    terms.set(slot, Term.Waits, ticks === NO_PRICE ? Waits.Reference : Waits.Not);
    if (ticks !== NO_PRICE) orders.setPriceTicks(slot, ticks);
    this.group.restated(slot, Reason.Repriced, 1);
    return ticks !== NO_PRICE;
  }

  private target(slot: number): number {
    const { orders, terms } = this.state;
    const side = orders.side(slot);
    const instrument = orders.instrument(slot);
    if (this.state.market.collects(instrument)) return NO_PRICE;
    const ticks =
      byteB(terms.get(slot, Term.Head)) === Peg.Primary
        ? this.primary(instrument, side, terms.get(slot, Term.OffsetTicks))
        : this.midpoint(instrument, side);
    if (ticks === NO_PRICE) return NO_PRICE;
    const price = within(side, this.onTick(instrument, side, ticks), terms.get(slot, Term.LimitTicks));
    return this.state.instruments.hasPrice(instrument, price) ? price : NO_PRICE;
  }

  /** The nearest price that there is, away from the market. */
  private onTick(instrument: number, side: Side, ticks: number): number {
    const table = this.state.market.ticks;
    return side === Side.Buy ? table.atOrBelow(instrument, ticks) : table.atOrAbove(instrument, ticks);
  }

  private primary(instrument: number, side: Side, offset: number): number {
    const best = this.references.best(instrument, side);
    if (best === NO_PRICE) return NO_PRICE;
    return clamped(side === Side.Buy ? best - offset : best + offset);
  }

  /** Rounded to the less aggressive tick. */
  private midpoint(instrument: number, side: Side): number {
    const bid = this.references.best(instrument, Side.Buy);
    const offer = this.references.best(instrument, Side.Sell);
    if (bid === NO_PRICE || offer === NO_PRICE) return NO_PRICE;
    return side === Side.Buy ? Math.floor((bid + offer) / 2) : Math.ceil((bid + offer) / 2);
  }
}

const within = (side: number, ticks: number, limit: number): number =>
  side === Side.Buy ? Math.min(ticks, limit) : Math.max(ticks, limit);

export const isPegged = (head: number): boolean => byteB(head) === OrdType.Pegged;

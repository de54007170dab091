/**
 * A side of a quote gets another price or quantity. The quantity is what is to be open from now on, whatever has executed:
 * who quotes says what it shows, and does not count. At the same price with no more than before the side keeps its place.
 */
import { OrdType, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag } from '../../protocol/records/command.js';
import { QuoteAction } from '../../protocol/records/event.js';
import { Ord, OrderSize } from '../book/order-pool.js';
import type { MarketGate } from '../market/gate.js';
import { Mode } from '../market/market.js';
import { type RiskGate, Size } from '../risk/gate.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { EventGroup } from './event-group.js';
import type { Matcher } from './matcher.js';
import type { QuotedSide } from './quoted-side.js';
import type { CoreState } from './state.js';

export class QuoteChange {
  /** By how much the open quantity falls, for the book. */
  private readonly reduction = new Float64Array(1);
  /** See `Size`. */
  private readonly sizes = new Float64Array(3);

  constructor(
    private readonly state: CoreState,
    private readonly gate: RiskGate,
    private readonly group: Pick<EventGroup, 'quoteSide'>,
    private readonly matcher: Matcher,
    private readonly bookkeeper: Pick<Bookkeeper, 'release' | 'reserve'>,
    private readonly marketGate: MarketGate,
  ) {}

  /** Who steps back or stays passes as with a replace: no switch and no limit holds it. */
  admit(slot: number, side: QuotedSide): Reason {
    const { orders } = this.state;
    const { sizes } = this;
    const lots = side.f64[CmdDouble.QtyLots];
    const open = orders.f64[orders.openAt(slot)];
    const keeps = this.keeps(slot, side);
    sizes[Size.Total] = lots;
    sizes[Size.Open] = lots;
    sizes[Size.More] = lots - open;
    const reason = this.gate.admitReplace(
      orders.instrument(slot),
      orders.owner(slot),
      orders.side(slot),
      OrdType.Limit,
      side.i32[Cmd.PriceTicks],
      orders.priceTicks(slot),
      sizes,
      !keeps,
    );
    return reason !== Reason.None || keeps ? reason : this.admitMove(slot, side);
  }

  change(slot: number, side: QuotedSide): void {
    const { orders, book, market } = this.state;
    const keeps = this.keeps(slot, side);
    if (keeps) {
      this.reduction[0] = orders.f64[orders.openAt(slot)] - side.f64[CmdDouble.QtyLots];
      if (this.reduction[0] > 0) book.reduce(slot, this.reduction, 0);
      market.touch(orders.instrument(slot));
    } else {
      book.remove(slot);
      orders.setPriceTicks(slot, side.i32[Cmd.PriceTicks]);
    }
    this.put(slot, side);
    this.group.quoteSide(slot, keeps ? QuoteAction.Kept : QuoteAction.Moved);
    if (!keeps) this.matcher.take(slot);
  }

  private keeps(slot: number, side: QuotedSide): boolean {
    const { orders } = this.state;
    const isAtPrice = side.i32[Cmd.PriceTicks] === orders.priceTicks(slot);
    return isAtPrice && side.f64[CmdDouble.QtyLots] <= orders.f64[orders.openAt(slot)];
  }

  private admitMove(slot: number, side: QuotedSide): Reason {
    const { orders, market, protection } = this.state;
    const instrument = orders.instrument(slot);
    const priceTicks = side.i32[Cmd.PriceTicks];
    const reason = protection.admits(orders.session(slot));
    if (reason !== Reason.None) return reason;
    const executed = orders.f64[orders.totalAt(slot)] - orders.f64[orders.openAt(slot)];
    if (executed + side.f64[CmdDouble.QtyLots] > Number.MAX_SAFE_INTEGER) return Reason.QuantityOutOfRange;
    if (market.mode[instrument] !== Mode.Plain) {
      const refused = this.marketGate.admit(instrument, OrdType.Limit, TimeInForce.Day, priceTicks);
      if (refused !== Reason.None) return refused;
    }
    const passive = (side.i32[Cmd.Flags] & CommandFlag.PostOnly) !== 0 && !market.collects(instrument);
    const takes = passive && this.matcher.crosses(instrument, side.side, priceTicks);
    return takes ? Reason.PostOnlyWouldTake : Reason.None;
  }

  /** Quantity and attributes are the new ones. */
  private put(slot: number, side: QuotedSide): void {
    const { orders } = this.state;
    const at = (slot << OrderSize.Shift) | Ord.Flags;
    const executed = orders.f64[orders.totalAt(slot)] - orders.f64[orders.openAt(slot)];
    this.bookkeeper.release(slot);
    orders.f64[orders.totalAt(slot)] = executed + side.f64[CmdDouble.QtyLots];
    orders.f64[orders.openAt(slot)] = side.f64[CmdDouble.QtyLots];
    this.bookkeeper.reserve(slot);
    orders.i32[at] = (orders.i32[at] & ~0xffff) | side.i32[Cmd.Flags] | CommandFlag.QuoteSide;
  }
}

/**
 * Two orders meet of which at least one is more than a plain order: it prevents self-trades, shows only a part, or is
 * linked to others. The matcher asks for it by one bit of flags; plain orders never come here.
 */

import { TermDouble } from '../../book/order-terms.js';
import type { Closer } from '../closer.js';
import type { CoreState } from '../state.js';
import type { Fills } from './fills.js';
import type { Icebergs } from './icebergs.js';
import type { Links } from './links.js';
import type { ReduceOnly } from './reduce-only.js';
import { isPrevented, type SelfTrade } from './self-trade.js';

export class Meeting {
  /** What they trade. */
  private readonly lots = new Float64Array(1);

  constructor(
    private readonly state: CoreState,
    private readonly closer: Closer,
    private readonly fills: Fills,
    private readonly selfTrade: SelfTrade,
    private readonly icebergs: Icebergs,
    private readonly links: Links,
    private readonly reduceOnly: ReduceOnly,
  ) {}

  /** False: the taker is gone. */
  meet(maker: number, taker: number): boolean {
    const { orders } = this.state;
    if (isPrevented(orders.flags(taker), orders.owner(taker), orders.owner(maker)))
      return this.selfTrade.resolve(maker, taker);
    if (!this.reduceOnly.hold(maker)) return true;
    if (!this.reduceOnly.hold(taker)) return false;
    const makerGeneration = orders.generation(maker);
    const takerGeneration = orders.generation(taker);
    const isIceberg = this.state.orders.hasTerms(maker) && this.icebergs.isOne(maker);
    this.lots[0] = Math.min(this.shownLots(maker, isIceberg), orders.f64[orders.openAt(taker)]);
    this.fills.fillTied(maker, taker, this.lots, 0);
    if (isIceberg) this.icebergs.taken(maker, this.lots, 0);
    if (this.state.orders.hasTerms(maker)) this.links.executed(maker, this.lots, 0);
    if (this.state.orders.hasTerms(taker)) this.links.executed(taker, this.lots, 0);
    if (orders.find(maker, makerGeneration) !== 0) this.leave(maker, isIceberg);
    return orders.find(taker, takerGeneration) !== 0;
  }

  private leave(maker: number, isIceberg: boolean): void {
    const { orders } = this.state;
    if (orders.f64[orders.openAt(maker)] === 0) this.closer.filled(maker);
    else if (isIceberg) this.icebergs.refresh(maker);
  }

  private shownLots(maker: number, isIceberg: boolean): number {
    const { terms, orders } = this.state;
    return isIceberg
      ? terms.f64[terms.doubleAt(maker, TermDouble.ShownLots)]
      : orders.f64[orders.openAt(maker)];
  }
}

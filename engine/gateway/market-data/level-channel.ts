/**
 * Level 2: the top N levels as they were told last, and what an event group has changed among them. All who asked for the
 * same N listen to the same channel, so the comparison is made once.
 */
import { Channel, Side } from '../../../protocol/codes/enums.js';
import type { BookFields, LevelList } from '../../../protocol/wire/fields.js';
import { LevelView } from '../../views/depth.js';
import { MarketChannel } from './channel.js';
import type { Market } from './market.js';
import type { Outlet } from './outlet.js';
import type { Subscription } from './subscription.js';

export class LevelChannel extends MarketChannel {
  readonly kind = Channel.Levels;
  private bids: LevelView;
  private asks: LevelView;
  private freshBids: LevelView;
  private freshAsks: LevelView;

  /** @param book room for twice as many levels a side: all that were there, and all that are */
  constructor(
    market: Market,
    outlet: Outlet,
    readonly levels: number,
    private readonly book: BookFields,
  ) {
    super(market, outlet);
    this.bids = new LevelView(levels);
    this.asks = new LevelView(levels);
    this.freshBids = new LevelView(levels);
    this.freshAsks = new LevelView(levels);
    this.read(this.bids, this.asks);
  }

  groupEnded(): void {
    const { book, outlet } = this;
    if (!this.takeChanges(book.bids, book.asks)) return;
    this.next(book);
    outlet.encoder.bookIncrement(outlet.message, book);
    outlet.publish(this);
  }

  snapshot(to: Subscription): boolean {
    const { book, outlet } = this;
    this.fill(book.bids, book.asks);
    this.head(book);
    book.gap = to.gap;
    outlet.encoder.bookSnapshot(outlet.message, book);
    outlet.show(to);
    return true;
  }

  /** Looks at the depth anew and fills in the levels that differ; 0 lots = gone from the top N. True: there are some. */
  private takeChanges(bids: LevelList, asks: LevelList): boolean {
    this.read(this.freshBids, this.freshAsks);
    bids.count = asks.count = 0;
    this.compare(this.bids, this.freshBids, Side.Buy, bids);
    this.compare(this.asks, this.freshAsks, Side.Sell, asks);
    [this.bids, this.freshBids] = [this.freshBids, this.bids];
    [this.asks, this.freshAsks] = [this.freshAsks, this.asks];
    return bids.count + asks.count > 0;
  }

  /** All levels as they were told last. */
  private fill(bids: LevelList, asks: LevelList): void {
    bids.count = asks.count = 0;
    for (let i = 0; i < this.bids.count; i++) this.put(bids, this.bids, i);
    for (let i = 0; i < this.asks.count; i++) this.put(asks, this.asks, i);
  }

  private read(bids: LevelView, asks: LevelView): void {
    this.market.top(Side.Buy, this.levels, bids);
    this.market.top(Side.Sell, this.levels, asks);
  }

  /** Walks both lists, best first: what stands only in the old one is gone, what differs or is new is told. */
  private compare(old: LevelView, fresh: LevelView, side: Side, into: LevelList): void {
    let o = 0;
    let f = 0;
    while (o < old.count || f < fresh.count) {
      const order = this.order(old, o, fresh, f, side);
      if (order < 0) this.putGone(into, old.priceTicks[o]);
      else if (order > 0) this.put(into, fresh, f);
      else if (old.lots[o] !== fresh.lots[f] || old.orders[o] !== fresh.orders[f]) this.put(into, fresh, f);
      if (order <= 0) o++;
      if (order >= 0) f++;
    }
  }

  /** Below 0: the old list's level is the better one; above 0: the fresh list's; 0: the same price. */
  private order(old: LevelView, o: number, fresh: LevelView, f: number, side: Side): number {
    if (o === old.count) return 1;
    if (f === fresh.count) return -1;
    const difference = old.priceTicks[o] - fresh.priceTicks[f];
    return side === Side.Buy ? -difference : difference;
  }

  private put(into: LevelList, view: LevelView, index: number): void {
    const at = into.count++;
    into.price[at] = this.outlet.units.price(this.market.instrument, view.priceTicks[index]);
    into.quantity[at] = this.outlet.units.quantity(this.market.instrument, view.lots[index]);
    into.orders[at] = view.orders[index];
  }

  private putGone(into: LevelList, ticks: number): void {
    const at = into.count++;
    into.price[at] = this.outlet.units.price(this.market.instrument, ticks);
    into.quantity[at] = into.orders[at] = 0;
  }
}

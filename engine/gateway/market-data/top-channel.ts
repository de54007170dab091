/** Level 1: the best bid and offer and the last trade, whole, when an event group has changed one of them. */
import { Channel, Side } from '../../../protocol/codes/enums.js';
import { BookTopFields } from '../../../protocol/wire/market-data-fields.js';
import { LevelView } from '../../views/depth.js';
import { MarketChannel } from './channel.js';
import type { Market } from './market.js';
import type { Outlet } from './outlet.js';
import type { Subscription } from './subscription.js';

const top = new BookTopFields();
const fresh = new LevelView(1);

export class TopChannel extends MarketChannel {
  readonly kind = Channel.Top;
  private readonly bid = new LevelView(1);
  private readonly ask = new LevelView(1);
  private traded = false;

  constructor(market: Market, outlet: Outlet) {
    super(market, outlet);
    market.top(Side.Buy, 1, this.bid);
    market.top(Side.Sell, 1, this.ask);
  }

  trade(): void {
    this.traded = true;
  }

  groupEnded(): void {
    const bidChanged = this.take(Side.Buy, this.bid);
    const askChanged = this.take(Side.Sell, this.ask);
    if (!bidChanged && !askChanged && !this.traded) return;
    this.traded = false;
    this.next(top);
    this.write(false, false);
    this.outlet.publish(this);
  }

  snapshot(to: Subscription): boolean {
    this.head(top);
    this.write(true, to.gap);
    this.outlet.show(to);
    return true;
  }

  /** True: it is another one. */
  private take(side: Side, shown: LevelView): boolean {
    this.market.top(side, 1, fresh);
    const same =
      shown.count === fresh.count &&
      (fresh.count === 0 ||
        (shown.priceTicks[0] === fresh.priceTicks[0] &&
          shown.lots[0] === fresh.lots[0] &&
          shown.orders[0] === fresh.orders[0]));
    shown.count = fresh.count;
    shown.priceTicks[0] = fresh.priceTicks[0];
    shown.lots[0] = fresh.lots[0];
    shown.orders[0] = fresh.orders[0];
    return !same;
  }

  private write(snapshot: boolean, gap: boolean): void {
    const { outlet, market, bid, ask } = this;
    const { units } = outlet;
    const { instrument, lastTicks, lastLots } = market;
    top.bidPrice = bid.count === 0 ? 0 : units.price(instrument, bid.priceTicks[0]);
    top.bidQuantity = bid.count === 0 ? 0 : units.quantity(instrument, bid.lots[0]);
    top.bidOrders = bid.count === 0 ? 0 : bid.orders[0];
    top.askPrice = ask.count === 0 ? 0 : units.price(instrument, ask.priceTicks[0]);
    top.askQuantity = ask.count === 0 ? 0 : units.quantity(instrument, ask.lots[0]);
    top.askOrders = ask.count === 0 ? 0 : ask.orders[0];
    top.lastPrice = units.price(instrument, lastTicks);
    top.lastQuantity = units.quantity(instrument, lastLots);
    top.snapshot = snapshot;
    top.gap = gap;
    outlet.encoder.bookTop(outlet.message, top);
  }
}

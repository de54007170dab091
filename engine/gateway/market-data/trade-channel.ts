/** Every execution of the instrument, as it happens. */
import { Channel, type Side } from '../../../protocol/codes/enums.js';
import { TradeFields } from '../../../protocol/wire/fields.js';
import { TradeSnapshotFields } from '../../../protocol/wire/market-data-fields.js';
import { MarketChannel } from './channel.js';
import type { Subscription } from './subscription.js';

const trade = new TradeFields();
const last = new TradeSnapshotFields();

export class TradeChannel extends MarketChannel {
  readonly kind = Channel.Trades;

  /** The market's last one. @param aggressor 0 = not known, or none */
  trade(aggressor: Side | 0): void {
    const { outlet, market } = this;
    const { instrument } = market;
    this.next(trade);
    trade.price = outlet.units.price(instrument, market.lastTicks);
    trade.quantity = outlet.units.quantity(instrument, market.lastLots);
    trade.aggressor = aggressor;
    outlet.encoder.trade(outlet.message, trade);
    outlet.publish(this);
  }

  groupEnded(): void {}

  snapshot(to: Subscription): boolean {
    const { outlet, market } = this;
    const { instrument } = market;
    this.head(last);
    last.price = outlet.units.price(instrument, market.lastTicks);
    last.quantity = outlet.units.quantity(instrument, market.lastLots);
    last.gap = to.gap;
    outlet.encoder.tradeSnapshot(outlet.message, last);
    outlet.show(to);
    return true;
  }
}

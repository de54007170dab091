/** Every execution of the instrument, as it happens. */
import { Channel } from '../../../protocol/codes/enums.js';
import { Trd, TrdDouble } from '../../../protocol/records/event.js';
import { byteA, byteB } from '../../../protocol/records/layout.js';
import { TradeFields } from '../../../protocol/wire/fields.js';
import { TradeSnapshotFields } from '../../../protocol/wire/market-data-fields.js';
import { MarketChannel } from './channel.js';
import type { LastTrades } from './last-trades.js';
import type { Outlet } from './outlet.js';
import type { Subscription } from './subscription.js';

const trade = new TradeFields();
const last = new TradeSnapshotFields();

export class TradeChannel extends MarketChannel {
  readonly kind = Channel.Trades;

  constructor(
    instrument: number,
    outlet: Outlet,
    private readonly lastTrades: LastTrades,
  ) {
    super(instrument, outlet);
  }

  trade(i32: Int32Array, f64: Float64Array, at: number): void {
    const { outlet, instrument } = this;
    this.next(trade);
    trade.price = outlet.units.price(instrument, i32[at + Trd.PriceTicks]);
    trade.quantity = outlet.units.quantity(instrument, f64[(at >> 1) + TrdDouble.QtyLots]);
    trade.aggressor = byteB(i32[at]) === 1 ? 0 : byteA(i32[at]);
    outlet.encoder.trade(outlet.message, trade);
    outlet.publish(this);
  }

  groupEnded(): void {}

  snapshot(to: Subscription): boolean {
    const { outlet, instrument, lastTrades } = this;
    this.head(last);
    last.price = outlet.units.price(instrument, lastTrades.ticks[instrument]);
    last.quantity = outlet.units.quantity(instrument, lastTrades.lots[instrument]);
    last.gap = to.gap;
    outlet.encoder.tradeSnapshot(outlet.message, last);
    outlet.show(to);
    return true;
  }
}

/** Every execution of the instrument, as it happens, and what the operator took back or put right of them. */
import { Channel, type Side } from '../../../protocol/codes/enums.js';
import { Bust, BustDouble, EventKind, Trd, TrdDouble } from '../../../protocol/records/event.js';
import { kindOf } from '../../../protocol/records/layout.js';
import { TradeFields } from '../../../protocol/wire/fields.js';
import { TradeChangedFields, TradeSnapshotFields } from '../../../protocol/wire/market-data-fields.js';
import { MarketChannel } from './channel.js';
import type { Subscription } from './subscription.js';

const trade = new TradeFields();
const change = new TradeChangedFields();
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

  /** @param at of TradeBusted or TradeCorrected */
  tradeChanged(i32: Int32Array, f64: Float64Array, at: number): void {
    const { units, encoder, message } = this.outlet;
    const { instrument } = this.market;
    const isBust = kindOf(i32[at]) === EventKind.TradeBusted;
    this.next(change);
    change.tradeSequence = f64[(at >> 1) + BustDouble.TradeSequence];
    change.tradeIndex = i32[at + Bust.TradeIndex];
    change.price = units.price(instrument, i32[at + Trd.PriceTicks]);
    change.quantity = isBust ? 0 : units.quantity(instrument, f64[(at >> 1) + TrdDouble.QtyLots]);
    encoder.tradeChanged(message, change);
    this.outlet.publish(this);
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

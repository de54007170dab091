/**
 * Market data: who subscribes to what, and the events that channels are made of. Only what stands at an event group's end
 * is shown. An instrument that nobody listens to costs nothing but its last trade.
 */
import { Channel } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Trd, TrdDouble } from '../../../protocol/records/event.js';
import type { SubscribeFields } from '../../../protocol/wire/client-encoder.js';
import { BookFields } from '../../../protocol/wire/fields.js';
import type { GatewayLimits, Limits } from '../../config/limits.js';
import type { BookChanges, Depth } from '../../views/depth.js';
import type { EventGroup } from '../../views/event-group.js';
import type { OrderTable } from '../../views/order-table.js';
import type { Connection } from '../connection.js';
import type { GatewayMeter } from '../meter.js';
import type { Sender } from '../sender.js';
import type { Units } from '../units.js';
import { Audience } from './audience.js';
import type { MarketChannel } from './channel.js';
import { LastTrades } from './last-trades.js';
import { LevelChannel } from './level-channel.js';
import { OrderChannel } from './order-channel.js';
import { Outlet } from './outlet.js';
import { Subscription } from './subscription.js';
import { TopChannel } from './top-channel.js';
import { TradeChannel } from './trade-channel.js';

export class MarketData {
  private readonly audiences: (Audience | undefined)[];
  private readonly changed: Audience[] = [];
  private readonly lastTrades: LastTrades;
  private readonly outlet: Outlet;
  private readonly book: BookFields;

  constructor(
    group: EventGroup,
    private readonly orders: OrderTable,
    private readonly depth: Depth,
    private readonly units: Units,
    sender: Sender,
    meter: GatewayMeter,
    private readonly limits: GatewayLimits,
    { instruments }: Pick<Limits, 'instruments'>,
  ) {
    this.audiences = new Array(instruments).fill(undefined);
    this.lastTrades = new LastTrades(instruments);
    this.outlet = new Outlet(group, units, sender, meter, limits);
    this.book = new BookFields(2 * limits.depthLevels);
  }

  /** None, or why not. A second subscription to an instrument takes the place of the first. */
  subscribe(connection: Connection, instrument: number, wanted: SubscribeFields): Reason {
    if (!this.units.has(instrument)) return Reason.UnknownInstrument;
    if (wanted.levels > this.limits.depthLevels) return Reason.FieldOutOfRange;
    if (wanted.levels === 0 && !wanted.trades && !wanted.top && !wanted.orders)
      return Reason.NothingSubscribed;
    this.unsubscribe(connection, instrument);
    if (connection.subscriptions.size >= this.limits.subscriptions) return Reason.TooManySubscriptions;
    this.join(connection, instrument, wanted);
    return Reason.None;
  }

  unsubscribe(connection: Connection, instrument: number): void {
    for (const subscription of connection.subscriptions.get(instrument) ?? []) this.leave(subscription);
    connection.subscriptions.delete(instrument);
  }

  drop(connection: Connection): void {
    for (const instrument of [...connection.subscriptions.keys()]) this.unsubscribe(connection, instrument);
  }

  /** The channel's messages from number `from` on once more, 0 = a snapshot. None, or why not. */
  repeat(connection: Connection, instrument: number, kind: number, from: number): Reason {
    if (kind < Channel.Trades || kind > Channel.Orders) return Reason.UnknownChannel;
    const subscription = connection.subscriptions
      .get(instrument)
      ?.find(({ channel }) => channel.kind === kind);
    if (subscription === undefined) return Reason.NotSubscribed;
    const behind = (subscription.channel.number - from) | 0;
    if (behind < 0) return Reason.NumberNotGiven;
    this.outlet.repeat(subscription, from === 0 ? 0 : behind + 1);
    return Reason.None;
  }

  /** Books have changed; told when the group ends. */
  booksChanged(changes: BookChanges): void {
    for (let i = 0; i < changes.count; i++) {
      const audience = this.audiences[changes.instrument[i]];
      if (audience === undefined) continue;
      this.markChanged(audience);
      audience.orders?.change(changes, i);
    }
  }

  trade(i32: Int32Array, f64: Float64Array, at: number): void {
    const instrument = i32[at + Trd.Instrument];
    this.lastTrades.ticks[instrument] = i32[at + Trd.PriceTicks];
    this.lastTrades.lots[instrument] = f64[(at >> 1) + TrdDouble.QtyLots];
    const audience = this.audiences[instrument];
    if (audience === undefined) return;
    this.markChanged(audience);
    audience.trades?.trade(i32, f64, at);
    audience.top?.trade();
  }

  groupEnded(): void {
    for (let i = 0; i < this.changed.length; i++) {
      const audience = this.changed[i];
      audience.changed = false;
      for (const channel of audience.channels) channel.groupEnded();
    }
    this.changed.length = 0;
  }

  /** Snapshots for those who wait for one. */
  doWork(): number {
    return this.outlet.doWork();
  }

  private markChanged(audience: Audience): void {
    if (audience.changed) return;
    audience.changed = true;
    this.changed.push(audience);
  }

  private join(connection: Connection, instrument: number, wanted: SubscribeFields): void {
    const audience = (this.audiences[instrument] ??= new Audience(instrument));
    const subscriptions = this.channels(audience, wanted).map(
      (channel) => new Subscription(connection, channel),
    );
    connection.subscriptions.set(instrument, subscriptions);
    for (const subscription of subscriptions) {
      subscription.channel.subscriptions.push(subscription);
      this.outlet.joined(subscription);
    }
  }

  private leave(subscription: Subscription): void {
    const { channel } = subscription;
    const audience = this.audiences[channel.instrument]!;
    this.outlet.left(subscription);
    channel.subscriptions.splice(channel.subscriptions.indexOf(subscription), 1);
    if (channel.subscriptions.length === 0) audience.remove(channel);
    if (audience.channels.length === 0) this.audiences[channel.instrument] = undefined;
  }

  /** Those that are wanted. */
  private channels(audience: Audience, { levels, trades, top, orders }: SubscribeFields): MarketChannel[] {
    const { instrument } = audience;
    const { outlet, depth, lastTrades } = this;
    const found: MarketChannel[] = [];
    if (trades) found.push(audience.trades ?? audience.add(new TradeChannel(instrument, outlet, lastTrades)));
    if (top) found.push(audience.top ?? audience.add(new TopChannel(instrument, outlet, depth, lastTrades)));
    if (levels > 0)
      found.push(
        audience.levels(levels) ??
          audience.add(new LevelChannel(instrument, outlet, levels, depth, this.book)),
      );
    if (orders)
      found.push(audience.orders ?? audience.add(new OrderChannel(instrument, outlet, depth, this.orders)));
    return found;
  }
}

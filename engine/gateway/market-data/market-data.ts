/**
 * Market data: who subscribes to what, and the events that channels are made of. Only what stands at an event group's end
 * is shown. A market that nobody listens to costs nothing but its last trade.
 */
import { Channel, type Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Trd, TrdDouble } from '../../../protocol/records/event.js';
import { byteA, byteB } from '../../../protocol/records/layout.js';
import type { SubscribeFields } from '../../../protocol/wire/client-encoder.js';
import { BookFields } from '../../../protocol/wire/fields.js';
import { writeMarketStatus } from '../../../protocol/wire/market-status.js';
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
import type { ConsolidatedMarket, TakesOrders } from './consolidated-market.js';
import { ConsolidatedMarkets } from './consolidated-markets.js';
import { LastTrades } from './last-trades.js';
import { LevelChannel } from './level-channel.js';
import { type Market, type Moment, OwnMarket } from './market.js';
import { OrderChannel } from './order-channel.js';
import { Outlet } from './outlet.js';
import { Subscription } from './subscription.js';
import { TopChannel } from './top-channel.js';
import { TradeChannel } from './trade-channel.js';
import { VenueMarket } from './venue-market.js';
import type { MarketScreen, VenueMarkets } from './venue-markets.js';

export class MarketData implements MarketScreen {
  /** By place: those of our own book by instrument, then those of venues, then over all of them. */
  private readonly audiences: (Audience | undefined)[];
  private readonly changed: Audience[] = [];
  private readonly consolidated: ConsolidatedMarkets;
  private readonly lastTrades: LastTrades;
  private readonly outlet: Outlet;
  private readonly book: BookFields;

  constructor(
    private readonly group: EventGroup,
    private readonly orders: OrderTable,
    private readonly depth: Depth,
    private readonly units: Units,
    private readonly sender: Sender,
    meter: GatewayMeter,
    private readonly limits: GatewayLimits,
    { instruments }: Pick<Limits, 'instruments'>,
    private readonly venues: VenueMarkets,
    takesOrders: TakesOrders,
  ) {
    this.lastTrades = new LastTrades(instruments);
    const first = instruments + venues.count;
    const own = (id: number) => this.own(id);
    this.consolidated = new ConsolidatedMarkets(venues, own, takesOrders, limits.depthLevels, first);
    this.audiences = new Array(first + this.consolidated.all.length).fill(undefined);
    this.outlet = new Outlet(units, sender, meter, limits);
    this.book = new BookFields(2 * limits.depthLevels);
  }

  /** None, or why not. A second subscription to a market takes the place of the first. @param number of the market */
  subscribe(connection: Connection, number: number, wanted: SubscribeFields): Reason {
    if (this.units.isElsewhere(number)) return Reason.InstrumentElsewhere;
    const market = this.marketOf(number);
    if (market === undefined) return Reason.UnknownInstrument;
    if (wanted.orders && !(market instanceof OwnMarket)) return Reason.UnknownChannel;
    if (wanted.levels > this.limits.depthLevels) return Reason.FieldOutOfRange;
    if (wanted.levels === 0 && !wanted.trades && !wanted.top && !wanted.orders)
      return Reason.NothingSubscribed;
    this.unsubscribe(connection, number);
    if (connection.subscriptions.size >= this.limits.subscriptions) return Reason.TooManySubscriptions;
    this.join(connection, market, wanted);
    return Reason.None;
  }

  unsubscribe(connection: Connection, number: number): void {
    for (const subscription of connection.subscriptions.get(number) ?? []) this.leave(subscription);
    connection.subscriptions.delete(number);
  }

  drop(connection: Connection): void {
    for (const number of [...connection.subscriptions.keys()]) this.unsubscribe(connection, number);
  }

  /** The channel's messages from number `from` on once more, 0 = a snapshot. None, or why not. */
  repeat(connection: Connection, number: number, kind: number, from: number): Reason {
    if (kind < Channel.Trades || kind > Channel.Orders) return Reason.UnknownChannel;
    const subscription = connection.subscriptions.get(number)?.find(({ channel }) => channel.kind === kind);
    if (subscription === undefined) return Reason.NotSubscribed;
    const count = from === 0 ? 0 : ((subscription.channel.number - from) | 0) + 1;
    if (from !== 0 && count < 1) return Reason.NumberNotGiven;
    this.outlet.repeat(subscription, count);
    return Reason.None;
  }

  /** Books have changed; told when the group ends. */
  booksChanged(changes: BookChanges): void {
    for (let i = 0; i < changes.count; i++) {
      const instrument = changes.instrument[i];
      this.consolidatedChanges(instrument, this.group);
      const audience = this.audiences[instrument];
      if (audience === undefined) continue;
      this.markChanged(audience);
      audience.orders?.change(changes, i);
    }
  }

  /** Orders go to a venue, or to one of its markets, or no more. */
  venuesChanged(): void {
    for (const { instrument } of this.consolidated.all) this.consolidatedChanges(instrument, this.group);
  }

  trade(i32: Int32Array, f64: Float64Array, at: number): void {
    const instrument = i32[at + Trd.Instrument];
    this.lastTrades.ticks[instrument] = i32[at + Trd.PriceTicks];
    this.lastTrades.lots[instrument] = f64[(at >> 1) + TrdDouble.QtyLots];
    const aggressor = byteB(i32[at]) === 1 ? 0 : byteA(i32[at]);
    const audience = this.audiences[instrument];
    if (audience !== undefined) this.markChanged(audience);
    this.tellTrade(audience, aggressor);
    const all = this.consolidated.of(instrument);
    if (all !== undefined) this.consolidatedTrade(all, all.own, aggressor);
  }

  /** Of a TradeBusted or TradeCorrected; one without a taker was made at a venue, and never told here. */
  tradeChanged(i32: Int32Array, f64: Float64Array, at: number): void {
    if (byteA(i32[at]) !== 0) this.audiences[i32[at + Trd.Instrument]]?.trades?.tradeChanged(i32, f64, at);
  }

  marketTraded(market: VenueMarket, aggressor: Side | 0): void {
    this.tellTrade(this.audiences[market.place], aggressor);
    this.consolidatedTrade(this.consolidated.of(market.instrument)!, market, aggressor);
  }

  marketChanged({ place, instrument, moment }: VenueMarket): void {
    for (const channel of this.audiences[place]?.channels ?? []) channel.groupEnded();
    this.consolidatedChanges(instrument, moment);
  }

  marketStatus(market: VenueMarket): void {
    const channels = this.audiences[market.place]?.channels ?? [];
    const listeners = new Set(
      channels.flatMap(({ subscriptions }) => subscriptions.map((each) => each.connection)),
    );
    for (const connection of listeners) this.tellStatus(connection, market);
  }

  /** What has changed is whole. Also of venues, while our own books stand still. */
  groupEnded(): void {
    for (let i = 0; i < this.changed.length; i++) {
      const audience = this.changed[i];
      audience.changed = false;
      for (const channel of audience.channels) channel.groupEnded();
    }
    this.changed.length = 0;
  }

  /** What venues tell, and snapshots for those who wait for one. */
  doWork(): number {
    const read = this.venues.doWork(this);
    if (!this.group.open) this.groupEnded();
    return read + this.outlet.doWork();
  }

  private tellTrade(audience: Audience | undefined, aggressor: Side | 0): void {
    audience?.trades?.trade(aggressor);
    audience?.top?.trade();
  }

  private consolidatedTrade(all: ConsolidatedMarket, market: Market, aggressor: Side | 0): void {
    all.moment.at(market.moment);
    all.traded(market);
    this.tellTrade(this.audiences[all.place], aggressor);
    this.consolidatedChanges(market.instrument, market.moment);
  }

  private consolidatedChanges(instrument: number, moment: Moment): void {
    const all = this.consolidated.of(instrument);
    if (all === undefined) return;
    all.moment.at(moment);
    const audience = this.audiences[all.place];
    if (audience === undefined) return;
    this.markChanged(audience);
  }

  private tellStatus(connection: Connection, { status }: VenueMarket): void {
    this.sender.rare(connection, (out) => writeMarketStatus(out, status));
  }

  private markChanged(audience: Audience): void {
    if (audience.changed) return;
    audience.changed = true;
    this.changed.push(audience);
  }

  private marketOf(number: number): Market | undefined {
    if (this.units.has(number)) return this.own(number);
    return this.venues.find(number) ?? this.consolidated.find(number);
  }

  private own(instrument: number): OwnMarket {
    return new OwnMarket(instrument, this.group, this.depth, this.lastTrades);
  }

  private join(connection: Connection, market: Market, wanted: SubscribeFields): void {
    const audience = (this.audiences[market.place] ??= new Audience(market));
    const subscriptions = this.channels(audience, wanted).map(
      (channel) => new Subscription(connection, channel),
    );
    connection.subscriptions.set(market.number, subscriptions);
    if (market instanceof VenueMarket) this.tellStatus(connection, market);
    for (const subscription of subscriptions) {
      subscription.channel.subscriptions.push(subscription);
      this.outlet.joined(subscription);
    }
  }

  private leave(subscription: Subscription): void {
    const { channel } = subscription;
    const { place } = channel.market;
    const audience = this.audiences[place]!;
    this.outlet.left(subscription);
    channel.subscriptions.splice(channel.subscriptions.indexOf(subscription), 1);
    if (channel.subscriptions.length === 0) audience.remove(channel);
    if (audience.channels.length === 0) this.audiences[place] = undefined;
  }

  /** Those that are wanted. */
  private channels(audience: Audience, { levels, trades, top, orders }: SubscribeFields): MarketChannel[] {
    const { market } = audience;
    const { outlet, depth } = this;
    const found: MarketChannel[] = [];
    if (trades) found.push(audience.trades ?? audience.add(new TradeChannel(market, outlet)));
    if (top) found.push(audience.top ?? audience.add(new TopChannel(market, outlet)));
    if (levels > 0)
      found.push(
        audience.levels(levels) ?? audience.add(new LevelChannel(market, outlet, levels, this.book)),
      );
    if (orders)
      found.push(audience.orders ?? audience.add(new OrderChannel(market, outlet, depth, this.orders)));
    return found;
  }
}

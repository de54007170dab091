/**
 * Subscriptions: a snapshot of the top N levels, then the levels that each event group has changed among them, and
 * trades. Only what stands at a group's end is shown. A connection that reads too slowly is lagging: its updates are
 * dropped (and counted by `number`), and when it has caught up it gets a snapshot marked as a gap.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import { Trd, TrdDouble } from '../../protocol/records/event.js';
import { byteA, byteB } from '../../protocol/records/layout.js';
import { BookFields, TradeFields } from '../../protocol/wire/fields.js';
import type { GatewayLimits } from '../config/limits.js';
import type { Depth, LevelChanges } from '../views/depth.js';
import type { EventGroup } from '../views/event-group.js';
import { Channel } from './channel.js';
import type { Connection } from './connection.js';
import type { GatewayMeter } from './meter.js';
import type { Sender } from './sender.js';
import { Flow, Subscription } from './subscription.js';
import type { Units } from './units.js';

/** Who listens to one instrument. */
class Audience {
  readonly channels: Channel[] = [];
  readonly trades: Subscription[] = [];
  /** In the list of those whose depth has changed in this group. */
  changed = false;
}

export class MarketData {
  private readonly audiences = new Map<number, Audience>();
  private readonly changed: Audience[] = [];
  /** Those that want a snapshot, or lag. */
  private readonly unsettled = new Set<Subscription>();
  private readonly book: BookFields;
  private readonly tradeFields = new TradeFields();

  constructor(
    private readonly group: EventGroup,
    private readonly depth: Depth,
    private readonly units: Units,
    private readonly sender: Sender,
    private readonly meter: GatewayMeter,
    private readonly limits: GatewayLimits,
  ) {
    this.book = new BookFields(2 * limits.depthLevels);
  }

  /** None, or why not. A second subscription to an instrument takes the place of the first. */
  subscribe(connection: Connection, instrument: number, levels: number, trades: boolean): Reason {
    if (!this.units.has(instrument)) return Reason.UnknownInstrument;
    if (levels > this.limits.depthLevels) return Reason.FieldOutOfRange;
    this.unsubscribe(connection, instrument);
    if (connection.subscriptions.size >= this.limits.subscriptions) return Reason.TooManySubscriptions;
    this.add(connection, instrument, levels, trades);
    return Reason.None;
  }

  unsubscribe(connection: Connection, instrument: number): void {
    const subscription = connection.subscriptions.get(instrument);
    if (subscription === undefined) return;
    connection.subscriptions.delete(instrument);
    this.unsettled.delete(subscription);
    this.leave(subscription);
  }

  drop(connection: Connection): void {
    for (const instrument of [...connection.subscriptions.keys()]) this.unsubscribe(connection, instrument);
  }

  /** The depth has changed; told when the group ends. */
  levelsChanged({ count, instrument }: LevelChanges): void {
    for (let i = 0; i < count; i++) {
      const audience = this.audiences.get(instrument[i]);
      if (audience !== undefined) this.markChanged(audience);
    }
  }

  trade(i32: Int32Array, f64: Float64Array, at: number): void {
    const audience = this.audiences.get(i32[at + Trd.Instrument]);
    if (audience === undefined || audience.trades.length === 0) return;
    this.fillTrade(i32, f64, at);
    for (const subscription of audience.trades) {
      if (!this.takesUpdate(subscription)) continue;
      this.tradeFields.number = subscription.number;
      this.sender.trade(subscription.connection, this.tradeFields);
    }
  }

  groupEnded(): void {
    for (let i = 0; i < this.changed.length; i++) {
      const audience = this.changed[i];
      audience.changed = false;
      for (const channel of audience.channels) this.increments(channel);
    }
    this.changed.length = 0;
  }

  /** Snapshots for those who wait for one. Between groups only. */
  doWork(): number {
    if (this.unsettled.size === 0 || this.group.open) return 0;
    let sent = 0;
    for (const subscription of this.unsettled) if (this.settle(subscription)) sent++;
    return sent;
  }

  private markChanged(audience: Audience): void {
    if (audience.changed) return;
    audience.changed = true;
    this.changed.push(audience);
  }

  private add(connection: Connection, instrument: number, levels: number, trades: boolean): void {
    const audience = this.audienceOf(instrument);
    const channel = levels > 0 ? this.channelOf(audience, instrument, levels) : undefined;
    const subscription = new Subscription(connection, instrument, channel, trades);
    channel?.subscriptions.push(subscription);
    if (trades) audience.trades.push(subscription);
    connection.subscriptions.set(instrument, subscription);
    this.unsettled.add(subscription);
    if (this.group.open) this.markChanged(audience);
    else this.settle(subscription);
  }

  private leave(subscription: Subscription): void {
    const audience = this.audiences.get(subscription.instrument)!;
    const { channel } = subscription;
    if (subscription.trades) removeFrom(audience.trades, subscription);
    if (channel) removeFrom(channel.subscriptions, subscription);
    if (channel?.subscriptions.length === 0) removeFrom(audience.channels, channel);
    if (audience.channels.length === 0 && audience.trades.length === 0)
      this.audiences.delete(subscription.instrument);
  }

  private audienceOf(instrument: number): Audience {
    let audience = this.audiences.get(instrument);
    if (audience === undefined) this.audiences.set(instrument, (audience = new Audience()));
    return audience;
  }

  private channelOf(audience: Audience, instrument: number, levels: number): Channel {
    let channel = audience.channels.find((known) => known.levels === levels);
    if (channel === undefined) {
      channel = new Channel(instrument, levels, this.depth, this.units);
      audience.channels.push(channel);
    }
    return channel;
  }

  private increments(channel: Channel): void {
    const { book } = this;
    if (!channel.takeChanges(book.bids, book.asks)) return;
    this.fillBook(channel.instrument, false);
    for (const subscription of channel.subscriptions) {
      if (!this.takesUpdate(subscription)) continue;
      book.number = subscription.number;
      this.sender.book(subscription.connection, book, false);
    }
  }

  /** False: the update is dropped, or comes too early. */
  private takesUpdate(subscription: Subscription): boolean {
    if (subscription.flow === Flow.WantsSnapshot) return false;
    subscription.number++;
    if (subscription.flow === Flow.Live) {
      if (subscription.connection.outbox.backlogBytes <= this.limits.conflateAboveBytes) return true;
      subscription.flow = Flow.Lagging;
      this.unsettled.add(subscription);
    }
    this.meter.conflated.increment();
    return false;
  }

  private settle(subscription: Subscription): boolean {
    const lagging = subscription.flow === Flow.Lagging;
    const { connection, channel } = subscription;
    if (lagging && connection.outbox.lookAtBacklog() > this.limits.conflateBelowBytes) return false;
    this.unsettled.delete(subscription);
    subscription.flow = Flow.Live;
    if (channel !== undefined) this.snapshot(subscription, channel, lagging);
    return true;
  }

  private snapshot(subscription: Subscription, channel: Channel, gap: boolean): void {
    const { book } = this;
    channel.fill(book.bids, book.asks);
    this.fillBook(channel.instrument, gap);
    book.number = ++subscription.number;
    this.sender.book(subscription.connection, book, true);
  }

  private fillBook(instrument: number, gap: boolean): void {
    const { book, group } = this;
    book.instrument = instrument;
    book.sequence = group.sequence;
    book.index = group.index;
    book.seconds = group.seconds;
    book.nanos = group.nanos;
    book.gap = gap;
  }

  private fillTrade(i32: Int32Array, f64: Float64Array, at: number): void {
    const { tradeFields: trade, group, units } = this;
    const instrument = i32[at + Trd.Instrument];
    trade.instrument = instrument;
    trade.sequence = group.sequence;
    trade.index = group.index;
    trade.seconds = group.seconds;
    trade.nanos = group.nanos;
    trade.price = units.price(instrument, i32[at + Trd.PriceTicks]);
    trade.quantity = units.quantity(instrument, f64[(at >> 1) + TrdDouble.QtyLots]);
    trade.aggressor = byteB(i32[at]) === 1 ? 0 : byteA(i32[at]);
  }
}

function removeFrom<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}

/**
 * The way out of all channels. A message is written once (`message`), kept in the history, and the same bytes go to
 * everyone who listens. Who reads too slowly is lagging: messages are left out (their numbers tell), and when it has
 * caught up it gets a snapshot marked as a gap. Nobody else notices.
 */
import { MarketDataEncoder } from '../../../protocol/wire/market-data-encoder.js';
import { OutputBuffer } from '../../../protocol/wire/output-buffer.js';
import type { GatewayLimits } from '../../config/limits.js';
import type { GatewayMeter } from '../meter.js';
import type { Sender } from '../sender.js';
import type { Units } from '../units.js';
import type { MarketChannel } from './channel.js';
import { History } from './history.js';
import { Flow, type Subscription } from './subscription.js';

/** Larger than the largest message: a level 2 increment in which all levels of both sides are replaced by others. */
const MESSAGE_BYTES = 1 << 15;
/** Snapshots, or pages of them, that go out in one turn, so that orders do not wait behind them. */
const SNAPSHOTS_PER_TURN = 64;

export class Outlet {
  readonly encoder = new MarketDataEncoder();
  /** The message being written. */
  readonly message = new OutputBuffer(MESSAGE_BYTES);
  /** Those that want a snapshot, or the rest of one. */
  private readonly unsettled = new Set<Subscription>();
  private readonly history: History;

  constructor(
    readonly units: Units,
    private readonly sender: Sender,
    private readonly meter: GatewayMeter,
    private readonly limits: GatewayLimits,
  ) {
    this.history = new History(limits.historyBytes, limits.gapBytes);
  }

  /** The message is the channel's next: to everyone who listens. */
  publish({ trail, subscriptions }: MarketChannel): void {
    const { message } = this;
    this.history.keep(trail, message);
    for (let i = 0; i < subscriptions.length; i++)
      if (this.takes(subscriptions[i]))
        this.sender.copy(subscriptions[i].connection, message.i32, 0, message.length);
    message.reset();
  }

  /** The message is for one alone. */
  show({ connection }: Subscription): void {
    const { message } = this;
    this.sender.copy(connection, message.i32, 0, message.length);
    message.reset();
  }

  /** Its snapshot goes out at the end of the turn: a frame may subscribe hundreds of times, and the last one counts. */
  joined(subscription: Subscription): void {
    this.unsettled.add(subscription);
  }

  left(subscription: Subscription): void {
    this.unsettled.delete(subscription);
  }

  /** Gives the channel's last `count` messages again (0: a snapshot), or a snapshot where that cannot be. */
  repeat(subscription: Subscription, count: number): void {
    this.meter.gapRequests.increment();
    const { flow, channel, connection } = subscription;
    // A snapshot is coming anyway.
    if (flow === Flow.Lagging || flow === Flow.WantsSnapshot) return;
    const isReading = connection.outbox.backlogBytes <= this.limits.conflateAboveBytes;
    if (flow === Flow.Live && count > 0 && isReading && this.history.find(channel.trail, count))
      this.sendFound(subscription, count);
    else this.fallBehind(subscription);
  }

  /** Snapshots for those who wait for one. */
  doWork(): number {
    if (this.unsettled.size === 0) return 0;
    let sent = 0;
    for (const subscription of this.unsettled) {
      if (this.settle(subscription)) sent++;
      if (sent === SNAPSHOTS_PER_TURN) break;
    }
    return sent;
  }

  private sendFound({ connection }: Subscription, count: number): void {
    const { i32, positions, bytes } = this.history;
    for (let i = 0; i < count; i++) this.sender.copy(connection, i32, positions[i], bytes[i]);
  }

  /** False: the message is left out, or comes too early. */
  private takes(subscription: Subscription): boolean {
    if (subscription.flow === Flow.WantsSnapshot) return false;
    if (subscription.flow !== Flow.Lagging) {
      if (subscription.connection.outbox.backlogBytes <= this.limits.conflateAboveBytes) return true;
      this.fallBehind(subscription);
    }
    this.meter.conflated.increment();
    return false;
  }

  private fallBehind(subscription: Subscription): void {
    subscription.flow = Flow.Lagging;
    this.unsettled.add(subscription);
  }

  /** True: something was sent. One that is not through goes to the end of the line. */
  private settle(subscription: Subscription): boolean {
    const { connection, channel } = subscription;
    if (channel.market.moment.open) return false;
    const first = subscription.flow === Flow.WantsSnapshot;
    if (!first && connection.outbox.lookAtBacklog() > this.limits.conflateBelowBytes) return false;
    if (subscription.flow !== Flow.Loading) subscription.begin();
    this.unsettled.delete(subscription);
    if (channel.snapshot(subscription)) subscription.flow = Flow.Live;
    else this.unsettled.add(subscription);
    return true;
  }
}

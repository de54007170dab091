/**
 * Follows the events one by one with an order table and books of its own, and writes out what is to be published: entries
 * for the streams that do not have them yet, and, while reading live, Pub/Sub messages.
 */
import { Cmd } from '../../protocol/records/command.js';
import { EventKind, isCommand, Phs, Trd } from '../../protocol/records/event.js';
import { kindOf } from '../../protocol/records/layout.js';
import type { Limits } from '../config/limits.js';
import { Depth } from '../views/depth.js';
import { type Names, timeText } from '../views/names.js';
import { OrderTable } from '../views/order-table.js';
import type { EventSource } from './event-source.js';
import type { Inav } from './inav.js';
import type { MessageQueue } from './message-queue.js';
import { topMessage, tradeFields, tradeMessage } from './messages.js';
import { isOrderEvent, OrderEvents } from './order-events.js';
import { OrderService } from './order-service.js';
import { phaseMessage, phaseTopicOf } from './phase-messages.js';
import type { StreamTopic } from './stream-topic.js';
import type { Tops } from './tops.js';

/** Cost of an event that becomes text, in events that are only followed. */
const TEXT_COST = 16;

export interface PublisherOptions {
  readonly limits: Pick<Limits, 'orders' | 'instruments'>;
  readonly names: Names;
  readonly trades: StreamTopic;
  readonly orders: StreamTopic;
  readonly tops: Tops;
  readonly messages: MessageQueue;
  /** Also the channels of the Python services. */
  readonly orderService: boolean;
  readonly inav: Inav;
}

export class Publisher {
  private readonly table: OrderTable;
  private readonly depth: Depth;
  private readonly orderEvents: OrderEvents;
  private readonly orderService: OrderService | undefined;
  private seconds = 0;
  private nanos = 0;

  constructor(private readonly options: PublisherOptions) {
    const { orders, instruments } = options.limits;
    this.table = new OrderTable(orders);
    this.depth = new Depth(orders, instruments);
    this.orderEvents = new OrderEvents(options.names, this.table);
    if (options.orderService)
      this.orderService = new OrderService(this.table, options.names, options.messages);
  }

  /** Begins anew, before the first event. In place: tables for a million orders are not made in the middle of a day. */
  clear(): void {
    this.table.clear();
    this.depth.clear();
    this.seconds = this.nanos = 0;
  }

  /** Takes the source's event. Returns what it cost. */
  take(source: EventSource): number {
    const { i32, at } = source;
    if (isCommand(kindOf(i32[at]))) {
      this.seconds = i32[at + Cmd.Seconds];
      this.nanos = i32[at + Cmd.Nanos];
    }
    this.follow(source);
    return (
      1 +
      this.trade(source) +
      this.orderEvent(source) +
      this.phase(source) +
      this.asOrderService(source) +
      this.inav(source)
    );
  }

  /** Queues tops that changed, as far as there is room. Between groups only. */
  publishTops(event: string): number {
    const { tops, messages, names } = this.options;
    let published = 0;
    while (messages.hasRoom) {
      const instrument = tops.take(this.depth);
      if (instrument === 0) break;
      messages.add('top', instrument, topMessage(names, this.depth, instrument, event, this.time()));
      published++;
    }
    return published;
  }

  private follow({ i32, f64, at }: EventSource): void {
    this.table.apply(i32, f64, at);
    const changes = this.depth.apply(i32, f64, at, this.table);
    for (let i = 0; i < changes; i++) this.options.tops.mark(this.depth.changes.instrument[i]);
  }

  private trade({ i32, f64, at, position, live }: EventSource): number {
    const { trades, messages, names } = this.options;
    if (kindOf(i32[at]) !== EventKind.Trade) return 0;
    const wanted = trades.wants(position.sequence, position.index);
    if (!wanted && !live) return 0;
    const fields = tradeFields(names, i32, f64, at, this.time());
    if (wanted) trades.add(position.sequence, position.index, fields);
    if (live) messages.add('trade', i32[at + Trd.Instrument], tradeMessage(position.id, fields));
    return TEXT_COST;
  }

  private orderEvent({ i32, f64, at, position }: EventSource): number {
    const { orders } = this.options;
    if (!isOrderEvent(i32, at) || !orders.wants(position.sequence, position.index)) return 0;
    orders.add(position.sequence, position.index, this.orderEvents.fields(i32, f64, at, this.time()));
    return TEXT_COST;
  }

  private phase({ i32, f64, at, position, live }: EventSource): number {
    const topic = live ? phaseTopicOf(i32[at]) : undefined;
    if (topic === undefined) return 0;
    const { messages, names } = this.options;
    const message = phaseMessage(names, i32, f64, at, position.id, this.time());
    messages.add(topic, i32[at + Phs.Instrument], message);
    return TEXT_COST;
  }

  private asOrderService({ i32, f64, at, position, live }: EventSource): number {
    if (this.orderService === undefined || !live) return 0;
    return this.orderService.take(i32, f64, at, position.id, this.time()) * TEXT_COST;
  }

  private inav({ i32, at, live }: EventSource): number {
    return this.options.inav.take(i32, at, live) * TEXT_COST;
  }

  private time(): string {
    return timeText(this.seconds, this.nanos);
  }
}

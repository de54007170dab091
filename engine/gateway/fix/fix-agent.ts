/**
 * The FIX door without its sockets: sessions come and go by their own transport, and call in; here the events of the ring become
 * reports. Starts with the image of the core's state, which says where each session's numbers stand, then catches up from the
 * journal, then is live and lets clients log on.
 *
 * On one thread with an event loop, together with the acceptor. Owns the FIX lane and a reader of the event ring.
 */
import { Cmd, CommandKind, isExtended, isNumberedCommand } from '../../../protocol/records/command.js';
import { EventKind, isImage } from '../../../protocol/records/event.js';
import {
  Double,
  kindOf,
  RECORD_DOUBLES,
  RECORD_WORDS,
  sessionOf,
  Word,
} from '../../../protocol/records/layout.js';
import { GATEWAY_EVENTS_PER_TURN } from '../../config/limits.js';
import { BroadcastReader } from '../../rings/broadcast.js';
import { LaneWriter } from '../../rings/lane.js';
import type { Agent } from '../../threads/agent.js';
import { EventGroup } from '../../views/event-group.js';
import { OrderTable } from '../../views/order-table.js';
import { Announcer } from '../announcer.js';
import { KeyRing } from '../keys.js';
import { Now } from '../now.js';
import { OrderEntry } from '../order-entry.js';
import { Reports } from '../reports.js';
import { Units } from '../units.js';
import { Averages } from './averages.js';
import { CatchUp } from './catch-up.js';
import type { DoorRoom } from './door-room.js';
import { DropCopy } from './drop-copy.js';
import type { FixClient } from './fix-client.js';
import { FixMeter } from './meter.js';
import type { FixOptions, FixParts } from './options.js';
import { OrderClient } from './order-client.js';
import { OrderDetails } from './order-details.js';
import { ReportRouter } from './report-router.js';
import { Securities } from './securities.js';
import { SyncedLaneDoor } from './synced-lane-door.js';

export class FixAgent implements Agent {
  readonly name = 'fix';
  readonly meter: FixMeter;
  readonly clients: readonly FixClient[];
  private readonly orderClients: readonly OrderClient[];
  private readonly bySession = new Map<number, OrderClient>();
  private readonly events: BroadcastReader;
  private readonly group = new EventGroup();
  private readonly orders: OrderTable;
  private readonly averages: Averages;
  private readonly details: OrderDetails;
  /** An order whose terms are the next record: it is reported with them. */
  private readonly waiting = new WaitingRecord();
  private readonly reports: Reports;
  private readonly room: DoorRoom;
  private readonly apply = (i32: Int32Array, f64: Float64Array, at: number) => this.applyEvent(i32, f64, at);
  private catchUp: CatchUp | undefined;
  private live = false;
  private stopping = false;

  constructor(
    private readonly options: FixOptions,
    private readonly parts: FixParts,
  ) {
    this.events = new BroadcastReader(options.events, options.reader);
    this.orders = new OrderTable(options.limits.orders);
    this.averages = new Averages(this.orders);
    this.details = new OrderDetails(this.orders);
    this.meter = new FixMeter(options.counters);
    this.room = this.makeRoom();
    this.orderClients = options.sessions
      .filter(({ dropCopy }) => !dropCopy)
      .map((entry) => new OrderClient(entry, this.room));
    const copies = options.sessions
      .filter(({ dropCopy }) => dropCopy)
      .map((entry) => new DropCopy(entry, this.room));
    for (const client of this.orderClients) this.bySession.set(client.entry.session, client);
    this.clients = [...this.orderClients, ...copies];
    const router = new ReportRouter(this.orderClients, copies);
    this.reports = new Reports(this.group, this.orders, this.room.units, router);
  }

  doWork(): number {
    this.room.now.read();
    const work = this.live ? this.readEvents() : this.start();
    return work + this.room.announcer.doWork();
  }

  expectsWork(): boolean {
    return this.catchUp !== undefined || this.room.lane.outstanding > 0 || this.room.announcer.busy;
  }

  /** Messages that a socket brought have been taken: what they put into the lane becomes visible. */
  inputTaken(): void {
    this.room.lane.commit();
    this.parts.wake?.();
  }

  stopAccepting(): void {
    this.stopping = true;
  }

  /** Says goodbye; the acceptor closes after it. */
  close(): void {
    this.catchUp?.close();
    this.room.now.read();
    for (const { session } of this.clients)
      session.logout('the engine is stopping', Math.floor(this.room.now.ms));
  }

  /** When no session can speak any more. */
  closeFiles(): void {
    for (const client of this.clients) client.close();
  }

  private makeRoom(): DoorRoom {
    const { options, parts } = this;
    const { instruments, elsewhere, retired, accounts, venueNames } = options;
    const units = new Units([...instruments, ...retired], elsewhere);
    const lane = new SyncedLaneDoor(new LaneWriter(options.lane), parts.clock);
    return {
      options,
      now: new Now(parts.clock),
      meter: this.meter,
      securities: new Securities(instruments, retired, accounts, venueNames, elsewhere),
      orders: this.orders,
      averages: this.averages,
      details: this.details,
      units,
      keys: new KeyRing(options.keys),
      lane,
      entry: new OrderEntry(lane, units),
      announcer: new Announcer(lane, options.graceMs),
      log: parts.log,
      closedFor: () => this.closedFor(),
    };
  }

  private closedFor(): string | undefined {
    if (this.stopping) return 'the engine is stopping';
    return this.live ? undefined : 'the engine is starting; try again in a moment';
  }

  private start(): number {
    if (this.catchUp === undefined) return this.readImage();
    const done = this.catchUp.step();
    if (this.catchUp.isDone()) this.goLive();
    return done;
  }

  /** What it says of orders follows from the journal as well. */
  private readImage(): number {
    const { events } = this;
    const count = events.available(GATEWAY_EVENTS_PER_TURN);
    let read = 0;
    while (read < count && this.catchUp === undefined) this.applyImage(events.offset(read++));
    events.release(read);
    return read;
  }

  private applyImage(at: number): void {
    const { i32, f64 } = this.events;
    if (kindOf(i32[at]) === EventKind.ImageSession) {
      const client = this.bySession.get(sessionOf(i32[at + Cmd.Owner]));
      if (client !== undefined) client.door.nextMessage = (i32[at + Cmd.Message] >>> 0) + 1;
    } else if (kindOf(i32[at]) === EventKind.ImageEnd) this.beginCatchUp(f64[(at >> 1) + Double.Sequence]);
  }

  private beginCatchUp(end: number): void {
    for (const client of this.clients) client.recover(end);
    const { events, group, parts } = this;
    this.catchUp = new CatchUp(parts.journal.open(0), events, group, end, this.apply);
  }

  private goLive(): void {
    this.catchUp?.close();
    this.catchUp = undefined;
    for (const client of this.clients) client.caughtUp();
    this.live = true;
  }

  private readEvents(): number {
    const { events } = this;
    const { i32, f64 } = events;
    const count = events.available(GATEWAY_EVENTS_PER_TURN);
    for (let i = 0; i < count; i++) {
      const at = events.offset(i);
      if (this.isMine(i32, at)) this.room.lane.outstanding--;
      this.applyEvent(i32, f64, at);
    }
    events.release(count);
    return count;
  }

  private applyEvent(i32: Int32Array, f64: Float64Array, at: number): void {
    if (isImage(kindOf(i32[at]))) return;
    this.orders.apply(i32, f64, at);
    this.averages.apply(i32, f64, at);
    this.details.apply(i32, f64, at);
    this.reportWaiting();
    this.group.enter(i32, f64, at);
    if (isExtendedOrder(i32, at)) this.waiting.take(i32, at);
    else this.reports.apply(i32, f64, at);
    this.group.leave(i32, at);
  }

  /** In the group of its own record still. */
  private reportWaiting(): void {
    const { waiting } = this;
    if (!waiting.isThere) return;
    waiting.isThere = false;
    this.reports.apply(waiting.i32, waiting.f64, 0);
  }

  /** An echo of what this door has written. */
  private isMine(i32: Int32Array, at: number): boolean {
    const kind = kindOf(i32[at]);
    if (kind >= EventKind.Trade || !this.bySession.has(sessionOf(i32[at + Cmd.Owner]))) return false;
    if (i32[at + Cmd.Message] !== 0) return isNumberedCommand(kind);
    return kind === CommandKind.SessionOpen || kind === CommandKind.SessionClosed;
  }
}

class WaitingRecord {
  readonly f64 = new Float64Array(RECORD_DOUBLES);
  readonly i32 = new Int32Array(this.f64.buffer);
  isThere = false;

  take(i32: Int32Array, at: number): void {
    for (let word = 0; word < RECORD_WORDS; word++) this.i32[word] = i32[at + word];
    this.isThere = true;
  }
}

/** Its terms are the next record of its group. */
const isExtendedOrder = (i32: Int32Array, at: number): boolean =>
  kindOf(i32[at]) === CommandKind.NewOrder && isExtended(i32, at) && i32[at + Word.Flags] >= 0;

/**
 * The binary door without its sockets: connections and frames come in by method calls from a shell (`shell.ts`) or a
 * test, frames go out through each connection's transport. One turn of `doWork` is the whole story: events from the ring
 * become reports and market data, what waited is tried again, and everything begun is sent.
 *
 * Runs on one thread with an event loop, together with the shell. Owns the gateway's lane and its reader of the event
 * ring. Not ready until the core has written the image of its state.
 */
import { randomBytes } from 'node:crypto';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandKind, isNumberedCommand } from '../../protocol/records/command.js';
import { EventKind, isImage } from '../../protocol/records/event.js';
import { kindOf, sessionOf } from '../../protocol/records/layout.js';
import { writeHello } from '../../protocol/wire/session-messages.js';
import { GATEWAY_EVENTS_PER_TURN } from '../config/limits.js';
import { BroadcastReader } from '../rings/broadcast.js';
import { LaneWriter } from '../rings/lane.js';
import { Histogram } from '../telemetry/histogram.js';
import type { Agent } from '../threads/agent.js';
import { Depth } from '../views/depth.js';
import { EventGroup } from '../views/event-group.js';
import { OrderTable } from '../views/order-table.js';
import { VenueBoard } from '../views/venue-board.js';
import { Announcer } from './announcer.js';
import { Connection } from './connection.js';
import { KeyRing } from './keys.js';
import { LaneDoor } from './lane-door.js';
import { LiveReports } from './live-reports.js';
import { LogonDesk } from './logon-desk.js';
import { MarketData } from './market-data/market-data.js';
import { VenueMarkets } from './market-data/venue-markets.js';
import { GatewayMeter } from './meter.js';
import { Now } from './now.js';
import type { GatewayOptions, GatewayParts } from './options.js';
import { OrderEntry } from './order-entry.js';
import { OrderTimer } from './order-timer.js';
import { Outbox } from './outbox.js';
import { PhaseBoard } from './phase-board.js';
import { QuoteDoor } from './quote-door.js';
import { Receiver } from './receiver.js';
import { Reports } from './reports.js';
import { RestDesk, type RestOptions } from './rest/rest-desk.js';
import { ResumeDesk } from './resume-desk.js';
import { RouteDesk } from './route-desk.js';
import { SecurityList } from './security-list.js';
import { Sender } from './sender.js';
import { SessionTable } from './session.js';
import { CloseCode, type Transport } from './transport.js';
import { Units } from './units.js';
import { VenueDesk } from './venue-desk.js';
import { Watchman } from './watchman.js';

const CHALLENGE_BYTES = 32;

export class GatewayAgent implements Agent {
  readonly name = 'gateway';
  /** The image has been read: the door may open. */
  ready = false;
  private readonly connections = new Set<Connection>();
  private readonly events: BroadcastReader;
  private readonly group = new EventGroup();
  private readonly orders: OrderTable;
  private readonly depth: Depth;
  private readonly now: Now;
  private readonly meter: GatewayMeter;
  private readonly sessions: SessionTable;
  private readonly door: LaneDoor;
  private readonly announcer: Announcer;
  private readonly sender: Sender;
  private readonly orderTimer: OrderTimer;
  private readonly resume: ResumeDesk;
  private readonly reports: Reports;
  private readonly marketData: MarketData;
  private readonly phases: PhaseBoard;
  private readonly logons: LogonDesk;
  private readonly receiver: Receiver;
  private readonly watchman: Watchman;
  private readonly venues: VenueBoard;
  /** What somebody wants to know of routing and of venues. */
  readonly routes: RouteDesk;
  readonly venueDesk: VenueDesk;
  /** Where it is configured. */
  readonly rest: RestDesk | undefined;

  constructor(
    private readonly options: GatewayOptions,
    private readonly parts: Pick<GatewayParts, 'clock' | 'journal' | 'random' | 'host'>,
  ) {
    const { instruments, elsewhere = [], retired = [], markets = [], keys, limits, door, epoch } = options;
    const units = new Units([...instruments, ...retired], elsewhere);
    this.events = new BroadcastReader(options.events, options.reader);
    this.orders = new OrderTable(limits.orders);
    this.depth = new Depth(limits.orders, limits.instruments, true);
    this.now = new Now(parts.clock);
    this.meter = new GatewayMeter(options.counters);
    this.sessions = new SessionTable(keys);
    this.door = new LaneDoor(new LaneWriter(options.lane), parts.clock);
    this.announcer = new Announcer(this.door, options.graceMs);
    this.sender = new Sender(door, this.now, this.meter, elsewhere);
    const ordersOfScan = new OrderTable(parts.journal ? limits.orders : 1);
    this.resume = new ResumeDesk(parts.journal, this.group, ordersOfScan, units, this.sender, door);
    this.orderTimer = new OrderTimer(this.now, new Histogram(options.orderTimes));
    const live = new LiveReports(this.sessions, this.sender, this.resume, this.orderTimer);
    this.reports = new Reports(this.group, this.orders, units, live);
    this.venues = new VenueBoard(limits, this.depth);
    this.marketData = new MarketData(
      this.group,
      this.orders,
      this.depth,
      units,
      this.sender,
      this.meter,
      door,
      limits,
      new VenueMarkets(markets, limits.instruments),
      (venue, instrument) => this.venues.takesOrders(venue, instrument),
    );
    const { venueNames = [], venueAnswers = [] } = options;
    this.routes = new RouteDesk(this.venues, instruments, venueNames);
    this.venueDesk = new VenueDesk(this.venues, instruments, venueNames, venueAnswers);
    this.phases = new PhaseBoard(this.group, units, this.sender, door);
    this.logons = new LogonDesk(
      new KeyRing(keys),
      this.sessions,
      this.announcer,
      this.resume,
      this.group,
      this.sender,
      this.now,
      this.meter,
      door,
      epoch,
    );
    this.receiver = new Receiver(
      new SecurityList(instruments, markets, elsewhere),
      this.door,
      new OrderEntry(this.door, units),
      new QuoteDoor(this.door, units),
      this.logons,
      this.marketData,
      this.phases,
      this.sender,
      this.orderTimer,
      this.now,
      this.meter,
      door,
    );
    this.watchman = new Watchman(this.connections, this.sender, this.now, door);
    this.rest = options.rest && this.makeRest(options.rest, units);
  }

  doWork(): number {
    this.now.read();
    const work =
      this.readEvents() + this.announcer.doWork() + this.resume.doWork() + this.marketData.doWork();
    this.watchman.doWork();
    this.phases.doWork();
    const sent = this.sender.flush();
    this.orderTimer.flushed();
    // Last, so that what the binary door has to say does not wait for a body to be read.
    const requests = this.rest?.doWork() ?? 0;
    return work + requests + sent;
  }

  /** Echoes are on their way, or something is to be tried again. */
  expectsWork(): boolean {
    return this.door.outstanding > 0 || this.resume.busy || this.announcer.busy || this.rest?.busy === true;
  }

  /** A socket was opened. Undefined: the engine takes no more, or none yet; close it. */
  connect(transport: Transport): Connection | undefined {
    const full = this.connections.size >= this.options.door.connections;
    if (!this.ready || this.receiver.stopping || full) return undefined;
    this.now.read();
    const outbox = new Outbox(transport, this.meter, this.options.door.outboxBytes);
    const challenge = (this.parts.random ?? randomBytes)(CHALLENGE_BYTES);
    const connection = new Connection(transport, outbox, challenge, this.now.ms);
    this.connections.add(connection);
    this.meter.connections.increment();
    this.meter.connectionsOpen.set(this.connections.size);
    this.greet(connection);
    return connection;
  }

  /** A binary frame came in. Its bytes are not kept. */
  receive(connection: Connection, frame: ArrayBuffer | Uint8Array): void {
    if (!connection.closed) this.receiver.frame(connection, frame);
  }

  /** A text frame came in: this door speaks bytes. */
  receiveText(connection: Connection): void {
    if (!connection.closed) this.receiver.fault(connection, Reason.MalformedFrame, 0);
  }

  /** The socket is closed, by whomever. */
  disconnected(connection: Connection): void {
    connection.closed = true;
    if (!this.connections.delete(connection)) return;
    this.meter.connectionsOpen.set(this.connections.size);
    this.phases.drop(connection);
    this.marketData.drop(connection);
    this.logons.release(connection);
  }

  /** No more connections, logons and orders from now on; reports still go out until `close`. */
  stopAccepting(): void {
    this.receiver.stopping = true;
    if (this.rest !== undefined) this.rest.closed = Reason.EngineStopping;
  }

  close(): void {
    this.sender.flush();
    for (const connection of [...this.connections])
      this.sender.cut(connection, Reason.EngineStopping, CloseCode.GoingAway);
    this.resume.close();
    this.rest?.close();
  }

  private greet(connection: Connection): void {
    const { epoch, engine, name } = this.options;
    const { challenge } = connection;
    this.sender.rare(connection, (out) => writeHello(out, { epoch, challenge, engine, name }));
    connection.outbox.flush();
  }

  private makeRest(rest: RestOptions, units: Units): RestDesk {
    const { instruments, elsewhere = [], retired = [], accounts = [] } = this.options;
    const { door: lane, orders, group, now } = this;
    return new RestDesk(rest, {
      ...{ instruments, elsewhere, retired, accounts, lane, units, orders, group, now },
      ...{ host: this.parts.host, journal: this.parts.journal },
    });
  }

  private readEvents(): number {
    const { events } = this;
    const count = events.available(GATEWAY_EVENTS_PER_TURN);
    for (let i = 0; i < count; i++) this.apply(events.offset(i));
    events.release(count);
    return count;
  }

  private apply(at: number): void {
    const kind = kindOf(this.events.i32[at]);
    if (isImage(kind)) this.applyImage(kind, at);
    else this.applyEvent(kind, at);
  }

  private applyEvent(kind: number, at: number): void {
    const { i32, f64 } = this.events;
    this.group.enter(i32, f64, at);
    if (kind < EventKind.Trade) this.applyEcho(kind, at);
    this.orders.apply(i32, f64, at);
    if (this.depth.apply(i32, f64, at, this.orders) > 0) this.marketData.booksChanged(this.depth.changes);
    this.reports.apply(i32, f64, at);
    this.rest?.apply(kind, i32, at);
    if (kind === EventKind.Trade) this.marketData.trade(i32, f64, at);
    else {
      this.phases.apply(i32, f64, at);
      this.venues.apply(i32, f64, at);
      if (isOfVenues(kind)) this.marketData.venuesChanged();
      if (isTradeChange(kind)) this.marketData.tradeChanged(i32, f64, at);
    }
    if (this.group.leave(i32, at)) this.marketData.groupEnded();
  }

  private applyEcho(kind: number, at: number): void {
    const { i32 } = this.events;
    this.resume.groupBegins(this.group.sequence);
    this.venues.seconds = this.group.seconds;
    if (this.isMine(kind, i32[at + Cmd.Message])) this.door.outstanding--;
  }

  /** Only this door writes numbered commands, and opens and closes, of its keys' sessions. */
  private isMine(kind: number, message: number): boolean {
    const { session } = this.group;
    const isOwn = this.sessions.find(session) !== undefined || this.rest?.session(session) !== undefined;
    if (!isOwn) return false;
    return message !== 0 ? isNumberedCommand(kind) : isPresence(kind);
  }

  private applyImage(kind: number, at: number): void {
    const { i32, f64 } = this.events;
    if (kind === EventKind.ImageSession) this.applyImageSession(at);
    this.orders.apply(i32, f64, at);
    if (kind === EventKind.ImageOrder) this.rest?.applyImage(i32, at);
    this.depth.apply(i32, f64, at, this.orders);
    this.phases.apply(i32, f64, at);
    this.venues.apply(i32, f64, at);
    if (kind === EventKind.ImageBegin) this.group.imageBegins(i32, at);
    if (kind !== EventKind.ImageEnd) return;
    this.group.imageEnds(f64, at);
    this.ready = true;
    if (!this.receiver.stopping) this.rest?.open(this.group.completed);
  }

  private applyImageSession(at: number): void {
    const { i32 } = this.events;
    const number = sessionOf(i32[at + Cmd.Owner]);
    const session = this.sessions.find(number) ?? this.rest?.session(number);
    if (session !== undefined) session.nextMessage = (i32[at + Cmd.Message] >>> 0) + 1;
  }
}

const isOfVenues = (kind: number): boolean =>
  kind === CommandKind.VenueStatus ||
  kind === CommandKind.DefineListing ||
  kind === CommandKind.VenueAttached;

const isTradeChange = (kind: number): boolean =>
  kind === EventKind.TradeBusted || kind === EventKind.TradeCorrected;

const isPresence = (kind: number): boolean =>
  kind === CommandKind.SessionOpen || kind === CommandKind.SessionClosed;

/**
 * The REST door without its sockets: requests come in by method calls, whole, and are answered when the events of the ring say
 * what has become of them. They wait in a bounded queue and are taken a few a turn, so that what came over the binary door
 * meanwhile never stands behind a crowd of them.
 *
 * Part of the gateway: on its thread, with its lane, order table and event group.
 */
import { Reason } from '../../../protocol/codes/reasons.js';
import type {
  Account,
  ElsewhereInstrument,
  Instrument,
  InstrumentUnits,
} from '../../../protocol/instrument.js';
import { Cmd, CommandKind } from '../../../protocol/records/command.js';
import { EventKind } from '../../../protocol/records/event.js';
import { sessionOf } from '../../../protocol/records/layout.js';
import { REST_LIMITS, type RestLimits } from '../../config/limits.js';
import type { EventGroup } from '../../views/event-group.js';
import { Names } from '../../views/names.js';
import type { OrderTable } from '../../views/order-table.js';
import type { JournalSource } from '../journal-source.js';
import type { LaneDoor } from '../lane-door.js';
import type { Now } from '../now.js';
import { OrderEntry } from '../order-entry.js';
import type { Units } from '../units.js';
import { Access, type RestSession, type RestSessionEntry } from './access.js';
import { AlgoRoutes } from './algo-routes.js';
import { OrderArchive } from './archive.js';
import { Exchanges, type NamedExchange } from './exchanges.js';
import { eachExecution } from './executions.js';
import { HostCalls } from './host-calls.js';
import type { HostPort } from './host-port.js';
import { OrderKeeper } from './order-keeper.js';
import { OrderRoutes } from './order-routes.js';
import { PastOrders } from './past-orders.js';
import { PositionRoutes } from './position-routes.js';
import { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';
import type { RestRoom } from './rest-room.js';
import { StrategyRoutes } from './strategy-routes.js';
import { WaitingRoom } from './waiting-room.js';

/** What the configuration says of it. */
export interface RestOptions {
  readonly sessions: readonly RestSessionEntry[];
  readonly exchanges: readonly NamedExchange[];
  readonly origins: readonly string[];
  readonly answerMs: number;
}

/** What it has of the gateway. */
export interface RestParts {
  readonly instruments: readonly Instrument[];
  readonly elsewhere: readonly ElsewhereInstrument[];
  readonly retired: readonly InstrumentUnits[];
  readonly accounts: readonly Account[];
  readonly lane: LaneDoor;
  readonly units: Units;
  readonly orders: OrderTable;
  readonly group: EventGroup;
  readonly now: Now;
  /** Without it there are no algorithms, nor strategies. */
  readonly host?: HostPort | undefined;
  /** Without it nothing is known of orders that ended before the engine started. */
  readonly journal?: JournalSource | undefined;
}

/** Callers that have waited too long are looked for this often. */
const LOOK_MS = 5;

export class RestDesk {
  readonly access: Access;
  /** Orders are turned away, with this reason. */
  closed: Reason = Reason.EngineStarting;
  private readonly queue: RestRequest[] = [];
  private readonly waiting: WaitingRoom;
  private readonly archive: OrderArchive;
  private readonly keeper: OrderKeeper;
  private past: PastOrders | undefined;
  private readonly orders: OrderTable;
  private readonly routes: OrderRoutes;
  private readonly algos: AlgoRoutes;
  private readonly positions: PositionRoutes;
  private readonly strategies: StrategyRoutes;
  private readonly room: RestRoom;
  private lookedMs = 0;

  constructor(
    options: RestOptions,
    private readonly parts: RestParts,
    private readonly limits: RestLimits = REST_LIMITS,
  ) {
    const { lane, units, orders, group, now, instruments, accounts } = parts;
    const known = [...parts.retired, ...instruments];
    this.access = new Access(options.sessions, options.origins);
    this.orders = orders;
    this.waiting = new WaitingRoom(group, orders);
    this.archive = new OrderArchive(limits.remembered);
    this.keeper = new OrderKeeper(orders, this.archive, this.isMine);
    this.room = {
      ...{ lane, units, orders, now, answerMs: options.answerMs },
      entry: new OrderEntry(lane, units),
      names: new Names(known, accounts),
      exchanges: new Exchanges(options.exchanges, parts),
      waiting: this.waiting,
      archive: this.archive,
      knowsPast: () => this.past === undefined,
      unitsOf: (id) => known.find((each) => each.id === id),
    };
    this.routes = new OrderRoutes(this.room);
    const host = new HostCalls(parts.host);
    this.algos = new AlgoRoutes(host);
    this.positions = new PositionRoutes(host);
    this.strategies = new StrategyRoutes(host);
  }

  /** A request is there, whole. It is answered in a later turn. */
  take(request: RestRequest): void {
    if (this.queue.length + this.waiting.size < this.limits.waiting) this.queue.push(request);
    else refuse(request, new Refusal(Reason.Overloaded));
  }

  doWork(): number {
    const { queue, limits } = this;
    const { now } = this.room;
    if (now.ms - this.lookedMs >= LOOK_MS) {
      this.lookedMs = now.ms;
      this.waiting.expire(now.ms);
    }
    const count = Math.min(queue.length, limits.perTurn);
    for (let i = 0; i < count; i++) this.serve(queue.shift()!);
    return count + this.readPast();
  }

  /** Requests are taken from now on. @param last sequence up to which the engine has recovered */
  open(last: number): void {
    const { journal, orders } = this.parts;
    this.closed = Reason.None;
    if (journal === undefined || last === 0) return;
    this.past = new PastOrders(journal.open(0), last, orders.capacity, this.limits.remembered, this.isMine);
  }

  close(): void {
    this.past?.close();
  }

  /** Requests are still to be taken, or records to be read. */
  get busy(): boolean {
    return this.queue.length > 0 || this.past !== undefined;
  }

  session(number: number): RestSession | undefined {
    return this.access.session(number);
  }

  /** An event, after the order table has it. */
  apply(kind: number, i32: Int32Array, at: number): void {
    this.keeper.apply(kind, i32, at);
    switch (kind) {
      case CommandKind.NewOrder:
      case CommandKind.ReplaceOrder:
      case CommandKind.CancelOrder:
        if (this.isMine(sessionOf(i32[at + Cmd.Owner]))) this.waiting.echo(i32, at);
        break;
      case CommandKind.ChildFill:
      case EventKind.Trade:
        eachExecution(this.orders, kind, i32, at, this.executed);
        break;
      default:
        this.waiting.event(kind, i32, at);
    }
    this.waiting.recordRead(i32, at);
  }

  /** An order of the image: one that was open when the engine started. */
  applyImage(i32: Int32Array, at: number): void {
    this.keeper.accepted(i32, at);
  }

  private readonly executed = (order: number): void => this.waiting.executed(order);

  private readonly isMine = (session: number): boolean => this.session(session) !== undefined;

  private readPast(): number {
    const { past } = this;
    if (past === undefined) return 0;
    const done = past.doWork();
    if (done > 0) return done;
    past.close();
    this.archive.putBefore(past.archive);
    this.past = undefined;
    return 1;
  }

  private serve(request: RestRequest): void {
    try {
      if (this.closed !== Reason.None) throw new Refusal(this.closed);
      this.route(request, this.access.admit(request));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(request, error);
    }
  }

  private route(request: RestRequest, session: RestSession): void {
    const { routes, algos, positions, strategies } = this;
    switch (request.path) {
      case '/api/v1/send-order':
        return routes.send(request, session);
      case '/api/v1/update-order':
        return routes.update(request, session);
      case '/api/v1/cancel-order':
        return routes.cancel(request, session);
      case '/api/v1/get-order':
        return routes.get(request, session);
      case '/api/v1/send-algo':
        return algos.send(request, session);
      case '/api/v1/cancel-algo':
        return algos.cancel(request, session);
      case '/api/v1/list-algos':
        return algos.list(request, session);
      case '/api/v1/positions':
        return positions.list(request, session);
      case '/api/v1/list-strategies':
        return strategies.list(request, session);
      case '/api/v1/start-strategy':
        return strategies.lead(request, session, 'start');
      case '/api/v1/stop-strategy':
        return strategies.lead(request, session, 'stop');
      case '/api/v1/reload-strategy':
        return strategies.lead(request, session, 'reload');
      default:
        return strategies.parameters(request, session);
    }
  }
}

function refuse(request: RestRequest, { status, body }: Refusal): void {
  request.answer(status, body);
}

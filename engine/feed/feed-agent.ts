/**
 * The feed: follows the event ring and copies into each strategy's own ring the market data of its instruments and the
 * events of its own orders. A strategy never sees the event ring, because memory shared with JavaScript is always
 * writable. Trades and order events go out as they come, books once a turn, so that under load there are fewer of them.
 *
 * Runs on an event loop's thread as a gating reader: it is never detached, so it never waits for a strategy. Strategies
 * come and go by mail from the main thread, between two turns.
 */
import type { Account, Instrument } from '../../protocol/instrument.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { EventKind, isCommand, isImage, Trd, TrdDouble } from '../../protocol/records/event.js';
import { FeedKind } from '../../protocol/records/feed.js';
import { byteA, head, kindOf, sessionOf } from '../../protocol/records/layout.js';
import { FEED_EVENTS_PER_TURN, GROUP_RECORDS, type Limits } from '../config/limits.js';
import { type BroadcastMemory, BroadcastReader } from '../rings/broadcast.js';
import type { LaneMemory } from '../rings/lane.js';
import type { CounterMemory } from '../telemetry/counters.js';
import type { Agent } from '../threads/agent.js';
import { Depth } from '../views/depth.js';
import { EventGroup } from '../views/event-group.js';
import { OrderTable } from '../views/order-table.js';
import { AccountPositions } from './account-positions.js';
import { Board } from './board.js';
import { FeedMeter } from './feed-meter.js';
import { OwnOrders } from './own-orders.js';
import { Phases } from './phases.js';
import { References } from './references.js';
import { StrategyDesk } from './strategy-desk.js';
import { UnknownOrders } from './unknown-orders.js';
import { type FeedVenue, VenueBoards } from './venue-boards.js';
import { leaveUnread } from './venue-depth.js';

export interface FeedStrategy {
  readonly session: number;
  readonly account: Pick<Account, 'id'>;
  /** Those whose market data it gets. */
  readonly instruments: readonly Pick<Instrument, 'id'>[];
}

/** Can be structured-cloned, so it travels to the thread that runs the feed. */
export interface FeedOptions {
  /** The event ring and which of its readers this is; behind the journal or not, as the ring was created. */
  readonly events: BroadcastMemory;
  readonly reader: number;
  readonly limits: Pick<Limits, 'orders' | 'instruments' | 'sessions'>;
  /** All that there may be, running or not; the feed calls them by their place here. */
  readonly strategies: readonly FeedStrategy[];
  readonly counters: CounterMemory<'feed'>;
  readonly venues?: readonly FeedVenue[];
}

/** A strategy has been detached, because its ring had no room for an order event, or it damaged the ring. */
export type OnFault = (index: number, why: string) => void;

export class FeedAgent implements Agent {
  readonly name = 'feed';
  private readonly events: BroadcastReader;
  private readonly group = new EventGroup();
  private readonly orders: OrderTable;
  private readonly depth: Depth;
  private readonly boards: readonly (Board | undefined)[];
  private readonly venueBoards: VenueBoards;
  private readonly desks: readonly StrategyDesk[];
  private readonly unknown: UnknownOrders;
  private readonly bySession: readonly (StrategyDesk | undefined)[];
  private readonly own: OwnOrders;
  private readonly accounts: AccountPositions;
  private readonly references: References;
  private readonly phases: Phases;
  private readonly meter: FeedMeter;
  private readonly marked: Board[] = [];
  /** Rings of strategies that are to be attached once the state after recovery is known. */
  private readonly waiting = new Map<StrategyDesk, LaneMemory>();
  private ready = false;

  constructor(
    { events, reader, limits, strategies, counters, venues = [] }: FeedOptions,
    private readonly onFault: OnFault,
  ) {
    this.events = new BroadcastReader(events, reader);
    this.orders = new OrderTable(limits.orders);
    this.depth = new Depth(limits.orders, limits.instruments);
    this.boards = boardsOf(strategies, limits.instruments, this.depth);
    const isWanted = strategies.length > 0;
    this.venueBoards = new VenueBoards(limits, isWanted ? venues : [], (board) => this.mark(board));
    if (!isWanted) for (const { marketData } of venues) if (marketData) leaveUnread(marketData);
    this.desks = strategies.map(({ session, account, instruments }, index) => {
      return new StrategyDesk(
        index,
        session,
        account.id,
        instruments.flatMap(({ id }) => [this.boards[id]!, ...this.venueBoards.of(id)]),
      );
    });
    this.unknown = new UnknownOrders(this.orders);
    this.bySession = bySession(this.desks, limits.sessions);
    this.own = new OwnOrders(this.group, this.orders, this.bySession, this.unknown);
    this.accounts = new AccountPositions(this.desks, this.group, this.orders);
    this.references = new References(this.desks);
    this.phases = new Phases(this.boards, this.group);
    this.meter = new FeedMeter(counters);
  }

  /** A strategy's new life: from now on its ring is written. It must be fresh, and no worker may have it yet. */
  attach(index: number, memory: LaneMemory): void {
    this.waiting.set(this.desks[index], memory);
    this.attachWaiting();
  }

  /** Nothing is written into its ring any more. */
  detach(index: number): void {
    this.waiting.delete(this.desks[index]);
    this.desks[index].detach();
  }

  doWork(): number {
    if (this.desks.length === 0) return this.passOver();
    return this.readEvents() + this.venueBoards.doWork() + this.showBoards() + this.flushRings();
  }

  /** A strategy's ring had no room: it is looked at again soon, because readers of rings wake nobody. */
  expectsWork(): boolean {
    return this.desks.some(({ ring }) => ring?.busy);
  }

  /** Without strategies there is nobody to tell; the core must not wait for that. */
  private passOver(): number {
    const ready = this.events.available(Number.MAX_SAFE_INTEGER);
    this.events.release(ready);
    return ready;
  }

  private attachWaiting(): void {
    if (!this.ready) return;
    for (const [desk, memory] of this.waiting) {
      desk.attach(memory, this.orders, this.unknown, this.group);
      this.accounts.tell(desk);
      this.references.tell(desk);
      this.phases.tell(desk);
    }
    this.waiting.clear();
  }

  /** Stops between two groups where it can; a group longer than a turn takes several. */
  private readEvents(): number {
    const { events } = this;
    const most = events.available(FEED_EVENTS_PER_TURN + GROUP_RECORDS);
    let done = 0;
    while (done < most && (done < FEED_EVENTS_PER_TURN || this.group.open)) this.apply(events.offset(done++));
    events.release(done);
    this.meter.records.add(done);
    return done;
  }

  private apply(at: number): void {
    const { i32, f64 } = this.events;
    const kind = kindOf(i32[at]);
    if (!isImage(kind)) this.group.enter(i32, f64, at);
    this.orders.apply(i32, f64, at);
    if (this.depth.apply(i32, f64, at, this.orders) > 0) this.markBoards();
    this.phases.apply(i32, f64, at);
    if (isImage(kind)) this.applyImage(kind, at);
    else this.tell(kind, at);
  }

  private tell(kind: number, at: number): void {
    const { i32, f64 } = this.events;
    this.own.apply(i32, f64, at);
    this.accounts.apply(i32, f64, at);
    if (isCommand(kind)) this.tellCommand(kind, at);
    if (kind === EventKind.Trade) this.tellTrade(at);
    this.group.leave(i32, at);
  }

  private tellCommand(kind: number, at: number): void {
    const { i32, f64 } = this.events;
    this.venueBoards.apply(i32, f64, at);
    this.references.apply(this.group, i32, at);
    if (kind === CommandKind.StrategyNote && reasonOf(i32[at + Cmd.Flags]) === 0) this.note(at);
  }

  private note(at: number): void {
    const { i32, f64 } = this.events;
    this.bySession[sessionOf(i32[at + Cmd.Owner])]?.note(i32, f64, at);
  }

  private tellTrade(at: number): void {
    const { i32, f64 } = this.events;
    const instrument = i32[at + Trd.Instrument];
    const board = this.boards[instrument];
    if (board === undefined) return;
    const word = head(FeedKind.Trade, byteA(i32[at]));
    const lots = f64[(at >> 1) + TrdDouble.QtyLots];
    for (const { ring } of board.followers)
      ring?.trade(word, instrument, i32[at + Trd.PriceTicks], lots, this.group);
  }

  private applyImage(kind: number, at: number): void {
    const { group, events } = this;
    this.unknown.apply(events.i32, at);
    if (kind === EventKind.ImagePosition) this.accounts.begin(events.i32, events.f64, at);
    if (kind === EventKind.ImageNote) this.note(at);
    if (kind === EventKind.ImageBegin) group.imageBegins(events.i32, at);
    if (kind !== EventKind.ImageEnd) return;
    group.imageEnds(events.f64, at);
    this.ready = true;
    this.showBoards();
    this.attachWaiting();
  }

  private markBoards(): void {
    const { count, instrument } = this.depth.changes;
    for (let i = 0; i < count; i++) {
      const board = this.boards[instrument[i]];
      if (board !== undefined) this.mark(board);
    }
  }

  private mark(board: Board): void {
    if (board.marked || board.followers.length === 0) return;
    board.marked = true;
    this.marked.push(board);
  }

  private showBoards(): number {
    if (this.group.open || this.marked.length === 0) return 0;
    for (const board of this.marked) {
      board.marked = false;
      if (board.refresh(this.group)) for (const { ring } of board.followers) ring?.bookChanged(board);
    }
    this.marked.length = 0;
    return 1;
  }

  private flushRings(): number {
    let written = 0;
    for (const desk of this.desks) {
      const { ring } = desk;
      if (ring === undefined) continue;
      written += ring.flush(this.group);
      this.meter.take(ring);
      if (ring.fault !== undefined) this.detachFaulty(desk, ring.fault);
    }
    return written;
  }

  private detachFaulty(desk: StrategyDesk, why: string): void {
    desk.detach();
    this.meter.hung.increment();
    this.onFault(desk.index, why);
  }
}

/** One board for each instrument that a strategy follows, by instrument number. */
function boardsOf(strategies: readonly FeedStrategy[], count: number, depth: Depth): (Board | undefined)[] {
  const boards: (Board | undefined)[] = new Array(count).fill(undefined);
  for (const { instruments } of strategies)
    for (const { id } of instruments) boards[id] ??= new Board(id, depth);
  return boards;
}

function bySession(desks: readonly StrategyDesk[], sessions: number): (StrategyDesk | undefined)[] {
  const found: (StrategyDesk | undefined)[] = new Array(sessions).fill(undefined);
  for (const desk of desks) found[desk.session] = desk;
  return found;
}

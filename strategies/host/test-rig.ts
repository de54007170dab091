/**
 * A whole engine around the strategies for tests, in this process: lanes, core, event ring and feed on this thread's event
 * loop, the strategies in real workers. Keeps what the core said, in order.
 */
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { AdminLane } from '../../engine/admin/admin-lane.js';
import { sideIndex } from '../../engine/book/rank.js';
import { DEFAULT_LIMITS, type Limits } from '../../engine/config/limits.js';
import type { RegisteredStrategy } from '../../engine/config/registry.js';
import type { StrategyEntry } from '../../engine/config/schema.js';
import { Core } from '../../engine/core/core.js';
import { CoreAgent } from '../../engine/core/core-agent.js';
import { FeedAgent } from '../../engine/feed/feed-agent.js';
import { Lane } from '../../engine/memory.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../../engine/rings/lane.js';
import { type CounterMemory, Counters, createCounters } from '../../engine/telemetry/counters.js';
import type { Agent } from '../../engine/threads/agent.js';
import { type EventLoopRun, runOnEventLoop } from '../../engine/threads/event-loop.js';
import { SHARED } from '../../engine/threads/policy.js';
import { SystemClock } from '../../engine/threads/system-clock.js';
import { Side } from '../../protocol/codes/enums.js';
import type { Reason } from '../../protocol/codes/reasons.js';
import type { Instrument } from '../../protocol/instrument.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EventKind, isCommand, Trd } from '../../protocol/records/event.js';
import { kindOf, owner, sessionOf } from '../../protocol/records/layout.js';
import { ClientIds } from '../sdk/client-ids.js';
import { TradedInstrument } from '../sdk/instrument.js';
import { OrderLane } from '../sdk/order-lane.js';
import { Orders } from '../sdk/orders.js';
import { type HostOptions, StrategyHost } from './host.js';

export const TEST_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  orders: 1 << 13,
  instruments: 8,
  accounts: 8,
  sessions: 64,
  levelChunks: 1 << 8,
  clientIdHistory: 64,
  eventSlots: 1 << 13,
  laneSlots: 1 << 10,
  laneReserved: 1 << 6,
  feedSlots: 1 << 9,
};

const instrument = (id: number, symbol: string): Instrument => ({
  id,
  symbol,
  priceScale: 2,
  quantityScale: 3,
  tick: 5,
  lot: 10,
  minPriceTicks: 1,
  maxPriceTicks: 1_000_000,
  maxQtyLots: 1_000_000,
  maxNotional: 1e12,
  referenceTicks: 1_000,
  marketMarginPercent: 10,
});

/** Prices are multiples of 0.05, quantities of 0.010. */
export const BTC = instrument(1, 'BTC-USD');
export const ETH = instrument(2, 'ETH-USD');
export const HOUSE = { id: 1, name: 'house' };

const FIRST_SESSION = 10;
const LANES = Lane.FirstStrategy + 32;
const WAIT_MS = 60_000;

/** A record of the event ring, as far as these tests look. */
export interface Seen {
  readonly kind: number;
  readonly session: number;
  readonly reason: Reason;
}

export type EntryOptions = Partial<StrategyEntry> & Pick<StrategyEntry, 'name' | 'plugin'>;

export class EngineRig {
  readonly seen: Seen[] = [];
  readonly logged: Record<string, unknown>[] = [];
  readonly core: Core;
  readonly coreAgent: CoreAgent;
  readonly feed: FeedAgent;
  readonly admin: AdminLane;
  readonly host: StrategyHost;
  readonly feedCounters: Counters<'feed'>;
  readonly strategies: readonly RegisteredStrategy[];
  /** Where paths of plugins begin. */
  readonly directory: string;
  private readonly counters: readonly CounterMemory<'strategy'>[];
  private readonly bell = Doorbell.create();
  private readonly run: EventLoopRun;
  private readonly ticks: NodeJS.Timeout;

  constructor(entries: readonly EntryOptions[], options: Partial<HostOptions> = {}, limits = TEST_LIMITS) {
    this.strategies = entries.map(registered);
    this.directory = options.directory ?? fileURLToPath(new URL('.', import.meta.url));
    this.counters = this.strategies.map(({ entry: { name } }) =>
      createCounters('strategy', { strategy: name }),
    );
    const { bell } = this;
    const memory = createBroadcast(limits.eventSlots, [bell, bell], [0, 1]);
    const events = new BroadcastWriter(memory);
    this.core = new Core(limits, events);
    this.coreAgent = new CoreAgent(this.core, events, LANES);
    const adminLane = createLane(64, 8, bell);
    this.coreAgent.attachLane(Lane.Admin, new LaneReader(adminLane));
    this.admin = new AdminLane(new LaneWriter(adminLane), new SystemClock());
    const counters = createCounters('feed');
    this.feedCounters = new Counters(counters);
    this.feed = new FeedAgent(
      {
        events: memory,
        reader: 1,
        limits,
        strategies: this.strategies,
        counters,
      },
      (index, why) => this.host.feedHung(index, why),
    );
    this.host = new StrategyHost({
      strategies: this.strategies,
      ports: this.ports(),
      limits,
      coreBell: bell,
      policy: SHARED,
      directory: this.directory,
      log: pino({ level: 'debug' }, { write: (line: string) => void this.logged.push(JSON.parse(line)) }),
      logLevel: 'silent',
      counters: this.counters,
      ...options,
      rule: { startMs: 60_000, stopMs: 60_000, ...options.rule },
    });
    const agents = [
      this.coreAgent,
      this.feed,
      this.recorder(new BroadcastReader(memory, 0)),
      this.laneWatch(),
    ];
    this.run = runOnEventLoop(agents, new Doorbell(bell), SHARED);
    this.ticks = setInterval(() => this.admin.time(), 100);
    while (!this.core.writeImageRecords());
    events.publish();
    this.admin.defineAccount(HOUSE.id);
    for (const each of [BTC, ETH]) this.admin.defineInstrument(each);
  }

  async close(): Promise<void> {
    await this.host.stop();
    await this.until('all is read', () => this.isQuiet());
    clearInterval(this.ticks);
    await this.run.stop();
  }

  session(name: string): number {
    return this.strategies.find(({ entry }) => entry.name === name)!.session;
  }

  /** Reasons with which orders of the strategy have ended, in order. */
  ends(name: string): Reason[] {
    return this.of(name, EventKind.OrderEnded).map(({ reason }) => reason);
  }

  /** Records of this kind that concern the strategy. */
  of(name: string, kind: number): Seen[] {
    const session = this.session(name);
    return this.seen.filter((each) => each.kind === kind && each.session === session);
  }

  /** An order of the strategy as if an earlier run of the engine had left it. */
  async leaveOrder(name: string): Promise<void> {
    const index = this.strategies.findIndex(({ entry }) => entry.name === name);
    const lane = createLane(16, 1, this.bell);
    this.coreAgent.attachLane(Lane.FirstStrategy + index, new LaneReader(lane));
    const ownerWord = owner(HOUSE.id, this.session(name));
    const out = new OrderLane(new LaneWriter(lane), new SystemClock(), ownerWord);
    const orders = new Orders(out, new ClientIds(this.session(name), 1), 1);
    orders.send(new TradedInstrument(BTC), 'buy', 1, 10, {});
    out.commit();
    await this.until('the order is there', () => this.openOrders(name) === 1);
  }

  /** What was logged of the strategy by the host. */
  logs(name: string): string[] {
    return this.logged.filter(({ strategy }) => strategy === name).map(({ msg }) => String(msg));
  }

  counts(name: string): Record<string, number> {
    const block = this.counters.find(({ labels }) => labels.strategy === name)!;
    return new Counters(block).read();
  }

  /** Orders of the strategy that are open in the core. */
  openOrders(name: string): number {
    const { orders } = this.core.state;
    let open = 0;
    for (let slot = 1; slot < orders.highWater; slot++)
      if (orders.isOpen(slot) && sessionOf(orders.owner(slot)) === this.session(name)) open++;
    return open;
  }

  /** Prices of the strategy's open buy orders, in ticks. */
  bidsOf(name: string): number[] {
    const { orders, book } = this.core.state;
    const bids: number[] = [];
    book.walk(sideIndex(BTC.id, Side.Buy), (slot) => {
      if (sessionOf(orders.owner(slot)) === this.session(name)) bids.push(orders.priceTicks(slot));
    });
    return bids;
  }

  /** Fails after a long time, with what was logged. */
  async until(what: string, condition: () => boolean): Promise<void> {
    const deadline = performance.now() + WAIT_MS;
    while (!condition()) {
      if (performance.now() > deadline)
        throw new Error(
          `not in time: ${what}\n${this.logged.map((line) => JSON.stringify(line)).join('\n')}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Nothing is under way between main, core and its readers: a whole round of the loop finds nothing to do. */
  private isQuiet(): boolean {
    return this.admin.flush() && this.coreAgent.doWork() === 0 && this.feed.doWork() === 0;
  }

  private ports(): HostOptions['ports'] {
    const { coreAgent } = this;
    return {
      attachLane: (index, lane, guard) =>
        coreAgent.attachLane(Lane.FirstStrategy + index, new LaneReader(lane), guard),
      detachLane: (index) => coreAgent.detachLane(Lane.FirstStrategy + index),
      attachFeed: (index, ring) => this.feed.attach(index, ring),
      detachFeed: (index) => this.feed.detach(index),
      cancelOrders: (session, reason) => this.admin.massCancel({ session }, reason),
    };
  }

  private recorder(reader: BroadcastReader): Agent {
    return {
      name: 'recorder',
      doWork: () => {
        const count = reader.available(1_024);
        for (let i = 0; i < count; i++) this.record(reader.i32, reader.offset(i));
        reader.release(count);
        return count;
      },
    };
  }

  private record(i32: Int32Array, at: number): void {
    const kind = kindOf(i32[at]);
    if (kind === CommandKind.Time) return;
    const ownerWord = kind === EventKind.Trade ? i32[at + Trd.TakerOwner] : i32[at + Cmd.Owner];
    const reason = isCommand(kind) ? reasonOf(i32[at + Cmd.Flags]) : i32[at + End.Reason];
    this.seen.push({ kind, session: sessionOf(ownerWord), reason });
  }

  private laneWatch(): Agent {
    const told = new Set<LaneReader>();
    const lanes = (this.coreAgent as unknown as { lanes: (LaneReader | undefined)[] }).lanes;
    return {
      name: 'lane watch',
      doWork: () => {
        this.strategies.forEach((_, index) => {
          const lane = lanes[Lane.FirstStrategy + index];
          if (lane === undefined || told.has(lane) || !this.coreAgent.isClosed(Lane.FirstStrategy + index))
            return;
          told.add(lane);
          this.host.laneClosed(index);
        });
        return 0;
      },
    };
  }
}

function registered(entry: EntryOptions, index: number): RegisteredStrategy {
  return {
    entry: {
      account: HOUSE.name,
      instruments: ['BTC-USD', 'ETH-USD'],
      parameters: {},
      memoryMb: 64,
      handlerMs: 500,
      keepOrders: false,
      autoStart: true,
      ...entry,
    },
    session: FIRST_SESSION + index,
    account: HOUSE,
    instruments: [BTC, ETH],
  };
}

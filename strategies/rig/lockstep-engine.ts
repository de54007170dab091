/**
 * An engine and its strategies on one thread and on virtual time: the core, the feed, the rings and the agent that a worker
 * runs, and nothing beside them. They take turns in a fixed order, so the same input gives the same run.
 *
 * ```
 *  strategy ─lane─▶ (wire) ─lane─▶ core ─event ring─▶ feed ─ring─▶ (wire) ─ring─▶ strategy
 * ```
 *
 * A back-test has wires that take time; a test of a strategy has none.
 */
import { AdminLane } from '../../engine/admin/admin-lane.js';
import { sendDefinitions } from '../../engine/admin/definitions.js';
import type { Limits } from '../../engine/config/limits.js';
import { listedVenues, type RegisteredStrategy, type Registry } from '../../engine/config/registry.js';
import { Core } from '../../engine/core/core.js';
import { CoreAgent } from '../../engine/core/core-agent.js';
import { FeedAgent } from '../../engine/feed/feed-agent.js';
import { createFeedRing, ordersAtATime } from '../../engine/feed/feed-ring.js';
import { type BroadcastMemory, BroadcastWriter, createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { createLane, type LaneMemory, LaneReader, LaneWriter } from '../../engine/rings/lane.js';
import { createCounters } from '../../engine/telemetry/counters.js';
import type { Agent } from '../../engine/threads/agent.js';
import { SHARED } from '../../engine/threads/policy.js';
import { assemble } from '../host/assemble.js';
import { createLifeMemory } from '../host/life-memory.js';
import { checkParameters } from '../host/plugin.js';
import type { StrategyAgent } from '../host/strategy-agent.js';
import type { Context, StrategyLog } from '../sdk/context.js';
import type { Strategy } from '../sdk/strategy.js';
import { DelayLine } from './delay-line.js';
import type { VirtualTime } from './virtual-time.js';

const ADMIN_LANE = 0;
const FEED_READER = 0;
const ADMIN_SLOTS = 1 << 12;
/** The engine's clock tells the core the time this often. */
const TICK_MS = 1_000;

/** How long a wire takes, in nanoseconds. */
export interface Latency {
  readonly ordersNs: () => number;
  readonly marketDataNs: () => number;
}

export interface LockstepOptions {
  readonly registry: Registry;
  readonly limits: Limits;
  readonly time: VirtualTime;
  /** Without it, wires take no time. */
  readonly latency?: Latency;
  /** Readers of the event ring beside the feed, and lanes beside those of the strategies. */
  readonly readers?: number;
  readonly lanes?: number;
  /** An engine before this one: what its core was like at its end, and how many lives of strategies it has seen. */
  readonly before?: { readonly image: Uint8Array; readonly lives: number };
}

/** A life of a strategy. */
export interface Running {
  readonly agent: StrategyAgent;
  readonly context: Context<unknown>;
}

export class LockstepEngine {
  readonly core: Core;
  readonly admin: AdminLane;
  readonly events: BroadcastMemory;
  readonly time: VirtualTime;
  /** Strategies that failed: why, by place. */
  readonly faults: string[] = [];
  private readonly coreAgent: CoreAgent;
  private readonly feed: FeedAgent;
  private readonly writer: BroadcastWriter;
  private readonly bell = Doorbell.create();
  private readonly running: (Running | undefined)[] = [];
  private readonly wires: (readonly DelayLine[])[] = [];
  private readonly besides: Agent[] = [];
  private lives: number;

  constructor(private readonly options: LockstepOptions) {
    const { registry, limits, readers = 0, lanes = 0 } = options;
    const { strategies } = registry;
    this.time = options.time;
    this.lives = options.before?.lives ?? 0;
    const bells = Array.from({ length: 1 + readers }, () => this.bell);
    this.events = createBroadcast(
      limits.eventSlots,
      bells,
      bells.map((_, i) => i),
    );
    const writer = new BroadcastWriter(this.events);
    this.writer = writer;
    this.core = new Core(limits, writer);
    if (options.before !== undefined) this.core.loadImage(options.before.image);
    this.coreAgent = new CoreAgent(this.core, writer, 1 + strategies.length + lanes);
    this.admin = new AdminLane(new LaneWriter(this.attach(ADMIN_LANE, ADMIN_SLOTS)), this.time);
    this.feed = new FeedAgent(
      {
        ...{ events: this.events, reader: FEED_READER, limits, strategies },
        venues: listedVenues(registry.venues),
        counters: createCounters('feed'),
      },
      (index, why) => (this.faults[index] = why),
    );
    while (!this.core.writeImageRecords());
    writer.publish();
  }

  /** Tells the core what the configuration says, and begins to tell it the time. */
  open(): void {
    sendDefinitions(this.admin, this.options.registry);
    this.tick();
    this.settle();
  }

  /** For an engine that goes on from here: see `LockstepOptions`. Not in the middle of a command. */
  get leftBehind(): NonNullable<LockstepOptions['before']> {
    return { image: this.core.saveImage(), lives: this.lives };
  }

  /** A lane of somebody else, behind those of the strategies. */
  addLane(number: number, slots: number): LaneMemory {
    const { strategies } = this.options.registry;
    return this.attach(1 + strategies.length + number, slots);
  }

  /** Takes its turn behind the core's. */
  addAgent(agent: Agent): void {
    this.besides.push(agent);
  }

  /** A life of the strategy at this place of the registry begins. @throws UnusablePlugin its parameters are wrong */
  start(place: number, strategy: Strategy<unknown>, log: StrategyLog = () => {}): Running {
    const entry = this.options.registry.strategies[place];
    const parameters = checkParameters(strategy, entry.entry.parameters);
    const running = this.assemble(place, entry, strategy, parameters, log);
    this.running[place] = running;
    return running;
  }

  /** It is asked to stop, and goes on until it is done; then it is as if its worker had ended. */
  stop(place: number): void {
    this.running[place]?.agent.stop();
    this.settle();
  }

  /** It has had its last word, and everything is answered. */
  isSettled(place: number): boolean {
    return this.running[place]?.agent.settled ?? true;
  }

  /** It is gone, as if its worker had been ended; its orders stand. */
  end(place: number): void {
    this.feed.detach(place);
    this.coreAgent.detachLane(1 + place);
    delete this.running[place];
    delete this.wires[place];
  }

  /** The strategy's own view of the engine. It must have been started. */
  contextOf(place: number): Context<unknown> {
    return this.running[place]!.context;
  }

  /** The next moment at which something happens by itself: a timer, or a record that arrives. */
  get nextNs(): number {
    let next = this.time.nextNs;
    for (const wires of this.wires) if (wires) for (const wire of wires) next = Math.min(next, wire.nextNs);
    return next;
  }

  /** On to a moment, by way of all that happens until then. */
  advanceTo(ns: number): void {
    for (let next = this.nextNs; next <= ns; next = this.nextNs) {
      this.time.moveTo(next);
      this.settle();
    }
    this.time.moveTo(ns);
  }

  /** The core alone goes on, so that nobody hears half of what is entered; readers only where it has to wait for them. */
  execute(): void {
    if (this.coreAgent.doWork() > 0) return;
    for (const agent of this.besides) agent.doWork();
    this.feed.doWork();
  }

  /** Everybody takes turns until there is nothing to do at this moment. */
  settle(): void {
    this.time.ring();
    while (this.turn() > 0);
  }

  /** What the core has written is seen, though nobody takes a turn. */
  publish(): void {
    this.writer.publish();
  }

  private turn(): number {
    let work = 0;
    for (const wires of this.wires) if (wires) work += this.carry(wires);
    work += this.coreAgent.doWork();
    for (const agent of this.besides) work += agent.doWork();
    work += this.feed.doWork();
    for (const running of this.running) if (running) work += running.agent.doWork();
    return work;
  }

  /** What arrives at the core arrives now, whenever it was sent. */
  private carry([orders, told]: readonly DelayLine[]): number {
    if (orders.nextNs <= this.time.nowNs) this.admin.time();
    return orders.doWork() + told.doWork();
  }

  private tick(): void {
    this.admin.time();
    this.time.schedule(TICK_MS, () => this.tick());
  }

  private attach(index: number, slots: number): LaneMemory {
    const memory = createLane(slots, 0, this.bell);
    this.coreAgent.attachLane(index, new LaneReader(memory));
    return memory;
  }

  private assemble(
    place: number,
    { entry, session, account, instruments }: RegisteredStrategy,
    strategy: Strategy<unknown>,
    parameters: unknown,
    log: StrategyLog,
  ): Running {
    const { limits, time } = this.options;
    const memory = createLifeMemory(limits, this.bell);
    this.connect(place, memory.lane, memory.feed, { session, account: account.id });
    const task = {
      ...{ name: entry.name, plugin: '', parameters, account: account.id, session, instruments, memory },
      ...{ memoryMb: 0, policy: SHARED, logLevel: 'silent' },
      venues: listedVenues(this.options.registry.venues),
      ordersAtATime: ordersAtATime(limits.feedSlots),
      firstClientId: ++this.lives * 2 ** 32,
    };
    const parts = { clock: time, schedule: time.schedule, turnMs: Number.POSITIVE_INFINITY };
    return assemble(task, strategy, parameters, parts, log);
  }

  private connect(
    place: number,
    lane: LaneMemory,
    ring: LaneMemory,
    guard: { session: number; account: number },
  ): void {
    const { latency, limits, time } = this.options;
    const sent = latency ? createLane(limits.laneSlots, 0, this.bell) : lane;
    const told = latency ? createFeedRing(limits.feedSlots, this.bell) : ring;
    if (latency)
      this.wires[place] = [
        new DelayLine(lane, sent, time, latency.ordersNs),
        new DelayLine(told, ring, time, latency.marketDataNs),
      ];
    this.feed.attach(place, told);
    this.coreAgent.attachLane(1 + place, new LaneReader(sent), guard);
  }
}

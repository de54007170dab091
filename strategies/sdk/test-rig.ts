/** A strategy beside its engine, all on this thread: what a worker runs, without the worker. */

import { ordersAtATime } from '../../engine/feed/feed-ring.js';
import { BTC, ETH, FeedRig, TEST_LIMITS, VENUE } from '../../engine/feed/test-rig.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { LaneReader } from '../../engine/rings/lane.js';
import { SHARED } from '../../engine/threads/policy.js';
import { assemble } from '../host/assemble.js';
import { createLifeMemory, type LifeMemory, type StrategyLimits } from '../host/life-memory.js';
import { checkParameters } from '../host/plugin.js';
import type { StrategyAgent } from '../host/strategy-agent.js';
import type { VirtualTime } from '../rig/virtual-time.js';
import type { Context } from './context.js';
import type { Strategy } from './strategy.js';

export { BTC, ETH } from '../../engine/feed/test-rig.js';

const ACCOUNT = 1;
/** The traders' lanes stand before. */
const FIRST_LANE = 9;
const FIRST_SESSION = 11;

export interface Running {
  readonly agent: StrategyAgent;
  readonly memory: LifeMemory;
  readonly session: number;
}

export class StrategyRig {
  readonly engine: FeedRig;
  readonly logged: string[] = [];
  private readonly running: Running[] = [];
  private lives = 0;

  /** @param places how many strategies there may be */
  constructor(
    places: number,
    private readonly limits: StrategyLimits = {
      ...TEST_LIMITS,
      laneSlots: 256,
      laneReserved: 64,
      feedSlots: 1_024,
    },
    /** What its strategies' timers go by; without it, by the event loop. */
    private readonly time?: VirtualTime,
  ) {
    const strategies = Array.from({ length: places }, (_, i) => ({
      session: FIRST_SESSION + i,
      account: { id: ACCOUNT },
      instruments: [BTC, ETH],
    }));
    this.engine = new FeedRig(strategies, { venue: true });
  }

  /** A life of the strategy at this place begins. */
  start<P>(place: number, strategy: Strategy<P>, parameters: unknown = {}): Running {
    const memory = createLifeMemory(this.limits, Doorbell.create());
    const session = FIRST_SESSION + place;
    this.engine.feed.attach(place, memory.feed);
    const guard = { account: ACCOUNT, session };
    this.engine.coreAgent.attachLane(FIRST_LANE + place, new LaneReader(memory.lane), guard);
    const task = {
      name: `strategy ${place}`,
      plugin: '',
      parameters,
      ...guard,
      instruments: [BTC, ETH],
      venues: [{ number: VENUE, name: 'venue', instruments: [BTC.id] }],
      memory,
      memoryMb: 0,
      ordersAtATime: ordersAtATime(this.limits.feedSlots),
      firstClientId: ++this.lives * 1_000,
      policy: SHARED,
      logLevel: 'silent',
    };
    const plugin = strategy as Strategy<unknown>;
    const log = (text: string) => void this.logged.push(text);
    const { agent } = assemble(
      task,
      plugin,
      checkParameters(plugin, parameters),
      { clock: this.engine.clock, schedule: this.time?.schedule },
      log,
    );
    const running = { agent, memory, session };
    this.running[place] = running;
    this.settle();
    return running;
  }

  /** It is gone, as if its worker had been ended. */
  end(place: number): void {
    this.engine.feed.detach(place);
    this.engine.coreAgent.detachLane(FIRST_LANE + place);
    delete this.running[place];
  }

  /** Strategies and engine take turns until nobody has anything to do. */
  settle(): void {
    let work = 1;
    while (work > 0) {
      work = 0;
      for (const each of this.running) if (each !== undefined) work += each.agent.doWork();
      work += this.engine.settle();
    }
  }

  /** So much virtual time goes by, timer after timer. */
  advance(milliseconds: number): void {
    const { time, engine } = this;
    if (time === undefined) throw new Error('this rig has no time of its own');
    const endNs = time.nowNs + milliseconds * 1e6;
    this.settle();
    for (let next = time.nextNs; next <= endNs; next = time.nextNs) this.at(next, time);
    this.at(endNs, time);
    engine.clock.advance(milliseconds);
  }

  private at(ns: number, time: VirtualTime): void {
    time.moveTo(ns);
    time.ring();
    this.settle();
  }

  agentOf(place: number): StrategyAgent {
    return this.running[place].agent;
  }

  sessionOf(place: number): number {
    return this.running[place].session;
  }

  /** The strategy's own view of the engine. */
  contextOf(place: number): Context<unknown> {
    return (this.agentOf(place) as unknown as { context: Context<unknown> }).context;
  }

  laneClosed(place: number): boolean {
    return this.engine.coreAgent.isClosed(FIRST_LANE + place);
  }
}

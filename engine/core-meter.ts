/** What the core's thread counts and times, in shared memory. Read off the core once a turn, so that no command pays for it. */
import { Reason, reasonName } from '../protocol/codes/reasons.js';
import type { Core } from './core/core.js';
import type { CoreAgent } from './core/core-agent.js';
import type { BroadcastWriter } from './rings/broadcast.js';
import { type Counter, type CounterMemory, Counters, createCounters } from './telemetry/counters.js';
import { createHistogram, type HistogramMemory } from './telemetry/histogram.js';
import type { Agent } from './threads/agent.js';

export interface CoreMeterMemory {
  readonly counters: CounterMemory<'core'>;
  /** One for each reason that the core may refuse for. */
  readonly refusals: readonly CounterMemory<'refusal'>[];
  readonly turn: HistogramMemory;
  readonly command: HistogramMemory;
}

/** The doors' reasons are among them: what a door finds unfit is refused by the core, in sequence. */
const REASONS = Object.values(Reason).filter(
  (code): code is Reason => typeof code === 'number' && code !== 0,
);

export const createCoreMeter = (): CoreMeterMemory => ({
  counters: createCounters('core'),
  refusals: REASONS.map((reason) => createCounters('refusal', { reason: reasonName(reason) })),
  turn: createHistogram('core_turn'),
  command: createHistogram('core_command'),
});

export class CoreMeter implements Agent {
  readonly name = 'core-meter';
  readonly collections: Counter;
  readonly lanesClosed: Counter;
  private readonly commands: Counter;
  private readonly rejects: Counter;
  private readonly trades: Counter;
  private readonly events: Counter;
  private readonly ringFull: Counter;
  private readonly openOrders: Counter;
  private readonly sequence: Counter;
  private lastSequence: number;
  private lastRejects = 0;
  private lastTrades = 0;
  private lastWritten: number;
  private lastHeldBack = 0;
  private readonly refusals: readonly Counter[];
  private readonly lastRefusals: Int32Array;

  constructor(
    memory: CoreMeterMemory,
    private readonly core: Core,
    private readonly agent: CoreAgent,
    private readonly ring: BroadcastWriter,
  ) {
    const counters = new Counters(memory.counters);
    this.refusals = memory.refusals.map((each) => new Counters(each).counter('commands'));
    this.lastRefusals = core.rejectsBy.slice();
    this.collections = counters.counter('gc_collections');
    this.lanesClosed = counters.counter('lanes_closed');
    this.commands = counters.counter('commands');
    this.rejects = counters.counter('rejects');
    this.trades = counters.counter('trades');
    this.events = counters.counter('events');
    this.ringFull = counters.counter('ring_full');
    this.openOrders = counters.counter('open_orders');
    this.sequence = counters.counter('sequence');
    this.lastSequence = core.sequence;
    this.lastWritten = ring.written;
    this.show();
  }

  doWork(): number {
    if (this.core.sequence !== this.lastSequence || this.ring.written !== this.lastWritten) this.count();
    if (this.agent.heldBack !== this.lastHeldBack) this.countHeldBack();
    return 0;
  }

  /** The core's own tallies wrap at 32 bits; only their differences mean something. */
  private count(): void {
    const { core, ring } = this;
    this.commands.add(core.sequence - this.lastSequence);
    if (core.rejects !== this.lastRejects) this.countRefusals();
    this.rejects.add((core.rejects - this.lastRejects) | 0);
    this.trades.add((core.trades - this.lastTrades) | 0);
    this.events.add((ring.written - this.lastWritten) | 0);
    this.lastSequence = core.sequence;
    this.lastRejects = core.rejects;
    this.lastTrades = core.trades;
    this.lastWritten = ring.written;
    this.show();
  }

  private countRefusals(): void {
    const { rejectsBy } = this.core;
    for (let i = 0; i < REASONS.length; i++) {
      const reason = REASONS[i];
      this.refusals[i].add((rejectsBy[reason] - this.lastRefusals[reason]) | 0);
      this.lastRefusals[reason] = rejectsBy[reason];
    }
  }

  private countHeldBack(): void {
    this.ringFull.add((this.agent.heldBack - this.lastHeldBack) | 0);
    this.lastHeldBack = this.agent.heldBack;
  }

  private show(): void {
    this.openOrders.set(this.core.state.orders.count);
    this.sequence.set(this.core.sequence);
  }
}

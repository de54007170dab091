/**
 * The core's thread: recovers the state from the journal, shows it to the readers of the event ring, then takes commands
 * until it is told to drain. Between two turns it reads its mail: lanes come and go, and the orderly stop is two letters,
 * because the image may only be written when the journal has said where it ends.
 */
import type { Reason } from '../protocol/codes/reasons.js';
import type { Limits } from './config/limits.js';
import { CORE_VERSION, Core } from './core/core.js';
import { CoreAgent, type LaneGuard } from './core/core-agent.js';
import { CoreMeter, type CoreMeterMemory } from './core-meter.js';
import { writeImage } from './journal/image.js';
import { NodeFiles } from './journal/node-files.js';
import type { JournalPosition } from './journal/position.js';
import { recover } from './journal/recover.js';
import { PrivateRing } from './journal/replay.js';
import { type PositionRow, positionRows } from './ledger/position-rows.js';
import { createLogger, type Logger } from './log.js';
import { type EngineMemory, Lane } from './memory.js';
import { rehearse } from './rehearsal.js';
import { BroadcastWriter } from './rings/broadcast.js';
import { type LaneMemory, LaneReader } from './rings/lane.js';
import { type SessionRow, sessionRow } from './risk/session-rows.js';
import { bytesHeld } from './telemetry/bytes-held.js';
import { GcWatch } from './telemetry/gc-watch.js';
import { Histogram } from './telemetry/histogram.js';
import { TurnTimer } from './telemetry/turn-timer.js';
import type { Agent } from './threads/agent.js';
import { inlineDeeply } from './threads/inlining.js';
import type { WaitPolicy } from './threads/policy.js';
import { runBlocking } from './threads/runner.js';
import { specialize } from './threads/specialize.js';
import { type ThreadContext, threadBody } from './threads/thread-body.js';

export interface CoreThreadData {
  readonly limits: Limits;
  readonly memory: EngineMemory;
  readonly policy: WaitPolicy;
  readonly lanes: number;
  readonly journalDirectory: string;
  readonly epoch: number;
  readonly durability: 'sync' | 'async';
  readonly meter: CoreMeterMemory;
  readonly logLevel: string;
}

/** What main hears when the state has been recovered. */
export interface CoreReport {
  readonly position: JournalPosition;
  readonly sequence: number;
  readonly stateHash: string;
  readonly openOrders: number;
  readonly replayed: number;
  readonly milliseconds: number;
  /** Memory of the core's own tables. */
  readonly bytes: number;
}

export type CoreMail =
  /** The start-up commands are in the admin lane: once they are executed, the gateway's lane opens. */
  | { readonly kind: 'open' }
  | {
      readonly kind: 'attach';
      readonly lane: number;
      readonly memory: LaneMemory;
      readonly guard?: LaneGuard;
    }
  | { readonly kind: 'detach'; readonly lane: number }
  /** How many admin commands were refused so far, and why the last one was. */
  | { readonly kind: 'ask-refusals' }
  | { readonly kind: 'ask-positions' }
  | { readonly kind: 'ask-sessions'; readonly sessions: readonly number[] }
  /** Executes what is in the lanes, and nothing after that. */
  | { readonly kind: 'drain' }
  | { readonly kind: 'write-image'; readonly position: JournalPosition };

export type CoreNews =
  | { readonly kind: 'opened' }
  | { readonly kind: 'attached' | 'detached' | 'lane-closed'; readonly lane: number }
  | {
      readonly kind: 'drained';
      readonly sequence: number;
      readonly stateHash: string;
      readonly openOrders: number;
    }
  | { readonly kind: 'refusals'; readonly count: number; readonly reason: Reason }
  | { readonly kind: 'positions'; readonly rows: readonly PositionRow[] }
  | { readonly kind: 'sessions'; readonly rows: readonly SessionRow[] }
  | { readonly kind: 'image-written'; readonly name: string };

class CoreShell implements Agent {
  readonly name = 'core';
  private readonly core: Core;
  private readonly ring = new PrivateRing();
  private readonly events: BroadcastWriter;
  private readonly agent: CoreAgent;
  private readonly meter: CoreMeter;
  private imageShown = false;
  private opening = false;
  private draining = false;
  private drained = false;
  private refusedRecords = 0;

  constructor(
    private readonly context: ThreadContext<CoreThreadData>,
    private readonly log: Logger,
  ) {
    const { limits, memory, lanes, meter } = context.data;
    this.core = new Core(limits, this.ring.writer);
    this.events = new BroadcastWriter(memory.events);
    this.agent = new CoreAgent(this.core, this.events, lanes);
    this.meter = new CoreMeter(meter, this.core, this.agent, this.events);
    context.onMail((mail) => this.read(mail as CoreMail));
  }

  recover(): CoreReport {
    const { limits, journalDirectory, epoch, durability } = this.context.data;
    const startMs = performance.now();
    const { position, commands } = recover({
      files: new NodeFiles(journalDirectory),
      core: this.core,
      ring: this.ring,
      coreVersion: CORE_VERSION,
      limits,
      epoch,
      durability,
      log: (line) => this.log.info(line),
      progress: (records, sequence) => this.log.info({ records, sequence }, 'replaying the journal'),
    });
    this.core.writeTo(this.events);
    specialize(this.agent.hotPaths);
    return {
      position,
      sequence: this.core.sequence,
      stateHash: this.core.stateHash(),
      openOrders: this.core.state.orders.count,
      replayed: commands,
      milliseconds: performance.now() - startMs,
      bytes: bytesHeld(this.core),
    };
  }

  doWork(): number {
    if (this.drained) return 0;
    if (!this.imageShown) return this.showImage();
    const work = this.agent.doWork();
    if (this.agent.refusedRecords !== this.refusedRecords) this.tellClosedLanes();
    if (work === 0) this.idle();
    return work;
  }

  hasWork(): boolean {
    return !this.drained && !this.agent.idle;
  }

  /** What the thread runs: this, timed, and those who watch it. */
  agents(): Agent[] {
    const { turn, command } = this.context.data.meter;
    const timed = new TurnTimer(this, new Histogram(turn), new Histogram(command));
    return [timed, this.meter, new GcWatch(this.meter.collections)];
  }

  private showImage(): number {
    this.imageShown = this.core.writeImageRecords();
    this.events.publish();
    if (this.imageShown) this.attach(Lane.Admin, this.context.data.memory.lanes.admin);
    return 1;
  }

  private read(mail: CoreMail): void {
    switch (mail.kind) {
      case 'open':
        this.opening = true;
        break;
      case 'attach':
        this.attach(mail.lane, mail.memory, mail.guard);
        this.tell({ kind: 'attached', lane: mail.lane });
        break;
      case 'detach':
        this.agent.detachLane(mail.lane);
        this.tell({ kind: 'detached', lane: mail.lane });
        break;
      case 'ask-refusals':
        this.tell({ kind: 'refusals', count: this.agent.trustedRefusals, reason: this.agent.lastRefusal });
        break;
      case 'ask-positions':
        this.tell({ kind: 'positions', rows: this.positions() });
        break;
      case 'ask-sessions':
        this.tellSessions(mail.sessions);
        break;
      case 'drain':
        this.draining = true;
        break;
      case 'write-image':
        this.writeImage(mail.position);
        break;
    }
  }

  private positions(): PositionRow[] {
    const { ledger, instruments } = this.core.state;
    return positionRows(ledger, (instrument) => instruments.shownAtTicks(instrument));
  }

  private tellSessions(asked: readonly number[]): void {
    const { sessions } = this.core.state.risk;
    this.tell({ kind: 'sessions', rows: asked.map((session) => sessionRow(sessions, session)) });
  }

  private attach(lane: number, memory: LaneMemory, guard?: LaneGuard): void {
    this.agent.attachLane(lane, new LaneReader(memory), guard);
  }

  /** A turn without work: what waits for all lanes to be empty may come now. */
  private idle(): void {
    if (!this.opening && !this.draining) return;
    if (!this.agent.idle) return;
    if (this.opening) this.open();
    else if (this.draining) this.endDraining();
  }

  /** All threads have started: to pin one, a process is forked, and each page's next write is slow after that. */
  private open(): void {
    this.opening = false;
    this.core.state.clientIds.prefault();
    const { gateway, fix, street } = this.context.data.memory.lanes;
    this.attach(Lane.Gateway, gateway);
    if (fix !== undefined) this.attach(Lane.Fix, fix);
    if (street !== undefined) this.attach(Lane.Street, street);
    this.tell({ kind: 'opened' });
  }

  private endDraining(): void {
    this.drained = true;
    const { sequence } = this.core;
    const openOrders = this.core.state.orders.count;
    this.tell({ kind: 'drained', sequence, stateHash: this.core.stateHash(), openOrders });
  }

  private writeImage(position: JournalPosition): void {
    const files = new NodeFiles(this.context.data.journalDirectory);
    this.tell({ kind: 'image-written', name: writeImage(files, this.core, CORE_VERSION, position) });
  }

  private tellClosedLanes(): void {
    this.refusedRecords = this.agent.refusedRecords;
    for (let lane = 0; lane < this.context.data.lanes; lane++)
      if (this.agent.isClosed(lane)) this.closeLane(lane);
  }

  private closeLane(lane: number): void {
    this.agent.detachLane(lane);
    this.meter.lanesClosed.increment();
    this.tell({ kind: 'lane-closed', lane });
  }

  private tell(news: CoreNews): void {
    this.context.say(news);
  }
}

threadBody<CoreThreadData>((context) => {
  inlineDeeply();
  rehearse('core');
  const shell = new CoreShell(context, createLogger('core', context.data.logLevel));
  context.ready(shell.recover());
  runBlocking(shell.agents(), context.bell, context.data.policy, context.control);
});

/**
 * The core as an agent: takes commands out of the lanes in a fixed order, at most 256 a lane and turn, gives them to the
 * core, and publishes what it wrote once a turn. What comes from a strategy's lane is checked like a network frame,
 * because memory shared with JavaScript is always writable: one wrong record closes the lane.
 *
 * A turn that a full event ring cuts short goes on next time with the very record that found no room: a full ring
 * neither favours the first lanes nor changes the order in which lanes are merged.
 */
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandKind, extensionOf } from '../../protocol/records/command.js';
import { COMMANDS_PER_TURN } from '../config/limits.js';
import type { BroadcastWriter } from '../rings/broadcast.js';
import type { LaneReader } from '../rings/lane.js';
import type { Agent } from '../threads/agent.js';
import type { Core } from './core.js';
import { type HotPath, hotPath } from './hot-paths.js';
import { allows, type LaneGuard } from './lane-guard.js';

export type { LaneGuard } from './lane-guard.js';

/** Instead of records taken. */
const enum Taken {
  Not = 0,
  /** The second half of a command is beyond what this turn may take. */
  Half = -1,
}

/** A stamp may be this far ahead of the admin lane's newest; what is further is cut back. */
const AHEAD_SECONDS = 1;

export class CoreAgent implements Agent {
  readonly name = 'core';
  /** Records that were no command or broke their lane's guard. */
  refusedRecords = 0;
  /** Commands of the trusted lane that were refused, and why the last one was. */
  trustedRefusals = 0;
  lastRefusal: Reason = Reason.None;
  /** Turns in which the event ring had no room because a gating reader was a whole ring behind. Wraps at 32 bits. */
  heldBack = 0;
  private readonly lanes: (LaneReader | undefined)[];
  private readonly guards: (LaneGuard | undefined)[];
  private readonly closed: Uint8Array;
  private adminSeconds = 0;
  /** Where the turn is: the lane, how many commands it may still give, and whether the event ring let it give them. */
  private lane = 0;
  private left = COMMANDS_PER_TURN;
  private stalled = false;

  /** @param trusted lane whose stamps are the clock: the admin's */
  constructor(
    private readonly core: Core,
    private events: BroadcastWriter,
    laneCount: number,
    private readonly trusted = 0,
  ) {
    this.lanes = new Array(laneCount).fill(undefined);
    this.guards = new Array(laneCount).fill(undefined);
    this.closed = new Uint8Array(laneCount);
  }

  attachLane(index: number, reader: LaneReader, guard?: LaneGuard): void {
    this.lanes[index] = reader;
    this.guards[index] = guard;
    this.closed[index] = 0;
  }

  detachLane(index: number): void {
    this.lanes[index] = undefined;
    this.guards[index] = undefined;
    this.closed[index] = 0;
  }

  /** True when the lane said something that it may not say. */
  isClosed(index: number): boolean {
    return this.closed[index] === 1;
  }

  /** True when nothing is in the lanes and nothing goes on. */
  get idle(): boolean {
    if (this.core.pending) return false;
    for (let i = 0; i < this.lanes.length; i++) if ((this.lanes[i]?.available(1) ?? 0) > 0) return false;
    return true;
  }

  /** Given to `specialize` by a thread that has no other core. */
  get hotPaths(): readonly HotPath[] {
    return [hotPath(this, 'doWork'), ...this.core.hotPaths];
  }

  doWork(): number {
    let work = this.finishPending();
    if (!this.core.pending) work += this.drainLanes();
    this.events.publish();
    return work;
  }

  private finishPending(): number {
    let work = 0;
    while (this.core.pending && this.core.continueWork() > 0) work++;
    if (this.core.pending) this.heldBack = (this.heldBack + 1) | 0;
    return work;
  }

  private drainLanes(): number {
    let work = 0;
    for (; this.lane < this.lanes.length; this.lane++) {
      work += this.drain(this.lane);
      if (this.stalled) return work;
      this.left = COMMANDS_PER_TURN;
    }
    this.lane = 0;
    return work;
  }

  private drain(index: number): number {
    const lane = this.lanes[index];
    this.stalled = false;
    if (lane === undefined || this.closed[index] === 1) return 0;
    const ready = lane.available(this.left);
    if (lane.damaged) this.closeLane(index);
    let done = 0;
    let taken = 0;
    while (done < ready && (taken = this.take(index, lane, done, ready)) > 0) done += taken;
    this.stalled = done < ready && taken === Taken.Not && this.closed[index] === 0;
    if (this.stalled && !this.core.pending) this.heldBack = (this.heldBack + 1) | 0;
    this.left -= done;
    lane.release(done);
    return done;
  }

  /**
   * Records taken; or `Taken.Not`: it stays in its lane, or the lane is closed; or `Taken.Half`. The record is copied before it is
   * looked at: a strategy's lane is writable as long as the strategy lives.
   */
  private take(index: number, lane: LaneReader, done: number, ready: number): number {
    const { command } = this.core;
    if (this.core.pending) return Taken.Not;
    command.take(lane.i32, lane.offset(done));
    if (!this.isAllowed(index)) return this.refuse(index);
    if (index === this.trusted) return this.takeTrusted();
    command.cutBack(this.adminSeconds + AHEAD_SECONDS);
    if (command.isExtended) return this.takeExtended(index, lane, done, ready);
    return this.core.executeTaken() ? 1 : Taken.Not;
  }

  private isAllowed(index: number): boolean {
    const { command } = this.core;
    const guard = this.guards[index];
    return guard === undefined ? isCommandKind(command.kind) : allows(guard, command);
  }

  private takeTrusted(): number {
    this.adminSeconds = Math.max(this.adminSeconds, this.core.command.seconds >>> 0);
    const rejects = this.core.rejects;
    const taken = this.core.executeTaken();
    if (this.core.rejects !== rejects) {
      this.trustedRefusals++;
      this.lastRefusal = this.core.lastRefusal;
    }
    return taken ? 1 : Taken.Not;
  }

  /** A command and its second record. */
  private takeExtended(index: number, lane: LaneReader, done: number, ready: number): number {
    if (done + 1 >= ready) return Taken.Half;
    this.core.stage(lane.i32, lane.offset(done + 1));
    if (this.core.stagedKind !== extensionOf(this.core.command.kind)) return this.refuse(index);
    return this.core.executeTaken() ? 2 : Taken.Not;
  }

  /** 1: the record is passed over. Not: who wrote it is not to be trusted with another. */
  private refuse(index: number): number {
    if (this.guards[index] !== undefined) {
      this.closeLane(index);
      return Taken.Not;
    }
    this.refusedRecords++;
    return 1;
  }

  private closeLane(index: number): void {
    this.refusedRecords++;
    this.closed[index] = 1;
  }
}

const isCommandKind = (kind: number): boolean =>
  (kind >= CommandKind.NewOrder && kind <= CommandKind.Quote) ||
  kind === CommandKind.VenuePrice ||
  (kind >= CommandKind.Time && kind <= CommandKind.StrategyNote);

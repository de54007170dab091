/**
 * All shared memory of the engine, made once by the main thread and handed to the others: which rings there are, who
 * reads the event ring and in which order, which thread each bell wakes. Nothing here grows after start.
 */
import type { Limits } from './config/limits.js';
import { type BroadcastMemory, createBroadcast } from './rings/broadcast.js';
import { Doorbell } from './rings/doorbell.js';
import { createLane, type LaneMemory } from './rings/lane.js';

/** Readers of the event ring, by index. The journal is first: in durability `sync` gateway and feed read behind it. */
export const enum Reader {
  Journal = 0,
  Gateway = 1,
  Feed = 2,
  Fanout = 3,
  /** Only where the FIX door is configured. */
  Fix = 4,
}

/** Lanes into the core, by index, which is also the order in which the core takes them. */
export const enum Lane {
  Admin = 0,
  Gateway = 1,
  Fix = 2,
  FirstStrategy = 3,
}

/** The agents that live on event loops; in `shared` mode they share one thread and one bell. */
export const IO_AGENTS = ['gateway', 'fix', 'feed', 'fanout'] as const;
export type IoAgent = (typeof IO_AGENTS)[number];

export interface EngineMemory {
  readonly bells: Readonly<Record<'core' | 'journal' | IoAgent, SharedArrayBuffer>>;
  readonly lanes: { readonly admin: LaneMemory; readonly gateway: LaneMemory; readonly fix?: LaneMemory };
  readonly events: BroadcastMemory;
}

export interface MemoryOptions {
  readonly limits: Limits;
  readonly durability: 'sync' | 'async';
  readonly threading: 'shared' | 'dedicated';
  /** The FIX door is configured. */
  readonly fix: boolean;
}

export function createEngineMemory({ limits, durability, threading, fix }: MemoryOptions): EngineMemory {
  const core = Doorbell.create();
  const journal = Doorbell.create();
  const gateway = Doorbell.create();
  const own = () => (threading === 'shared' ? gateway : Doorbell.create());
  const bells = { core, journal, gateway, fix: own(), feed: own(), fanout: own() };
  const lane = () => createLane(limits.laneSlots, limits.laneReserved, core);
  const lanes = { admin: lane(), gateway: lane(), ...(fix && { fix: lane() }) };
  return { bells, lanes, events: eventRing(limits, durability, bells, fix) };
}

function eventRing(
  limits: Limits,
  durability: 'sync' | 'async',
  bells: EngineMemory['bells'],
  fix: boolean,
): BroadcastMemory {
  const behindJournal = durability === 'sync' ? Reader.Journal : undefined;
  const readers = [bells.journal, bells.gateway, bells.feed, bells.fanout];
  const gating = [Reader.Journal, Reader.Gateway, Reader.Feed];
  return createBroadcast(limits.eventSlots, fix ? [...readers, bells.fix] : readers, {
    gating: fix ? [...gating, Reader.Fix] : gating,
    producerBell: bells.core,
    behind: [undefined, behindJournal, behindJournal, Reader.Journal, ...(fix ? [behindJournal] : [])],
  });
}

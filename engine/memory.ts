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
  /** Those that are only there where they are configured follow, see `EngineMemory.readers`. */
  FirstOptional = 4,
}

/** Lanes into the core, by index, which is also the order in which the core takes them. */
export const enum Lane {
  Admin = 0,
  Gateway = 1,
  Fix = 2,
  Street = 3,
  FirstStrategy = 4,
}

/** The agents that live on event loops; in `shared` mode they share one thread and one bell. */
export const IO_AGENTS = ['gateway', 'fix', 'street', 'feed', 'fanout'] as const;
export type IoAgent = (typeof IO_AGENTS)[number];

/** Agents with a lane and a gating reader of their own that not every engine has. */
export const OPTIONAL_AGENTS = ['fix', 'street'] as const;
export type OptionalAgent = (typeof OPTIONAL_AGENTS)[number];

export interface EngineMemory {
  readonly bells: Readonly<Record<'core' | 'journal' | IoAgent, SharedArrayBuffer>>;
  readonly lanes: Readonly<
    Record<'admin' | 'gateway', LaneMemory> & Partial<Record<OptionalAgent, LaneMemory>>
  >;
  readonly readers: Readonly<Partial<Record<OptionalAgent, number>>>;
  readonly events: BroadcastMemory;
  /** Of venues, by number; read by those of `MarketDataReader`. */
  readonly marketData: readonly (BroadcastMemory | undefined)[];
}

/** Readers of each venue's market-data ring. An adapter does not wait for them: a book without room is written whole later. */
export const enum MarketDataReader {
  Gateway = 0,
  Feed = 1,
}

/** Levels a side that a venue's book keeps at most: Coinbase's, which are not cut, have tens of thousands. */
export const VENUE_BOOK_LEVELS = 1 << 16;

/** What the market data of one venue may run ahead of its readers. A whole book has to fit, four levels a record. */
const MARKET_DATA_SLOTS = VENUE_BOOK_LEVELS;

export interface MemoryOptions {
  readonly limits: Limits;
  readonly durability: 'sync' | 'async';
  readonly threading: 'shared' | 'dedicated';
  /** Those that are configured. */
  readonly optional: readonly OptionalAgent[];
  /** Their numbers. */
  readonly venues?: readonly number[];
}

export function createEngineMemory(options: MemoryOptions): EngineMemory {
  const { limits, durability, threading, optional, venues = [] } = options;
  const core = Doorbell.create();
  const journal = Doorbell.create();
  const gateway = Doorbell.create();
  const own = () => (threading === 'shared' ? gateway : Doorbell.create());
  const bells = { core, journal, gateway, fix: own(), street: own(), feed: own(), fanout: own() };
  const lane = () => createLane(limits.laneSlots, limits.laneReserved, core);
  const lanes = {
    admin: lane(),
    gateway: lane(),
    ...Object.fromEntries(optional.map((agent) => [agent, lane()])),
  };
  const readers = Object.fromEntries(optional.map((agent, i) => [agent, Reader.FirstOptional + i]));
  const marketData: (BroadcastMemory | undefined)[] = [];
  for (const venue of venues) marketData[venue] = marketDataRing(bells);
  return { bells, lanes, readers, events: eventRing(limits, durability, bells, optional), marketData };
}

const marketDataRing = ({ gateway, feed }: EngineMemory['bells']): BroadcastMemory =>
  createBroadcast(MARKET_DATA_SLOTS, [gateway, feed], [MarketDataReader.Gateway, MarketDataReader.Feed]);

/** An order leaves for a venue only when its command is on disk, whatever the durability. */
function eventRing(
  limits: Limits,
  durability: 'sync' | 'async',
  bells: EngineMemory['bells'],
  optional: readonly OptionalAgent[],
): BroadcastMemory {
  const behindJournal = durability === 'sync' ? Reader.Journal : undefined;
  const readers = [bells.journal, bells.gateway, bells.feed, bells.fanout];
  const behind = [undefined, behindJournal, behindJournal, Reader.Journal];
  return createBroadcast(limits.eventSlots, [...readers, ...optional.map((agent) => bells[agent])], {
    gating: [
      Reader.Journal,
      Reader.Gateway,
      Reader.Feed,
      ...optional.map((_, i) => Reader.FirstOptional + i),
    ],
    producerBell: bells.core,
    behind: [...behind, ...optional.map((agent) => (agent === 'street' ? Reader.Journal : behindJournal))],
  });
}

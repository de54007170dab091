/**
 * A thread with an event loop: runs the agents that have sockets or timers (gateway, feed, fan-out). In `shared` mode one
 * thread runs them all, in `dedicated` mode each has its own; which ones, the data says.
 */
import type { InstrumentUnits } from '../protocol/instrument.js';
import { VENUES } from '../protocol/records/routing.js';
import { GATEWAY_LIMITS, type Limits } from './config/limits.js';
import { listedVenues, type Registry } from './config/registry.js';
import type { FanoutOptions } from './fanout/options.js';
import type { RedisAddress } from './fanout/redis-client.js';
import { FeedAgent } from './feed/feed-agent.js';
import { createFixDoor, type FixDoor } from './gateway/fix/fix-door.js';
import type { FixOptions } from './gateway/fix/options.js';
import { createGateway, type Gateway } from './gateway/gateway.js';
import type { JournalSource } from './gateway/journal-source.js';
import type { ListedMarkets } from './gateway/options.js';
import type { HostAnswer, HostAsk } from './gateway/rest/host-port.js';
import { EpochEnds } from './journal/epoch-ends.js';
import { NodeFiles } from './journal/node-files.js';
import { JournalReader } from './journal/reader.js';
import { createLogger, type Logger } from './log.js';
import { type EngineMemory, type IoAgent, MarketDataReader, Reader, VENUE_BOOK_LEVELS } from './memory.js';
import { type Exposed, exposed, type Meters } from './meters.js';
import { rehearse } from './rehearsal.js';
import type { LaneMemory } from './rings/lane.js';
import { createStreet } from './street/street.js';
import { bytesHeld } from './telemetry/bytes-held.js';
import { Prometheus } from './telemetry/prometheus.js';
import type { Agent } from './threads/agent.js';
import { type EventLoopRun, runOnEventLoop } from './threads/event-loop.js';
import type { WaitPolicy } from './threads/policy.js';
import { RestartingAgent } from './threads/restarting-agent.js';
import { workOnce } from './threads/runner.js';
import { SystemClock } from './threads/system-clock.js';
import { type ThreadContext, threadBody } from './threads/thread-body.js';

export interface IoThreadData {
  readonly agents: readonly IoAgent[];
  readonly memory: EngineMemory;
  readonly registry: Registry;
  /** Instruments that are no longer traded; some session may be told of their last orders. */
  readonly retired: readonly InstrumentUnits[];
  readonly limits: Limits;
  readonly meters: Meters;
  readonly policy: WaitPolicy;
  readonly host: string;
  readonly port: number;
  readonly epoch: number;
  readonly graceMs: number;
  readonly journal: JournalPlace;
  readonly durability: 'sync' | 'async';
  readonly fix: FixPlace | undefined;
  /** Where FIX sessions with venues keep their numbers. */
  readonly fixDirectory: string;
  readonly redis:
    | Pick<FanoutOptions, 'prefix' | 'name' | 'orderService' | 'inav' | keyof RedisAddress>
    | undefined;
  /** Name and version, for people. */
  readonly engine: string;
  /** Which one of several engines this is. */
  readonly name: string | undefined;
  readonly logLevel: string;
}

/** Where the FIX door listens, as whom, and where it keeps its files. */
export type FixPlace = Pick<FixOptions, 'host' | 'port' | 'compId' | 'tls' | 'directory'>;

/** What readers of the journal's files need. */
export interface JournalPlace {
  readonly directory: string;
  readonly journalId: string;
  readonly durable: SharedArrayBuffer;
}

/** What main hears when the thread runs. */
export interface IoReport {
  /** Where the gateway listens; 0 without a gateway. */
  readonly port: number;
  /** Where the FIX door listens; 0 without one. */
  readonly fixPort: number;
  /** Memory of the agents' own tables. */
  readonly bytes: number;
}

export type IoMail =
  /** First step of an orderly stop: nobody new, no new orders. */
  | { readonly kind: 'stop-accepting' }
  | { readonly kind: 'attach-feed'; readonly index: number; readonly memory: LaneMemory }
  | { readonly kind: 'detach-feed'; readonly index: number }
  | { readonly kind: 'host-answer'; readonly number: number; readonly answer: HostAnswer };

export type IoNews =
  | { readonly kind: 'feed-attached' | 'feed-detached'; readonly index: number }
  | { readonly kind: 'feed-fault'; readonly index: number; readonly why: string }
  | { readonly kind: 'host-ask'; readonly number: number; readonly ask: HostAsk };

/** At the end, agents are asked this often at most whether anything is left. */
const LAST_TURNS = 1_000;

class IoShell {
  readonly agents: Agent[] = [];
  private readonly log: Logger;
  private gateway: Gateway | undefined;
  private fix: FixDoor | undefined;
  private feed: FeedAgent | undefined;
  private run: EventLoopRun | undefined;
  /** What REST has asked of the strategies' host, by number. */
  private readonly asked = new Map<number, (answer: HostAnswer) => void>();
  private asks = 0;

  constructor(private readonly context: ThreadContext<IoThreadData>) {
    this.log = createLogger(context.name, context.data.logLevel);
    context.onMail((mail) => this.read(mail as IoMail));
  }

  async open(): Promise<IoReport> {
    const { policy } = this.context.data;
    try {
      await this.openAgents();
    } catch (error) {
      this.closeDoors();
      throw error;
    }
    this.run = runOnEventLoop(this.agents, this.context.bell, policy, this.context.control);
    const bytes = bytesHeld(this.agents, Object.values(this.context.data));
    return { port: this.gateway?.port ?? 0, fixPort: this.fix?.port ?? 0, bytes };
  }

  /** Until a stop is asked for, or an agent throws. */
  async untilEnd(): Promise<void> {
    try {
      await this.run!.ended;
      for (let turn = 0; turn < LAST_TURNS && workOnce(this.agents) > 0; turn++);
      for (const agent of this.agents) await agent.close?.();
    } finally {
      this.closeDoors();
    }
  }

  private async openAgents(): Promise<void> {
    const { agents } = this.context.data;
    if (agents.includes('gateway')) await this.openGateway();
    if (agents.includes('fix')) await this.openFix();
    if (agents.includes('street')) this.openStreet();
    if (agents.includes('feed')) this.openFeed();
    if (agents.includes('fanout')) await this.openFanout();
  }

  /** Also when an agent has thrown: a thread that ends with open sockets takes the whole process down with SIGABRT. */
  private closeDoors(): void {
    this.gateway?.close();
    this.fix?.close();
  }

  private read(mail: IoMail): void {
    switch (mail.kind) {
      case 'stop-accepting':
        this.gateway?.stopAccepting();
        this.fix?.stopAccepting();
        break;
      case 'attach-feed':
        this.feed?.attach(mail.index, mail.memory);
        this.tell({ kind: 'feed-attached', index: mail.index });
        break;
      case 'detach-feed':
        this.feed?.detach(mail.index);
        this.tell({ kind: 'feed-detached', index: mail.index });
        break;
      case 'host-answer':
        this.asked.get(mail.number)?.(mail.answer);
        this.asked.delete(mail.number);
        break;
    }
  }

  private tell(news: IoNews): void {
    this.context.say(news);
  }

  private askHost(ask: HostAsk): Promise<HostAnswer> {
    const number = ++this.asks;
    this.tell({ kind: 'host-ask', number, ask });
    return new Promise((resolve) => void this.asked.set(number, resolve));
  }

  private async openGateway(): Promise<void> {
    rehearse('gateway');
    const { registry, limits, meters, memory, journal, ...data } = this.context.data;
    this.gateway = await createGateway(
      {
        ...data,
        ...registry,
        limits,
        door: GATEWAY_LIMITS,
        venueNames: venueNames(registry.venues),
        markets: listedMarkets(registry.venues, memory),
        venueAnswers: byNumber(registry.venues, (i) => meters.venues[i].answers),
        lane: memory.lanes.gateway,
        events: memory.events,
        reader: Reader.Gateway,
        counters: meters.gateway,
        orderTimes: meters.gatewayOrder,
      },
      {
        clock: new SystemClock(),
        metrics: metricsOf(exposed(meters)),
        journal: journalSource(journal),
        wake: () => this.run?.wake(),
        host: (ask) => this.askHost(ask),
      },
    );
    this.agents.push(this.gateway.agent);
  }

  private async openFix(): Promise<void> {
    const { registry, retired, limits, meters, memory, journal, fix, graceMs, durability } =
      this.context.data;
    if (fix === undefined || memory.lanes.fix === undefined) return;
    const { instruments, elsewhere, accounts, keys, fixSessions: sessions } = registry;
    const doors = {
      venueNames: venueNames(registry.venues),
      lane: memory.lanes.fix,
      events: memory.events,
      reader: memory.readers.fix!,
      counters: meters.fix,
    };
    this.fix = await createFixDoor(
      {
        ...{ ...fix, ...doors, instruments, elsewhere, accounts, keys, sessions, retired, limits },
        ...{ graceMs, durability },
      },
      {
        clock: new SystemClock(),
        journal: journalSource(journal),
        log: (line) => this.log.warn(line),
        wake: () => this.run?.wake(),
      },
    );
    this.agents.push(this.fix.agent);
  }

  private openStreet(): void {
    const { registry, memory, meters, fixDirectory: directory } = this.context.data;
    const { street: lane } = memory.lanes;
    const { street: reader } = memory.readers;
    if (lane === undefined || reader === undefined) return;
    const { venues, accounts, references } = registry;
    const doors = { lane, events: memory.events, reader, marketData: memory.marketData };
    const make = () =>
      createStreet(
        { ...doors, venues, accounts, references, directory, meters: meters.venues },
        { clock: new SystemClock(), notice: (text) => this.log.warn(text), wake: () => this.run?.wake() },
      );
    this.agents.push(this.restarting('street', make));
  }

  private openFeed(): void {
    const { memory, registry, limits, meters } = this.context.data;
    const { strategies } = registry;
    const reader = MarketDataReader.Feed;
    const venues = listedVenues(registry.venues).map((venue) => ({
      ...venue,
      marketData: { memory: memory.marketData[venue.number]!, reader, levels: VENUE_BOOK_LEVELS },
    }));
    this.feed = new FeedAgent(
      { events: memory.events, reader: Reader.Feed, limits, strategies, venues, counters: meters.feed },
      (index, why) => this.tell({ kind: 'feed-fault', index, why }),
    );
    this.agents.push(this.feed);
  }

  private async openFanout(): Promise<void> {
    const { redis, memory, registry, retired, limits, meters, journal } = this.context.data;
    if (redis === undefined) return;
    // Loaded where it is wanted: the Redis client takes a sixth of a start.
    const { createFanout } = await import('./fanout/fanout-agent.js');
    const make = () =>
      createFanout({
        ...redis,
        ...registry,
        instruments: [...registry.instruments, ...retired],
        limits,
        events: memory.events,
        reader: Reader.Fanout,
        journal: new NodeFiles(journal.directory),
        durable: journal.durable,
        journalId: journal.journalId,
        log: this.log,
        counters: meters.fanout,
        appendTimes: meters.fanoutAppend,
      });
    this.agents.push(this.restarting('fanout', make));
  }

  /** One that the engine can do without. @throws what `make` throws at first */
  private restarting(name: IoAgent, make: () => Agent): RestartingAgent {
    const onDeath = (error: Error, afterMs: number | undefined) => {
      const then =
        afterMs === undefined ? 'given up until the next start' : `starting it again in ${afterMs} ms`;
      this.log.error({ error: error.message }, `${name} died; ${then}`);
    };
    return new RestartingAgent(name, make, { onDeath });
  }
}

/** @param of what a venue has, by its place in the configuration */
function byNumber<T>(venues: Registry['venues'], of: (index: number) => T): (T | undefined)[] {
  const all: (T | undefined)[] = new Array(VENUES).fill(undefined);
  for (const [i, { number }] of venues.entries()) all[number] = of(i);
  return all;
}

const venueNames = (venues: Registry['venues']): (string | undefined)[] =>
  byNumber(venues, (i) => venues[i].entry.name);

const listedMarkets = (venues: Registry['venues'], { marketData }: EngineMemory): ListedMarkets[] =>
  venues.map(({ number, entry, listings }) => ({
    venue: number,
    name: entry.name,
    instruments: listings.map(({ instrument }) => instrument.id),
    venueSymbols: listings.map(({ venueSymbol }) => venueSymbol),
    levels: VENUE_BOOK_LEVELS,
    memory: marketData[number]!,
    reader: MarketDataReader.Gateway,
  }));

/** The journal's files, read while they are being written. */
function journalSource({ directory, durable }: JournalPlace): JournalSource {
  const files = new NodeFiles(directory);
  const ends = new EpochEnds(files);
  return {
    open: (fromSequence) => new JournalReader({ files, fromSequence, durable }),
    endOfEpoch: (epoch) => ends.of(epoch),
  };
}

function metricsOf({ counters, histograms }: Exposed): () => Promise<string> {
  const prometheus = new Prometheus(counters, histograms);
  return () => prometheus.text();
}

threadBody<IoThreadData>(async (context) => {
  const shell = new IoShell(context);
  context.ready(await shell.open());
  await shell.untilEnd();
});

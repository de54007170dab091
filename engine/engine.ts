/**
 * The running engine, as the main thread sees it: spawns the threads in the order in which they need each other, feeds the
 * admin lane, and stops everything in the order in which nothing is lost. Main never blocks and touches no order.
 */
import { join } from 'node:path';
import { Reason } from '../protocol/codes/reasons.js';
import { StrategyHost } from '../strategies/host/host.js';
import { ADMIN_SOCKET, AdminDoor } from './admin/admin-door.js';
import { AdminLane } from './admin/admin-lane.js';
import { sendDefinitions } from './admin/definitions.js';
import { PhaseClock } from './admin/phase-clock.js';
import { type PositionText, positionTable } from './admin/position-table.js';
import { StrategyDesk } from './admin/strategy-desk.js';
import { Ticker } from './admin/ticker.js';
import { AlgoDesk } from './algo-desk.js';
import { GROUP_RECORDS } from './config/limits.js';
import { listedVenues } from './config/registry.js';
import type { CoreMail, CoreNews, CoreReport, CoreThreadData } from './core-thread.js';
import type { HostAnswer, HostAsk } from './gateway/rest/host-port.js';
import type { FixPlace, IoMail, IoNews, IoReport, IoThreadData } from './io-thread.js';
import { DurableMark } from './journal/durable-mark.js';
import type { JournalPosition } from './journal/position.js';
import type { JournalNews, JournalThreadData } from './journal-thread.js';
import type { Logger } from './log.js';
import { IO_AGENTS, type IoAgent, Lane } from './memory.js';
import { News } from './news.js';
import { answerPositions } from './position-answers.js';
import { LaneWriter } from './rings/lane.js';
import type { Setup } from './setup.js';
import { answerStrategy, isOfStrategies } from './strategy-answers.js';
import { type Correspondent, strategyPorts } from './strategy-ports.js';
import { abilitiesOf } from './street/street.js';
import { StreetWatch } from './street/watch.js';
import { Counters } from './telemetry/counters.js';
import type { WaitPolicies } from './threading.js';
import { DEFAULT_BACK_OFF } from './threads/back-off.js';
import { ExitCode } from './threads/exit-codes.js';
import { giveWay, helpersGiveWay } from './threads/niceness.js';
import type { Thread, ThreadEnd } from './threads/spawn.js';
import { type SupervisedSpec, type SupervisionEvent, Supervisor } from './threads/supervise.js';
import { SystemClock } from './threads/system-clock.js';

/** What an orderly stop left. */
export interface Stopped {
  readonly sequence: number;
  readonly stateHash: string;
  readonly openOrders: number;
  /** Name of the image that the next start loads. */
  readonly image: string;
}

/** In the data directory: what FIX sessions have sent, and what their orders are called. */
const FIX_DIRECTORY = 'fix';
/** The same: algorithms that run. */
const ALGO_FILE = 'algos.json';
/** Admin commands of a start that found the lane full are tried again this often. */
const FLUSH_MS = 5;
/** When the engine cannot go on: the time for the doors to close, so that clients hear of it. */
const GOODBYE_MS = 2_000;
/** A disk that is slow, and a ring full of events: the longest time that the last flush may take. */
const STOP_MS = 60_000;

type ThreadName = keyof Setup['config']['cpus'];

const ON_DEATH: Readonly<Record<string, SupervisedSpec['onDeath']>> = {
  core: { exitCode: ExitCode.CoreDied },
  journal: { exitCode: ExitCode.JournalDied },
  io: { exitCode: ExitCode.GatewayDied },
  gateway: { exitCode: ExitCode.GatewayDied },
  fix: { exitCode: ExitCode.GatewayDied },
  street: { restart: DEFAULT_BACK_OFF },
  feed: { exitCode: ExitCode.FeedDied },
  fanout: { restart: DEFAULT_BACK_OFF },
};

export class Engine {
  recovered!: CoreReport;
  /** Where the gateway listens. */
  port = 0;
  /** Where the FIX door listens; 0 without one. */
  fixPort = 0;
  /** Memory of the readers' own tables. */
  readerBytes = 0;
  strategies!: StrategyHost;
  readonly supervisor: Supervisor;
  private readonly admin: AdminLane;
  private readonly phases: PhaseClock;
  private readonly durable = DurableMark.create();
  private readonly ioThreads: string[] = [];
  private ticker: Ticker | undefined;
  private streetWatch: StreetWatch | undefined;
  private door: AdminDoor | undefined;
  private algos: AlgoDesk | undefined;
  private strategyDesk: StrategyDesk | undefined;
  private core!: Correspondent<CoreNews>;
  private feed!: Correspondent<IoNews>;
  private journal!: { readonly thread: Thread; readonly news: News<JournalNews> };

  /** @param onFatal a thread that the engine cannot do without has died: the process has to end with this code */
  private constructor(
    private readonly setup: Setup,
    private readonly log: Logger,
    private readonly name: string,
    onFatal: (exitCode: number, why: string) => void,
  ) {
    this.admin = new AdminLane(new LaneWriter(setup.memory.lanes.admin), new SystemClock());
    const { calendars, instruments } = setup.registry;
    this.phases = new PhaseClock(this.admin, new SystemClock(), calendars, instruments);
    this.supervisor = new Supervisor({
      onEvent: (event) => this.tell(event),
      onFatal: (exitCode, end) => void this.giveUp(end).then((why) => onFatal(exitCode, why)),
    });
  }

  /** Fulfilled when orders flow. Rejects when a thread cannot start; nothing is left running then. */
  static async start(
    setup: Setup,
    log: Logger,
    name: string,
    onFatal: (exitCode: number, why: string) => void,
  ): Promise<Engine> {
    if (setup.threading === 'shared') helpersGiveWay();
    const engine = new Engine(setup, log, name, onFatal);
    try {
      await engine.begin();
      return engine;
    } catch (error) {
      await engine.supervisor.stopAll();
      throw error;
    }
  }

  /** New orders end at the doors, what is in the lanes is executed, journaled and reported, and an image is left. */
  async stop(): Promise<Stopped> {
    for (const name of this.ioThreads) this.post(name, { kind: 'stop-accepting' } satisfies IoMail);
    this.door?.close();
    this.algos?.close();
    await this.strategies.stop();
    this.streetWatch?.stop();
    this.ticker?.stop();
    await this.flushAdmin();
    const drained = await this.askCore({ kind: 'drain' }, 'drained');
    const position = await this.closeJournal();
    const { name } = await this.askCore({ kind: 'write-image', position }, 'image-written');
    await this.supervisor.stopAll(['core', ...this.ioThreads]);
    const { sequence, stateHash, openOrders } = drained;
    return { sequence, stateHash, openOrders, image: name };
  }

  private async begin(): Promise<void> {
    await this.startCore();
    await this.startJournal(this.recovered.position);
    await this.startIo(this.recovered.position.journalId);
    this.strategies = this.host();
    this.sendStartCommands();
    await this.flushAdmin();
    await this.askCore({ kind: 'open' }, 'opened');
    this.watchStreet();
    giveWay();
    await this.strategies.start();
    await this.openAlgos();
    this.ticker = new Ticker(this.admin, this.phases, new Counters(this.setup.meters.clock).counter('ticks'));
    await this.openDoor();
  }

  private async openAlgos(): Promise<void> {
    const { config, dataDirectory } = this.setup;
    if (config.rest === undefined) return;
    const { algos } = config.rest;
    const file = join(dataDirectory, ALGO_FILE);
    this.algos = new AlgoDesk({ algos, host: this.strategies, file, log: this.log });
    await this.algos.resume();
  }

  private async openDoor(): Promise<void> {
    const { dataDirectory, registry } = this.setup;
    const answers = {
      refusals: () => this.askCore({ kind: 'ask-refusals' }, 'refusals'),
      positions: () => this.positions(),
    };
    this.strategyDesk = new StrategyDesk(
      this.strategies,
      async (sessions) => (await this.askCore({ kind: 'ask-sessions', sessions }, 'sessions')).rows,
    );
    const path = join(dataDirectory, ADMIN_SOCKET);
    this.door = await AdminDoor.open(path, this.admin, registry, answers, this.strategyDesk);
  }

  private async startCore(): Promise<void> {
    const { setup } = this;
    const { strategies } = setup.registry;
    const lanes = Lane.FirstStrategy + strategies.length;
    const data: CoreThreadData = { ...this.common('core'), lanes, meter: setup.meters.core };
    // A replay takes as long as the journal is; it says how far it is.
    const times = { stopMs: STOP_MS, readyMs: Number.POSITIVE_INFINITY };
    const thread = await this.start('core', 'core-thread.js', data, setup.memory.bells.core, times);
    this.recovered = thread.report as CoreReport;
    this.core = { thread, news: new News<CoreNews>(thread, (news) => this.heardFromCore(news)) };
  }

  private async startJournal(start: JournalPosition): Promise<void> {
    const { setup, durable } = this;
    const { journal: meter } = setup.meters;
    const data: JournalThreadData = { ...this.common('journal'), start, durable, meter };
    const { journal: bell } = setup.memory.bells;
    const thread = await this.start('journal', 'journal-thread.js', data, bell, { stopMs: STOP_MS });
    this.journal = { thread, news: new News<JournalNews>(thread) };
  }

  private async startIo(journalId: string): Promise<void> {
    const { redis, fix, venues, references } = this.setup.config;
    const isWanted = {
      gateway: true,
      fix: fix !== undefined,
      street: venues.length + references.length > 0,
      feed: true,
      fanout: redis !== undefined,
    };
    const wanted = IO_AGENTS.filter((agent) => isWanted[agent]);
    if (this.setup.threading === 'shared') await this.startIoThread('io', wanted, journalId);
    else for (const agent of wanted) await this.startIoThread(agent, [agent], journalId);
  }

  private async startIoThread(name: string, agents: readonly IoAgent[], journalId: string): Promise<void> {
    const { config, registry, retired, meters, memory, journalDirectory: directory } = this.setup;
    const { host, port, reconnectGraceMs: graceMs } = config;
    const self = config.engines?.self;
    const redis = config.redis && { ...config.redis, name: self, tls: this.setup.redisTls };
    const fixDirectory = join(this.setup.dataDirectory, FIX_DIRECTORY);
    const journal = { directory, journalId, durable: this.durable };
    const doors = { host, port, graceMs, redis, fix: this.fixPlace(), fixDirectory };
    const identity = { ...doors, engine: this.name, name: self };
    const rooms = { agents, registry, retired: retired.instruments, meters, journal };
    const data: IoThreadData = { ...this.common('io'), ...identity, ...rooms };
    const thread = await this.start(name, 'io-thread.js', data, memory.bells[agents[0]]);
    const report = thread.report as IoReport;
    this.port ||= report.port;
    this.fixPort ||= report.fixPort;
    this.readerBytes += report.bytes;
    this.ioThreads.push(name);
    const io = { thread, news: new News<IoNews>(thread, (news) => this.heardFromIo(thread, news)) };
    if (agents.includes('feed')) this.feed = io;
  }

  private watchStreet(): void {
    const { memory, config, limits } = this.setup;
    const { street: reader } = memory.readers;
    if (reader === undefined) return;
    // A step, and the last record of the one before it.
    const margin = Math.min(GROUP_RECORDS + 1, limits.eventSlots);
    this.streetWatch = new StreetWatch(memory.events, reader, config.venueDeadlineMs, margin, () => {
      this.log.error(
        `adapters stood still for ${config.venueDeadlineMs} ms and held the engine up: left behind`,
      );
      this.venuesDown();
    });
  }

  /** Nobody is at work for them: nothing goes there before their adapters have begun anew. */
  private venuesDown(): void {
    for (const { number } of this.setup.registry.venues) this.admin.venueDown(number);
  }

  private fixPlace(): FixPlace | undefined {
    const { config, dataDirectory, fixTls: tls } = this.setup;
    if (config.fix === undefined) return undefined;
    const { host = config.host, port, compId } = config.fix;
    return { host, port, compId, directory: join(dataDirectory, FIX_DIRECTORY), ...(tls && { tls }) };
  }

  private host(): StrategyHost {
    const { registry, limits, memory, policies, configDirectory, meters, config } = this.setup;
    const { strategies, venues } = registry;
    return new StrategyHost({
      strategies,
      venues: listedVenues(venues),
      ports: strategyPorts(this.core, this.feed, this.admin),
      limits,
      coreBell: memory.bells.core,
      sharesCores: this.setup.threading === 'shared',
      policy: policies.io,
      directory: configDirectory,
      counters: meters.strategies,
      log: this.log,
      logLevel: config.logLevel,
    });
  }

  /** What every thread is told. */
  private common(kind: keyof WaitPolicies) {
    const { limits, memory, policies, journalDirectory, epoch, config } = this.setup;
    const { durability, logLevel } = config;
    return { limits, memory, policy: policies[kind], journalDirectory, epoch, durability, logLevel };
  }

  private start(
    name: string,
    module: string,
    data: unknown,
    bell: SharedArrayBuffer,
    times: Pick<SupervisedSpec, 'readyMs' | 'stopMs'> = {},
  ): Promise<Thread> {
    const onDeath = ON_DEATH[name];
    const cpus = this.setup.config.cpus[name as ThreadName];
    const killWhenStalled = name === 'street';
    const spec = {
      name,
      module: new URL(module, import.meta.url),
      data,
      bell,
      cpus,
      onDeath,
      killWhenStalled,
    };
    return this.supervisor.start({ ...spec, ...times });
  }

  private sendStartCommands(): void {
    const { admin, setup } = this;
    admin.engineStart(setup.epoch, setup.config.reconnectGraceMs);
    sendDefinitions(admin, setup.registry);
    for (const { number, streetAccount, entry } of setup.registry.venues)
      admin.defineVenue(number, streetAccount, abilitiesOf(entry), entry.staleSeconds);
    this.phases.start();
    for (const account of setup.retired.accounts) admin.retireAccount(account);
    for (const { id } of setup.retired.instruments) admin.retireInstrument(id);
  }

  private async flushAdmin(): Promise<void> {
    while (!this.admin.flush()) await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
  }

  /** Sockets that are open when the process exits would end it with SIGABRT instead of its exit code. */
  private async giveUp({ name, error }: ThreadEnd): Promise<string> {
    this.ticker?.stop();
    const closed = Promise.all(this.ioThreads.map((thread) => this.supervisor.stop(thread)));
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, GOODBYE_MS))]);
    return `the ${name} thread died: ${error?.message ?? ''}`;
  }

  private askCore<Kind extends CoreNews['kind']>(mail: CoreMail, answer: Kind) {
    const answered = this.core.news.next(answer);
    this.core.thread.post(mail);
    return answered;
  }

  private async closeJournal(): Promise<JournalPosition> {
    const closed = this.journal.news.next('closed');
    await this.supervisor.stop('journal');
    return (await closed).position;
  }

  private post(name: string, mail: IoMail): void {
    this.supervisor.thread(name)?.post(mail);
  }

  private heardFromCore(news: CoreNews): void {
    if (news.kind !== 'lane-closed') return;
    this.log.error(news, 'a lane was closed: its producer wrote what it may not');
    this.strategies.laneClosed(news.lane - Lane.FirstStrategy);
  }

  private heardFromIo(thread: Thread, news: IoNews): void {
    if (news.kind === 'feed-fault') this.strategies.feedHung(news.index, news.why);
    if (news.kind === 'host-ask') void this.answerHost(thread, news.number, news.ask);
  }

  private async answerHost(thread: Thread, number: number, ask: HostAsk): Promise<void> {
    const reason = reasonOfFailure(ask);
    const unable = ({ message }: Error): HostAnswer => ({ reason, message });
    const answer = (await this.askHost(ask)?.catch(unable)) ?? { reason: Reason.EngineStarting };
    thread.post({ kind: 'host-answer', number, answer } satisfies IoMail);
  }

  /** Undefined: there is nobody yet to ask. */
  private askHost(ask: HostAsk): Promise<HostAnswer> | undefined {
    if (ask.kind === 'positions') return this.positions().then((all) => answerPositions(all, ask));
    if (!isOfStrategies(ask)) return this.algos?.answer(ask);
    return this.strategyDesk && answerStrategy(this.strategyDesk, ask);
  }

  private async positions(): Promise<PositionText[]> {
    const { rows } = await this.askCore({ kind: 'ask-positions' }, 'positions');
    return positionTable(this.setup.registry, rows);
  }

  private tell(event: SupervisionEvent): void {
    const { kind, name, ...more } = event;
    const level = kind === 'started' || kind === 'stopped' || kind === 'moving' ? 'debug' : 'warn';
    const error = 'error' in event ? event.error?.message : undefined;
    if (kind === 'died' && name === 'street') this.venuesDown();
    this.log[level]({ ...more, ...(error !== undefined && { error }) }, `thread ${name}: ${kind}`);
  }
}

/** Why a question that could not be answered was not. */
function reasonOfFailure(ask: HostAsk): Reason {
  if (ask.kind === 'positions') return Reason.EngineStopping;
  return isOfStrategies(ask) ? Reason.StrategyRefused : Reason.AlgoRefused;
}

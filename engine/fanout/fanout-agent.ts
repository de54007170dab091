/**
 * Carries events from the engine to Redis, and nothing depends on it: trades and order events into streams, exactly once
 * and in order; trades and book tops over Pub/Sub, as they come. Reads only what is on disk, never holds the core back,
 * and keeps a bounded amount whatever Redis does. While Redis is away it stands still; the ring laps it, and afterwards
 * it goes on out of the journal from where the streams end.
 *
 * An agent of a thread with an event loop, because its socket needs one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Doorbell } from '../rings/doorbell.js';
import { Counters, createCounters } from '../telemetry/counters.js';
import { Histogram } from '../telemetry/histogram.js';
import type { Agent } from '../threads/agent.js';
import { Names } from '../views/names.js';
import { EventSource } from './event-source.js';
import { Inav } from './inav.js';
import { MessageQueue } from './message-queue.js';
import { DEFAULT_SETTINGS, type FanoutOptions, type FanoutSettings } from './options.js';
import { Publisher, type PublisherOptions } from './publisher.js';
import { RedisConnection } from './redis-connection.js';
import type { RedisSession } from './redis-session.js';
import { StreamTopic } from './stream-topic.js';
import { Tops } from './tops.js';

/** The ring's first reader is the journal: what it has released is on disk. */
const JOURNAL_READER = 0;
const FANOUT_READER = 3;

/** What one turn may cost, in events that are only followed: some 100 microseconds. */
const TURN_COST = 512;
/** Calls to publish that wait for an answer. */
const PUBLISH_CALLS = 2;
/** After an error of the journal's files. */
const READ_AGAIN_MS = 1_000;
const CLOSE_STEP_MS = 1;

/** Keys of the streams, in the order of the topics. */
export const streamKeys = (prefix: string, journalId: string): readonly string[] =>
  ['trades', 'orders'].map((topic) => `${prefix}:${journalId}:${topic}`);

/** Where readers find the id of the journal that the newest streams are of. */
export const journalKey = (prefix: string): string => `${prefix}:journal`;

/** What the names of one of several engines begin with, and where readers find the names of all of them. */
export const prefixOf = (prefix: string, name: string | undefined): string =>
  name === undefined ? prefix : `${prefix}:${name}`;
export const enginesKey = (prefix: string): string => `${prefix}:engines`;

export class FanoutAgent implements Agent {
  readonly name = 'fanout';
  private readonly settings: FanoutSettings;
  private readonly nowMs: () => number;
  private readonly counters: Counters<'fanout'>;
  private readonly appendTimes: Histogram | undefined;
  private readonly source: EventSource;
  private readonly topics: readonly StreamTopic[];
  private readonly parts: PublisherOptions;
  private readonly wake: () => void;
  private readonly connection: RedisConnection;
  private readonly publisher: Publisher;
  private publishCalls = 0;
  private topsAtMs = 0;
  private readAtMs = 0;
  private toldAhead = false;

  constructor(private readonly options: FanoutOptions) {
    const { events, reader = FANOUT_READER, journal, durable, journalId, name, limits } = options;
    const prefix = prefixOf(options.prefix, name);
    this.settings = { ...DEFAULT_SETTINGS, ...options.settings };
    this.nowMs = options.nowMs ?? (() => performance.now());
    this.counters = new Counters(options.counters ?? createCounters('fanout'));
    this.appendTimes = options.appendTimes && new Histogram(options.appendTimes);
    this.source = new EventSource({ events, reader, behind: JOURNAL_READER, journal, durable });
    const names = new Names(options.instruments, options.accounts);
    const trades = new StreamTopic(this.settings, this.settings.retainTrades);
    const orders = new StreamTopic(this.settings, this.settings.retainOrders);
    this.topics = [trades, orders];
    const tops = new Tops(limits.instruments);
    const messages = new MessageQueue(prefix, names, this.settings.windowMessages);
    const { orderService = false } = options;
    const inav = new Inav(options.inav ?? [], options.instruments, messages);
    this.parts = { limits, names, trades, orders, tops, messages, orderService, inav };
    this.publisher = new Publisher(this.parts);
    const bell = new Doorbell(events.bells[reader]);
    this.wake = () => bell.ring();
    this.connection = new RedisConnection({
      address: options,
      streams: streamKeys(prefix, journalId),
      journalKey: journalKey(prefix),
      journalId,
      ...(name !== undefined && { among: [enginesKey(options.prefix), name] as const }),
      answerMs: this.settings.answerMs,
      nowMs: this.nowMs,
      wake: this.wake,
      log: options.log,
      settings: this.settings,
    });
  }

  doWork(): number {
    if (this.connection.look()) this.connectionChanged();
    const { session } = this.connection;
    if (session === undefined) return 0;
    return this.read() + this.append(session) + this.publishTops() + this.publish(session);
  }

  /** Id of the last entry that each stream is known to have. */
  confirmed(): string[] {
    return this.topics.map(({ confirmed }) => confirmed.id);
  }

  /** Sends what is still to be sent, for a bounded time, when Redis is there. */
  async close(): Promise<void> {
    const until = this.nowMs() + this.settings.closeMs;
    while (this.connection.session !== undefined && this.nowMs() < until) {
      if (this.doWork() === 0 && this.isIdle()) break;
      await sleep(CLOSE_STEP_MS);
    }
    this.connection.close();
    this.source.close();
  }

  private isIdle(): boolean {
    return this.source.live && this.topics.every(({ isEmpty }) => isEmpty) && this.publishCalls === 0;
  }

  private connectionChanged(): void {
    const { session, sessions, failures } = this.connection;
    this.counter('connected').set(session === undefined ? 0 : 1);
    this.counter('reconnects').set(Math.max(0, sessions - 1));
    this.counter('failures').set(failures);
    if (session !== undefined) this.resume(session);
  }

  /** Goes on from where the streams end; from the first event when they lack something that is no longer held here. */
  private resume({ lastIds }: RedisSession): void {
    const resumed = this.topics.map((topic, i) => topic.resume(lastIds[i]));
    if (resumed.includes(false)) this.rewind(lastIds);
    this.parts.messages.clear();
    this.parts.tops.forget();
    this.parts.inav.forget();
    this.publishCalls = 0;
    this.toldAhead = false;
  }

  private rewind(lastIds: RedisSession['lastIds']): void {
    this.options.log.warn(
      `fan-out: the streams end earlier than they did (${lastIds.map(({ id }) => id).join(', ')}); ` +
        'publishing what they lack out of the journal',
    );
    this.counter('rewinds').increment();
    this.topics.forEach((topic, i) => void topic.restart(lastIds[i]));
    this.publisher.clear();
    this.source.rewind();
  }

  private read(): number {
    if (this.nowMs() < this.readAtMs) return 0;
    const { looked } = this.source;
    try {
      const work = this.readEvents() + this.source.looked - looked;
      if (work > 0 && !this.source.live) this.readAgainIn(this.settings.catchUpRestMs);
      return work;
    } catch (error) {
      this.options.log.error(`fan-out: cannot read the journal: ${(error as Error).message}`);
      this.source.close();
      this.readAgainIn(READ_AGAIN_MS);
      return 0;
    }
  }

  private readAgainIn(restMs: number): void {
    this.readAtMs = this.nowMs() + restMs;
    setTimeout(this.wake, restMs).unref();
  }

  private readEvents(): number {
    const { source, publisher } = this;
    let events = 0;
    for (let cost = 0; cost < TURN_COST && this.hasRoom() && source.next(); events++)
      cost += publisher.take(source);
    if (events === 0) return 0;
    source.show();
    this.counter('lapped').set(source.laps);
    this.counter('caught_up').set(source.fromJournal);
    return events;
  }

  private hasRoom(): boolean {
    return this.parts.messages.hasRoom && this.topics.every(({ hasRoom }) => hasRoom);
  }

  private append(session: RedisSession): number {
    let entries = 0;
    this.topics.forEach((topic, stream) => {
      for (let args = topic.nextBatch(); args !== undefined; args = topic.nextBatch()) {
        const sentMs = this.nowMs();
        session.appendTo(stream, args, (appended, refused) =>
          this.appended(topic, appended, refused, sentMs),
        );
        entries++;
      }
    });
    return entries;
  }

  private appended(topic: StreamTopic, appended: number, refused: number, sentMs: number): void {
    topic.confirmBatch();
    this.counter('appended').add(appended);
    this.counter('repeated').add(refused);
    this.counter('sequence').set(topic.confirmed.sequence);
    this.appendTimes?.record((this.nowMs() - sentMs) * 1e6);
    this.connection.works();
  }

  /** Only of books that stand still between two groups, and not of the past. */
  private publishTops(): number {
    const { source } = this;
    if (!source.live) return 0;
    this.tellIfAhead();
    if (this.parts.tops.waiting === 0 || !source.position.groupEnded || this.nowMs() < this.topsAtMs)
      return 0;
    this.topsAtMs = this.nowMs() + this.settings.topsMs;
    return this.publisher.publishTops(source.position.id);
  }

  private publish(session: RedisSession): number {
    const { messages } = this.parts;
    let calls = 0;
    for (; this.publishCalls < PUBLISH_CALLS && !messages.isEmpty; calls++) {
      const published = (count: number) => {
        this.publishCalls--;
        this.counter('published').add(count);
      };
      this.publishCalls++;
      const kept = messages.takeKept();
      const entries = kept.length > 0 ? [] : messages.takeEntries();
      if (kept.length > 0) session.keepAll(kept, published);
      else if (entries.length > 0) session.appendLoose(entries, published);
      else session.publishAll(messages.take(), published);
    }
    return calls;
  }

  /** Entries of events that this journal does not have: it was replaced by an older copy of itself. */
  private tellIfAhead(): void {
    if (this.toldAhead) return;
    this.toldAhead = true;
    const { position } = this.source;
    const ahead = this.topics.find(({ confirmed }) => !position.covers(confirmed.sequence, confirmed.index));
    if (ahead === undefined) return;
    this.options.log.error(
      `fan-out: a stream holds ${ahead.confirmed.id} already and the journal ends at ${position.id}: the data directory is ` +
        'older than the stream; what happens now under ids that the stream has is not published. Use another prefix',
    );
  }

  private counter(name: Parameters<Counters<'fanout'>['counter']>[0]) {
    return this.counters.counter(name);
  }
}

export const createFanout = (options: FanoutOptions): FanoutAgent => new FanoutAgent(options);

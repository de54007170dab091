/**
 * One connection to Redis, from opening it to its end; never used again after that. Opening includes what every
 * connection needs before the first entry: the scripts, and the last id of each stream. Any error, a wrong answer, or
 * an answer that does not come ends it; whoever owns it then starts another one, which looks at the streams afresh.
 */
import { Command } from 'ioredis';
import { type EventPosition, parseId } from './event-position.js';
import type { LooseEntry } from './message-queue.js';
import { type RedisAddress, type RedisClient, redisClient, writersOf } from './redis-client.js';
import { APPEND, APPEND_LOOSE, PUBLISH } from './scripts.js';

const FIRST_ID = '0-0';
/** What ioredis puts before every error of a Cluster that is not to be tried again. */
const CLUSTER_WRAPPER = /^Too many Cluster redirections\. Last error: (Reply)?Error: /;
/** What a stream of one order's executions keeps, and for how long after the last one. */
const LOOSE_ENTRIES = '1000';
const LOOSE_SECONDS = '86400';

export interface SessionOptions {
  readonly address: RedisAddress;
  /** Keys of the streams. A key and its value, written once a connection, say which journal they are of. */
  readonly streams: readonly string[];
  readonly journalKey: string;
  readonly journalId: string;
  /** Key of the set of engines, and our name in it. */
  readonly among?: readonly [key: string, name: string];
  readonly answerMs: number;
  readonly nowMs: () => number;
  /** Called when there is something to go on with. */
  readonly wake: () => void;
}

export const enum SessionState {
  Opening = 0,
  Ready = 1,
  Over = 2,
}

export class RedisSession {
  state = SessionState.Opening;
  /** Why it ended. */
  reason = '';
  /** Where each stream ended when the connection was opened. */
  lastIds: readonly EventPosition[] = [];
  private readonly redis: RedisClient;
  private append = '';
  private publish = '';
  private loose = '';
  private outstanding = 0;
  private progressMs: number;

  constructor(private readonly options: SessionOptions) {
    this.progressMs = options.nowMs();
    this.redis = redisClient(options.address, options.answerMs);
    this.redis.on('error', (error) => this.end(error.message));
    this.redis.on('end', () => this.end('the connection was closed'));
    this.open().catch((error) => this.end((error as Error).message));
  }

  /** Looks whether an answer is overdue. */
  look(): void {
    const waits = this.outstanding > 0 || this.state === SessionState.Opening;
    if (!waits || this.state === SessionState.Over) return;
    const silentMs = this.options.nowMs() - this.progressMs;
    if (silentMs > this.options.answerMs) this.end(`no answer for ${Math.round(silentMs)} ms`);
  }

  /** Appends a batch to stream number `stream`; `args` as the script takes them. */
  appendTo(stream: number, args: string[], answered: (appended: number, refused: number) => void): void {
    this.call(this.append, [this.options.streams[stream]], args, (answer) => {
      const [appended, refused] = answer as [number, number];
      answered(appended, refused);
    });
  }

  publishAll(args: string[], answered: (published: number) => void): void {
    // In a Cluster the key names the server that publishes: always the same one, or messages would overtake each other.
    this.call(this.publish, [this.options.journalKey], args, (answer) => answered(answer as number));
  }

  /** Entries of streams that keep the last ones of an order, for a day. One that a stream has is not appended again. */
  appendLoose(entries: readonly LooseEntry[], answered: (count: number) => void): void {
    const one = countdown(entries.length, answered);
    for (const { stream, id, fields } of entries)
      this.call(this.loose, [stream], [id, LOOSE_ENTRIES, LOOSE_SECONDS, ...fields], one);
  }

  keepAll(
    values: readonly (readonly [key: string, value: string])[],
    answered: (count: number) => void,
  ): void {
    const one = countdown(values.length, answered);
    for (const [key, value] of values) this.send('set', [key, value], one);
  }

  end(reason: string): void {
    if (this.state === SessionState.Over) return;
    this.state = SessionState.Over;
    this.reason = reason.replace(CLUSTER_WRAPPER, '');
    this.redis.disconnect();
    this.options.wake();
  }

  private async open(): Promise<void> {
    const { options } = this;
    await this.redis.connect();
    // First of all, because in a Cluster this is what connects its servers.
    const [append, publish, loose] = await Promise.all(
      [APPEND, PUBLISH, APPEND_LOOSE].map((each) => this.load(each)),
    );
    const lastIds = await Promise.all(options.streams.map((key) => this.lastId(key)));
    if ((this.state as SessionState) === SessionState.Over) return;
    this.append = append;
    this.publish = publish;
    this.loose = loose;
    this.lastIds = lastIds;
    this.state = SessionState.Ready;
    this.announce();
    options.wake();
  }

  /** Into every server that may have to run it. */
  private async load(script: string): Promise<string> {
    const loaded = await Promise.all(writersOf(this.redis).map((server) => server.script('LOAD', script)));
    return String(loaded[0]);
  }

  /** For readers who want to know which streams are the current ones. A full Redis refuses it; the next connection tries again. */
  private announce(): void {
    const { journalKey, journalId, among } = this.options;
    this.redis.set(journalKey, journalId).catch(() => undefined);
    if (among !== undefined) this.redis.sadd(...among).catch(() => undefined);
  }

  private async lastId(key: string): Promise<EventPosition> {
    try {
      const info = (await this.redis.call('XINFO', 'STREAM', key)) as unknown[];
      return parseId(String(info[info.indexOf('last-generated-id') + 1]));
    } catch (error) {
      if (/no such key/.test((error as Error).message)) return parseId(FIRST_ID);
      throw error;
    }
  }

  private call(script: string, keys: string[], args: string[], answered: (answer: unknown) => void): void {
    this.send('evalsha', [script, String(keys.length), ...keys, ...args], answered);
  }

  private send(name: string, args: string[], answered: (answer: unknown) => void): void {
    const command = new Command(name, args, { replyEncoding: 'utf8' });
    if (this.outstanding++ === 0) this.progressMs = this.options.nowMs();
    command.promise.then(
      (answer) => this.settle(() => answered(answer)),
      (error: Error) => this.end(error.message),
    );
    this.redis.sendCommand(command);
  }

  private settle(use: () => void): void {
    if (this.state !== SessionState.Ready) return;
    this.outstanding--;
    this.progressMs = this.options.nowMs();
    use();
    this.options.wake();
  }
}

/** Calls `all` with the count when it has been called so often. */
function countdown(count: number, all: (count: number) => void): () => void {
  let left = count;
  return () => {
    if (--left === 0) all(count);
  };
}

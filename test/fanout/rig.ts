/** What the tests of the fan-out share: the agent on the event loop of the test, and what the streams hold in the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { createFanout, type FanoutAgent, streamKeys } from '../../engine/fanout/fanout-agent.js';
import type { FanoutSettings } from '../../engine/fanout/options.js';
import type { RedisAddress } from '../../engine/fanout/redis-client.js';
import {
  Rig,
  TEST_ACCOUNTS,
  TEST_INSTRUMENTS,
  TEST_LIMITS,
  TEST_READER,
} from '../../engine/fanout/test-rig.js';
import { NodeFiles } from '../../engine/journal/node-files.js';
import { Counters, createCounters } from '../../engine/telemetry/counters.js';

const PAGE = 10_000;

export const QUICK: Partial<FanoutSettings> = {
  answerMs: 500,
  retryMs: 10,
  retryMsMax: 100,
  topsMs: 1,
  closeMs: 0,
};

export class FanoutRig {
  readonly engine: Rig;
  readonly lines: string[] = [];
  agent: FanoutAgent;
  counters = new Counters(createCounters('fanout'));
  private stopped = false;
  private loop: Promise<void>;

  constructor(
    directory: string,
    seed: number,
    private readonly address: string | RedisAddress,
    private readonly settings: Partial<FanoutSettings> = QUICK,
  ) {
    this.engine = new Rig(new NodeFiles(directory), seed);
    this.agent = this.start();
    this.loop = this.poll();
  }

  get keys(): readonly string[] {
    return streamKeys('test', this.engine.journalId);
  }

  /** Runs the engine for a while: `rounds` times some commands, then what else there is to do on this thread. */
  async run(rounds: number, commands: number, between?: (round: number) => unknown): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      this.engine.run(commands);
      await between?.(round);
      await sleep(1);
    }
  }

  /** Waits until the streams hold all there is. */
  async settle(timeoutMs = 15_000): Promise<void> {
    const until = performance.now() + timeoutMs;
    const { trades, orders } = this.engine.flow;
    const wanted = [trades.at(-1) ?? '0-0', orders.at(-1) ?? '0-0'];
    while (performance.now() < until && this.agent.confirmed().some((id, i) => id !== wanted[i]))
      await sleep(5);
  }

  /** The process dies and comes back: nothing is left but what Redis and the journal hold. */
  async crash(): Promise<void> {
    this.stopped = true;
    await this.loop;
    await this.agent.close();
    this.stopped = false;
    this.agent = this.start();
    this.loop = this.poll();
  }

  async close(): Promise<void> {
    this.stopped = true;
    await this.loop;
    await this.agent.close();
    this.engine.journal.close();
  }

  private start(): FanoutAgent {
    const { events, files, durable, journalId } = this.engine;
    this.counters = new Counters(createCounters('fanout'));
    const log = (line: string) => void this.lines.push(line);
    return createFanout({
      events,
      reader: TEST_READER,
      journal: files,
      durable,
      journalId,
      limits: TEST_LIMITS,
      instruments: TEST_INSTRUMENTS,
      accounts: TEST_ACCOUNTS,
      ...(typeof this.address === 'string' ? { url: this.address } : this.address),
      prefix: 'test',
      log: { info: log, warn: log, error: log },
      counters: this.counters.source,
      settings: this.settings,
    });
  }

  private async poll(): Promise<void> {
    while (!this.stopped) {
      this.agent.doWork();
      await new Promise((done) => setImmediate(done));
    }
  }
}

/** A server, or a Cluster of them. */
export interface Readable {
  client(): Pick<Redis, 'xrange' | 'disconnect'>;
}

/** Every entry of a stream, in order. */
export async function entriesOf(server: Readable, key: string): Promise<[id: string, fields: string[]][]> {
  const client = server.client();
  const all: [string, string[]][] = [];
  for (let from = '-'; ; ) {
    const page = await client.xrange(key, from, '+', 'COUNT', PAGE);
    all.push(...page);
    if (page.length < PAGE) break;
    from = `(${page.at(-1)![0]}`;
  }
  client.disconnect();
  return all;
}

export const idsOf = async (server: Readable, key: string): Promise<string[]> =>
  (await entriesOf(server, key)).map(([id]) => id);

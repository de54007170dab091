/**
 * A real `redis-server` for a test: on a free port of the loopback, with a folder of its own, ended by its process id.
 * It can be stopped and started again on the same port, with or without what it had stored, killed, and paused.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import { freePort } from './ports.js';
import { redisBinary } from './redis-binary.js';

const START_TRIES = 200;
const TRY_MS = 25;

export class RedisServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly settings: readonly string[],
  ) {}

  /** @param settings as on redis-server's command line: `'--maxmemory', '10mb'` */
  static async start(...settings: string[]): Promise<RedisServer> {
    const folder = mkdtempSync(join(tmpdir(), 'pregao-redis-'));
    const server = new RedisServer(await freePort(), folder, settings);
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** A connection for the test to look with, which comes back by itself; the test ends it. */
  client(options: RedisOptions = { maxRetriesPerRequest: null, retryStrategy: () => TRY_MS }): Redis {
    const client = new Redis(this.port, '127.0.0.1', options);
    client.on('error', () => undefined);
    return client;
  }

  /** @param extra settings of this run alone */
  async startAgain(...extra: string[]): Promise<void> {
    const { path, env } = redisBinary();
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder, '--save', ''];
    this.child = spawn(path, [...args, '--appendonly', 'no', ...this.settings, ...extra], {
      argv0: 'redis-server',
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    await this.answers();
  }

  /** Orderly: stores its data first when `keep`. */
  async stop(keep: boolean): Promise<void> {
    const client = this.client({ retryStrategy: () => null });
    await client.call('SHUTDOWN', keep ? 'SAVE' : 'NOSAVE').catch(() => undefined);
    client.disconnect();
    await this.gone();
    if (!keep) rmSync(join(this.folder, 'dump.rdb'), { force: true });
  }

  /** As a crash would: what was not stored is gone. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.gone();
  }

  /** It keeps its connections and answers nothing. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  /** Ends it and removes its folder. */
  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async gone(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  private async answers(): Promise<void> {
    for (let tries = 0; tries < START_TRIES; tries++) {
      if (await ping(this.port)) return;
      await sleep(TRY_MS);
    }
    throw new Error(`redis-server on port ${this.port} does not answer`);
  }
}

/** Any answer will do: one that wants a password has started as well. */
async function ping(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
  const answered = await once(socket, 'data').then(
    ([answer]) => !String(answer).startsWith('-LOADING'),
    () => false,
  );
  socket.destroy();
  return answered;
}

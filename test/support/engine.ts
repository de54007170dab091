/**
 * A real engine in a process of its own, for whole-system tests: started like a person starts it, on a free port and a
 * data directory that the test names, and ended by its process id.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigFile } from '../../engine/config/schema.js';
import { program } from './program.js';

export const LAUNCHER = fileURLToPath(new URL('../../../engine/cli/pregao.js', import.meta.url));
const READY = /ready; stop with Ctrl-C/;
const START_MS = 60_000;

export interface EngineOptions {
  readonly data?: string;
  readonly config?: ConfigFile;
  readonly durability?: 'sync' | 'async';
  readonly args?: readonly string[];
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class EngineProcess {
  output = '';
  log = '';
  private readonly ended: Promise<Exit>;

  private constructor(
    readonly child: ChildProcess,
    readonly data: string,
  ) {
    child.stdout!.on('data', (chunk) => (this.output += chunk));
    child.stderr!.on('data', (chunk) => (this.log += chunk));
    this.ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  /** Resolves when the engine says that it is ready; rejects with all its output when it ends or takes too long. */
  static async start(options: EngineOptions = {}): Promise<EngineProcess> {
    const engine = EngineProcess.launch(options);
    await engine.ready();
    return engine;
  }

  /** Without waiting, for starts that are expected to fail. */
  static launch({
    data = freshDirectory(),
    config,
    durability,
    args = [],
  }: EngineOptions = {}): EngineProcess {
    const command = ['start', '--port', '0', '--data', data, ...args];
    if (durability) command.push('--durability', durability);
    if (config) command.push('--config', writeConfig(config));
    const child = spawn(...program(LAUNCHER, ...command), { stdio: ['ignore', 'pipe', 'pipe'] });
    return new EngineProcess(child, data);
  }

  /** `ws://127.0.0.1:PORT/v1/orders`, as the engine printed it. */
  get url(): string {
    return this.printed(/orders\s+(ws:\S+)/);
  }

  get httpUrl(): string {
    return this.printed(/metrics\s+(http:\S+)\/metrics/);
  }

  get keyFile(): string {
    return join(this.data, 'demo.key');
  }

  get stateHash(): string {
    return this.printed(/state hash ([0-9a-f]+)/);
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (!READY.test(this.output)) {
      const { exitCode, signalCode } = this.child;
      if (exitCode !== null || signalCode !== null || Date.now() > deadline) {
        const { output, log } = this;
        throw Object.assign(new Error('the engine did not become ready'), {
          exitCode,
          signalCode,
          output,
          log,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  kill(signal: NodeJS.Signals): Promise<Exit> {
    this.child.kill(signal);
    return this.ended;
  }

  exit(): Promise<Exit> {
    return this.ended;
  }

  /** The orderly way. */
  stop(): Promise<Exit> {
    return this.kill('SIGINT');
  }

  private printed(pattern: RegExp): string {
    const found = pattern.exec(this.output)?.[1];
    if (!found) throw new Error(`the engine printed nothing like ${pattern}:\n${this.output}`);
    return found;
  }
}

export const freshDirectory = (): string => mkdtempSync(join(tmpdir(), 'pregao-test-'));

export function writeConfig(config: ConfigFile): string {
  const file = join(freshDirectory(), 'pregao.config.json');
  writeFileSync(file, JSON.stringify(config, null, 2));
  return file;
}

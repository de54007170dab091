/** The engine of the demonstration, in a process of its own, as a person would start it; however this process ends, it ends with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../../../engine/cli/pregao.js', import.meta.url));
const START_MS = 180_000;

export class DemoEngine {
  private constructor(
    private readonly child: ChildProcess,
    /** Everything that it leaves is here, and goes with it. */
    readonly directory: string,
    readonly url: string,
    private readonly end: () => void,
  ) {}

  /** @throws Error what the engine said when it could not start */
  static async start(config: (directory: string) => object): Promise<DemoEngine> {
    const directory = mkdtempSync(join(tmpdir(), 'pregao-street-'));
    const file = join(directory, 'pregao.config.json');
    writeFileSync(file, JSON.stringify(config(directory), null, 2));
    const args = ['start', '--config', file, '--data', join(directory, 'data'), '--port', '0'];
    const child = spawn(process.execPath, [LAUNCHER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const end = (): void => {
      child.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    };
    process.once('exit', end);
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    for (const untilMs = Date.now() + START_MS; !said.includes('ready; stop with Ctrl-C'); ) {
      if (child.exitCode !== null || Date.now() > untilMs)
        throw new Error(`the engine did not start:\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const url = /orders\s+(ws:\S+)/.exec(said)?.[1];
    if (url === undefined) throw new Error(`the engine said no address:\n${said}`);
    return new DemoEngine(child, directory, url, end);
  }

  get keyFile(): string {
    return join(this.directory, 'data', 'demo.key');
  }

  get dataDirectory(): string {
    return join(this.directory, 'data');
  }

  get httpUrl(): string {
    return new URL('/', this.url.replace(/^ws/, 'http')).origin;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGINT');
    await ended;
    process.off('exit', this.end);
    this.end();
  }
}

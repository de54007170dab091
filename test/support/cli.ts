/** `pregao …` as a person runs it: a process of its own, its output and how it ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Test } from 'tap';
import { LAUNCHER } from './engine.js';
import { type Program, program } from './program.js';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const WAIT_MS = 30_000;

export interface Expected {
  readonly code: number;
  readonly out?: RegExp;
  readonly err?: RegExp;
}

export function expectRan(t: Test, what: string, ran: Ran, { code, out, err }: Expected): void {
  t.equal(ran.code, code, `${what}: exit code ${code}${ran.code === code ? '' : `\n${ran.err}`}`);
  if (out) t.match(ran.out, out, `${what}: output`);
  if (err) t.match(ran.err, err, `${what}: complaint`);
}

/** Runs to its end. */
export function pregao(cwd: string, ...args: string[]): Promise<Ran> {
  return new Command(program(LAUNCHER, ...args), cwd).ended;
}

/**
 * On a terminal of its own, as `script` (util-linux) makes one. What is written to it is typed. The shell between gives
 * its place to the command: one that stays would get Ctrl-C as well, and end by it whatever the command does.
 */
export function onTerminal(cwd: string, ...args: string[]): Command {
  const line = program(LAUNCHER, ...args)
    .flat()
    .map((word) => `'${word}'`)
    .join(' ');
  return new Command(['script', ['-qec', `exec ${line}`, '/dev/null']], cwd);
}

/** One that goes on until it is told to stop. */
export class Command {
  out = '';
  err = '';
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;

  constructor([command, args]: Program, cwd: string) {
    this.child = spawn(command, args, { cwd, stdio: 'pipe', env: { ...process.env, NO_COLOR: '1' } });
    this.child.stdout!.on('data', (chunk) => (this.out += chunk));
    this.child.stderr!.on('data', (chunk) => (this.err += chunk));
    this.ended = once(this.child, 'close').then(([code]) => ({ code, out: this.out, err: this.err }));
  }

  /** Until its output has it. */
  async prints(pattern: RegExp): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while (!pattern.test(this.out)) {
      if (this.child.exitCode !== null || Date.now() > deadline)
        throw new Error(`it did not print ${pattern}\n${this.out}\n${this.err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  type(text: string): void {
    this.child.stdin!.write(text);
  }

  stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Ran> {
    this.child.kill(signal);
    return this.ended;
  }
}

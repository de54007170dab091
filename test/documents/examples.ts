/** Takes the programs out of a document, compiles them as a reader's own would be compiled, and runs them. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { program } from '../support/program.js';
import type { Block } from './markdown.js';

/** Within the tree, so that `pregao/client` means this package. */
const FOLDER = 'dist/docs-examples';
/** ```ts run=NAME, or ```ts check=NAME for what only compiles. */
const MARK = /^ts (run|check)=(\w+)$/;

export interface Example {
  readonly name: string;
  readonly runs: boolean;
  readonly source: string;
  /** What the document says that it prints: the block behind it. */
  readonly output: string;
}

export const examplesIn = (blocks: readonly Block[]): Example[] =>
  blocks.flatMap(({ info, text }, i) => {
    const [, what, name] = MARK.exec(info) ?? [];
    if (name === undefined) return [];
    return [{ name, runs: what === 'run', source: text, output: blocks[i + 1]?.text ?? '' }];
  });

/** @throws Error with the compiler's complaints */
export function compile(examples: readonly Example[]): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, source } of examples) writeFileSync(join(FOLDER, `${name}.ts`), source);
  const compilerOptions = { rootDir: '.', outDir: 'out', declaration: false, incremental: false };
  const project = {
    extends: resolve('tsconfig.json'),
    compilerOptions: { ...compilerOptions, tsBuildInfoFile: null, noUnusedLocals: true },
    include: ['*.ts'],
  };
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(project));
  try {
    execFileSync(...program(join('node_modules', '.bin', 'tsc'), '-p', FOLDER), {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(stdout + stderr);
  }
}

/** What it printed, complaints included. */
export async function run({ name }: Example, env: Record<string, string>): Promise<string> {
  const child = spawn(...program(join(FOLDER, 'out', `${name}.js`)), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  await once(child, 'close');
  return output;
}

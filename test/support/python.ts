/** Runs a Python program of the tree, with nothing but Python's standard library. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface PythonRun {
  readonly code: number | null;
  readonly output: string;
}

/** @param file from the root of the tree */
export async function python(file: string, ...args: readonly string[]): Promise<PythonRun> {
  const child = spawn('python3', ['-I', '-B', file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

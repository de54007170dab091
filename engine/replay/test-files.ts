/** Files for the replay's tests, in a directory that goes with the test; and where the recorded data stands. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Test } from 'tap';
import type { ProgressOutput } from './progress.js';

export const SILENT: ProgressOutput = { write: () => true };

export class TestFiles {
  private readonly directory: string;

  constructor(t: Test) {
    this.directory = t.testdir();
  }

  /** Path of a file with this text. */
  write(name: string, text: string | readonly string[] | Buffer): string {
    const path = join(this.directory, name);
    writeFileSync(path, typeof text === 'string' || Buffer.isBuffer(text) ? text : `${text.join('\n')}\n`);
    return path;
  }

  gzip(name: string, lines: readonly string[]): string {
    return this.write(name, gzipSync(lines.join('\n')));
  }
}

const DATA = process.env.PREGAO_DATA ?? '../shared/data';

/** Path of a recorded file, undefined when it is not there. */
export function recorded(name: string): string | undefined {
  const path = join(DATA, name);
  return existsSync(path) ? path : undefined;
}

/** Files for the replay's tests, in a directory that goes with the test; and where the recorded data stands. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
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

/** The lines of a packed file. */
export const linesOf = (path: string): string[] =>
  gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');

/** The row with one field changed. */
export function withField(row: string, index: number, change: (value: number) => number): string {
  const fields = row.split(',');
  return fields.with(index, String(change(Number(fields[index])))).join(',');
}

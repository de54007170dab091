/** Runs of algorithms in the data directory, on disk before anybody is told of them. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from './config/load.js';
import { replaceFile } from './config/synced-file.js';

const run = z.strictObject({
  id: z.string(),
  algo: z.string(),
  /** That runs it. */
  strategy: z.string(),
  parameters: z.record(z.string(), z.unknown()),
});

export type AlgoRun = Readonly<z.output<typeof run>>;

export class RunFile {
  private all: readonly AlgoRun[];

  /** @throws ConfigError the file is damaged */
  constructor(private readonly file: string) {
    this.all = existsSync(file) ? read(file) : [];
  }

  /** Those that go on. */
  get runs(): readonly AlgoRun[] {
    return this.all;
  }

  add(added: AlgoRun): void {
    this.write([...this.all, added]);
  }

  remove(id: string): void {
    this.write(this.all.filter((each) => each.id !== id));
  }

  private write(runs: readonly AlgoRun[]): void {
    replaceFile(this.file, `${JSON.stringify(runs, null, 2)}\n`);
    this.all = runs;
  }
}

function read(file: string): AlgoRun[] {
  try {
    return z.array(run).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new ConfigError(
      `${file} is damaged (${(error as Error).message}); it says which algorithms run: remove it to start none of them`,
    );
  }
}

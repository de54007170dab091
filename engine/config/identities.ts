/**
 * Which number stands for which name, kept in the data directory: the journal holds numbers only, so a name must
 * mean the same number for as long as the journal lives, whatever is added to or removed from the configuration.
 * Numbers start at 1 and are never given twice.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './load.js';

const FILE = 'identities.json';
const KINDS = ['instruments', 'accounts', 'sessions'] as const;
type Kind = (typeof KINDS)[number];

const fileSchema = z.strictObject({
  instruments: z.array(z.string()),
  accounts: z.array(z.string()),
  sessions: z.array(z.string()),
});

export class Identities {
  private readonly names: Record<Kind, string[]>;
  private readonly numbers: Record<Kind, Map<string, number>>;
  private changed = false;

  constructor(private readonly dataDirectory: string) {
    this.names = readNames(join(dataDirectory, FILE));
    this.numbers = {
      instruments: numbered(this.names.instruments),
      accounts: numbered(this.names.accounts),
      sessions: numbered(this.names.sessions),
    };
  }

  /** The name's number, a fresh one when it has none yet. */
  numberOf(kind: Kind, name: string): number {
    const known = this.numbers[kind].get(name);
    if (known !== undefined) return known;
    const number = this.names[kind].push(name);
    this.numbers[kind].set(name, number);
    this.changed = true;
    return number;
  }

  /** All names ever given of a kind; the name of number n stands at n - 1. */
  namesOf(kind: Kind): readonly string[] {
    return this.names[kind];
  }

  /** On disk before the first record that uses a new number. */
  save(): void {
    if (!this.changed) return;
    const file = join(this.dataDirectory, FILE);
    writeSynced(`${file}.new`, `${JSON.stringify(this.names, null, 2)}\n`);
    renameSync(`${file}.new`, file);
    syncDirectory(dirname(file));
    this.changed = false;
  }
}

function numbered(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, i) => [name, i + 1]));
}

function readNames(file: string): Record<Kind, string[]> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      return { instruments: [], accounts: [], sessions: [] };
    throw error;
  }
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new ConfigError(
      `${file} is damaged (${(error as Error).message}); it says which number in the journal means which name: restore it from a backup`,
    );
  }
}

function writeSynced(file: string, text: string): void {
  const fd = openSync(file, 'w');
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

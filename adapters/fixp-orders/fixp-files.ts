/** What a FIXP session remembers, in a file that is replaced whole. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { FixpRecord, FixpStore } from './fixp-line.js';

const NO_FILE = 'ENOENT';

export class FixpFile implements FixpStore {
  constructor(private readonly path: string) {}

  /** @throws Error the file is not one of ours */
  load(): FixpRecord | undefined {
    const text = this.read();
    if (text === undefined) return undefined;
    const { versionId, nextOut } = JSON.parse(text) as { versionId: string; nextOut: number };
    if (!/^\d+$/.test(versionId) || !Number.isSafeInteger(nextOut))
      throw new Error(`${this.path} holds no FIXP session; take it away to negotiate another one`);
    return { versionId: BigInt(versionId), nextOut };
  }

  save({ versionId, nextOut }: FixpRecord): void {
    const next = `${this.path}.next`;
    writeFileSync(next, JSON.stringify({ versionId: String(versionId), nextOut }));
    renameSync(next, this.path);
  }

  private read(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === NO_FILE) return undefined;
      throw error;
    }
  }
}

/** For tests, and for whom one process is enough. */
export class FixpInMemory implements FixpStore {
  private record: FixpRecord | undefined;

  load(): FixpRecord | undefined {
    return this.record;
  }

  save(record: FixpRecord): void {
    this.record = record;
  }
}

/**
 * The real disk, by `node:fs`. A file's data is synced with fdatasync (its size included); a new, renamed or removed
 * name is on disk only after an fsync of the directory that holds it.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { JournalFile, JournalFiles } from './files.js';

export class NodeFiles implements JournalFiles {
  constructor(readonly directory: string) {}

  /** Makes the directory where there is none. */
  static make(directory: string): NodeFiles {
    fs.mkdirSync(directory, { recursive: true });
    return new NodeFiles(directory);
  }

  list(): string[] {
    return fs.readdirSync(this.directory).sort();
  }

  create(name: string): JournalFile {
    const file = new NodeFile(fs.openSync(join(this.directory, name), 'wx+'));
    this.syncDirectory();
    return file;
  }

  open(name: string, access: 'read' | 'write'): JournalFile | undefined {
    try {
      return new NodeFile(fs.openSync(join(this.directory, name), access === 'read' ? 'r' : 'r+'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  rename(from: string, to: string): void {
    fs.renameSync(join(this.directory, from), join(this.directory, to));
    this.syncDirectory();
  }

  remove(name: string): void {
    fs.rmSync(join(this.directory, name), { force: true });
    this.syncDirectory();
  }

  private syncDirectory(): void {
    const handle = fs.openSync(this.directory, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  }
}

class NodeFile implements JournalFile {
  constructor(private readonly handle: number) {}

  size(): number {
    return fs.fstatSync(this.handle).size;
  }

  read(target: Uint8Array, targetStart: number, bytes: number, position: number): number {
    let done = 0;
    while (done < bytes) {
      const got = fs.readSync(this.handle, target, targetStart + done, bytes - done, position + done);
      if (got === 0) break;
      done += got;
    }
    return done;
  }

  write(source: Uint8Array, bytes: number, position: number): void {
    let done = 0;
    while (done < bytes) done += fs.writeSync(this.handle, source, done, bytes - done, position + done);
  }

  sync(): void {
    fs.fdatasyncSync(this.handle);
  }

  truncate(bytes: number): void {
    fs.ftruncateSync(this.handle, bytes);
  }

  close(): void {
    fs.closeSync(this.handle);
  }
}

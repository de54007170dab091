/**
 * All that the journal asks of a disk. The real one is `node-files.ts`; tests pass a simulated one that tears writes,
 * forgets what was not synced, fills up and fails. Everything blocks: the journal has a thread of its own.
 */
export interface JournalFile {
  size(): number;
  /** Bytes read; fewer than asked only at the end of the file. */
  read(target: Uint8Array, targetStart: number, bytes: number, position: number): number;
  /** All of them, or it throws. */
  write(source: Uint8Array, bytes: number, position: number): void;
  /** Returns when everything written is on disk. */
  sync(): void;
  truncate(bytes: number): void;
  close(): void;
}

/** One flat directory. What `create`, `rename` and `remove` did to it is on disk when they return. */
export interface JournalFiles {
  list(): string[];
  /** Fails when the name is taken. */
  create(name: string): JournalFile;
  /** `undefined` when there is no such file. */
  open(name: string, access: 'read' | 'write'): JournalFile | undefined;
  /** Replaces `to` when it exists. */
  rename(from: string, to: string): void;
  remove(name: string): void;
}

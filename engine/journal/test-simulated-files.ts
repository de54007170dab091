/**
 * A disk in memory for tests. It keeps apart what a file holds and what of that is on disk, and can do what disks do:
 * die in the middle of any operation, lose or tear what was not synced, in any order of pages, fill up, and fail.
 */
import { Random } from '../threads/random.js';
import type { JournalFile, JournalFiles } from './files.js';

const SECTOR_BYTES = 512;

export class SimulatedCrash extends Error {}

interface Inode {
  current: Uint8Array;
  durable: Uint8Array;
}

export class SimulatedFiles implements JournalFiles {
  /** Operations until the machine dies in the middle of one. */
  operationsLeft = Number.POSITIVE_INFINITY;
  /** Bytes that fit on the disk. */
  capacityBytes = Number.POSITIVE_INFINITY;
  /** Syncs that work before one fails with EIO. */
  syncsLeft = Number.POSITIVE_INFINITY;
  private names = new Map<string, Inode>();
  private durableNames = new Map<string, Inode>();
  private dead = false;

  /** @param random numbers in [0, 1); the whole behaviour follows from them */
  constructor(private readonly random: () => number) {}

  list(): string[] {
    return [...this.names.keys()].sort();
  }

  create(name: string): JournalFile {
    if (this.names.has(name)) throw errno('EEXIST');
    const inode = { current: new Uint8Array(0), durable: new Uint8Array(0) };
    this.operation(() => this.names.set(name, inode));
    this.syncDirectory();
    return new SimulatedFile(this, inode);
  }

  open(name: string): JournalFile | undefined {
    const inode = this.names.get(name);
    return inode && new SimulatedFile(this, inode);
  }

  rename(from: string, to: string): void {
    const inode = this.names.get(from);
    if (inode === undefined) throw errno('ENOENT');
    this.operation(() => {
      this.names.delete(from);
      this.names.set(to, inode);
    });
    this.syncDirectory();
  }

  remove(name: string): void {
    if (!this.names.has(name)) return;
    this.operation(() => this.names.delete(name));
    this.syncDirectory();
  }

  /** The disk as the next start finds it: after `kill -9` all that was written, after a power cut what had to be. */
  restart(after: 'kill' | 'power cut'): SimulatedFiles {
    const next = new SimulatedFiles(this.random);
    const names = after === 'kill' || this.chance() ? this.names : this.durableNames;
    for (const [name, inode] of names) {
      const bytes = after === 'kill' ? inode.current.slice() : this.survivors(inode);
      const copy = { current: bytes, durable: after === 'kill' ? inode.durable.slice() : bytes.slice() };
      next.names.set(name, copy);
    }
    next.durableNames = new Map(next.names);
    return next;
  }

  /** The bytes of a file, to look at or to damage. */
  contents(name: string): Uint8Array {
    return this.names.get(name)!.current;
  }

  copy(): SimulatedFiles {
    return this.restart('kill');
  }

  /** Runs `act`, or dies before or (having done part of it) during it. */
  operation(act: () => void, part: () => void = () => {}): void {
    if (this.dead) throw new SimulatedCrash('the machine is down');
    this.dead = this.operationsLeft-- <= 0;
    const done = this.dead ? this.below(3) : 2;
    if (done === 2) act();
    else if (done === 1) part();
    if (!this.dead) return;
    throw new SimulatedCrash('the machine went down');
  }

  /** How many of `bytes` still fit. */
  fit(inode: Inode, end: number): number {
    const others = [...this.names.values()].reduce((sum, other) => sum + other.current.length, 0);
    return Math.min(end, this.capacityBytes - (others - inode.current.length));
  }

  below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  private syncDirectory(): void {
    this.operation(() => {
      this.durableNames = new Map(this.names);
    });
  }

  private survivors({ current, durable }: Inode): Uint8Array {
    const shorter = Math.min(current.length, durable.length);
    const longer = Math.max(current.length, durable.length);
    const bytes = new Uint8Array(this.chance() ? current.length : shorter + this.below(longer - shorter + 1));
    for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
      const from = this.chance() ? current : durable;
      bytes.set(from.subarray(at, Math.min(at + SECTOR_BYTES, bytes.length)), at);
    }
    return bytes;
  }

  private chance(): boolean {
    return this.random() < 0.5;
  }
}

class SimulatedFile implements JournalFile {
  constructor(
    private readonly disk: SimulatedFiles,
    private readonly inode: Inode,
  ) {}

  size(): number {
    return this.inode.current.length;
  }

  read(target: Uint8Array, targetStart: number, bytes: number, position: number): number {
    const part = this.inode.current.subarray(position, position + bytes);
    target.set(part, targetStart);
    return part.length;
  }

  write(source: Uint8Array, bytes: number, position: number): void {
    const room = this.disk.fit(this.inode, position + bytes) - position;
    const fitting = Math.max(0, Math.min(bytes, room));
    this.disk.operation(
      () => this.put(source, fitting, position),
      () => this.put(source, this.disk.below(fitting), position),
    );
    if (fitting < bytes) throw errno('ENOSPC');
  }

  sync(): void {
    if (this.disk.syncsLeft-- <= 0) throw errno('EIO');
    this.disk.operation(() => {
      this.inode.durable = this.inode.current.slice();
    });
  }

  truncate(bytes: number): void {
    this.disk.operation(() => {
      this.inode.current = this.inode.current.slice(0, bytes);
    });
  }

  close(): void {}

  private put(source: Uint8Array, bytes: number, position: number): void {
    const grown = new Uint8Array(Math.max(this.inode.current.length, position + bytes));
    grown.set(this.inode.current);
    grown.set(source.subarray(0, bytes), position);
    this.inode.current = grown;
  }
}

function errno(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}

/** Numbers in [0, 1) from a seed. */
export function seeded(seed: number): () => number {
  const random = new Random(seed);
  return () => random.fraction();
}

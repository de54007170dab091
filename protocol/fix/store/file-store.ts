/**
 * A session's memory as one append-only file. Each record is written in one piece before the message goes out, so a killed
 * process loses nothing; with `sync` each is on disk as well, so a lost machine loses nothing either. A torn last record
 * is cut off at the next start. A reset empties the file; opening it may leave all but the last messages behind.
 *
 *     u32 bytes of the whole record | u32 hash of the rest | u32 kind | f64 sequence number | message
 */
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { SessionStore } from '../session/store.js';
import { Places } from './places.js';

const HEAD = 20;
const HASHED_FROM = 8;
const SCAN_BYTES = 1 << 20;
/** BeginString, BodyLength and CheckSum, which a session's bound on its messages leaves out. */
const ENVELOPE = 64;

const enum Kind {
  /** A sent message. */
  Sent = 1,
  NextIn = 2,
  NextOut = 3,
}

export interface FileStoreOptions {
  /** Each record is on disk before its message leaves. */
  readonly sync?: boolean;
  readonly maxMessageBytes?: number;
  /**
   * When the file is opened and holds more than twice as many messages, it is written anew with the last so many: who asks for an
   * older one gets a gap fill in its place.
   */
  readonly keepMessages?: number;
}

export class FileStore implements SessionStore {
  nextOut = 1;
  nextIn = 1;
  /** The length stands before each message. */
  private readonly places = new Places();
  private readonly record: Buffer;
  private fd: number;
  private readonly sync: boolean;
  private size = 0;

  constructor(path: string, options: FileStoreOptions = {}) {
    const { sync = false, maxMessageBytes = 65_536, keepMessages = Number.POSITIVE_INFINITY } = options;
    this.record = Buffer.alloc(HEAD + ENVELOPE + maxMessageBytes);
    this.sync = sync;
    this.fd = openSync(path, 'a+', 0o600);
    this.recover(path);
    if (this.places.size > 2 * keepMessages) this.compact(path, keepMessages);
  }

  setNextOut(seq: number): void {
    this.write(Kind.NextOut, seq, 0);
    this.nextOut = seq;
  }

  setNextIn(seq: number): void {
    this.write(Kind.NextIn, seq, 0);
    this.nextIn = seq;
  }

  append(seq: number, buffer: Uint8Array, start: number, end: number): void {
    const bytes = end - start;
    if (HEAD + bytes > this.record.length)
      throw new RangeError(`a message of ${bytes} bytes: open the store with a larger maxMessageBytes`);
    this.record.set(buffer.subarray(start, end), HEAD);
    const at = this.size;
    this.write(Kind.Sent, seq, bytes);
    this.remember(seq, at);
  }

  read(seq: number, target: Uint8Array): number {
    const at = this.places.get(seq);
    if (at < 0) return 0;
    readSync(this.fd, this.record, 0, HEAD, at);
    const bytes = this.record.readUInt32LE(0) - HEAD;
    return bytes > target.length ? 0 : readSync(this.fd, target, 0, bytes, at + HEAD);
  }

  reset(): void {
    ftruncateSync(this.fd, 0);
    if (this.sync) fdatasyncSync(this.fd);
    this.size = 0;
    this.places.clear();
    this.nextOut = this.nextIn = 1;
  }

  close(): void {
    closeSync(this.fd);
  }

  private write(kind: Kind, seq: number, bytes: number): void {
    const { record } = this;
    const length = HEAD + bytes;
    record.writeUInt32LE(length, 0);
    record.writeUInt32LE(kind, 8);
    record.writeDoubleLE(seq, 12);
    record.writeUInt32LE(hash(record, HASHED_FROM, length), 4);
    for (let done = 0; done < length; ) done += writeSync(this.fd, record, done, length - done);
    if (this.sync) fdatasyncSync(this.fd);
    this.size += length;
  }

  /** Beside the old file, which the new one then replaces: whatever happens in between, one of them is whole. */
  private compact(path: string, count: number): void {
    const { nextIn } = this;
    const old = this.fd;
    const { from, to } = this.places.lastOf(count);
    const offsets = Array.from({ length: to - from }, (_, i) => this.places.get(from + i));
    this.fd = openSync(`${path}.new`, 'a+', 0o600);
    ftruncateSync(this.fd, 0);
    this.places.clear();
    this.size = 0;
    this.setNextIn(nextIn);
    for (const at of offsets) this.copy(old, at);
    fdatasyncSync(this.fd);
    renameSync(`${path}.new`, path);
    closeSync(old);
  }

  /** One message of another file, as it stands there. */
  private copy(from: number, fileAt: number): void {
    const { record } = this;
    readSync(from, record, 0, HEAD, fileAt);
    const length = record.readUInt32LE(0);
    readSync(from, record, HEAD, length - HEAD, fileAt + HEAD);
    const at = this.size;
    this.write(Kind.Sent, record.readDoubleLE(12), length - HEAD);
    this.remember(record.readDoubleLE(12), at);
  }

  private remember(seq: number, at: number): void {
    this.places.set(seq, at);
    this.nextOut = seq + 1;
  }

  /** Takes in every whole record, and cuts off what stands behind the last. */
  private recover(path: string): void {
    const { size } = fstatSync(this.fd);
    const window = Buffer.alloc(Math.max(SCAN_BYTES, 2 * this.record.length));
    let at = 0;
    for (;;) {
      const filled = readSync(this.fd, window, 0, window.length, at);
      const used = this.scan(window, filled, at);
      at += used;
      if (used === 0 || at === size) break;
    }
    this.size = at;
    if (at === size) return;
    if (size - at > this.record.length)
      throw new Error(`${path}: no whole record at byte ${at} of ${size}; move the file away to begin anew`);
    ftruncateSync(this.fd, at);
  }

  private scan(window: Buffer, filled: number, fileAt: number): number {
    let at = 0;
    while (at + HEAD <= filled) {
      const length = window.readUInt32LE(at);
      if (length < HEAD || at + length > filled) break;
      if (window.readUInt32LE(at + 4) !== hash(window, at + HASHED_FROM, at + length)) break;
      this.take(window.readUInt32LE(at + 8), window.readDoubleLE(at + 12), fileAt + at);
      at += length;
    }
    return at;
  }

  private take(kind: Kind, seq: number, at: number): void {
    if (kind === Kind.Sent) this.remember(seq, at);
    else if (kind === Kind.NextIn) this.nextIn = seq;
    else if (kind === Kind.NextOut) this.nextOut = seq;
  }
}

/** FNV-1a. */
function hash(buffer: Uint8Array, from: number, to: number): number {
  let value = 0x811c9dc5;
  for (let i = from; i < to; i++) value = Math.imul(value ^ buffer[i], 0x01000193);
  return value >>> 0;
}

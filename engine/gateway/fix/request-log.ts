/**
 * A FIX session's memory of names on disk: one line for each request that went into the lane, written before the lane shows it to
 * the core, so that no order is in the journal whose ClOrdID is not here. Marks say up to which event the client has been
 * told, for when the store of sent messages cannot: it was emptied, or an asynchronous tail of the journal was lost. Rewritten at
 * each start with what is still needed.
 *
 *     hash of the rest, 8 hexadecimal digits | blank | JSON | newline
 */
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { RequestKind } from './request-book.js';

export interface RequestLine {
  readonly kind: RequestKind;
  readonly message: number;
  /** MsgSeqNum that it came with; 0 = in an earlier sequence or an earlier life. */
  readonly seq: number;
  readonly name: string;
  readonly origName: string;
  /** Message that brought the order it is about; 0 = none that we know. */
  readonly order: number;
  readonly account: number;
  readonly symbol: string;
  readonly head: number;
}

/** Everything up to this event has been told, as far as no message in the store from `nextOut` on says more. */
export interface Mark {
  readonly sequence: number;
  readonly index: number;
  readonly nextOut: number;
}

export interface LogContent {
  readonly mark: Mark | undefined;
  readonly requests: readonly RequestLine[];
}

const HASH_DIGITS = 8;

export class RequestLog {
  private fd: number;
  private waiting = '';

  /** @param sync each flush is on disk when it returns */
  constructor(
    private readonly path: string,
    private readonly sync: boolean,
  ) {
    this.fd = openSync(path, 'a', 0o600);
  }

  /** What the file holds; a last line that was torn is not there. */
  static read(path: string): LogContent {
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
    let requests: RequestLine[] = [];
    let mark: Mark | undefined;
    for (const line of lines) {
      const value = parse(line);
      if (value === undefined) break;
      if ('kind' in value) requests.push(value);
      else {
        mark = value;
        requests = requests.map((request) => ({ ...request, seq: 0 }));
      }
    }
    return { mark, requests };
  }

  add(line: RequestLine | Mark): void {
    this.waiting += format(line);
  }

  /** Everything added is in the file. */
  flush(): void {
    if (this.waiting === '') return;
    writeAll(this.fd, this.waiting);
    this.waiting = '';
    if (this.sync) fdatasyncSync(this.fd);
  }

  /** The file holds this and nothing else. */
  rewrite(mark: Mark, requests: Iterable<RequestLine>): void {
    const fd = openSync(`${this.path}.new`, 'w', 0o600);
    writeAll(fd, format(mark) + [...requests].map(format).join(''));
    fsyncSync(fd);
    renameSync(`${this.path}.new`, this.path);
    syncDirectory(dirname(this.path));
    closeSync(this.fd);
    this.fd = fd;
    this.waiting = '';
  }

  close(): void {
    this.flush();
    closeSync(this.fd);
  }
}

function format(value: RequestLine | Mark): string {
  const json = JSON.stringify(value);
  return `${hash(json)} ${json}\n`;
}

function parse(line: string): RequestLine | Mark | undefined {
  const json = line.slice(HASH_DIGITS + 1);
  return json !== '' && line.startsWith(hash(json)) ? JSON.parse(json) : undefined;
}

function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

function syncDirectory(directory: string): void {
  const fd = openSync(directory, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

/** FNV-1a. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16).padStart(HASH_DIGITS, '0');
}

/**
 * Recorded sessions with venues, entry by entry in order of time, out of one file or several. Two formats, told apart line by line:
 *
 * ```
 *  1633998512.0633569: {…}                      a message that was received
 *  wss://… <-> 1633998511.159679                a connection was opened
 *  wss://… <- 1618677817.020616: {…}            a message that was sent
 *  https://… -> 1633998512.320639: {…}          the answer to a request
 *  1723161253937085768 {…}                      a message that was received, in nanoseconds
 * ```
 */
import { Lines } from '../input/lines.js';

export const enum Entry {
  Received = 0,
  Connected = 1,
  Sent = 2,
  Answer = 3,
}

const COLON = 0x3a;
const SPACE = 0x20;
const LOWER_A = 0x61;
const LOWER_Z = 0x7a;
const TIME_BYTES_MAX = 32;
const TIME = /^(\d{1,11})(?:\.(\d+))?$|^(\d{9,11})(\d{9})$/;
const CONTROL = /^(\S+) (<->|<-|->) (\S+?)(?:: |$)/;
const CONTROL_BYTES_MAX = 1 << 16;
const ENTRIES: Readonly<Record<string, Entry>> = {
  '<->': Entry.Connected,
  '<-': Entry.Sent,
  '->': Entry.Answer,
};

/** One file's current entry. */
class RecordedFile {
  entry = Entry.Received;
  url = '';
  seconds = 0;
  nanos = 0;
  /** Where its JSON begins. */
  start = 0;

  constructor(readonly lines: Lines) {}

  async advance(): Promise<boolean> {
    if (!this.lines.next() && !(await this.lines.advance())) return false;
    this.read();
    return true;
  }

  private read(): void {
    const { bytes, start } = this.lines;
    if (bytes[start] >= LOWER_A && bytes[start] <= LOWER_Z) this.readControl();
    else this.readMessage();
  }

  private readMessage(): void {
    const { lines } = this;
    const { bytes, start, end } = lines;
    let at = start;
    while (at < end && at - start < TIME_BYTES_MAX && bytes[at] !== SPACE) at++;
    this.entry = Entry.Received;
    this.start = at + 1;
    this.time(bytes.toString('latin1', start, bytes[at - 1] === COLON ? at - 1 : at));
  }

  private readControl(): void {
    const { bytes, start, end } = this.lines;
    const text = bytes.toString('utf8', start, Math.min(end, start + CONTROL_BYTES_MAX));
    const match = CONTROL.exec(text) ?? this.lines.fail('neither a time nor an address begins the line');
    const [all, url, arrow, time] = match;
    this.entry = ENTRIES[arrow];
    this.url = url;
    this.start = start + Buffer.byteLength(all);
    this.time(time);
  }

  private time(text: string): void {
    const match = TIME.exec(text) ?? this.lines.fail(`"${text}" is no time`);
    this.seconds = Number(match[1] ?? match[3]);
    this.nanos = Number(match[4] ?? (match[2] ?? '').padEnd(9, '0').slice(0, 9));
  }
}

export class Recording {
  private ready: RecordedFile[] = [];
  private current: RecordedFile | undefined;

  private constructor(private readonly files: readonly RecordedFile[]) {}

  static async open(paths: readonly string[]): Promise<Recording> {
    const files: RecordedFile[] = [];
    for (const path of paths) files.push(new RecordedFile(await Lines.open(path)));
    const recording = new Recording(files);
    for (const file of files) if (await file.advance()) recording.ready.push(file);
    return recording;
  }

  /** The largest one: its end is the end of the work. */
  get progressInput(): Lines {
    return this.files.map(({ lines }) => lines).reduce((a, b) => (b.sizeBytes > a.sizeBytes ? b : a));
  }

  /** Moves to the next entry. False: there is none. */
  async advance(): Promise<boolean> {
    const { current } = this;
    if (current && !(await current.advance())) this.ready = this.ready.filter((file) => file !== current);
    this.current = this.ready.reduce<RecordedFile | undefined>(
      (first, file) => (first === undefined || isEarlier(file, first) ? file : first),
      undefined,
    );
    return this.current !== undefined;
  }

  get entry(): Entry {
    return this.file.entry;
  }
  /** Of the control lines. */
  get url(): string {
    return this.file.url;
  }
  get seconds(): number {
    return this.file.seconds;
  }
  get nanos(): number {
    return this.file.nanos;
  }
  get bytes(): Buffer {
    return this.file.lines.bytes;
  }
  get start(): number {
    return this.file.start;
  }
  get end(): number {
    return this.file.lines.end;
  }
  /** `FILE:LINE`, for people. */
  get place(): string {
    const { path, line } = this.file.lines;
    return `${path.split('/').at(-1)}:${line}`;
  }

  json(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  /** @throws InputError at this entry, or at the end of the last file */
  fail(what: string): never {
    return (this.current ?? this.files.at(-1)!).lines.fail(what);
  }

  async close(): Promise<void> {
    for (const { lines } of this.files) await lines.close();
  }

  private get file(): RecordedFile {
    return this.current!;
  }
}

const isEarlier = (a: RecordedFile, b: RecordedFile): boolean =>
  a.seconds < b.seconds || (a.seconds === b.seconds && a.nanos < b.nanos);

/**
 * The lines of a file, one after the other, as ranges of bytes in the piece of it that is in memory. Lines may be long: a
 * snapshot of a whole book is one.
 */
import { InputError } from './input-error.js';
import { TextSource } from './text-source.js';

const LF = 10;
const CR = 13;
const LINE_BYTES_MAX = 1 << 26;
const NO_BYTES = Buffer.alloc(0);

export class Lines {
  /** Number of the line in the file, from 1. */
  line = 0;
  bytes: Buffer = NO_BYTES;
  start = 0;
  /** Behind its last byte. */
  end = 0;
  private at = 0;
  /** So far there is no line feed from `at` on. */
  private searched = 0;
  private isEnded = false;

  private constructor(private readonly source: TextSource) {}

  static async open(path: string): Promise<Lines> {
    return new Lines(await TextSource.open(path));
  }

  get path(): string {
    return this.source.path;
  }
  get sizeBytes(): number {
    return this.source.sizeBytes;
  }
  get readBytes(): number {
    return this.source.readBytes;
  }

  /** Moves to the next line in memory that is not empty. False: none; `advance`. */
  next(): boolean {
    while (this.at < this.bytes.length) {
      let end = this.bytes.indexOf(LF, this.searched);
      if (end < 0) {
        this.searched = this.bytes.length;
        if (!this.isEnded) return false;
        end = this.bytes.length;
      }
      this.start = this.at;
      this.end = end > this.at && this.bytes[end - 1] === CR ? end - 1 : end;
      this.at = this.searched = end + 1;
      this.line++;
      if (this.end > this.start) return true;
    }
    return false;
  }

  /** The same, reading on as far as needed. False: there is no line any more. */
  async advance(): Promise<boolean> {
    while (!this.next()) {
      if (this.isEnded) return false;
      await this.fill();
    }
    return true;
  }

  text(): string {
    return this.bytes.toString('utf8', this.start, this.end);
  }

  close(): Promise<void> {
    return this.source.close();
  }

  /** @throws InputError at this line */
  fail(what: string): never {
    throw new InputError(this.path, Math.max(1, this.line), what);
  }

  private async fill(): Promise<void> {
    const rest = this.bytes.subarray(Math.min(this.at, this.bytes.length));
    if (rest.length > LINE_BYTES_MAX) this.fail(`a line of more than ${LINE_BYTES_MAX} bytes`);
    const chunk = await this.read();
    this.isEnded = chunk === undefined;
    this.bytes = chunk === undefined ? rest : rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.at = 0;
    this.searched = this.isEnded ? 0 : rest.length;
  }

  private async read(): Promise<Buffer | undefined> {
    try {
      return await this.source.read();
    } catch (error) {
      return this.fail(`the file cannot be read on: ${(error as Error).message}`);
    }
  }
}

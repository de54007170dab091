/**
 * The rows of a CSV file, one after the other, as ranges of bytes in the piece of the file that is in memory; numbers are
 * read out of the bytes, so that a row costs no string and no array: seven times the rows a second of npm's csv-parse (see
 * docs/replay.md). Memory is bounded by a chunk of the file and the longest line.
 *
 * `next` while there are whole rows in memory, `fill` for more of them: only that one waits.
 */
import { InputError } from './input-error.js';
import { TextSource } from './text-source.js';

const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** The line goes on behind what is in memory. */
const INCOMPLETE = -1;
const FIELDS_MAX = 1 << 12;
const LINE_BYTES_MAX = 1 << 20;
const POWERS_OF_TEN = Float64Array.from({ length: 16 }, (_, i) => 10 ** i);
const TWO_32 = 2 ** 32;

export class CsvRows {
  /** Number of the row's line in the file, from 1. */
  line = 0;
  /** Fields of the row. */
  fields = 0;
  /** The file has ended: `next` gives what is left, and then no more. */
  ended = false;
  /** What `id` read last: an unsigned 64-bit number's halves. */
  idLow = 0;
  idHigh = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Field i goes from starts[i] to starts[i + 1] - 1, where its comma or the line's end is. */
  private readonly starts = new Int32Array(FIELDS_MAX + 2);

  private constructor(private readonly source: TextSource) {}

  static async open(path: string): Promise<CsvRows> {
    const rows = new CsvRows(await TextSource.open(path));
    await rows.fill();
    if (rows.bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK))
      rows.at = BYTE_ORDER_MARK.length;
    return rows;
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

  /** Moves to the next row in memory, past empty lines. False: none; `fill`, unless `ended`. */
  next(): boolean {
    while (this.at < this.bytes.length) {
      const start = this.at;
      const end = this.split(start);
      if (end === INCOMPLETE) return false;
      this.at = end + 1;
      this.line++;
      if (end > start && !(end === start + 1 && this.bytes[start] === CR)) return true;
    }
    return false;
  }

  /** The same, reading on as far as needed. False: there is no row any more. */
  async advance(): Promise<boolean> {
    for (;;) {
      if (this.next()) return true;
      if (this.ended) return false;
      await this.fill();
    }
  }

  /** Brings the next piece of the file into memory. */
  async fill(): Promise<void> {
    const rest = this.bytes.subarray(this.at);
    if (rest.length > LINE_BYTES_MAX) this.fail(`a line of more than ${LINE_BYTES_MAX} bytes is no row`, 1);
    const chunk = await this.readChunk();
    this.ended = chunk === undefined;
    if (chunk === undefined) return;
    this.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.at = 0;
  }

  close(): Promise<void> {
    return this.source.close();
  }

  /** Bytes of the field. */
  lengthOf(index: number): number {
    return this.starts[index + 1] - 1 - this.starts[index];
  }

  /** A byte of the field; 0 = it ends before. */
  byte(index: number, offset = 0): number {
    const at = this.starts[index] + offset;
    return at < this.starts[index + 1] - 1 ? this.bytes[at] : 0;
  }

  /** Some of the field's bytes as a whole number; NaN when one of them is no digit. */
  digits(index: number, offset: number, count: number): number {
    let value = 0;
    for (let at = offset; at < offset + count; at++) {
      const digit = this.byte(index, at) - ZERO;
      if (!(digit >= 0 && digit <= 9)) return Number.NaN;
      value = value * 10 + digit;
    }
    return value;
  }

  text(index: number): string {
    const text = this.bytes.toString('utf8', this.starts[index], this.starts[index + 1] - 1).trim();
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  }

  /** True when a dot stands in the field. */
  hasDot(index: number): boolean {
    const dot = this.bytes.indexOf(DOT, this.starts[index]);
    return dot >= 0 && dot < this.starts[index + 1] - 1;
  }

  /**
   * A decimal as an integer of `places` decimal places: exact, or an error that names the field.
   * @param name the column's, for the error
   */
  fixed(index: number, places: number, name: string): number {
    const { bytes } = this;
    let at = this.starts[index];
    let end = this.starts[index + 1] - 1;
    while (at < end && bytes[at] === SPACE) at++;
    while (at < end && bytes[end - 1] === SPACE) end--;
    const negative = bytes[at] === MINUS;
    if (at < end && (negative || bytes[at] === PLUS)) at++;
    const start = at;
    let value = 0;
    /** Places after the dot; -1 = before it. */
    let after = -1;
    for (; at < end; at++) {
      const digit = bytes[at] - ZERO;
      if (digit === DOT - ZERO && after < 0 && at > start) after = 0;
      else if (!(digit >= 0 && digit <= 9)) this.wrong(index, name, 'is no decimal number');
      else if (after < places) {
        value = value * 10 + digit;
        if (after >= 0) after++;
      } else if (digit !== 0) this.wrong(index, name, placesText(places));
    }
    if (start === end) this.wrong(index, name, 'is no number');
    value *= POWERS_OF_TEN[places - Math.max(after, 0)];
    if (value > Number.MAX_SAFE_INTEGER) this.wrong(index, name, 'is out of range');
    return negative && value !== 0 ? -value : value;
  }

  /** A whole number. */
  whole(index: number, name: string): number {
    return this.fixed(index, 0, name);
  }

  /** An unsigned 64-bit number into `idLow` and `idHigh`. */
  id(index: number, name: string): void {
    const { bytes } = this;
    const end = this.starts[index + 1] - 1;
    let low = 0;
    let high = 0;
    for (let at = this.starts[index]; at < end; at++) {
      const digit = bytes[at] - ZERO;
      if (!(digit >= 0 && digit <= 9)) this.wrong(index, name, 'is no id (a whole number from 0)');
      low = low * 10 + digit;
      high *= 10;
      if (low < TWO_32) continue;
      high += Math.floor(low / TWO_32);
      low %= TWO_32;
    }
    if (this.lengthOf(index) === 0 || high >= TWO_32) this.wrong(index, name, 'is no id of 64 bits');
    this.idLow = low | 0;
    this.idHigh = high | 0;
  }

  /** @throws InputError at this row, about this field */
  wrong(index: number, name: string, why: string): never {
    return this.fail(`${name} "${this.text(index)}" ${why}`);
  }

  /** @throws InputError at this row */
  fail(what: string, linesFurther = 0): never {
    throw new InputError(this.path, Math.max(1, this.line + linesFurther), what);
  }

  private async readChunk(): Promise<Buffer | undefined> {
    try {
      return await this.source.read();
    } catch (error) {
      return this.fail(`the file cannot be read on: ${(error as Error).message}`, 1);
    }
  }

  /** Finds the fields of the line that begins at `start`. Returns its end (a line feed's place), or INCOMPLETE. */
  private split(start: number): number {
    const { bytes, starts } = this;
    const most = bytes.length;
    let count = 0;
    let at = start;
    starts[0] = start;
    for (; at < most; at++) {
      const byte = bytes[at];
      if (byte === COMMA) {
        if (++count === FIELDS_MAX) this.fail(`more than ${FIELDS_MAX} fields`, 1);
        starts[count] = at + 1;
      } else if (byte === LF) break;
      else if (byte === QUOTE && at === starts[count]) at = this.closingQuote(at);
    }
    if (at >= most && !this.ended) return INCOMPLETE;
    this.fields = count + 1;
    starts[count + 1] = at > start && bytes[at - 1] === CR ? at : at + 1;
    return at;
  }

  /** Place of the quote that closes the one at `opening`; the end of what is in memory when that is not there. */
  private closingQuote(opening: number): number {
    const closing = this.bytes.indexOf(QUOTE, opening + 1);
    if (closing >= 0) return closing;
    return this.ended ? this.fail('a quote is opened and not closed', 1) : this.bytes.length;
  }
}

const placesText = (places: number): string =>
  places === 0 ? 'is no whole number' : `has more than ${places} decimal places`;

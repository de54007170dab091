/**
 * One received message as an index over its bytes: tag, offset and length of each field in typed arrays that the next
 * message reuses. Nothing is copied, no object and no string is made; whoever keeps a message copies its bytes. Used by a
 * connection's own thread only. `parse` enforces what makes a message whole: BeginString, BodyLength and MsgType first,
 * CheckSum last, both numbers right, every tag a number.
 */
import { EQUALS, LETTER_Y, MINUS, SOH, sameBytes, ZERO } from './ascii.js';
import { dataTags } from './data-fields.js';
import { Tag } from './tags.js';
import { readDecimal, readInt, readUint, readUtcMs, readUtcNanos } from './values.js';

/** More fields than a message of the largest size usually has; a longer one is garbled. */
export const MAX_FIELDS = 4096;
const TAG_DIGITS = 9;
const MIN_FIELDS = 4;
const STANDARD_DATA_TAGS = dataTags();

export const enum Parsed {
  Ok,
  /** BeginString, BodyLength, MsgType, …, CheckSum is not the order. */
  OutOfOrder,
  /** A tag that is no number, or a field without `=`. */
  BadTag,
  BadBodyLength,
  BadCheckSum,
  TooManyFields,
}

export class FixMessage {
  buffer: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** Where the CheckSum field begins. */
  checkSumAt = 0;
  count = 0;
  /** MsgType packed as by `msgType('D')`; 0 when it is longer than four characters or missing. */
  type = 0;
  /** A length field whose data field does not end where it says; 0 when all are right. */
  badLengthTag = 0;
  readonly tags = new Int32Array(MAX_FIELDS);
  readonly offsets = new Int32Array(MAX_FIELDS);
  readonly lengths = new Int32Array(MAX_FIELDS);

  constructor(private readonly dataTags: Uint16Array = STANDARD_DATA_TAGS) {}

  /** @param end behind the SOH that closes the message; the byte before it has to be that SOH */
  parse(buffer: Uint8Array, start: number, end: number): Parsed {
    this.buffer = buffer;
    this.start = start;
    this.end = end;
    this.badLengthTag = 0;
    this.count = 0;
    const sum = this.index(buffer, start, end);
    if (sum < 0) return -sum;
    const { tags, count } = this;
    if (count < MIN_FIELDS || tags[0] !== Tag.BeginString || tags[1] !== Tag.BodyLength)
      return Parsed.OutOfOrder;
    if (tags[2] !== Tag.MsgType || tags[count - 1] !== Tag.CheckSum) return Parsed.OutOfOrder;
    if (this.uint(1) !== this.checkSumAt - this.bodyAt) return Parsed.BadBodyLength;
    if (this.lengths[count - 1] !== 3 || this.uint(count - 1) !== (sum & 0xff)) return Parsed.BadCheckSum;
    this.type = this.packedType();
    return Parsed.Ok;
  }

  /** Behind BodyLength's SOH, where the counted bytes begin. */
  get bodyAt(): number {
    return this.offsets[1] + this.lengths[1] + 1;
  }

  /** The first field with this tag, or -1. */
  find(tag: number): number {
    const { tags, count } = this;
    for (let i = 0; i < count; i++) if (tags[i] === tag) return i;
    return -1;
  }

  /** The next one, from a place on: for repeating groups. */
  findFrom(tag: number, from: number): number {
    const { tags, count } = this;
    for (let i = from; i < count; i++) if (tags[i] === tag) return i;
    return -1;
  }

  /** The readers take a field's place, and give NaN for -1 as for a value that is none. */
  uint(i: number): number {
    return i < 0 ? Number.NaN : readUint(this.buffer, this.offsets[i], this.lengths[i]);
  }

  int(i: number): number {
    return i < 0 ? Number.NaN : readInt(this.buffer, this.offsets[i], this.lengths[i]);
  }

  decimal(i: number, scale: number): number {
    return i < 0 ? Number.NaN : readDecimal(this.buffer, this.offsets[i], this.lengths[i], scale);
  }

  utcMs(i: number): number {
    return i < 0 ? Number.NaN : readUtcMs(this.buffer, this.offsets[i], this.lengths[i]);
  }

  utcNanos(i: number): number {
    return i < 0 ? Number.NaN : readUtcNanos(this.buffer, this.offsets[i], this.lengths[i]);
  }

  /** The only byte of a `char`; -1 for anything longer, shorter or missing. */
  char(i: number): number {
    return i >= 0 && this.lengths[i] === 1 ? this.buffer[this.offsets[i]] : -1;
  }

  isYes(i: number): boolean {
    return this.char(i) === LETTER_Y;
  }

  equals(i: number, wanted: Uint8Array): boolean {
    return i >= 0 && sameBytes(this.buffer, this.offsets[i], this.lengths[i], wanted);
  }

  /** A string is made; for logons, logs and tests. Missing is the empty text. */
  text(i: number): string {
    if (i < 0) return '';
    const from = this.offsets[i];
    return Buffer.from(this.buffer.buffer, this.buffer.byteOffset + from, this.lengths[i]).toString('latin1');
  }

  /** Fills the index. @returns the sum of all bytes before CheckSum, or a negated `Parsed` */
  private index(buffer: Uint8Array, start: number, end: number): number {
    const { tags, offsets, lengths, dataTags } = this;
    let count = 0;
    let sum = 0;
    let dataTag = 0;
    let dataLength = 0;
    let at = start;
    while (at < end) {
      if (count === MAX_FIELDS) return -Parsed.TooManyFields;
      const fieldAt = at;
      const sumBefore = sum;
      const negative = buffer[at] === MINUS;
      if (negative) {
        sum += MINUS;
        at++;
      }
      const digitsAt = at;
      let tag = 0;
      let byte = buffer[at];
      while (byte !== EQUALS) {
        const digit = byte - ZERO;
        if (digit < 0 || digit > 9 || at - digitsAt === TAG_DIGITS) return -Parsed.BadTag;
        tag = tag * 10 + digit;
        sum += byte;
        byte = buffer[++at];
      }
      if (at === digitsAt) return -Parsed.BadTag;
      sum += EQUALS;
      const valueAt = ++at;
      if (tag === dataTag && dataTag !== 0) {
        const dataEnd = valueAt + dataLength;
        if (dataEnd < end && buffer[dataEnd] === SOH) for (; at < dataEnd; at++) sum += buffer[at];
        else this.badLengthTag = tags[count - 1];
      }
      for (byte = buffer[at]; byte !== SOH; byte = buffer[++at]) sum += byte;
      sum += SOH;
      tags[count] = negative ? -tag : tag;
      offsets[count] = valueAt;
      lengths[count] = at - valueAt;
      at++;
      count++;
      dataTag = dataTags[tag];
      if (dataTag > 0) dataLength = readUint(buffer, valueAt, at - 1 - valueAt);
      if (tag === Tag.CheckSum) {
        this.checkSumAt = fieldAt;
        if (at < end) return -Parsed.OutOfOrder;
        sum = sumBefore;
      }
    }
    this.count = count;
    return sum;
  }

  private packedType(): number {
    const length = this.lengths[2];
    if (length > 4) return 0;
    let packed = 0;
    for (let i = 0; i < length; i++) packed |= this.buffer[this.offsets[2] + i] << (8 * i);
    return packed;
  }
}

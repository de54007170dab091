/**
 * One received message as an index over its bytes: tag, offset and length of each field in typed arrays that the next
 * message reuses. Nothing is copied, no object and no string is made; whoever keeps a message copies its bytes. Used by a
 * connection's own thread only. `parse` enforces what makes a message whole: BeginString, BodyLength and MsgType first,
 * CheckSum last, both numbers right, every tag a number.
 */
import { Ascii, sameBytes } from './ascii.js';
import { dataTags, TAGS } from './data-fields.js';
import { Tag } from './tags.js';
import { readDecimal, readInt, readUint, readUtcMs, readUtcNanos } from './values.js';

/** As many as 64 KiB hold when each has four bytes; a message with more is garbled. A power of two. */
export const MAX_FIELDS = 16_384;
/** Nine digits, or a minus and eight, and `=`. */
const MAX_TAG_BYTES = 10;
/** `10=` */
const CHECK_SUM_TAG_BYTES = 3;
const MIN_FIELDS = 4;
/** Tags below this are found by one look. */
const PLACED_TAGS = TAGS;
const PLACE_MASK = MAX_FIELDS - 1;
const LENGTH_TAG = 0x80000000 | 0;
const ROUND_MASK = ~(LENGTH_TAG | PLACE_MASK);
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
  private dataEnd = 0;
  readonly tags = new Int32Array(MAX_FIELDS);
  readonly offsets = new Int32Array(MAX_FIELDS);
  readonly lengths = new Int32Array(MAX_FIELDS);
  /** By tag, where it stands first: `LENGTH_TAG`, the round of the message that this is true of, and the place. */
  private readonly places = new Int32Array(PLACED_TAGS);
  private round = 0;

  constructor(private readonly dataTags: Uint16Array = STANDARD_DATA_TAGS) {
    this.forgetPlaces();
  }

  /** @param end behind the SOH that closes the message; the byte before it has to be that SOH */
  parse(buffer: Uint8Array, start: number, end: number): Parsed {
    this.buffer = buffer;
    this.start = start;
    this.end = end;
    this.badLengthTag = 0;
    this.count = 0;
    const sum = this.index(buffer, start, end);
    if (sum < 0) return -sum;
    const { tags, offsets, lengths, count } = this;
    const last = count - 1;
    if (count < MIN_FIELDS || tags[0] !== Tag.BeginString || tags[1] !== Tag.BodyLength)
      return Parsed.OutOfOrder;
    if (tags[2] !== Tag.MsgType || this.find(Tag.CheckSum) !== last) return Parsed.OutOfOrder;
    this.checkSumAt = offsets[last] - CHECK_SUM_TAG_BYTES;
    if (this.uint(1) !== this.checkSumAt - this.bodyAt) return Parsed.BadBodyLength;
    const sumBefore = sum - sumOf(buffer, this.checkSumAt, end);
    if (lengths[last] !== 3 || this.uint(last) !== (sumBefore & 0xff)) return Parsed.BadCheckSum;
    this.type = this.packedType();
    return Parsed.Ok;
  }

  /** Behind BodyLength's SOH, where the counted bytes begin. */
  get bodyAt(): number {
    return this.offsets[1] + this.lengths[1] + 1;
  }

  /** The first field with this tag, or -1. */
  find(tag: number): number {
    if (tag <= 0 || tag >= PLACED_TAGS) return this.findFrom(tag, 0);
    const place = this.places[tag];
    return (place & ROUND_MASK) === this.round ? place & PLACE_MASK : -1;
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
    return this.char(i) === Ascii.Y;
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

  /** Fills the index. @returns the sum of all bytes, or a negated `Parsed` */
  private index(buffer: Uint8Array, start: number, end: number): number {
    const { tags, offsets, lengths, places } = this;
    const round = this.nextRound();
    let count = 0;
    let sum = 0;
    let at = start;
    while (at < end) {
      if (count === MAX_FIELDS) return -Parsed.TooManyFields;
      const fieldAt = at;
      let tag = 0;
      let byte = buffer[at];
      while (byte !== Ascii.Equals) {
        const digit = byte - Ascii.Zero;
        if (digit >= 0 && digit <= 9) tag = (Math.imul(tag, 10) + digit) | 0;
        else if (byte !== Ascii.Minus || at !== fieldAt) return -Parsed.BadTag;
        sum += byte;
        byte = buffer[++at];
      }
      const valueAt = ++at;
      if (valueAt - fieldAt > MAX_TAG_BYTES || valueAt - fieldAt === 1) return -Parsed.BadTag;
      byte = buffer[at];
      while (byte !== Ascii.Soh) {
        sum += byte;
        byte = buffer[++at];
      }
      if (buffer[fieldAt] === Ascii.Minus) tag = -tag;
      tags[count] = tag;
      offsets[count] = valueAt;
      lengths[count] = at - valueAt;
      at++;
      sum += Ascii.Equals + Ascii.Soh;
      if (tag > 0 && tag < PLACED_TAGS) {
        const place = places[tag];
        if ((place & ROUND_MASK) !== round) places[tag] = (place & LENGTH_TAG) | round | count;
        if (place < 0 && this.takeData(count, at, end)) {
          sum += sumOf(buffer, at, this.dataEnd + 1);
          at = this.dataEnd + 1;
          count++;
        }
      }
      count++;
    }
    this.count = count;
    return sum;
  }

  /** Indexes the data field at `at`, if the length field before it announces it and is right. */
  private takeData(lengthPlace: number, at: number, end: number): boolean {
    const { buffer, tags, offsets, lengths, places } = this;
    const length = readUint(buffer, offsets[lengthPlace], lengths[lengthPlace]);
    const tag = this.dataTags[tags[lengthPlace]];
    const valueAt = at + String(tag).length + 1;
    if (
      valueAt > end ||
      readUint(buffer, at, valueAt - 1 - at) !== tag ||
      buffer[valueAt - 1] !== Ascii.Equals
    )
      return false;
    const dataEnd = valueAt + length;
    if (!(dataEnd < end) || buffer[dataEnd] !== Ascii.Soh || lengthPlace + 1 === MAX_FIELDS) {
      this.badLengthTag = tags[lengthPlace];
      return false;
    }
    const place = lengthPlace + 1;
    tags[place] = tag;
    offsets[place] = valueAt;
    lengths[place] = length;
    if ((places[tag] & ROUND_MASK) !== this.round) places[tag] = this.round | place;
    this.dataEnd = dataEnd;
    return true;
  }

  /** Each message has a round of its own, so that places of earlier ones need not be cleared. */
  private nextRound(): number {
    this.round += MAX_FIELDS;
    if (this.round > ROUND_MASK) this.forgetPlaces();
    return this.round;
  }

  private forgetPlaces(): void {
    for (let tag = 0; tag < PLACED_TAGS; tag++) this.places[tag] = this.dataTags[tag] === 0 ? 0 : LENGTH_TAG;
    this.round = MAX_FIELDS;
  }

  private packedType(): number {
    const length = this.lengths[2];
    if (length > 4) return 0;
    let packed = 0;
    for (let i = 0; i < length; i++) packed |= this.buffer[this.offsets[2] + i] << (8 * i);
    return packed;
  }
}

function sumOf(buffer: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += buffer[i];
  return sum;
}

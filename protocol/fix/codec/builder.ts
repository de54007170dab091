/**
 * Builds one message at a time in a buffer that is used again and again: header, fields in the order of the calls, then
 * `finish`, which puts BeginString and BodyLength right in front of the body and CheckSum behind it. Nothing is allocated.
 * Writing past the end of the buffer writes nothing, as typed arrays have it, and `finish` then says that the message
 * did not fit. Between `begin` and `finish` the message is whoever's called `begin`.
 */
import { Ascii } from './ascii.js';
import { Tag } from './tags.js';
import { putDigits, UtcWriter } from './utc-writer.js';

/** Room before the body for `8=FIXT.1.1|9=999999999|` and some. */
const PREFIX_BYTES = 64;
/** `10=123|` */
const TRAILER_BYTES = 7;
const MAX_INT32 = 0x7fffffff;

/** Header fields that are the same in each message, once written out. */
export interface Identity {
  /** `FIX.4.4` or `FIXT.1.1` */
  readonly beginString: string;
  readonly senderCompId: string;
  readonly targetCompId: string;
}

export class FixBuilder {
  readonly buffer: Buffer;
  /** Of the last finished message. */
  start = 0;
  end = 0;
  /** Where the value of SendingTime stands, until the next `begin`. */
  sendingTimeAt = 0;
  private at = PREFIX_BYTES;
  private readonly utc = new UtcWriter();
  private readonly beginString: Uint8Array;
  private readonly sender: Uint8Array;
  private readonly target: Uint8Array;

  constructor(identity: Identity, maxMessageBytes: number) {
    this.buffer = Buffer.alloc(PREFIX_BYTES + maxMessageBytes);
    this.beginString = Buffer.from(`8=${identity.beginString}\x019=`, 'latin1');
    this.sender = Buffer.from(`49=${identity.senderCompId}\x01`, 'latin1');
    this.target = Buffer.from(`56=${identity.targetCompId}\x01`, 'latin1');
  }

  /** @param type as packed by `msgType('D')` */
  begin(type: number, msgSeqNum: number, nowMs: number): this {
    return this.open(type, msgSeqNum).stamp(nowMs);
  }

  /** A message sent again: PossDupFlag, and the time of its first sending. */
  beginAgain(type: number, msgSeqNum: number, nowMs: number): this {
    return this.open(type, msgSeqNum).flag(Tag.PossDupFlag, true).stamp(nowMs);
  }

  int(tag: number, value: number): this {
    this.tag(tag);
    if (value < 0) this.buffer[this.at++] = Ascii.Minus;
    this.digits(Math.abs(value));
    this.buffer[this.at++] = Ascii.Soh;
    return this;
  }

  /** A scaled integer with all places of its scale: 6400050 at scale 2 is `64000.50`. */
  decimal(tag: number, value: number, scale: number): this {
    this.tag(tag);
    if (value < 0) this.buffer[this.at++] = Ascii.Minus;
    const unit = 10 ** scale;
    const magnitude = Math.abs(value);
    const whole = Math.floor(magnitude / unit);
    this.digits(whole);
    if (scale > 0) {
      this.buffer[this.at++] = Ascii.Point;
      putDigits(this.buffer, this.at, scale, magnitude - whole * unit);
      this.at += scale;
    }
    this.buffer[this.at++] = Ascii.Soh;
    return this;
  }

  /** @param code of an ASCII character */
  char(tag: number, code: number): this {
    this.tag(tag);
    this.buffer[this.at++] = code;
    this.buffer[this.at++] = Ascii.Soh;
    return this;
  }

  flag(tag: number, value: boolean): this {
    return this.char(tag, value ? Ascii.Y : Ascii.N);
  }

  /** Latin-1 text; not for values that may hold a SOH. */
  text(tag: number, value: string): this {
    this.tag(tag);
    for (let i = 0; i < value.length; i++) this.buffer[this.at++] = value.charCodeAt(i);
    this.buffer[this.at++] = Ascii.Soh;
    return this;
  }

  bytes(tag: number, source: Uint8Array, from = 0, length = source.length - from): this {
    this.tag(tag);
    this.copy(source, from, from + length);
    this.buffer[this.at++] = Ascii.Soh;
    return this;
  }

  /** A data field with the length field before it: any bytes. */
  data(lengthTag: number, dataTag: number, source: Uint8Array): this {
    return this.int(lengthTag, source.length).bytes(dataTag, source);
  }

  utcMs(tag: number, timeMs: number): this {
    this.tag(tag);
    this.at = this.utc.write(this.buffer, this.at, timeMs);
    this.buffer[this.at++] = Ascii.Soh;
    return this;
  }

  /** Whole fields as they stand elsewhere, each with its SOH. */
  raw(source: Uint8Array, from: number, to: number): this {
    this.copy(source, from, to);
    return this;
  }

  /** @returns false when the message did not fit; else it stands in `buffer` from `start` to `end` */
  finish(): boolean {
    const { buffer, beginString, at } = this;
    if (at + TRAILER_BYTES > buffer.length) return false;
    const bodyBytes = at - PREFIX_BYTES;
    let start = PREFIX_BYTES - 1;
    buffer[start] = Ascii.Soh;
    for (let rest = bodyBytes; rest > 0; rest = Math.floor(rest / 10))
      buffer[--start] = Ascii.Zero + (rest % 10);
    start -= beginString.length;
    for (let i = 0; i < beginString.length; i++) buffer[start + i] = beginString[i];
    this.start = start;
    this.end = this.close(start, at);
    return true;
  }

  private close(start: number, at: number): number {
    const { buffer } = this;
    let sum = 0;
    for (let i = start; i < at; i++) sum += buffer[i];
    buffer[at] = Ascii.One;
    buffer[at + 1] = Ascii.Zero;
    buffer[at + 2] = Ascii.Equals;
    putDigits(buffer, at + 3, 3, sum & 0xff);
    buffer[at + 6] = Ascii.Soh;
    return at + TRAILER_BYTES;
  }

  private open(type: number, msgSeqNum: number): this {
    this.at = PREFIX_BYTES;
    this.tag(Tag.MsgType);
    for (let rest = type; rest !== 0; rest >>>= 8) this.buffer[this.at++] = rest & 0xff;
    this.buffer[this.at++] = Ascii.Soh;
    return this.int(Tag.MsgSeqNum, msgSeqNum);
  }

  private stamp(nowMs: number): this {
    this.copy(this.sender, 0, this.sender.length);
    this.sendingTimeAt = this.at + 3;
    this.utcMs(Tag.SendingTime, nowMs);
    this.copy(this.target, 0, this.target.length);
    return this;
  }

  private tag(tag: number): void {
    this.digits(tag);
    this.buffer[this.at++] = Ascii.Equals;
  }

  private digits(value: number): void {
    if (value > MAX_INT32) return this.longDigits(value);
    let count = 1;
    for (let limit = 10; value >= limit && count < 10; limit *= 10) count++;
    let rest = value | 0;
    for (let i = this.at + count - 1; i >= this.at; i--) {
      const quotient = (rest / 10) | 0;
      this.buffer[i] = Ascii.Zero + rest - quotient * 10;
      rest = quotient;
    }
    this.at += count;
  }

  private longDigits(value: number): void {
    const high = Math.floor(value / 1e9);
    this.digits(high);
    putDigits(this.buffer, this.at, 9, value - high * 1e9);
    this.at += 9;
  }

  private copy(source: Uint8Array, from: number, to: number): void {
    const { buffer } = this;
    let at = this.at;
    for (let i = from; i < to; i++) buffer[at++] = source[i];
    this.at = at;
  }
}

/**
 * Cuts a byte stream into messages, wherever TCP has cut it. A chunk that holds whole messages is handed on as it stands;
 * only the piece of a message that a chunk ends with is kept, in a buffer that never grows.
 *
 * A message ends where its BodyLength says, or, when no CheckSum field stands there, at the next CheckSum field behind:
 * so a length that is too long takes the following message with it, as the FIX session tests want it. Bytes that
 * begin no message are skipped up to the next `8=FIX` that begins a field. Whether a frame is a good message is for
 * `FixMessage.parse` to say.
 */
import { Ascii, isDigit } from './ascii.js';

/** `8=FIXT.1.1` is the longest BeginString that there is; a little room for what is to come. */
const MAX_BEGIN_STRING = 16;
const MAX_LENGTH_DIGITS = 9;
/** `10=123` and SOH. */
const TRAILER = 7;
const BEGIN = Buffer.from('8=FIX');
const CHECK_SUM = Buffer.from('\x0110=');
const NO_FRAME = -1;

/** @returns false to hear no more of this chunk, for the connection is gone */
export type OnFrame = (buffer: Uint8Array, start: number, end: number) => boolean;

export class Framer {
  private readonly kept: Buffer;
  private keptBytes = 0;
  /** Where the message that `findEnd` looked at begins, after skipping. */
  private frameAt = 0;

  constructor(
    private readonly maxMessageBytes: number,
    private readonly onFrame: OnFrame,
  ) {
    this.kept = Buffer.allocUnsafe(2 * maxMessageBytes);
  }

  reset(): void {
    this.keptBytes = 0;
  }

  feed(chunk: Buffer): void {
    let at = this.keptBytes === 0 ? this.deliver(chunk, chunk.length) : 0;
    while (at >= 0 && at < chunk.length) {
      const bytes = chunk.copy(this.kept, this.keptBytes, at);
      at += bytes;
      const end = this.keptBytes + bytes;
      const used = this.deliver(this.kept, end);
      if (used < 0) at = used;
      else {
        this.kept.copyWithin(0, used, end);
        this.keptBytes = end - used;
      }
    }
    if (at < 0) this.reset();
  }

  /** Hands on every whole message. @returns how many bytes are done with, -1 when nobody listens any more */
  private deliver(buffer: Buffer, end: number): number {
    let at = 0;
    for (;;) {
      const frameEnd = this.findEnd(buffer, at, end);
      if (frameEnd === NO_FRAME) return this.frameAt;
      if (!this.onFrame(buffer, this.frameAt, frameEnd)) return -1;
      at = frameEnd;
    }
  }

  /** Sets `frameAt`. @returns the end of the message that begins there, `NO_FRAME` when more bytes are needed */
  private findEnd(buffer: Buffer, from: number, end: number): number {
    for (let at = from; ; at += BEGIN.length) {
      at = findBegin(buffer, at, end, from);
      this.frameAt = Math.min(at, end);
      if (at + BEGIN.length > end) return NO_FRAME;
      const frameEnd = endOf(buffer, at, end, this.maxMessageBytes);
      if (frameEnd > 0) return frameEnd;
      if (frameEnd === NO_FRAME && end - at < this.maxMessageBytes) return NO_FRAME;
    }
  }
}

/** Where `8=FIX` stands at the beginning of a field, or where it may still come true when more bytes are there. */
function findBegin(buffer: Buffer, from: number, end: number, fresh: number): number {
  for (let at = from; at < end; at++) {
    if (at !== fresh && buffer[at - 1] !== Ascii.Soh) continue;
    let same = 0;
    while (same < BEGIN.length && at + same < end && buffer[at + same] === BEGIN[same]) same++;
    if (same === BEGIN.length || at + same === end) return at;
  }
  return end;
}

/** @returns the end, `NO_FRAME` when more bytes are needed, 0 when these bytes are no message */
function endOf(buffer: Buffer, start: number, end: number, maxMessageBytes: number): number {
  let at = start;
  for (const limit = start + MAX_BEGIN_STRING; at < end && buffer[at] !== Ascii.Soh; at++)
    if (at >= limit) return 0;
  if (at + 3 > end) return NO_FRAME;
  if (buffer[at + 1] !== Ascii.Nine || buffer[at + 2] !== Ascii.Equals) return 0;
  at += 3;
  let length = 0;
  const digitsAt = at;
  for (; at < end && isDigit(buffer[at]); at++) {
    if (at - digitsAt === MAX_LENGTH_DIGITS) return 0;
    length = length * 10 + buffer[at] - Ascii.Zero;
  }
  if (at === end) return NO_FRAME;
  if (buffer[at] !== Ascii.Soh || at === digitsAt) return 0;
  const bodyEnd = at + 1 + length;
  if (bodyEnd + TRAILER - start > maxMessageBytes) return 0;
  return bodyEnd + TRAILER > end
    ? NO_FRAME
    : endOfCheckSum(buffer, bodyEnd - 1, start + maxMessageBytes, end);
}

/** The end of the first CheckSum field from here on. */
function endOfCheckSum(buffer: Buffer, from: number, limit: number, end: number): number {
  const checkSum = startsHere(buffer, from) ? from : buffer.indexOf(CHECK_SUM, from);
  if (checkSum < 0 || checkSum >= end) return end >= limit ? 0 : NO_FRAME;
  for (let at = checkSum + CHECK_SUM.length; at < Math.min(end, limit); at++)
    if (buffer[at] === Ascii.Soh) return at + 1;
  return end >= limit ? 0 : NO_FRAME;
}

function startsHere(buffer: Uint8Array, at: number): boolean {
  return (
    buffer[at] === Ascii.Soh &&
    buffer[at + 1] === Ascii.One &&
    buffer[at + 2] === Ascii.Zero &&
    buffer[at + 3] === Ascii.Equals
  );
}

/**
 * The market data messages sent last, of all channels together, ready to be sent again: a ring of words, sized once. Each
 * message knows how far back the one before it on its channel stands; a channel keeps where its newest one is (`Trail`).
 * What is overwritten is too old to be asked for. One ring for all, because who misses something asks at once, and how
 * much each instrument will have to say nobody knows beforehand.
 *
 * ```
 *  … | back, bytes | message | back, bytes | message | … written      back: words to the channel's message before, 0 = none
 * ```
 */
import type { OutputBuffer } from '../../../protocol/wire/output-buffer.js';

const HEAD_WORDS = 2;
/** A channel that has said nothing. */
const NOWHERE = -1;
/** No message of a channel is smaller. */
const SMALLEST_BYTES = 64;

/** Where a channel's newest message stands, in words written since the start. */
export class Trail {
  at = NOWHERE;
}

export class History {
  readonly i32: Int32Array;
  /** Where the messages found last stand in `i32`, and how many bytes each has. */
  readonly positions: Int32Array;
  readonly bytes: Int32Array;
  private written = 0;

  /** @param mostBytes that are looked up at a time */
  constructor(
    bytes: number,
    private readonly mostBytes: number,
  ) {
    this.i32 = new Int32Array(bytes >> 2);
    this.positions = new Int32Array(mostBytes / SMALLEST_BYTES);
    this.bytes = new Int32Array(mostBytes / SMALLEST_BYTES);
  }

  keep(trail: Trail, message: OutputBuffer): void {
    const { i32 } = this;
    const words = HEAD_WORDS + (message.length >> 2);
    if (words > i32.length) {
      trail.at = NOWHERE;
      return;
    }
    const at = this.room(words);
    const back = this.written - trail.at;
    i32[at] = trail.at === NOWHERE || back > i32.length ? 0 : back;
    i32[at + 1] = message.length;
    copy(message.i32, i32, at + HEAD_WORDS, words - HEAD_WORDS);
    trail.at = this.written;
    this.written += words;
  }

  /** Looks the channel's last `count` messages up, oldest first. False: some are gone, or it would be too much. */
  find(trail: Trail, count: number): boolean {
    const { i32, positions, bytes } = this;
    const oldest = this.written - i32.length;
    let at = trail.at;
    let sum = 0;
    for (let i = count - 1; i >= 0; i--) {
      if (at < 0 || at < oldest || i >= positions.length) return false;
      const position = at % i32.length;
      positions[i] = position + HEAD_WORDS;
      bytes[i] = i32[position + 1];
      sum += bytes[i];
      if (sum > this.mostBytes) return false;
      at = i32[position] === 0 ? NOWHERE : at - i32[position];
    }
    return true;
  }

  /** Index for so many words in one piece; what is left at the end is passed over when it is too little. */
  private room(words: number): number {
    const { length } = this.i32;
    const at = this.written % length;
    if (at + words <= length) return at;
    this.written += length - at;
    return 0;
  }
}

function copy(from: Int32Array, into: Int32Array, at: number, words: number): void {
  for (let i = 0; i < words; i++) into[at + i] = from[i];
}

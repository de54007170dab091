/**
 * Walks through one JSON message over its bytes, without making an object, a string or an array of it. A decoder asks for
 * the fields one after the other and reads those it knows; what it does not know it skips, and even what is skipped has to
 * be JSON. The first fault stays and ends every loop, so a decoder looks at it once, at the end.
 *
 * ```
 *  json.open(bytes, 0, bytes.length);
 *  for (json.object(); json.nextField(NAMES); )
 *    if (json.field === Field.U) update.firstId = json.uint();
 *    else json.skip();
 *  if (json.close() !== Fault.None) …refused, and nothing was touched
 * ```
 */
import { Ascii, LOWER_CASE } from './ascii.js';
import { Fault } from './fault.js';
import type { IsoTime } from './iso-time.js';
import { JsonSyntax } from './syntax.js';
import { readUuid, UUID_LENGTH } from './uuid.js';

const OPENING = Buffer.from('["');
/** So many digits fit int32. */
const SHORT_DIGITS = 9;
const PLACES_MAX = 15;
const POWERS_OF_TEN = Float64Array.from({ length: PLACES_MAX + 1 }, (_, i) => 10 ** i);
const NO_DIGIT = 255;

/** How a decimal becomes a whole number of steps (ticks, lots): `places` decimal places, and `step` of those a step. */
export interface Scale {
  readonly places: number;
  readonly step: number;
}

export class JsonCursor extends JsonSyntax {
  /** What `pair` read last. */
  first = 0.5;
  second = 0.5;
  private readonly number = new Float64Array(1);

  /** A whole number from 0 to 2^53 - 1, bare or as text. */
  uint(): number {
    this.uintInto(this.number, 0);
    return this.number[0];
  }

  /**
   * The same into a place of an array, because a number beyond int32 that a function gives back is an object. Up to 15 digits are read in
   * two halves that fit int32.
   */
  uintInto(target: Float64Array, index: number): void {
    this.peek();
    const { bytes, end } = this;
    const start = this.at;
    let at = start;
    let high = 0;
    for (const stop = Math.min(end, start + SHORT_DIGITS); at < stop; at++) {
      const digit = bytes[at] - Ascii.Zero;
      if (digit >>> 0 > 9) break;
      high = (Math.imul(high, 10) + digit) | 0;
    }
    const middle = at;
    let low = 0;
    for (const stop = Math.min(end, start + PLACES_MAX); at < stop; at++) {
      const digit = bytes[at] - Ascii.Zero;
      if (digit >>> 0 > 9) break;
      low = (Math.imul(low, 10) + digit) | 0;
    }
    const isSimple = at > start && at < end && (bytes[at] === Ascii.Comma || bytes[at] === Ascii.CloseObject);
    if (!isSimple || (bytes[start] === Ascii.Zero && at > start + 1)) {
      target[index] = this.anyUint();
      return;
    }
    this.at = at;
    target[index] = high * POWERS_OF_TEN[at - middle] + low;
  }

  /** A decimal, bare or as text, in whole steps: exact, or a fault. */
  steps(scale: Scale): number {
    return this.whole(this.decimal(scale.places), scale.step);
  }

  /** The same, but Infinity instead of a fault when it is 2^53 and beyond: a price that nobody means. */
  reach(scale: Scale): number {
    const units = this.units(scale.places);
    if (Math.abs(units) > Number.MAX_SAFE_INTEGER) return units * Number.POSITIVE_INFINITY;
    return this.whole(units, scale.step);
  }

  /** A decimal, bare or as text, as an integer of `places` decimal places (at most 15): exact, or a fault. */
  decimal(places: number): number {
    const units = this.units(places);
    if (units <= Number.MAX_SAFE_INTEGER && units >= -Number.MAX_SAFE_INTEGER) return units;
    this.fail(Fault.OutOfRange);
    return 0;
  }

  /**
   * Reads `["first","second"]`, as nearly all levels of all venues are written, into `first` and `second`, and goes behind it. False: it
   * is written otherwise, or something is wrong with it, and nothing was read: read it piece by piece.
   */
  pair(first: Scale, second: Scale): boolean {
    return this.pairAfter(OPENING, first, second);
  }

  /** The same behind other bytes than `["`: `["buy","` begins a change of Coinbase. */
  pairAfter(opening: Uint8Array, first: Scale, second: Scale): boolean {
    const { bytes, end } = this;
    const start = this.at;
    const from = start + opening.length;
    if (from >= end) return false;
    for (let i = 0; i < opening.length; i++) if (bytes[start + i] !== opening[i]) return false;
    this.at = from;
    const one = this.quick(first);
    const middle = this.at;
    if (
      one < 0 ||
      middle + 2 >= end ||
      bytes[middle + 1] !== Ascii.Comma ||
      bytes[middle + 2] !== Ascii.Quote
    )
      return this.unread(start);
    this.at = middle + 3;
    const two = this.quick(second);
    const behind = this.at + 1;
    if (two < 0 || behind >= end || bytes[behind] !== Ascii.CloseArray) return this.unread(start);
    this.at = behind + 1;
    this.first = one;
    this.second = two;
    return true;
  }

  /** A UUID into four words from `target` on. */
  uuid(words: Int32Array, target: number): boolean {
    const isText = this.peek() === Ascii.Quote;
    const start = this.at + 1;
    const stop = start + UUID_LENGTH;
    if (!isText || stop >= this.end || this.bytes[stop] !== Ascii.Quote) return this.refuse(Fault.WrongType);
    if (!readUuid(this.bytes, start, words, target)) return this.refuse(Fault.WrongType);
    this.at = stop + 1;
    return true;
  }

  /** A time in UTC. */
  time(time: IsoTime): boolean {
    if (this.peek() !== Ascii.Quote) return this.refuse(Fault.WrongType);
    const stop = time.readTo(this.bytes, this.at + 1, this.end, Ascii.Quote);
    if (stop < 0) return this.refuse(Fault.WrongType);
    this.at = stop + 1;
    return true;
  }

  private anyUint(): number {
    const value = this.decimal(0);
    if (value >= 0) return value;
    this.fail(Fault.OutOfRange);
    return 0;
  }

  /** Digits, a dot, digits and a quote, all within int32 and on the step; `at` is on the quote then. −1: it is not so simple. */
  private quick({ places, step }: Scale): number {
    const { bytes, end } = this;
    let at = this.at;
    const start = at;
    let whole = 0;
    let digit = at < end ? bytes[at] - Ascii.Zero : NO_DIGIT;
    while (digit >>> 0 <= 9) {
      whole = (Math.imul(whole, 10) + digit) | 0;
      digit = ++at < end ? bytes[at] - Ascii.Zero : NO_DIGIT;
    }
    if (at === start || at - start > SHORT_DIGITS || places > SHORT_DIGITS) return -1;
    let fraction = 0;
    let given = 0;
    if (digit === Ascii.Dot - Ascii.Zero) {
      const dot = ++at;
      digit = at < end ? bytes[at] - Ascii.Zero : NO_DIGIT;
      while (digit >>> 0 <= 9) {
        if (given < places) {
          fraction = (Math.imul(fraction, 10) + digit) | 0;
          given++;
        } else if (digit !== 0) return -1;
        digit = ++at < end ? bytes[at] - Ascii.Zero : NO_DIGIT;
      }
      if (at === dot) return -1;
    }
    if (digit !== Ascii.Quote - Ascii.Zero) return -1;
    this.at = at;
    const units = whole * POWERS_OF_TEN[places] + fraction * POWERS_OF_TEN[places - given];
    if (step === 1) return units <= Number.MAX_SAFE_INTEGER ? units : -1;
    const steps = Math.round(units / step);
    return steps * step === units && units <= Number.MAX_SAFE_INTEGER ? steps : -1;
  }

  private unread(start: number): false {
    this.at = start;
    return false;
  }

  /** Inexact beyond 2^53. */
  private units(places: number): number {
    const first = this.peek();
    const { bytes, end } = this;
    const quoted = first === Ascii.Quote;
    let at = quoted ? this.at + 1 : this.at;
    const negative = at < end && bytes[at] === Ascii.Minus;
    if (negative) at++;
    const start = at;
    let whole = 0;
    for (const stop = Math.min(end, start + SHORT_DIGITS); at < stop; at++) {
      const digit = bytes[at] - Ascii.Zero;
      if (digit >>> 0 > 9) break;
      whole = (Math.imul(whole, 10) + digit) | 0;
    }
    if (at === start) return this.noDecimal(first);
    if (places > SHORT_DIGITS || (at < end && (bytes[at] - Ascii.Zero) >>> 0 <= 9))
      return this.longDecimal(places, start, quoted, negative);
    if (!quoted && bytes[start] === Ascii.Zero && at > start + 1) return this.wrongNumber();
    let fraction = 0;
    if (at < end && bytes[at] === Ascii.Dot) {
      const dot = ++at;
      for (const stop = Math.min(end, dot + places); at < stop; at++) {
        const digit = bytes[at] - Ascii.Zero;
        if (digit >>> 0 > 9) break;
        fraction = (Math.imul(fraction, 10) + digit) | 0;
      }
      fraction *= POWERS_OF_TEN[places - (at - dot)];
      at = this.skipZeros(at);
      if (at === dot) return this.wrongNumber();
    }
    if (!this.endNumber(at, quoted)) return 0;
    const units = whole * POWERS_OF_TEN[places] + fraction;
    return negative && units !== 0 ? -units : units;
  }

  /** More digits than an int32 holds, or more places: in doubles, which are exact as far as they may go. */
  private longDecimal(places: number, start: number, quoted: boolean, negative: boolean): number {
    const { bytes, end } = this;
    let at = start;
    let units = 0;
    for (; at < end && (bytes[at] - Ascii.Zero) >>> 0 <= 9; at++)
      units = units * 10 + (bytes[at] - Ascii.Zero);
    if (!quoted && bytes[start] === Ascii.Zero && at > start + 1) return this.wrongNumber();
    let given = 0;
    if (at < end && bytes[at] === Ascii.Dot) {
      const dot = ++at;
      for (; given < places && at < end && (bytes[at] - Ascii.Zero) >>> 0 <= 9; at++, given++)
        units = units * 10 + (bytes[at] - Ascii.Zero);
      at = this.skipZeros(at);
      if (at === dot) return this.wrongNumber();
    }
    units *= POWERS_OF_TEN[places - given];
    if (!this.endNumber(at, quoted)) return 0;
    return negative && units !== 0 ? -units : units;
  }

  /** Places beyond the last one that counts have to be zeros. */
  private skipZeros(from: number): number {
    const { bytes, end } = this;
    let at = from;
    for (; at < end && (bytes[at] - Ascii.Zero) >>> 0 <= 9; at++)
      if (bytes[at] !== Ascii.Zero) {
        this.fail(Fault.OffStep);
        return at;
      }
    return at;
  }

  private endNumber(at: number, quoted: boolean): boolean {
    if (this.fault !== Fault.None) return false;
    if (at >= this.end) return this.refuse(Fault.Truncated);
    if (quoted ? this.bytes[at] !== Ascii.Quote : (this.bytes[at] | LOWER_CASE) === Ascii.LowerE)
      return this.refuse(Fault.NotDecimal);
    this.at = quoted ? at + 1 : at;
    return true;
  }

  private whole(units: number, step: number): number {
    if (step === 1) return units;
    const steps = Math.round(units / step);
    if (steps * step === units) return steps === 0 ? 0 : steps;
    this.fail(Fault.OffStep);
    return 0;
  }

  private noDecimal(first: number): number {
    if (first === 0) this.wrong();
    else
      this.fail(
        first === Ascii.Quote || first === Ascii.Minus || first === Ascii.LowerN
          ? Fault.NotDecimal
          : Fault.WrongType,
      );
    return 0;
  }

  private wrongNumber(): number {
    this.fail(Fault.NotDecimal);
    return 0;
  }
}

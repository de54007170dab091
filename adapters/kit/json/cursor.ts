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
import { Fault } from './fault.js';
import type { IsoTime } from './iso-time.js';
import { type Names, NO_NAME } from './names.js';
import { readUuid, UUID_LENGTH } from './uuid.js';

const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const LOWER_E = 0x65;
const LOWER_N = 0x6e;
const LOWER_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const LOWER_F = 0x66;
const LOWER_T = 0x74;
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));
const SPACE = 0x20;
const LOWER_CASE = 0x20;

const OPENING = Buffer.from('["');
const DEPTH_MAX = 64;
/** So many digits fit int32. */
const SHORT_DIGITS = 9;
const PLACES_MAX = 15;
const POWERS_OF_TEN = Float64Array.from({ length: PLACES_MAX + 1 }, (_, i) => 10 ** i);
const NO_DIGIT = 255;
const NO_BYTES = new Uint8Array(0);

/** How a decimal becomes a whole number of steps (ticks, lots): `places` decimal places, and `step` of those a step. */
export interface Scale {
  readonly places: number;
  readonly step: number;
}

export class JsonCursor {
  bytes: Uint8Array = NO_BYTES;
  at = 0;
  fault: Fault = Fault.None;
  /** Which of the names the last field has; NO_NAME when it is none of them. */
  field = -1;
  /** The text read last, without its quotes. */
  textStart = 0;
  textEnd = 0;
  /** What `pair` read last. */
  first = 0.5;
  second = 0.5;
  private end = 0;
  private readonly number = new Float64Array(1);
  /** An object or array was opened and nothing of it read yet. */
  private isFresh = false;
  private readonly nesting = new Uint8Array(DEPTH_MAX);

  open(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.fault = Fault.None;
    this.isFresh = false;
  }

  /** Nothing but space may follow. The fault of the whole message. */
  close(): Fault {
    this.peek();
    if (this.at < this.end) this.fail(Fault.Syntax);
    return this.fault;
  }

  /** The first fault stays. What is left of the message is not read. */
  fail(fault: Fault): void {
    if (this.fault === Fault.None) this.fault = fault;
    this.at = this.end;
  }

  /** First byte of what comes next; 0 = the message ends. */
  peek(): number {
    const { bytes, end } = this;
    let { at } = this;
    while (at < end && bytes[at] <= SPACE && isSpace(bytes[at])) at++;
    this.at = at;
    return at < end ? bytes[at] : 0;
  }

  object(): boolean {
    return this.begin(OPEN_OBJECT);
  }

  array(): boolean {
    return this.begin(OPEN_ARRAY);
  }

  /** Moves to the value of the object's next field and says in `field` which it is. False: the object is at its end. */
  nextField(names: Names): boolean {
    if (!this.more(CLOSE_OBJECT)) return false;
    if (this.peek() !== QUOTE) return this.wrong();
    const { bytes, end } = this;
    const start = this.at + 1;
    if (start + 2 < end && bytes[start + 1] === QUOTE && bytes[start + 2] === COLON && bytes[start] > QUOTE) {
      if (bytes[start] === BACKSLASH) return this.badName(BACKSLASH);
      this.at = start + 3;
      this.field = names.letters[bytes[start]];
      return true;
    }
    this.plainText();
    if (this.fault !== Fault.None) return false;
    const { at } = this;
    if (at < end && bytes[at] !== COLON) this.peek();
    if (this.at >= end || bytes[this.at] !== COLON) return this.wrong();
    this.at++;
    this.field = names.find(bytes, start, at - 1);
    return true;
  }

  /** Reads a text that should be one of the names: which; NO_NAME when it is another text. Escapes are none of them. */
  oneOf(names: Names): number {
    if (this.peek() !== QUOTE) {
      this.fail(Fault.WrongType);
      return NO_NAME;
    }
    const start = this.at + 1;
    this.plainText();
    if (this.fault === Fault.None) return names.find(this.bytes, start, this.at - 1);
    return NO_NAME;
  }

  /** From the opening quote to behind the closing one, without escapes. */
  private plainText(): void {
    const { bytes, end } = this;
    let at = this.at + 1;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte > BACKSLASH || (byte > QUOTE && byte < BACKSLASH)) continue;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH || byte < SPACE) return void this.badName(byte);
    }
    this.at = at + 1;
    if (at >= end) this.fail(Fault.Truncated);
  }

  /** Moves to the array's next value. False: the array is at its end. */
  nextItem(): boolean {
    return this.more(CLOSE_ARRAY);
  }

  /** Reads a text; it stands from `textStart` to `textEnd`, escapes as they are written. */
  text(): boolean {
    if (this.peek() !== QUOTE) return this.refuse(Fault.WrongType);
    this.textStart = this.at + 1;
    this.skipText();
    this.textEnd = this.at - 1;
    return this.fault === Fault.None;
  }

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
      const digit = bytes[at] - ZERO;
      if (digit >>> 0 > 9) break;
      high = (Math.imul(high, 10) + digit) | 0;
    }
    const middle = at;
    let low = 0;
    for (const stop = Math.min(end, start + PLACES_MAX); at < stop; at++) {
      const digit = bytes[at] - ZERO;
      if (digit >>> 0 > 9) break;
      low = (Math.imul(low, 10) + digit) | 0;
    }
    const isSimple = at > start && at < end && (bytes[at] === COMMA || bytes[at] === CLOSE_OBJECT);
    if (!isSimple || (bytes[start] === ZERO && at > start + 1)) {
      target[index] = this.anyUint();
      return;
    }
    this.at = at;
    target[index] = high * POWERS_OF_TEN[at - middle] + low;
  }

  private anyUint(): number {
    const value = this.decimal(0);
    if (value >= 0) return value;
    this.fail(Fault.OutOfRange);
    return 0;
  }

  /** A UUID into four words from `target` on. */
  uuid(words: Int32Array, target: number): boolean {
    const isText = this.peek() === QUOTE;
    const start = this.at + 1;
    const stop = start + UUID_LENGTH;
    if (!isText || stop >= this.end || this.bytes[stop] !== QUOTE) return this.refuse(Fault.WrongType);
    if (!readUuid(this.bytes, start, words, target)) return this.refuse(Fault.WrongType);
    this.at = stop + 1;
    return true;
  }

  /** A time in UTC. */
  time(time: IsoTime): boolean {
    if (this.peek() !== QUOTE) return this.refuse(Fault.WrongType);
    const stop = time.readTo(this.bytes, this.at + 1, this.end, QUOTE);
    if (stop < 0) return this.refuse(Fault.WrongType);
    this.at = stop + 1;
    return true;
  }

  /** True only for `true`. */
  bool(): boolean {
    const first = this.peek();
    if (first !== LOWER_T && first !== LOWER_F) return this.refuse(Fault.WrongType);
    this.skipWord(first);
    return first === LOWER_T && this.fault === Fault.None;
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
    if (one < 0 || middle + 2 >= end || bytes[middle + 1] !== COMMA || bytes[middle + 2] !== QUOTE)
      return this.unread(start);
    this.at = middle + 3;
    const two = this.quick(second);
    const behind = this.at + 1;
    if (two < 0 || behind >= end || bytes[behind] !== CLOSE_ARRAY) return this.unread(start);
    this.at = behind + 1;
    this.first = one;
    this.second = two;
    return true;
  }

  /** Digits, a dot, digits and a quote, all within int32 and on the step; `at` is on the quote then. −1: it is not so simple. */
  private quick({ places, step }: Scale): number {
    const { bytes, end } = this;
    let at = this.at;
    const start = at;
    let whole = 0;
    let digit = at < end ? bytes[at] - ZERO : NO_DIGIT;
    while (digit >>> 0 <= 9) {
      whole = (Math.imul(whole, 10) + digit) | 0;
      digit = ++at < end ? bytes[at] - ZERO : NO_DIGIT;
    }
    if (at === start || at - start > SHORT_DIGITS || places > SHORT_DIGITS) return -1;
    let fraction = 0;
    let given = 0;
    if (digit === DOT - ZERO) {
      const dot = ++at;
      digit = at < end ? bytes[at] - ZERO : NO_DIGIT;
      while (digit >>> 0 <= 9) {
        if (given < places) {
          fraction = (Math.imul(fraction, 10) + digit) | 0;
          given++;
        } else if (digit !== 0) return -1;
        digit = ++at < end ? bytes[at] - ZERO : NO_DIGIT;
      }
      if (at === dot) return -1;
    }
    if (digit !== QUOTE - ZERO) return -1;
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
    const quoted = first === QUOTE;
    let at = quoted ? this.at + 1 : this.at;
    const negative = at < end && bytes[at] === MINUS;
    if (negative) at++;
    const start = at;
    let whole = 0;
    for (const stop = Math.min(end, start + SHORT_DIGITS); at < stop; at++) {
      const digit = bytes[at] - ZERO;
      if (digit >>> 0 > 9) break;
      whole = (Math.imul(whole, 10) + digit) | 0;
    }
    if (at === start) return this.noDecimal(first);
    if (places > SHORT_DIGITS || (at < end && (bytes[at] - ZERO) >>> 0 <= 9))
      return this.longDecimal(places, start, quoted, negative);
    if (!quoted && bytes[start] === ZERO && at > start + 1) return this.wrongNumber();
    let fraction = 0;
    if (at < end && bytes[at] === DOT) {
      const dot = ++at;
      for (const stop = Math.min(end, dot + places); at < stop; at++) {
        const digit = bytes[at] - ZERO;
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

  /** Passes over one value, whatever it is. */
  skip(): void {
    const { nesting } = this;
    let depth = 0;
    do {
      const first = this.peek();
      if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
        if (depth === DEPTH_MAX) return this.fail(Fault.TooDeep);
        nesting[depth++] = first;
        this.at++;
        this.isFresh = true;
      } else this.skipScalar(first);
      while (depth > 0 && !this.another(nesting[depth - 1])) {
        if (this.fault !== Fault.None) return;
        depth--;
      }
    } while (depth > 0);
  }

  /** Goes on from a place of the same message, to read there what was skipped. */
  backTo(at: number): void {
    this.at = at;
  }

  private whole(units: number, step: number): number {
    if (step === 1) return units;
    const steps = Math.round(units / step);
    if (steps * step === units) return steps === 0 ? 0 : steps;
    this.fail(Fault.OffStep);
    return 0;
  }

  private begin(opening: number): boolean {
    const first = this.peek();
    if (first !== opening) return first === 0 ? this.wrong() : this.refuse(Fault.WrongType);
    this.at++;
    this.isFresh = true;
    return true;
  }

  /** Passes the comma or the closing bracket. False: closed. */
  private more(closing: number): boolean {
    const next = this.peek();
    const { isFresh } = this;
    this.isFresh = false;
    if (next === closing) {
      this.at++;
      return false;
    }
    if (isFresh) return next !== 0 || this.wrong();
    if (next !== COMMA) return this.wrong();
    this.at++;
    return true;
  }

  /** The same for what is skipped; an object's name is passed too. */
  private another(opening: number): boolean {
    if (opening === OPEN_ARRAY) return this.more(CLOSE_ARRAY);
    if (!this.more(CLOSE_OBJECT)) return false;
    if (this.peek() !== QUOTE) return this.wrong();
    this.skipText();
    if (this.peek() !== COLON) return this.wrong();
    this.at++;
    return true;
  }

  private skipScalar(first: number): void {
    if (first === QUOTE) this.skipText();
    else if (first === MINUS || (first >= ZERO && first <= ZERO + 9)) this.skipNumber();
    else this.skipWord(first);
  }

  private skipWord(first: number): void {
    const word = first === LOWER_T ? TRUE : first === LOWER_F ? FALSE : NULL;
    const { bytes, at, end } = this;
    if (at + word.length > end) return void this.wrong();
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return void this.wrong();
    this.at = at + word.length;
  }

  /** From the opening quote to behind the closing one. */
  private skipText(): void {
    const { bytes, end } = this;
    let at = this.at + 1;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte > BACKSLASH || (byte > QUOTE && byte !== BACKSLASH)) continue;
      if (byte === QUOTE) break;
      if (byte < SPACE) return this.fail(Fault.Syntax);
      if (byte !== BACKSLASH) continue;
      at = this.escapeEnd(at);
      if (at < 0) return this.fail(Fault.Syntax);
    }
    this.at = at + 1;
    if (at >= end) this.fail(Fault.Truncated);
  }

  /** Last byte of the escape that begins at `at`; -1 = it is none. */
  private escapeEnd(at: number): number {
    const { bytes, end } = this;
    if (at + 1 >= end) return at;
    if (bytes[at + 1] !== LOWER_U) return ESCAPES.has(bytes[at + 1]) ? at + 1 : -1;
    for (let i = at + 2; i < at + 6; i++) if (i >= end || !isHex(bytes[i])) return -1;
    return at + 5;
  }

  private skipNumber(): void {
    const { bytes, end } = this;
    let at = this.at;
    if (bytes[at] === MINUS) at++;
    const start = at;
    at = this.digitsEnd(at);
    if (at === start || (bytes[start] === ZERO && at > start + 1)) return void this.wrong();
    if (at < end && bytes[at] === DOT) {
      const dot = at + 1;
      at = this.digitsEnd(dot);
      if (at === dot) return void this.wrong();
    }
    if (at < end && (bytes[at] | LOWER_CASE) === LOWER_E) {
      at++;
      if (at < end && (bytes[at] === MINUS || bytes[at] === PLUS)) at++;
      const exponent = at;
      at = this.digitsEnd(at);
      if (at === exponent) return void this.wrong();
    }
    this.at = at;
  }

  private digitsEnd(start: number): number {
    let at = start;
    while (at < this.end && (this.bytes[at] - ZERO) >>> 0 <= 9) at++;
    return at;
  }

  /** More digits than an int32 holds, or more places: in doubles, which are exact as far as they may go. */
  private longDecimal(places: number, start: number, quoted: boolean, negative: boolean): number {
    const { bytes, end } = this;
    let at = start;
    let units = 0;
    for (; at < end && (bytes[at] - ZERO) >>> 0 <= 9; at++) units = units * 10 + (bytes[at] - ZERO);
    if (!quoted && bytes[start] === ZERO && at > start + 1) return this.wrongNumber();
    let given = 0;
    if (at < end && bytes[at] === DOT) {
      const dot = ++at;
      for (; given < places && at < end && (bytes[at] - ZERO) >>> 0 <= 9; at++, given++)
        units = units * 10 + (bytes[at] - ZERO);
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
    for (; at < end && (bytes[at] - ZERO) >>> 0 <= 9; at++)
      if (bytes[at] !== ZERO) {
        this.fail(Fault.OffStep);
        return at;
      }
    return at;
  }

  private endNumber(at: number, quoted: boolean): boolean {
    if (this.fault !== Fault.None) return false;
    if (at >= this.end) return this.refuse(Fault.Truncated);
    if (quoted ? this.bytes[at] !== QUOTE : (this.bytes[at] | LOWER_CASE) === LOWER_E)
      return this.refuse(Fault.NotDecimal);
    this.at = quoted ? at + 1 : at;
    return true;
  }

  private noDecimal(first: number): number {
    if (first === 0) this.wrong();
    else
      this.fail(first === QUOTE || first === MINUS || first === LOWER_N ? Fault.NotDecimal : Fault.WrongType);
    return 0;
  }

  private wrongNumber(): number {
    this.fail(Fault.NotDecimal);
    return 0;
  }

  private badName(byte: number): boolean {
    return this.refuse(byte === BACKSLASH ? Fault.EscapedName : Fault.Syntax);
  }

  private wrong(): false {
    return this.refuse(this.at >= this.end ? Fault.Truncated : Fault.Syntax);
  }

  private refuse(fault: Fault): false {
    this.fail(fault);
    return false;
  }
}

const isSpace = (byte: number): boolean => byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;

const isHex = (byte: number): boolean =>
  (byte - ZERO) >>> 0 <= 9 || ((byte | LOWER_CASE) >= 0x61 && (byte | LOWER_CASE) <= 0x66);

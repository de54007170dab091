/**
 * The syntax of JSON over the bytes of one message: objects, arrays, texts, and passing over what nobody asked for, which has to be
 * JSON too. `JsonCursor` adds the values. The first fault stays and ends every loop, so a decoder looks at it once, at the end.
 */
import { Ascii, LOWER_CASE } from './ascii.js';
import { Fault } from './fault.js';
import { type Names, NO_NAME } from './names.js';

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));
const DEPTH_MAX = 64;
const NO_BYTES = new Uint8Array(0);

export class JsonSyntax {
  bytes: Uint8Array = NO_BYTES;
  at = 0;
  fault: Fault = Fault.None;
  /** Which of the names the last field has; NO_NAME when it is none of them. */
  field = -1;
  /** The text read last, without its quotes. */
  textStart = 0;
  textEnd = 0;
  protected end = 0;
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
    while (at < end && bytes[at] <= Ascii.Space && isSpace(bytes[at])) at++;
    this.at = at;
    return at < end ? bytes[at] : 0;
  }

  object(): boolean {
    return this.begin(Ascii.OpenObject);
  }

  array(): boolean {
    return this.begin(Ascii.OpenArray);
  }

  /** Moves to the value of the object's next field and says in `field` which it is. False: the object is at its end. */
  nextField(names: Names): boolean {
    if (!this.more(Ascii.CloseObject)) return false;
    if (this.peek() !== Ascii.Quote) return this.wrong();
    const { bytes, end } = this;
    const start = this.at + 1;
    if (
      start + 2 < end &&
      bytes[start + 1] === Ascii.Quote &&
      bytes[start + 2] === Ascii.Colon &&
      bytes[start] > Ascii.Quote
    ) {
      if (bytes[start] === Ascii.Backslash) return this.badName(Ascii.Backslash);
      this.at = start + 3;
      this.field = names.letters[bytes[start]];
      return true;
    }
    this.plainText();
    if (this.fault !== Fault.None) return false;
    const { at } = this;
    if (at < end && bytes[at] !== Ascii.Colon) this.peek();
    if (this.at >= end || bytes[this.at] !== Ascii.Colon) return this.wrong();
    this.at++;
    this.field = names.find(bytes, start, at - 1);
    return true;
  }

  /** Moves to the array's next value. False: the array is at its end. */
  nextItem(): boolean {
    return this.more(Ascii.CloseArray);
  }

  /** Reads a text that should be one of the names: which; NO_NAME when it is another text. Escapes are none of them. */
  oneOf(names: Names): number {
    if (this.peek() !== Ascii.Quote) {
      this.fail(Fault.WrongType);
      return NO_NAME;
    }
    const start = this.at + 1;
    this.plainText();
    if (this.fault === Fault.None) return names.find(this.bytes, start, this.at - 1);
    return NO_NAME;
  }

  /** Reads a text; it stands from `textStart` to `textEnd`, escapes as they are written. */
  text(): boolean {
    if (this.peek() !== Ascii.Quote) return this.refuse(Fault.WrongType);
    this.textStart = this.at + 1;
    this.skipText();
    this.textEnd = this.at - 1;
    return this.fault === Fault.None;
  }

  /** What `text` has found, as a string: for what is rare. */
  lastText(): string {
    return Buffer.from(this.bytes.subarray(this.textStart, this.textEnd)).toString();
  }

  /** True only for `true`. */
  bool(): boolean {
    const first = this.peek();
    if (first !== Ascii.LowerT && first !== Ascii.LowerF) return this.refuse(Fault.WrongType);
    this.skipWord(first);
    return first === Ascii.LowerT && this.fault === Fault.None;
  }

  /** Passes over one value, whatever it is. */
  skip(): void {
    const { nesting } = this;
    let depth = 0;
    do {
      const first = this.peek();
      if (first === Ascii.OpenObject || first === Ascii.OpenArray) {
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
    if (next !== Ascii.Comma) return this.wrong();
    this.at++;
    return true;
  }

  /** The same for what is skipped; an object's name is passed too. */
  private another(opening: number): boolean {
    if (opening === Ascii.OpenArray) return this.more(Ascii.CloseArray);
    if (!this.more(Ascii.CloseObject)) return false;
    if (this.peek() !== Ascii.Quote) return this.wrong();
    this.skipText();
    if (this.peek() !== Ascii.Colon) return this.wrong();
    this.at++;
    return true;
  }

  /** From the opening quote to behind the closing one, without escapes. */
  private plainText(): void {
    const { bytes, end } = this;
    let at = this.at + 1;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte > Ascii.Backslash || (byte > Ascii.Quote && byte < Ascii.Backslash)) continue;
      if (byte === Ascii.Quote) break;
      if (byte === Ascii.Backslash || byte < Ascii.Space) return void this.badName(byte);
    }
    this.at = at + 1;
    if (at >= end) this.fail(Fault.Truncated);
  }

  private skipScalar(first: number): void {
    if (first === Ascii.Quote) this.skipText();
    else if (first === Ascii.Minus || (first >= Ascii.Zero && first <= Ascii.Zero + 9)) this.skipNumber();
    else this.skipWord(first);
  }

  private skipWord(first: number): void {
    const word = first === Ascii.LowerT ? TRUE : first === Ascii.LowerF ? FALSE : NULL;
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
      if (byte > Ascii.Backslash || (byte > Ascii.Quote && byte !== Ascii.Backslash)) continue;
      if (byte === Ascii.Quote) break;
      if (byte < Ascii.Space) return this.fail(Fault.Syntax);
      if (byte !== Ascii.Backslash) continue;
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
    if (bytes[at + 1] !== Ascii.LowerU) return ESCAPES.has(bytes[at + 1]) ? at + 1 : -1;
    for (let i = at + 2; i < at + 6; i++) if (i >= end || !isHex(bytes[i])) return -1;
    return at + 5;
  }

  private skipNumber(): void {
    const { bytes, end } = this;
    let at = this.at;
    if (bytes[at] === Ascii.Minus) at++;
    const start = at;
    at = this.digitsEnd(at);
    if (at === start || (bytes[start] === Ascii.Zero && at > start + 1)) return void this.wrong();
    if (at < end && bytes[at] === Ascii.Dot) {
      const dot = at + 1;
      at = this.digitsEnd(dot);
      if (at === dot) return void this.wrong();
    }
    if (at < end && (bytes[at] | LOWER_CASE) === Ascii.LowerE) {
      at++;
      if (at < end && (bytes[at] === Ascii.Minus || bytes[at] === Ascii.Plus)) at++;
      const exponent = at;
      at = this.digitsEnd(at);
      if (at === exponent) return void this.wrong();
    }
    this.at = at;
  }

  private digitsEnd(start: number): number {
    let at = start;
    while (at < this.end && (this.bytes[at] - Ascii.Zero) >>> 0 <= 9) at++;
    return at;
  }

  private badName(byte: number): boolean {
    return this.refuse(byte === Ascii.Backslash ? Fault.EscapedName : Fault.Syntax);
  }

  protected wrong(): false {
    return this.refuse(this.at >= this.end ? Fault.Truncated : Fault.Syntax);
  }

  protected refuse(fault: Fault): false {
    this.fail(fault);
    return false;
  }
}

const isSpace = (byte: number): boolean =>
  byte === Ascii.Space || byte === 0x0a || byte === 0x0d || byte === 0x09;

const isHex = (byte: number): boolean =>
  (byte - Ascii.Zero) >>> 0 <= 9 || ((byte | LOWER_CASE) >= 0x61 && (byte | LOWER_CASE) <= 0x66);

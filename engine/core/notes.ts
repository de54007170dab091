/**
 * What strategies have asked the engine to keep for their next lives: a few numbers each, in places that are written over. In the core, so that a
 * note is in the journal in its place among the strategy's orders and executions, and is there after whatever restart.
 */
import { NOTE_NUMBERS, NOTES } from '../../protocol/records/note.js';

export class Notes {
  /** By session and place. */
  readonly numbers: Float64Array;
  /** 1 = there is a note. */
  readonly written: Uint8Array;

  constructor(capacity: number) {
    this.numbers = new Float64Array(capacity * NOTES * NOTE_NUMBERS);
    this.written = new Uint8Array(capacity * NOTES);
  }

  /** For the image. */
  columns(): (Float64Array | Uint8Array)[] {
    return [this.numbers, this.written];
  }

  /** The numbers stand one behind the other from `f64[at]` on. */
  write(session: number, place: number, f64: Float64Array, at: number): void {
    const row = session * NOTES + place;
    this.written[row] = 1;
    for (let i = 0; i < NOTE_NUMBERS; i++) this.numbers[row * NOTE_NUMBERS + i] = f64[at + i];
  }

  has(session: number, place: number): boolean {
    return this.written[session * NOTES + place] === 1;
  }

  /** Copies a note's numbers to `f64[at]`. */
  read(session: number, place: number, f64: Float64Array, at: number): void {
    const from = (session * NOTES + place) * NOTE_NUMBERS;
    for (let i = 0; i < NOTE_NUMBERS; i++) f64[at + i] = this.numbers[from + i];
  }
}

/**
 * Which event group the records read now belong to: from the echo of its command, which comes first, until the record
 * that is marked last. Reports take time, message number and asker from here.
 */
import { Cmd } from '../../protocol/records/command.js';
import { indexOf, isCommand } from '../../protocol/records/event.js';
import { Double, kindOf, sessionOf, Word } from '../../protocol/records/layout.js';

export class EventGroup {
  kind = 0;
  sequence = 0;
  seconds = 0;
  nanos = 0;
  session = 0;
  /** Client message number of the command, 0 = none. */
  message = 0;
  /** Index of the current record; the echo's is 0. */
  index = 0;
  /** Between an echo and the last record of its group. */
  open = false;
  /** The last sequence whose group was read to its end. */
  completed = 0;

  /** Before anything looks at the record. */
  enter(i32: Int32Array, f64: Float64Array, at: number): void {
    if (isCommand(kindOf(i32[at]))) this.begin(i32, f64, at);
    else this.index = indexOf(i32[at + Word.Flags]);
  }

  /** After everything has. True when the group has ended with it. */
  leave(i32: Int32Array, at: number): boolean {
    if (i32[at + Word.Flags] >= 0) return false;
    this.open = false;
    this.completed = this.sequence;
    return true;
  }

  /** What the image shows stands after the last command before it: this was its time, and (at the end) its sequence. */
  imageBegins(i32: Int32Array, at: number): void {
    this.seconds = i32[at + Cmd.Seconds] >>> 0;
    this.nanos = i32[at + Cmd.Nanos];
  }

  imageEnds(f64: Float64Array, at: number): void {
    this.sequence = this.completed = f64[(at >> 1) + Double.Sequence];
  }

  private begin(i32: Int32Array, f64: Float64Array, at: number): void {
    this.kind = kindOf(i32[at]);
    this.sequence = f64[(at >> 1) + Double.Sequence];
    this.seconds = i32[at + Cmd.Seconds] >>> 0;
    this.nanos = i32[at + Cmd.Nanos];
    this.session = sessionOf(i32[at + Cmd.Owner]);
    this.message = i32[at + Cmd.Message] >>> 0;
    this.index = 0;
    this.open = true;
  }
}

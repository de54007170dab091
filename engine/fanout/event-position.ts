/**
 * A place in the events: (sequence, index) of the last one that counts, as Redis writes it in stream ids. Ids compare
 * as events do, which is what lets Redis itself refuse an entry that it has.
 */
import { indexOf, isCommand } from '../../protocol/records/event.js';
import { Double, kindOf, Word } from '../../protocol/records/layout.js';

export class EventPosition {
  sequence = 0;
  index = 0;
  /** The event was the last one of its group. */
  groupEnded = true;

  set(sequence: number, index: number, groupEnded = true): void {
    this.sequence = sequence;
    this.index = index;
    this.groupEnded = groupEnded;
  }

  copy(other: EventPosition): void {
    this.set(other.sequence, other.index, other.groupEnded);
  }

  /** True when the event is this one or an earlier one. */
  covers(sequence: number, index: number): boolean {
    return sequence < this.sequence || (sequence === this.sequence && index <= this.index);
  }

  /** True when nothing stands between this event and that one. */
  leadsTo(sequence: number, index: number): boolean {
    if (!this.groupEnded) return sequence === this.sequence && index === this.index + 1;
    return sequence === this.sequence + 1 && index === 0;
  }

  get id(): string {
    return idOf(this.sequence, this.index);
  }
}

export const idOf = (sequence: number, index: number): string => `${sequence}-${index}`;

/** @throws Error for what is no stream id */
export function parseId(id: string): EventPosition {
  const match = /^(\d+)-(\d+)$/.exec(id);
  if (!match) throw new Error(`"${id}" is not a stream id`);
  const position = new EventPosition();
  position.set(Number(match[1]), Number(match[2]));
  return position;
}

export const sequenceAt = (f64: Float64Array, at: number): number => f64[(at >> 1) + Double.Sequence];

export const indexAt = (i32: Int32Array, at: number): number =>
  isCommand(kindOf(i32[at])) ? 0 : indexOf(i32[at + Word.Flags]);

export const endsGroup = (i32: Int32Array, at: number): boolean => i32[at + Word.Flags] < 0;

/**
 * After a start the door goes through the journal from its beginning: what orders are called, what has executed of them, and what
 * clients have not been told yet, all of it follows from the events. The event ring goes on meanwhile and must not be held back: what
 * has been read from the journal is let go there, and when the ring is half full, all of it is, because the journal has it. The door
 * is live when the next record of the ring is the one behind the last that the journal gave.
 */

import { isCommand } from '../../../protocol/records/event.js';
import { Double, kindOf, RECORD_WORDS } from '../../../protocol/records/layout.js';
import { RESUME_RECORDS_PER_TURN } from '../../config/limits.js';
import type { BroadcastReader } from '../../rings/broadcast.js';
import type { EventGroup } from '../../views/event-group.js';
import type { RecordSource } from '../journal-source.js';

export type Apply = (i32: Int32Array, f64: Float64Array, at: number) => void;

export class CatchUp {
  private next = 0;
  private count = 0;
  private readonly ringSlots: number;

  /**
   * @param group where the events applied last belong
   * @param last sequence that the journal must have given at least
   */
  constructor(
    private readonly source: RecordSource,
    private readonly ring: BroadcastReader,
    private readonly group: EventGroup,
    private last: number,
    private readonly apply: Apply,
  ) {
    this.ringSlots = ring.i32.length / RECORD_WORDS;
  }

  /** A bounded stretch. Answers the records gone through. */
  step(): number {
    const done = this.readJournal();
    return done + this.letGo();
  }

  isDone(): boolean {
    if (this.group.open || this.group.completed < this.last) return false;
    // What the journal has beyond that is still to come on the ring.
    if (this.ring.available(1) === 0) return this.group.completed === this.last;
    const at = this.ring.offset(0);
    return isCommand(kindOf(this.ring.i32[at])) && this.sequenceAt(at) === this.group.completed + 1;
  }

  close(): void {
    this.source.close();
  }

  private readJournal(): number {
    const { i32, f64 } = this.source;
    let done = 0;
    while (done < RESUME_RECORDS_PER_TURN && (this.next < this.count || this.refill())) {
      this.apply(i32, f64, this.source.offset(this.next++));
      done++;
    }
    return done;
  }

  private refill(): boolean {
    this.next = 0;
    this.count = this.source.read(RESUME_RECORDS_PER_TURN);
    return this.count > 0;
  }

  private letGo(): number {
    const { ring } = this;
    const waiting = ring.available(this.ringSlots);
    const isLate = waiting > this.ringSlots / 2;
    let had = 0;
    while (had < waiting && (isLate || this.sequenceAt(ring.offset(had)) <= this.group.completed)) had++;
    if (had > 0) this.last = Math.max(this.last, this.sequenceAt(ring.offset(had - 1)));
    ring.release(had);
    return had;
  }

  private sequenceAt(at: number): number {
    return this.ring.f64[(at >> 1) + Double.Sequence];
  }
}

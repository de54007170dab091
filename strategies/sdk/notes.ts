/** The numbers that a strategy keeps for its next lives, at its end of the lane: what stands, and what it writes. */
import { LANE_FULL } from '../../engine/rings/lane.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandKind } from '../../protocol/records/command.js';
import { FdNote } from '../../protocol/records/feed.js';
import { head } from '../../protocol/records/layout.js';
import { NOTE_NUMBERS, NOTES, NoteDouble } from '../../protocol/records/note.js';
import type { OrderLane } from './order-lane.js';

export class Notes {
  private readonly kept: (readonly number[] | undefined)[] = new Array(NOTES).fill(undefined);

  constructor(private readonly lane: OrderLane) {}

  at(place: number): readonly number[] | undefined {
    return this.kept[placed(place)];
  }

  keep(place: number, numbers: readonly [number, number, number]): Reason {
    const at = this.lane.begin(head(CommandKind.StrategyNote, placed(place)), true);
    if (at === LANE_FULL) return Reason.Overloaded;
    this.lane.f64.set(numbers, (at >> 1) + NoteDouble.First);
    this.kept[place] = [...numbers];
    return Reason.None;
  }

  /** What an earlier life has kept. */
  take(f64: Float64Array, at: number, place: number): void {
    const first = (at >> 1) + FdNote.First;
    this.kept[place] = [...f64.subarray(first, first + NOTE_NUMBERS)];
  }
}

function placed(place: number): number {
  if (!Number.isInteger(place) || place < 0 || place >= NOTES)
    throw new RangeError(`notes have the places 0 to ${NOTES - 1}, not ${place}`);
  return place;
}

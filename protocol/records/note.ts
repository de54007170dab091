/** StrategyNote and ImageNote: a few numbers that a strategy has kept for its next lives. The bounds are those of the record and of the memory. */

/** Places that a strategy has. */
export const NOTES = 4;
/** Numbers in each: as many as a command has room for. */
export const NOTE_NUMBERS = 3;

export const enum NoteDouble {
  First = 3,
}

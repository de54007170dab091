/** The orders that stand in no book but in a list or in the trigger book, in the order in which they will have their turn. */
import { Side } from '../../../protocol/codes/enums.js';
import { byteA } from '../../../protocol/records/layout.js';
import { Term } from '../../book/order-terms.js';
import type { SlotLists } from '../../book/slot-lists.js';
import { SOURCES } from '../../book/trigger-book.js';
import type { CoreState } from '../state.js';
import { sourceIndex } from './references.js';

/** Visits every stop in the trigger book, then the pegs, then the trailing stops; those of two lists come twice. */
export function eachWaiting(state: CoreState, visit: (slot: number) => void): void {
  eachStop(state, visit);
  eachOf(state, state.pegs, visit);
  eachOf(state, state.trailing, visit);
}

export function eachStop({ triggers, watched }: CoreState, visit: (slot: number) => void): void {
  for (let instrument = 1; instrument < watched.length; instrument++)
    for (let source = 0; source < SOURCES && watched[instrument] !== 0; source++)
      for (const side of [Side.Buy, Side.Sell] as const) triggers.walk(instrument, source, side, visit);
}

export function eachOf({ watched }: CoreState, lists: SlotLists, visit: (slot: number) => void): void {
  for (let instrument = 1; instrument < watched.length; instrument++) {
    if (watched[instrument] === 0) continue;
    for (let slot = lists.first(instrument); slot !== 0; slot = lists.after(slot)) visit(slot);
  }
}

/** Image: back into the trigger book, in the order in which `eachStop` gave them. */
export function restoreStop({ terms, triggers }: CoreState, slot: number): boolean {
  return triggers.add(slot, sourceIndex(byteA(terms.get(slot, Term.Head))));
}

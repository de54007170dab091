/** Takes an order out of whatever list it waits in, before it ends or is held back. Of an order that has terms. */

import { isStop } from '../../../protocol/codes/enums.js';
import { byteA, byteB } from '../../../protocol/records/layout.js';
import { Term, TermSize, Waits } from '../../book/order-terms.js';
import type { CoreState } from '../state.js';
import { isPegged } from './pegs.js';
import { sourceIndex } from './references.js';

export function leaveLists(state: CoreState, slot: number): void {
  const { orders, terms, triggers, trailing, pegs, armed } = state;
  const instrument = orders.instrument(slot);
  const head = orders.head(slot);
  const waits = terms.get(slot, Term.Waits);
  if (waits === Waits.Trigger) triggers.remove(slot, sourceIndex(byteA(terms.i32[slot << TermSize.Shift])));
  if (waits === Waits.Turn) armed.remove(instrument, slot);
  const trails = waits === Waits.Trigger || waits === Waits.FirstPrice;
  if (trails && isStop(byteB(head)) && terms.get(slot, Term.OffsetTicks) !== 0)
    trailing.remove(instrument, slot);
  if (isPegged(head)) pegs.remove(instrument, slot);
  terms.set(slot, Term.Waits, Waits.Not);
  state.unwatch(slot);
}

/** The child orders at venues that a core has open, as a test sees them. */
import { Route } from '../../../protocol/codes/enums.js';
import { OrderFlag } from '../../book/order-pool.js';
import { ChildTerm } from '../../book/order-terms.js';
import type { Core } from '../core.js';
import type { ChildId } from '../test-route-commands.js';

export interface OpenChild {
  readonly id: ChildId;
  readonly venue: number;
  readonly total: number;
  readonly executed: number;
  readonly open: number;
}

export function childrenOf({ state }: Pick<Core, 'state'>): OpenChild[] {
  const { orders, terms } = state;
  const found: OpenChild[] = [];
  for (let slot = 1; slot < orders.highWater; slot++) {
    if (!orders.isOpen(slot) || (orders.flags(slot) & OrderFlag.Child) === 0) continue;
    const route = terms.get(slot, ChildTerm.Route);
    if (route === Route.OwnBook) continue;
    found.push({
      id: { slot, generation: orders.generation(slot) },
      venue: route - Route.Venue,
      total: orders.totalLots(slot),
      executed: orders.executedLots(slot),
      open: orders.openLots(slot),
    });
  }
  return found;
}

/** How an order leaves the core: its client id is remembered as used, its slot is free for the next one. */
import type { EndKind } from '../../protocol/codes/enums.js';
import type { Reason } from '../../protocol/codes/reasons.js';
import { accountOf } from '../../protocol/records/layout.js';
import { Mode } from '../market/market.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

export class Closer {
  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'ended'>,
  ) {}

  /** The order has executed in full; it rests nowhere any more. */
  filled(slot: number): void {
    const { orders, clientIds } = this.state;
    clientIds.end(accountOf(orders.owner(slot)), orders.clientIdLow(slot), orders.clientIdHigh(slot));
    orders.release(slot);
  }

  /** The order ends with open quantity; says so on the event ring. */
  end(slot: number, kind: EndKind, reason: Reason): void {
    const { orders, book, market } = this.state;
    if (orders.isResting(slot)) book.remove(slot);
    if (market.mode[orders.instrument(slot)] !== Mode.Plain) market.touch(orders.instrument(slot));
    this.group.ended(slot, kind, reason);
    this.filled(slot);
  }
}

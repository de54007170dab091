/**
 * Reduce-only orders: at entry and before each fill the open quantity is cut to what still reduces the account's position;
 * with nothing left the order ends. Where such orders rest, fill-or-kill counts none of them, because what they will have
 * by then is not known before.
 */
import { Side } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import { PosDouble, PosSize } from '../../ledger/positions.js';
import type { Closer } from '../closer.js';
import type { CoreState } from '../state.js';

export class ReduceOnly {
  private readonly excess = new Float64Array(1);

  constructor(
    private readonly state: CoreState,
    private readonly closer: Closer,
  ) {}

  /** Lots that an order of this side may execute before the position is zero. */
  room(account: number, instrument: number, side: number): number {
    const { positions } = this.state.ledger;
    const row = positions.find(account, instrument);
    const net = positions.f64[(row << PosSize.DoubleShift) | PosDouble.NetLots];
    return Math.max(0, side === Side.Buy ? -net : net);
  }

  /** Cuts the order, if it is one, to what still reduces. False: nothing was left of it. */
  hold(slot: number): boolean {
    const { orders } = this.state;
    if ((orders.flags(slot) & CommandFlag.ReduceOnly) === 0) return true;
    const room = this.room(orders.account(slot), orders.instrument(slot), orders.side(slot));
    this.excess[0] = orders.openLots(slot) - room;
    if (this.excess[0] > 0) this.closer.cut(slot, this.excess, 0, Reason.ReduceOnlyCut);
    return room > 0;
  }
}

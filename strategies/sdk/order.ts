/** An order of the strategy's own, kept up to date by the engine's events, and what those events say. */
import { Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';

export type SideName = 'buy' | 'sell';

/** `pending`: sent, not answered. `rejected`: by the engine, or here before it was sent (nothing else comes then). */
export type OrderState = 'pending' | 'open' | 'filled' | 'cancelled' | 'expired' | 'rejected';

export class Order {
  state: OrderState = 'pending';
  /** Why it was rejected, cancelled or has expired. */
  reason = Reason.None;
  executedLots = 0;
  /** Replaces and cancels of it that are not answered. */
  requests = 0;
  /** A cancel of it is not answered. */
  cancelling = false;

  /**
   * @param lots total quantity, executed or not
   * @param ticks limit price; 0 of a market order
   * @param id 0 = never sent
   */
  constructor(
    readonly symbol: string,
    readonly side: SideName,
    public lots: number,
    public ticks: number,
    readonly id: number,
  ) {}

  /** In the book, or on its way there. */
  get live(): boolean {
    return this.state === 'open' || this.state === 'pending';
  }

  get openLots(): number {
    return this.live ? this.lots - this.executedLots : 0;
  }
}

export interface OrderEvent {
  readonly kind:
    | 'accepted'
    | 'rejected'
    | 'replaced'
    | 'replaceRejected'
    | 'cancelRejected'
    | 'executed'
    | 'cancelled'
    | 'expired';
  readonly reason: Reason;
  /** `executed`: this execution's price and quantity, and which side of it the order was. */
  readonly ticks: number;
  readonly lots: number;
  readonly liquidity: 'maker' | 'taker' | 'auction' | undefined;
  /** Sequence of the command and index in its group: the event's identity everywhere. */
  readonly sequence: number;
  readonly index: number;
}

export const sideName = (side: number): SideName => (side === Side.Buy ? 'buy' : 'sell');

/** @throws RangeError neither: in JavaScript a side may be anything, and must not be taken for the other one */
export function sideNumber(side: SideName): Side {
  if (side === 'buy') return Side.Buy;
  if (side === 'sell') return Side.Sell;
  throw new RangeError(`a side is "buy" or "sell", not ${JSON.stringify(side)}`);
}

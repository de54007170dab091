/** An order of the strategy's own, kept up to date by the engine's events, and what those events say. */
import { hasPrice, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { ORD_TYPES, type OrdTypeWord, type SideWord } from '../../protocol/words.js';

export type SideName = 'buy' | 'sell';

/** What a type of order is once the engine has triggered it, or given it a price. */
const BECOMES: Partial<Record<OrdTypeWord, OrdTypeWord>> = {
  stop: 'market',
  stopLimit: 'limit',
  marketToLimit: 'limit',
};

/** `pending`: sent, not answered. `rejected`: by the engine, or here before it was sent (nothing else comes then). */
export type OrderState = 'pending' | 'open' | 'filled' | 'cancelled' | 'expired' | 'rejected';

export class Order {
  state: OrderState = 'pending';
  /** Why it was rejected, cancelled or has expired. */
  reason = Reason.None;
  executedLots = 0;
  /** Of a routed order: what became of a part of it at a venue is not known now. It stays reserved until the venue has said. */
  unknown = false;
  /** Replaces and cancels of it that are not answered. */
  requests = 0;
  /** A cancel of it is not answered. */
  cancelling = false;
  /** What a replace that says no price leaves as it is: the limit of a pegged order, else `ticks`. Undefined: not known. */
  limitTicks: number | undefined;

  /**
   * @param lots total quantity, executed or not; 0 of the child of a bracket that waits for its parent
   * @param ticks its price now; 0 where it has none
   * @param id 0 = never sent
   */
  constructor(
    readonly symbol: string,
    readonly side: SideWord,
    public lots: number,
    public ticks: number,
    readonly id: number,
    public type: OrdTypeWord,
  ) {
    this.limitTicks = ticks;
  }

  /** Its owner gave it a price and total. */
  replaced(ticks: number, lots: number): void {
    this.lots = lots;
    if (!hasPrice(ORD_TYPES[this.type])) return;
    this.limitTicks = ticks;
    if (this.type !== 'pegged') this.ticks = ticks;
  }

  /** The engine did, or has triggered it. What had nothing open any more may be alive again. */
  restated(ticks: number, lots: number): void {
    this.ticks = ticks;
    this.lots = lots;
    if (this.type !== 'pegged') this.limitTicks = ticks;
    if (this.state === 'filled') this.state = 'open';
  }

  /** It is no longer what it was sent as. */
  becomes(): void {
    this.type = BECOMES[this.type] ?? this.type;
  }

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
    | 'restated'
    | 'triggered'
    | 'replaceRejected'
    | 'cancelRejected'
    | 'unknown'
    | 'known'
    | 'executed'
    | 'cancelled'
    | 'expired';
  readonly reason: Reason;
  /** `executed`: this execution's price and quantity, and which side of it the order was. Else the order's. */
  readonly ticks: number;
  readonly lots: number;
  readonly liquidity: 'maker' | 'taker' | 'auction' | undefined;
  /** Sequence of the command and index in its group: the event's identity everywhere. */
  readonly sequence: number;
  readonly index: number;
}

export const sideName = (side: number): SideName => (side === Side.Buy ? 'buy' : 'sell');

/** What the market tells its listeners, synchronously and in the order in which it happens. */
import type { Order, Side, Trade, Why } from './order.js';

export type Phase = 'open' | 'halt' | 'closed';

export interface LevelChange {
  readonly side: Side;
  readonly priceTicks: number;
  /** What stands there now; 0 when nothing does. */
  readonly lots: number;
}

export type MarketEvent =
  | { readonly type: 'accepted'; readonly order: Order }
  | { readonly type: 'triggered'; readonly order: Order }
  /** Upon the book, behind all others of its price. */
  | { readonly type: 'opened'; readonly order: Order }
  | { readonly type: 'trade'; readonly trade: Trade }
  | {
      readonly type: 'replaced';
      readonly order: Order;
      readonly oldPriceTicks: number;
      readonly oldLeavesLots: number;
      readonly hasKeptPriority: boolean;
    }
  /** Self-trade prevention took this much off, without a trade. */
  | { readonly type: 'decremented'; readonly order: Order; readonly lots: number }
  | { readonly type: 'done'; readonly order: Order; readonly why: Why; readonly wasOpen: boolean }
  /** The end of a command that changed the book. */
  | { readonly type: 'levels'; readonly symbol: string; readonly changes: readonly LevelChange[] }
  | { readonly type: 'phase'; readonly symbol: string; readonly phase: Phase }
  | { readonly type: 'busted'; readonly trade: Trade };

export type MarketListener = (event: MarketEvent) => void;

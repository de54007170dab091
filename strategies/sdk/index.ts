/** What a strategy's author imports: `import { defineStrategy } from 'pregao/sdk'`. */

export { Reason, reasonName } from '../../protocol/codes/reasons.js';
export type { Book, Level } from './book.js';
export type { Context, EventTime, OrderChange, OrderRequest } from './context.js';
export type { TradedInstrument } from './instrument.js';
export type { Order, OrderEvent, OrderState, SideName } from './order.js';
export type { Amount, OrderTerms } from './order-terms.js';
export type { OrderOptions, TimeInForceName } from './orders.js';
export type { Indicative, MarketPhase } from './phase.js';
export type { Quote, QuotedSide, QuoteEvent } from './quote.js';
export type { QuoteRequest, QuoteSide } from './quotes.js';
export {
  defineStrategy,
  type Handlers,
  type ParameterSchema,
  type StopReason,
  type Strategy,
} from './strategy.js';
export type { Reference, Trade } from './trade.js';

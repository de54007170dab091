/** What users of the client import. */

export { type BookLevel, BookView } from './book.js';
export { PregaoClient } from './client.js';
export type { ClientEvents, ConnectOptions, MassCancelResult } from './client-events.js';
export { EngineClient } from './engine-client.js';
export { EngineLoop } from './engines.js';
export {
  ConnectionError,
  type EngineAddress,
  LogonError,
  PregaoError,
  type ReasonInfo,
  RequestRejected,
  UnknownOutcome,
} from './errors.js';
export { type IndicativeEvent, MarketPhase, type PhaseEvent } from './market-phase.js';
export { type BookOrder, OrderBookView } from './order-book.js';
export type { OrderTerms } from './order-terms.js';
export type { MassCancel, NewOrder, OrderName, ReplaceOrder } from './orders.js';
export type { Quote, QuoteAnswer, QuoteProtection, QuoteProtectionAnswer, QuoteSide } from './quotes.js';
export type { EventIdentity, ExecutionInfo, OrderReport, ReportType } from './report.js';
export type { Security, TickRule, VenueName } from './security.js';
export type { ClientKey } from './signer.js';
export {
  type ChannelName,
  type MarketStatus,
  type SubscribeOptions,
  Subscription,
  type TradeChangedEvent,
  type TradeEvent,
} from './subscription.js';
export type { BookTop } from './top.js';
export type { TradeChange } from './trade-change.js';
export type { Transport, TransportFactory, TransportHandlers } from './transport.js';

/** What both ends of the binary door agree on besides the schema. */
import { Body } from '../generated/pregao/wire.js';

/** Logon and Hello carry it; the engine speaks exactly this one. */
export const PROTOCOL_VERSION = 1;

/** Largest frame the engine reads. A NewOrder takes under 100 bytes, so this is a batch of more than 150. */
export const MAX_CLIENT_FRAME_BYTES = 16 * 1024;
/** Largest frame a client must be ready for: a snapshot of 65,535 levels a side would be 3 MB; the engine sends less. */
export const MAX_ENGINE_FRAME_BYTES = 1024 * 1024;

/** Every message starts on a multiple of this within its frame when one of our encoders wrote it. */
export const MESSAGE_ALIGN_BYTES = 8;

/** What a client may send. */
export const CLIENT_MESSAGES: readonly Body[] = [
  Body.Logon,
  Body.SecurityListRequest,
  Body.NewOrder,
  Body.ReplaceOrder,
  Body.CancelOrder,
  Body.MassCancel,
  Body.Subscribe,
  Body.Unsubscribe,
  Body.GapRequest,
  Body.Heartbeat,
  Body.Quote,
  Body.QuoteProtection,
];

/** What the engine may send. */
export const ENGINE_MESSAGES: readonly Body[] = [
  Body.Hello,
  Body.LogonAccepted,
  Body.LogonRejected,
  Body.SecurityDefinition,
  Body.SecurityListEnd,
  Body.OrderAccepted,
  Body.OrderRejected,
  Body.OrderReplaced,
  Body.ReplaceRejected,
  Body.OrderCancelled,
  Body.CancelRejected,
  Body.OrderExecuted,
  Body.OrderExpired,
  Body.OrderRestated,
  Body.OrderTriggered,
  Body.MassCancelReport,
  Body.BookSnapshot,
  Body.BookIncrement,
  Body.Trade,
  Body.BookTop,
  Body.TradeSnapshot,
  Body.OrderBookSnapshot,
  Body.OrderBookIncrement,
  Body.Heartbeat,
  Body.ProtocolError,
  Body.TradingPhase,
  Body.IndicativePrice,
  Body.QuoteReport,
  Body.QuoteProtectionReport,
  Body.OrderPending,
  Body.ChildReport,
  Body.TradeBusted,
  Body.TradeCorrected,
  Body.MarketStatus,
  Body.TradeChanged,
];

/** Those of a client that are numbered and sequenced; the others carry number 0. */
export const isNumbered = (type: Body): boolean =>
  (type >= Body.NewOrder && type <= Body.MassCancel) || type === Body.Quote || type === Body.QuoteProtection;

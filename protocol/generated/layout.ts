// Generated from protocol/schema/pregao.fbs by `npm run generate`, do not modify.

/** How the verifier checks one field of a table. */
export const enum Check {
  /** A scalar or struct in the table itself; argument: bytes. */
  Inline = 0,
  String = 1,
  /** Argument: index in TABLES. */
  Table = 2,
  /** Argument: bytes of an element. */
  Vector = 3,
  StringVector = 4,
  /** Argument: index in TABLES. */
  TableVector = 5,
  /** Argument: vtable offset of the type field. The table follows from UNION_TABLES. */
  Union = 6,
}

export const FILE_IDENTIFIER = 'PRG1';

/** Byte offsets in BookOrder. */
export const enum BookOrderAt {
  OrderId = 0,
  Price = 8,
  Quantity = 16,
  Bytes = 24,
}

/** Byte offsets in EventId. */
export const enum EventIdAt {
  Sequence = 0,
  Index = 8,
  Bytes = 16,
}

/** Byte offsets in Level. */
export const enum LevelAt {
  Price = 0,
  Quantity = 8,
  Orders = 16,
  Bytes = 24,
}

/** Byte offsets in OrderChange. */
export const enum OrderChangeAt {
  OrderId = 0,
  Price = 8,
  Quantity = 16,
  Last = 24,
  Action = 32,
  Side = 33,
  Bytes = 40,
}

/** Byte offsets in OrderState. */
export const enum OrderStateAt {
  Event = 0,
  EventSequence = 0,
  EventIndex = 8,
  Time = 16,
  OrderId = 24,
  ClientOrderId = 32,
  Price = 40,
  Total = 48,
  Executed = 56,
  Open = 64,
  Last = 72,
  Instrument = 80,
  Account = 84,
  Side = 88,
  OrdType = 89,
  TimeInForce = 90,
  Bytes = 96,
}

/** Byte offsets in TickRule. */
export const enum TickRuleAt {
  From = 0,
  Tick = 8,
  Bytes = 16,
}

/** Vtable offsets of AccountName's fields. */
export const enum AccountNameField {
  Account = 4,
  Name = 6,
}

/** Vtable offsets of BookIncrement's fields. */
export const enum BookIncrementField {
  Instrument = 4,
  Number = 6,
  Event = 8,
  Time = 10,
  Bids = 12,
  Asks = 14,
}

/** Vtable offsets of BookSnapshot's fields. */
export const enum BookSnapshotField {
  Instrument = 4,
  Number = 6,
  Event = 8,
  Time = 10,
  Bids = 12,
  Asks = 14,
  Gap = 16,
}

/** Vtable offsets of BookTop's fields. */
export const enum BookTopField {
  Instrument = 4,
  Number = 6,
  Event = 8,
  Time = 10,
  Bid = 12,
  Ask = 14,
  LastPrice = 16,
  LastQuantity = 18,
  Snapshot = 20,
  Gap = 22,
}

/** Vtable offsets of CancelOrder's fields. */
export const enum CancelOrderField {
  OrderId = 4,
  ClientOrderId = 6,
  Account = 8,
  Instrument = 10,
}

/** Vtable offsets of CancelRejected's fields. */
export const enum CancelRejectedField {
  Order = 4,
  MessageNumber = 6,
  Reason = 8,
  Text = 10,
  Engine = 12,
  Address = 14,
}

/** Vtable offsets of ChildReport's fields. */
export const enum ChildReportField {
  Order = 4,
  ParentOrderId = 6,
  Route = 8,
  Status = 10,
  Reason = 12,
}

/** Vtable offsets of GapRequest's fields. */
export const enum GapRequestField {
  Instrument = 4,
  Channel = 6,
  From = 8,
}

/** Vtable offsets of Heartbeat's fields. */
export const enum HeartbeatField {
  Time = 4,
}

/** Vtable offsets of Hello's fields. */
export const enum HelloField {
  Version = 4,
  Epoch = 6,
  Challenge = 8,
  Engine = 10,
  Name = 12,
}

/** Vtable offsets of IndicativePrice's fields. */
export const enum IndicativePriceField {
  Instrument = 4,
  Event = 6,
  Time = 8,
  Price = 10,
  Quantity = 12,
  Surplus = 14,
  SurplusSide = 16,
}

/** Vtable offsets of Logon's fields. */
export const enum LogonField {
  Version = 4,
  KeyId = 6,
  Signature = 8,
  Accounts = 10,
  CancelOnDisconnect = 12,
  LastEvent = 14,
  Epoch = 16,
}

/** Vtable offsets of LogonAccepted's fields. */
export const enum LogonAcceptedField {
  Session = 4,
  NextMessage = 6,
  Accounts = 8,
  LastEvent = 10,
  HeartbeatMs = 12,
  Gap = 14,
}

/** Vtable offsets of LogonRejected's fields. */
export const enum LogonRejectedField {
  Reason = 4,
  Text = 6,
}

/** Vtable offsets of MarketStatus's fields. */
export const enum MarketStatusField {
  Instrument = 4,
  Time = 6,
  State = 8,
  Reason = 10,
}

/** Vtable offsets of MassCancel's fields. */
export const enum MassCancelField {
  Account = 4,
  Instrument = 6,
  Side = 8,
  OwnSession = 10,
}

/** Vtable offsets of MassCancelReport's fields. */
export const enum MassCancelReportField {
  Event = 4,
  Time = 6,
  MessageNumber = 8,
  Cancelled = 10,
  Reason = 12,
}

/** Vtable offsets of Message's fields. */
export const enum MessageField {
  Number = 4,
  BodyType = 6,
  Body = 8,
}

/** Vtable offsets of NewOrder's fields. */
export const enum NewOrderField {
  ClientOrderId = 4,
  Account = 6,
  Instrument = 8,
  Side = 10,
  OrdType = 12,
  TimeInForce = 14,
  PostOnly = 16,
  Price = 18,
  Quantity = 20,
  TriggerPrice = 22,
  TriggerSource = 24,
  TriggerVenue = 26,
  TrailingOffset = 28,
  DisplayQuantity = 30,
  MinimumQuantity = 32,
  ExpireTime = 34,
  Protection = 36,
  Peg = 38,
  PegOffset = 40,
  Contingency = 42,
  LinkedClientOrderId = 44,
  SelfTradePrevention = 46,
  PreventWithinFirm = 48,
  ReduceOnly = 50,
  Route = 52,
}

/** Vtable offsets of OrderAccepted's fields. */
export const enum OrderAcceptedField {
  Order = 4,
  MessageNumber = 6,
}

/** Vtable offsets of OrderBookIncrement's fields. */
export const enum OrderBookIncrementField {
  Instrument = 4,
  Number = 6,
  Event = 8,
  Time = 10,
  Changes = 12,
  Complete = 14,
}

/** Vtable offsets of OrderBookSnapshot's fields. */
export const enum OrderBookSnapshotField {
  Instrument = 4,
  Number = 6,
  Event = 8,
  Time = 10,
  Bids = 12,
  Asks = 14,
  Gap = 16,
  Page = 18,
  Complete = 20,
}

/** Vtable offsets of OrderCancelled's fields. */
export const enum OrderCancelledField {
  Order = 4,
  MessageNumber = 6,
  Reason = 8,
}

/** Vtable offsets of OrderExecuted's fields. */
export const enum OrderExecutedField {
  Order = 4,
  ExecutionId = 6,
  LastPrice = 8,
  Liquidity = 10,
}

/** Vtable offsets of OrderExpired's fields. */
export const enum OrderExpiredField {
  Order = 4,
  Reason = 6,
}

/** Vtable offsets of OrderPending's fields. */
export const enum OrderPendingField {
  Order = 4,
  MessageNumber = 6,
  Reason = 8,
}

/** Vtable offsets of OrderRejected's fields. */
export const enum OrderRejectedField {
  Order = 4,
  MessageNumber = 6,
  Reason = 8,
  Text = 10,
  Engine = 12,
  Address = 14,
}

/** Vtable offsets of OrderReplaced's fields. */
export const enum OrderReplacedField {
  Order = 4,
  MessageNumber = 6,
}

/** Vtable offsets of OrderRestated's fields. */
export const enum OrderRestatedField {
  Order = 4,
  Reason = 6,
}

/** Vtable offsets of OrderTriggered's fields. */
export const enum OrderTriggeredField {
  Order = 4,
}

/** Vtable offsets of ProtocolError's fields. */
export const enum ProtocolErrorField {
  Reason = 4,
  MessageNumber = 6,
  Text = 8,
  Engine = 10,
  Address = 12,
}

/** Vtable offsets of Quote's fields. */
export const enum QuoteField {
  QuoteId = 4,
  Account = 6,
  Instrument = 8,
  BidPrice = 10,
  BidQuantity = 12,
  OfferPrice = 14,
  OfferQuantity = 16,
  PostOnly = 18,
  SelfTradePrevention = 20,
  PreventWithinFirm = 22,
}

/** Vtable offsets of QuoteProtection's fields. */
export const enum QuoteProtectionField {
  Executions = 4,
  Window = 6,
}

/** Vtable offsets of QuoteProtectionReport's fields. */
export const enum QuoteProtectionReportField {
  Event = 4,
  Time = 6,
  MessageNumber = 8,
  Executions = 10,
  Window = 12,
  Reason = 14,
}

/** Vtable offsets of QuoteReport's fields. */
export const enum QuoteReportField {
  Event = 4,
  Time = 6,
  MessageNumber = 8,
  QuoteId = 10,
  Account = 12,
  Instrument = 14,
  Reason = 16,
  BidReason = 18,
  OfferReason = 20,
  Engine = 22,
  Address = 24,
}

/** Vtable offsets of ReplaceOrder's fields. */
export const enum ReplaceOrderField {
  OrderId = 4,
  ClientOrderId = 6,
  Account = 8,
  Instrument = 10,
  Price = 12,
  Quantity = 14,
}

/** Vtable offsets of ReplaceRejected's fields. */
export const enum ReplaceRejectedField {
  Order = 4,
  MessageNumber = 6,
  Reason = 8,
  Text = 10,
  Engine = 12,
  Address = 14,
}

/** Vtable offsets of SecurityDefinition's fields. */
export const enum SecurityDefinitionField {
  Instrument = 4,
  Symbol = 6,
  PriceScale = 8,
  QuantityScale = 10,
  Tick = 12,
  Lot = 14,
  MinPrice = 16,
  MaxPrice = 18,
  MaxQuantity = 20,
  Venue = 22,
  VenueSymbol = 24,
  Route = 26,
  TickRules = 28,
  Engine = 30,
  Address = 32,
}

/** Vtable offsets of SecurityListEnd's fields. */
export const enum SecurityListEndField {
  Count = 4,
}

/** Vtable offsets of SecurityListRequest's fields. */
export const enum SecurityListRequestField {
  Symbol = 4,
}

/** Vtable offsets of Subscribe's fields. */
export const enum SubscribeField {
  Instrument = 4,
  Levels = 6,
  Trades = 8,
  Top = 10,
  Orders = 12,
}

/** Vtable offsets of Trade's fields. */
export const enum TradeField {
  Instrument = 4,
  Number = 6,
  Event = 8,
  Time = 10,
  Price = 12,
  Quantity = 14,
  Aggressor = 16,
}

/** Vtable offsets of TradeBusted's fields. */
export const enum TradeBustedField {
  Event = 4,
  Time = 6,
  ExecutionId = 8,
  Account = 10,
  Instrument = 12,
  Side = 14,
  Price = 16,
  Quantity = 18,
}

/** Vtable offsets of TradeChanged's fields. */
export const enum TradeChangedField {
  Instrument = 4,
  Number = 6,
  Event = 8,
  Time = 10,
  Trade = 12,
  Price = 14,
  Quantity = 16,
}

/** Vtable offsets of TradeCorrected's fields. */
export const enum TradeCorrectedField {
  Event = 4,
  Time = 6,
  ExecutionId = 8,
  Account = 10,
  Instrument = 12,
  Side = 14,
  Price = 16,
  Quantity = 18,
  OldPrice = 20,
  OldQuantity = 22,
}

/** Vtable offsets of TradeSnapshot's fields. */
export const enum TradeSnapshotField {
  Instrument = 4,
  Number = 6,
  Event = 8,
  Time = 10,
  Price = 12,
  Quantity = 14,
  Gap = 16,
}

/** Vtable offsets of TradingPhase's fields. */
export const enum TradingPhaseField {
  Instrument = 4,
  Event = 6,
  Time = 8,
  Phase = 10,
  Until = 12,
}

/** Vtable offsets of Unsubscribe's fields. */
export const enum UnsubscribeField {
  Instrument = 4,
}

/** A row a field: vtable offset, Check, argument, 1 = required. */
export const TABLES: readonly (readonly (readonly [number, Check, number, number])[])[] = [
  [[4, Check.Inline, 4, 0], [6, Check.String, 0, 1]], // 0: AccountName
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 8, 0], [12, Check.Vector, 24, 1], [14, Check.Vector, 24, 1]], // 1: BookIncrement
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 8, 0], [12, Check.Vector, 24, 1], [14, Check.Vector, 24, 1], [16, Check.Inline, 1, 0]], // 2: BookSnapshot
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 8, 0], [12, Check.Inline, 24, 1], [14, Check.Inline, 24, 1], [16, Check.Inline, 8, 0], [18, Check.Inline, 8, 0], [20, Check.Inline, 1, 0], [22, Check.Inline, 1, 0]], // 3: BookTop
  [[4, Check.Inline, 8, 0], [6, Check.Inline, 8, 0], [8, Check.Inline, 4, 0], [10, Check.Inline, 4, 0]], // 4: CancelOrder
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 4, 0], [8, Check.Inline, 2, 0], [10, Check.String, 0, 0], [12, Check.String, 0, 0], [14, Check.String, 0, 0]], // 5: CancelRejected
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 8, 0], [8, Check.Inline, 1, 0], [10, Check.Inline, 1, 0], [12, Check.Inline, 2, 0]], // 6: ChildReport
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 1, 0], [8, Check.Inline, 4, 0]], // 7: GapRequest
  [[4, Check.Inline, 8, 0]], // 8: Heartbeat
  [[4, Check.Inline, 2, 0], [6, Check.Inline, 4, 0], [8, Check.Vector, 1, 1], [10, Check.String, 0, 0], [12, Check.String, 0, 0]], // 9: Hello
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 16, 1], [8, Check.Inline, 8, 0], [10, Check.Inline, 8, 0], [12, Check.Inline, 8, 0], [14, Check.Inline, 8, 0], [16, Check.Inline, 1, 0]], // 10: IndicativePrice
  [[4, Check.Inline, 2, 0], [6, Check.String, 0, 1], [8, Check.Vector, 1, 1], [10, Check.StringVector, 0, 0], [12, Check.Inline, 1, 0], [14, Check.Inline, 16, 0], [16, Check.Inline, 4, 0]], // 11: Logon
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.TableVector, 0, 1], [10, Check.Inline, 16, 0], [12, Check.Inline, 4, 0], [14, Check.Inline, 1, 0]], // 12: LogonAccepted
  [[4, Check.Inline, 2, 0], [6, Check.String, 0, 0]], // 13: LogonRejected
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 8, 0], [8, Check.Inline, 1, 0], [10, Check.Inline, 1, 0]], // 14: MarketStatus
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 1, 0], [10, Check.Inline, 1, 0]], // 15: MassCancel
  [[4, Check.Inline, 16, 1], [6, Check.Inline, 8, 0], [8, Check.Inline, 4, 0], [10, Check.Inline, 4, 0], [12, Check.Inline, 2, 0]], // 16: MassCancelReport
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 1, 0], [8, Check.Union, 6, 1]], // 17: Message
  [[4, Check.Inline, 8, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 4, 0], [10, Check.Inline, 1, 0], [12, Check.Inline, 1, 0], [14, Check.Inline, 1, 0], [16, Check.Inline, 1, 0], [18, Check.Inline, 8, 0], [20, Check.Inline, 8, 0], [22, Check.Inline, 8, 0], [24, Check.Inline, 1, 0], [26, Check.Inline, 1, 0], [28, Check.Inline, 8, 0], [30, Check.Inline, 8, 0], [32, Check.Inline, 8, 0], [34, Check.Inline, 8, 0], [36, Check.Inline, 8, 0], [38, Check.Inline, 1, 0], [40, Check.Inline, 8, 0], [42, Check.Inline, 1, 0], [44, Check.Inline, 8, 0], [46, Check.Inline, 1, 0], [48, Check.Inline, 1, 0], [50, Check.Inline, 1, 0], [52, Check.Inline, 1, 0]], // 18: NewOrder
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 4, 0]], // 19: OrderAccepted
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 8, 0], [12, Check.Vector, 40, 1], [14, Check.Inline, 1, 0]], // 20: OrderBookIncrement
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 8, 0], [12, Check.Vector, 24, 1], [14, Check.Vector, 24, 1], [16, Check.Inline, 1, 0], [18, Check.Inline, 4, 0], [20, Check.Inline, 1, 0]], // 21: OrderBookSnapshot
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 4, 0], [8, Check.Inline, 2, 0]], // 22: OrderCancelled
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 16, 1], [8, Check.Inline, 8, 0], [10, Check.Inline, 1, 0]], // 23: OrderExecuted
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 2, 0]], // 24: OrderExpired
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 4, 0], [8, Check.Inline, 2, 0]], // 25: OrderPending
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 4, 0], [8, Check.Inline, 2, 0], [10, Check.String, 0, 0], [12, Check.String, 0, 0], [14, Check.String, 0, 0]], // 26: OrderRejected
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 4, 0]], // 27: OrderReplaced
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 2, 0]], // 28: OrderRestated
  [[4, Check.Inline, 96, 1]], // 29: OrderTriggered
  [[4, Check.Inline, 2, 0], [6, Check.Inline, 4, 0], [8, Check.String, 0, 0], [10, Check.String, 0, 0], [12, Check.String, 0, 0]], // 30: ProtocolError
  [[4, Check.Inline, 8, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 4, 0], [10, Check.Inline, 8, 0], [12, Check.Inline, 8, 0], [14, Check.Inline, 8, 0], [16, Check.Inline, 8, 0], [18, Check.Inline, 1, 0], [20, Check.Inline, 1, 0], [22, Check.Inline, 1, 0]], // 31: Quote
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 8, 0]], // 32: QuoteProtection
  [[4, Check.Inline, 16, 1], [6, Check.Inline, 8, 0], [8, Check.Inline, 4, 0], [10, Check.Inline, 4, 0], [12, Check.Inline, 8, 0], [14, Check.Inline, 2, 0]], // 33: QuoteProtectionReport
  [[4, Check.Inline, 16, 1], [6, Check.Inline, 8, 0], [8, Check.Inline, 4, 0], [10, Check.Inline, 8, 0], [12, Check.Inline, 4, 0], [14, Check.Inline, 4, 0], [16, Check.Inline, 2, 0], [18, Check.Inline, 2, 0], [20, Check.Inline, 2, 0], [22, Check.String, 0, 0], [24, Check.String, 0, 0]], // 34: QuoteReport
  [[4, Check.Inline, 8, 0], [6, Check.Inline, 8, 0], [8, Check.Inline, 4, 0], [10, Check.Inline, 4, 0], [12, Check.Inline, 8, 0], [14, Check.Inline, 8, 0]], // 35: ReplaceOrder
  [[4, Check.Inline, 96, 1], [6, Check.Inline, 4, 0], [8, Check.Inline, 2, 0], [10, Check.String, 0, 0], [12, Check.String, 0, 0], [14, Check.String, 0, 0]], // 36: ReplaceRejected
  [[4, Check.Inline, 4, 0], [6, Check.String, 0, 1], [8, Check.Inline, 1, 0], [10, Check.Inline, 1, 0], [12, Check.Inline, 8, 0], [14, Check.Inline, 8, 0], [16, Check.Inline, 8, 0], [18, Check.Inline, 8, 0], [20, Check.Inline, 8, 0], [22, Check.String, 0, 0], [24, Check.String, 0, 0], [26, Check.Inline, 1, 0], [28, Check.Vector, 16, 0], [30, Check.String, 0, 0], [32, Check.String, 0, 0]], // 37: SecurityDefinition
  [[4, Check.Inline, 4, 0]], // 38: SecurityListEnd
  [[4, Check.String, 0, 0]], // 39: SecurityListRequest
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 2, 0], [8, Check.Inline, 1, 0], [10, Check.Inline, 1, 0], [12, Check.Inline, 1, 0]], // 40: Subscribe
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 8, 0], [12, Check.Inline, 8, 0], [14, Check.Inline, 8, 0], [16, Check.Inline, 1, 0]], // 41: Trade
  [[4, Check.Inline, 16, 1], [6, Check.Inline, 8, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 4, 0], [12, Check.Inline, 4, 0], [14, Check.Inline, 1, 0], [16, Check.Inline, 8, 0], [18, Check.Inline, 8, 0]], // 42: TradeBusted
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 8, 0], [12, Check.Inline, 16, 1], [14, Check.Inline, 8, 0], [16, Check.Inline, 8, 0]], // 43: TradeChanged
  [[4, Check.Inline, 16, 1], [6, Check.Inline, 8, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 4, 0], [12, Check.Inline, 4, 0], [14, Check.Inline, 1, 0], [16, Check.Inline, 8, 0], [18, Check.Inline, 8, 0], [20, Check.Inline, 8, 0], [22, Check.Inline, 8, 0]], // 44: TradeCorrected
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 4, 0], [8, Check.Inline, 16, 1], [10, Check.Inline, 8, 0], [12, Check.Inline, 8, 0], [14, Check.Inline, 8, 0], [16, Check.Inline, 1, 0]], // 45: TradeSnapshot
  [[4, Check.Inline, 4, 0], [6, Check.Inline, 16, 1], [8, Check.Inline, 8, 0], [10, Check.Inline, 1, 0], [12, Check.Inline, 8, 0]], // 46: TradingPhase
  [[4, Check.Inline, 4, 0]], // 47: Unsubscribe
];

/** Index in TABLES by Body value, −1 = none. */
export const UNION_TABLES: readonly number[] = [-1, 9, 12, 13, 37, 38, 19, 26, 27, 36, 22, 5, 23, 24, 28, 29, 16, 2, 1, 41, 8, 30, 11, 39, 18, 35, 4, 15, 40, 47, 3, 45, 21, 20, 7, 46, 10, 31, 32, 34, 33, 25, 6, 42, 44, 14, 43];

export const ROOT_TABLE = 17;

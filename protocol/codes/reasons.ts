/**
 * The one table of reason codes: on the wire, in records, in metrics, in documents. A range per room, so that
 * a number says where the answer came from:
 *
 * | range | room |
 * |---|---|
 * | 100–199 | the doors: framing, logon, sessions |
 * | 200–299 | risk |
 * | 300–399 | orders and the book |
 * | 400–499 | mass actions and switches |
 * | 500–599 | strategies |
 */
export enum Reason {
  None = 0,

  MalformedFrame = 100,
  FrameTooLarge = 101,
  UnknownMessage = 102,
  NotLoggedOn = 103,
  AlreadyLoggedOn = 104,
  UnknownKey = 105,
  BadSignature = 106,
  AccountNotEntitled = 107,
  UnsupportedVersion = 108,
  MessageNumberTooLow = 109,
  MessageNumberTooHigh = 110,
  TooManyErrors = 111,
  SlowClient = 112,
  Overloaded = 113,
  FieldOutOfRange = 114,
  SessionInUse = 115,
  EngineStopping = 116,
  HeartbeatTimeout = 117,
  TooManySessions = 118,
  TooManySubscriptions = 119,
  UnknownSession = 120,

  UnknownInstrument = 200,
  InstrumentClosed = 201,
  PriceOffTick = 202,
  QuantityOffLot = 203,
  PriceOutOfRange = 204,
  QuantityOutOfRange = 205,
  MaxQuantityExceeded = 206,
  MaxNotionalExceeded = 207,
  DuplicateClientOrderId = 208,
  KillSwitchOn = 209,
  UnknownAccount = 210,
  AccountDisabled = 211,
  NoReferencePrice = 212,
  InstrumentRestricted = 213,
  PriceCollarExceeded = 214,
  PositionLimitExceeded = 215,
  ExposureLimitExceeded = 216,
  CreditLimitExceeded = 217,
  OrderRateExceeded = 218,
  CancelRateExceeded = 219,
  OpenOrderLimitExceeded = 220,
  ExecutionThrottled = 221,
  ReduceOnlySwitchOn = 222,
  NoCurrencyRate = 223,
  TooManyPositions = 224,
  UnknownTrade = 225,
  TradeBusted = 226,
  ContractInUse = 227,
  UnknownCurrency = 228,

  UnknownOrder = 300,
  NotYourOrder = 301,
  PostOnlyWouldTake = 302,
  FillOrKillNotFillable = 303,
  NoLiquidity = 304,
  ImmediateRemainder = 305,
  TooManyOpenOrders = 306,
  InvalidCombination = 307,
  ReplacedToExecuted = 309,
  CancelledByUser = 310,
  EndOfDay = 311,
  LevelQuantityOverflow = 312,
  TooManyPriceLevels = 313,

  MassCancelled = 400,
  CancelOnDisconnect = 401,
  KillSwitchCancel = 402,
  InvalidScope = 403,

  StrategyStopped = 500,
  StrategyFailed = 501,
}

/** Why the engine cancels a strategy's orders. */
export type StrategyEndReason = Reason.StrategyStopped | Reason.StrategyFailed;

/** What a person reads beside the code. One sentence, and what to do where that is not plain. */
export const REASON_TEXT: Readonly<Record<Reason, string>> = {
  [Reason.None]: 'accepted',
  [Reason.MalformedFrame]: 'the frame is not a sequence of size-prefixed messages of this protocol',
  [Reason.FrameTooLarge]: 'the frame is larger than the limit; send smaller frames',
  [Reason.UnknownMessage]: 'this message type is not one a client may send',
  [Reason.NotLoggedOn]: 'log on first',
  [Reason.AlreadyLoggedOn]: 'this connection is logged on already',
  [Reason.UnknownKey]: 'the key id is not known to this engine',
  [Reason.BadSignature]: 'the signature over the challenge does not fit the key',
  [Reason.AccountNotEntitled]: 'the key may not act for this account',
  [Reason.UnsupportedVersion]: 'this protocol version is not supported; see Hello for the one that is',
  [Reason.MessageNumberTooLow]: 'a message with this number was received before; it was not processed again',
  [Reason.MessageNumberTooHigh]:
    'messages are missing before this one; send them again from the number expected',
  [Reason.TooManyErrors]: 'too many faulty messages on this connection; it is closed',
  [Reason.SlowClient]: 'this connection reads too slowly; it is closed, log on again to resume',
  [Reason.Overloaded]: 'the engine takes no more orders at the moment; try again later (cancels still pass)',
  [Reason.FieldOutOfRange]: 'a field is out of its range',
  [Reason.SessionInUse]: 'the session of this key is logged on elsewhere',
  [Reason.EngineStopping]: 'the engine is stopping',
  [Reason.HeartbeatTimeout]: 'nothing was received for too long',
  [Reason.TooManySessions]: 'the engine takes no more connections',
  [Reason.TooManySubscriptions]: 'this connection has as many subscriptions as it may have',
  [Reason.UnknownSession]: 'the session is not one there is',
  [Reason.UnknownInstrument]: 'the instrument is not known',
  [Reason.InstrumentClosed]: 'the instrument is closed to new orders',
  [Reason.PriceOffTick]: 'the price is not a multiple of the tick',
  [Reason.QuantityOffLot]: 'the quantity is not a multiple of the lot',
  [Reason.PriceOutOfRange]: "the price is outside the instrument's bounds",
  [Reason.QuantityOutOfRange]: 'the quantity must be above zero and below 2^53 lots',
  [Reason.MaxQuantityExceeded]: "the quantity is above the instrument's largest order",
  [Reason.MaxNotionalExceeded]: "price times quantity is above the instrument's largest notional",
  [Reason.DuplicateClientOrderId]: 'the account has used this client order id already',
  [Reason.KillSwitchOn]: 'the kill switch is on; cancels pass, orders do not',
  [Reason.UnknownAccount]: 'the account is not known',
  [Reason.AccountDisabled]: 'the account is disabled',
  [Reason.NoReferencePrice]: 'a market order cannot be priced for risk: no last trade and no reference price',
  [Reason.InstrumentRestricted]: 'the instrument is on the restricted list of the account or of the firm',
  [Reason.PriceCollarExceeded]: 'the price is too far beyond the last trade or the reference price',
  [Reason.PositionLimitExceeded]:
    'with all working orders of its side executed the position would be above its limit',
  [Reason.ExposureLimitExceeded]:
    'with all working orders of its side executed the position would be worth more than its limit',
  [Reason.CreditLimitExceeded]:
    'positions and working orders would need more than the account has and its credit',
  [Reason.OrderRateExceeded]:
    'the session has sent its orders of this second; cancels have a budget of their own',
  [Reason.CancelRateExceeded]: 'the session has sent its cancels of this second',
  [Reason.OpenOrderLimitExceeded]: 'the account has as many open orders as it may have',
  [Reason.ExecutionThrottled]:
    'the session has had as many executions as it may have; a person has to let it go on',
  [Reason.ReduceOnlySwitchOn]: 'the reduce-only switch is on; only what reduces the position passes',
  [Reason.NoCurrencyRate]: "credit cannot be counted: there is no rate for one of the account's currencies",
  [Reason.TooManyPositions]: 'the pool of positions is full',
  [Reason.UnknownTrade]: 'no trade that is remembered has this identity',
  [Reason.TradeBusted]: 'the trade was busted before',
  [Reason.ContractInUse]: 'the instrument has positions in other terms; use another symbol',
  [Reason.UnknownCurrency]: 'the currency is not one there is',
  [Reason.UnknownOrder]: 'no open order has this id',
  [Reason.NotYourOrder]: 'the order belongs to another account',
  [Reason.PostOnlyWouldTake]: 'a post-only order would have traded at once',
  [Reason.FillOrKillNotFillable]: 'the whole quantity was not available at once',
  [Reason.NoLiquidity]: 'nothing on the other side to trade with',
  [Reason.ImmediateRemainder]: 'the rest was not available at once and does not rest',
  [Reason.TooManyOpenOrders]: 'the order pool is full',
  [Reason.InvalidCombination]: 'these order attributes make no sense together',
  [Reason.ReplacedToExecuted]: 'the new total is not above what has executed; the order is ended',
  [Reason.CancelledByUser]: 'cancelled on request',
  [Reason.EndOfDay]: 'the trading day has ended',
  [Reason.LevelQuantityOverflow]: 'the price level would hold 2^53 lots or more',
  [Reason.TooManyPriceLevels]: 'the pool of price levels is full',
  [Reason.MassCancelled]: 'cancelled by a mass cancel',
  [Reason.CancelOnDisconnect]: 'cancelled because its session did not come back in time',
  [Reason.KillSwitchCancel]: 'cancelled by the kill switch',
  [Reason.InvalidScope]: 'the scope names nothing that can be acted on',
  [Reason.StrategyStopped]: 'cancelled because its strategy was stopped',
  [Reason.StrategyFailed]: 'cancelled because its strategy failed',
};

/** The code's name as logs, metrics and JSON write it. */
export const reasonName = (code: number): string => Reason[code] ?? `Reason${code}`;

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

  InstrumentHalted = 350,
  MarketClosed = 351,
  NotInAuction = 352,
  AuctionNotAhead = 353,
  AuctionOver = 354,
  PriceOutsideStaticBand = 355,
  PriceBeyondDynamicBand = 356,
  InvalidBand = 357,
  InvalidTickTable = 358,

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
  [Reason.InstrumentHalted]: 'trading in the instrument is halted; cancels pass, orders do not',
  [Reason.MarketClosed]: 'the market of the instrument is closed; cancels pass, orders do not',
  [Reason.NotInAuction]: 'an auction collects orders; what must trade at once has no place in it',
  [Reason.AuctionNotAhead]: 'the auction that the order is meant for has been held or is not ahead today',
  [Reason.AuctionOver]: 'the auction that the order was meant for is over',
  [Reason.PriceOutsideStaticBand]: 'the limit price is outside the static band around the reference price',
  [Reason.PriceBeyondDynamicBand]: 'the rest would have traded beyond the dynamic band around the last price',
  [Reason.InvalidBand]: 'these price bands make no sense; give basis points below 10,000 and a known action',
  [Reason.InvalidTickTable]: 'the tick table must begin at 0 and its rows must rise, each on its own tick',
  [Reason.MassCancelled]: 'cancelled by a mass cancel',
  [Reason.CancelOnDisconnect]: 'cancelled because its session did not come back in time',
  [Reason.KillSwitchCancel]: 'cancelled by the kill switch',
  [Reason.InvalidScope]: 'the scope names nothing that can be acted on',
  [Reason.StrategyStopped]: 'cancelled because its strategy was stopped',
  [Reason.StrategyFailed]: 'cancelled because its strategy failed',
};

/** The code's name as logs, metrics and JSON write it. */
export const reasonName = (code: number): string => Reason[code] ?? `Reason${code}`;

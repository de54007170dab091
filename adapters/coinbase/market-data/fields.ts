/** What a message of Coinbase's feed can be, and the fields that the decoder knows. */

/** What a message is. */
export const enum Message {
  /** Nothing for us: a product or a type that we do not know. */
  Other = 0,
  /** `update`: all levels. */
  Snapshot = 1,
  /** `update`: changed levels. */
  Level2 = 2,
  /** `event`, its `id` the sequence of the trade. */
  Ticker = 3,
  /** `event`; on the channel `full` also `order`. */
  Match = 4,
  /** The last trade before the subscription: `event`. */
  LastMatch = 5,
  /** `order`: received, open, done, change. */
  Order = 6,
  /** `sequence` and `lastTradeId`. */
  Heartbeat = 7,
  Subscriptions = 8,
  Error = 9,
  /** `productStates`. */
  Status = 10,
  /** See `fault`. */
  Malformed = 11,
}

/** Numbers first, then prices, then quantities: what a field is read as follows from its place. */
export const FIELDS = [
  'sequence',
  'trade_id',
  'last_trade_id',
  'price',
  'new_price',
  'old_price',
  'best_bid',
  'best_ask',
  'size',
  'remaining_size',
  'new_size',
  'best_bid_size',
  'best_ask_size',
  'type',
  'product_id',
  'time',
  'side',
  'order_id',
  'maker_order_id',
  'changes',
  'products',
  'bids',
  'asks',
  'message',
  'reason',
];
export const enum F {
  sequence,
  trade_id,
  last_trade_id,
  price,
  new_price,
  old_price,
  best_bid,
  best_ask,
  size,
  remaining_size,
  new_size,
  best_bid_size,
  best_ask_size,
  type,
  product_id,
  time,
  side,
  order_id,
  maker_order_id,
  changes,
  products,
  bids,
  asks,
  message,
  reason,
  Count,
  LastNumber = last_trade_id,
  LastPrice = best_ask,
  LastQty = best_ask_size,
}

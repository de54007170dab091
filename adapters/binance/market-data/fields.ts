/** What a message of Binance's streams can be, and the fields that the decoder knows. */
/** What a message is. */
export const enum Message {
  /** Nothing for us: another symbol, another kind of message. */
  Other = 0,
  Depth = 1,
  Top = 2,
  Trade = 3,
  MarkPrice = 4,
  /** Answer to a request: `request`, and whether it was refused. */
  Acknowledged = 5,
  Refused = 6,
  /** The venue says that it will end the connection. */
  Shutdown = 7,
  /** The streams of the connection: `listed`. */
  Listed = 9,
  /** `word`: the state of a contract. */
  Contract = 8,
  /** See `fault`. */
  Malformed = 10,
}

/** Numbers first: what a field is read as follows from its place. */
export const FIELDS = [
  'E',
  'U',
  'u',
  'pu',
  't',
  'T',
  'st',
  'id',
  'lastUpdateId',
  'e',
  's',
  'b',
  'a',
  'B',
  'A',
  'p',
  'q',
  'm',
  'i',
  'r',
  'cs',
  'result',
  'data',
  'error',
  'bids',
  'asks',
];
export const enum F {
  E,
  U,
  u,
  pu,
  t,
  T,
  st,
  id,
  lastUpdateId,
  e,
  s,
  b,
  a,
  B,
  A,
  p,
  q,
  m,
  i,
  r,
  cs,
  result,
  data,
  error,
  bids,
  asks,
  Count,
  LastNumber = lastUpdateId,
}

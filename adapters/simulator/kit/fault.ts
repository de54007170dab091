/**
 * What a simulator can be told to do wrong, as data: a test passes it to `Faults.inject`, the control port takes it as JSON. Fields that name a message
 * (`session`, `kind`, `clientId`) are filters: one that is left out matches all. A fault is for the next match, unless `times` says more.
 */
export interface Fault {
  readonly do: FaultName;
  readonly session?: string;
  /** Of a message: see `OutgoingKind` and `RequestKind`. */
  readonly kind?: string;
  readonly clientId?: string;
  readonly symbol?: string;
  readonly stream?: string;
  readonly side?: string;
  readonly price?: string;
  readonly qty?: string;
  readonly executed?: boolean;
  readonly orderId?: number;
  readonly tradeId?: number;
  readonly ms?: number;
  readonly by?: number;
  readonly messages?: number;
  readonly seconds?: number;
  readonly times?: number;
}

/** Reports and answers that a venue sends. `admin` is matched only when named. */
export type OutgoingKind =
  | 'admin'
  | 'ack'
  | 'fill'
  | 'cancelled'
  | 'replaced'
  | 'expired'
  | 'restated'
  | 'busted'
  | 'rejected'
  | 'cancelRejected'
  | 'status'
  | 'answer'
  | 'event'
  | 'stream';

export type RequestKind = 'new' | 'cancel' | 'replace' | 'massCancel' | 'query' | 'subscribe';

export type FaultName = keyof typeof FAULTS;

/** Every fault with what it does; the words are what `GET /` of a control port answers. */
export const FAULTS = {
  drop: 'closes connections now [session]',
  dropAfter: 'closes a connection after so many more messages {messages} [session]',
  cut: 'sends the first half of the next message, then closes [session, kind, clientId]',
  lose: 'never sends the next message [session, kind, clientId, times]',
  repeat: 'sends the next message twice [session, kind, clientId, times]',
  hold: 'sends the next message only after so many others {messages} [session, kind, clientId]',
  delay: 'sends the next message late {ms} [session, kind, clientId, times]',
  gap: 'leaves sequence numbers, or updates, out {by} [session, stream]',
  ignore: 'does nothing with the next request [session, kind, clientId, times]',
  throttle: 'refuses the next requests as too many [session, kind, clientId, times]',
  unknown:
    'answers the next request as timed out; it was executed or not {executed} [session, kind, clientId, times]',
  fillFirst: 'executes the order just before the next cancel or replace of it {kind} [clientId, qty]',
  overtake:
    'does the next request only after the one behind it, where the session allows that [session, kind, clientId]',
  mute: 'acknowledges subscriptions and sends nothing of the stream until cleared {stream}',
  scatter:
    'loses datagrams of a line at random, so many in a hundred, and shuffles as many of the others, until cleared {stream, by}',
  silence: 'answers no pings and sends no heartbeats until cleared [session]',
  fill: 'executes an order against the house {clientId or orderId} [qty]',
  lateFill: 'executes an order that has ended {clientId or orderId, qty}',
  cancel: 'cancels an order without being asked {clientId or orderId}',
  restate: 'restates an order without being asked, with so much less {clientId or orderId} [qty]',
  bust: 'takes a trade back {tradeId}',
  correct: 'corrects the price of a trade {tradeId, price}',
  halt: 'halts a symbol {symbol}',
  close: 'ends the trading day of a symbol {symbol}',
  resume: 'resumes a symbol {symbol}',
  reset: 'empties the books of market data and tells them again from the first order on',
  renumber: 'numbers the packets of market data from the first one on, under another version',
  maintenance: 'announces the end of connections, then ends them {seconds}',
  foreign: 'places an order of the same account from another session {symbol, side, price, qty}',
  revoke: 'takes API keys away from connections that are logged on with them',
  expireKeys: 'ends the listen keys of user data streams',
} as const;

/** Which fields a fault needs, where it is more than none. */
const NEEDS: Partial<Record<FaultName, readonly (keyof Fault)[]>> = {
  dropAfter: ['messages'],
  hold: ['messages'],
  delay: ['ms'],
  gap: ['by'],
  unknown: ['executed'],
  fillFirst: ['kind'],
  mute: ['stream'],
  scatter: ['stream', 'by'],
  lateFill: ['qty'],
  bust: ['tradeId'],
  correct: ['tradeId', 'price'],
  halt: ['symbol'],
  close: ['symbol'],
  resume: ['symbol'],
  maintenance: ['seconds'],
  foreign: ['symbol', 'side', 'price', 'qty'],
};

const NUMBERS: readonly (keyof Fault)[] = ['orderId', 'tradeId', 'ms', 'by', 'messages', 'seconds', 'times'];
const TEXTS: readonly (keyof Fault)[] = [
  'session',
  'kind',
  'clientId',
  'symbol',
  'stream',
  'side',
  'price',
  'qty',
];

/** @returns what is wrong with it; undefined when it is a fault */
export function faultProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'a fault is an object with "do"';
  const fault = value as Record<string, unknown>;
  const name = fault.do as FaultName;
  if (!Object.hasOwn(FAULTS, name)) return `"do" has to be one of ${Object.keys(FAULTS).join(', ')}`;
  for (const [field, given] of Object.entries(fault)) {
    if (field === 'do') continue;
    const wanted = NUMBERS.includes(field as keyof Fault)
      ? 'number'
      : TEXTS.includes(field as keyof Fault)
        ? 'string'
        : field === 'executed'
          ? 'boolean'
          : undefined;
    if (wanted === undefined) return `"${field}" is no field of a fault`;
    if (typeof given !== wanted) return `"${field}" has to be a ${wanted}`;
  }
  const missing = NEEDS[name]?.find((field) => fault[field] === undefined);
  return missing === undefined ? undefined : `"${name}" needs "${missing}"`;
}

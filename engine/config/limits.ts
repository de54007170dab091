/**
 * Every bound of the engine in one place, with its reason. All of it is allocated at start; nothing grows afterwards,
 * and `npm start` prints the sum.
 */
export interface Limits {
  /** Order slots of the core (and rows of each reader's order table). Slot 0 is never used. */
  readonly orders: number;
  readonly instruments: number;
  readonly accounts: number;
  readonly sessions: number;
  /** Chunks of 32 price levels that all books share. */
  readonly levelChunks: number;
  /** Ended client order ids an account remembers, to refuse a second use. */
  readonly clientIdHistory: number;
  /** Rows of positions: pairs of account and instrument that have ever met. Row 0 is never used. */
  readonly positions: number;
  /** Trades that can still be taken back or put right; a power of two. */
  readonly tradeHistory: number;
  /** Slots of the event ring. Below 65,536 the cursors' cache lines bounce and throughput halves. */
  readonly eventSlots: number;
  /** Slots of a door's lane, and how many of them only cancels may use. */
  readonly laneSlots: number;
  readonly laneReserved: number;
  /** Slots of one strategy's own ring. */
  readonly feedSlots: number;
}

export const DEFAULT_LIMITS: Limits = {
  orders: 1 << 20,
  instruments: 1 << 14,
  accounts: 1 << 10,
  sessions: 1 << 10,
  levelChunks: 1 << 17,
  clientIdHistory: 1 << 10,
  positions: 1 << 16,
  tradeHistory: 1 << 16,
  eventSlots: 1 << 16,
  laneSlots: 1 << 13,
  laneReserved: 1 << 8,
  feedSlots: 1 << 12,
};

/** Currencies that the ledger can count in; number 0 is that of instruments without one. */
export const CURRENCIES = 64;

/** Executions that market-maker protection can count up to: a time of each is kept, for every session (1 MB). */
export const PROTECTION_EXECUTIONS = 128;

/** Commands the core takes from one lane before it looks at the next. */
export const COMMANDS_PER_TURN = 256;
/** Records the core writes before it lets the ring drain; larger work goes on in the next turn. */
export const GROUP_RECORDS = 1_024;

/** Bounds of the binary door. Per connection where nothing else is said. */
export interface GatewayLimits {
  /** Connections at a time, logged on or not; each costs its outbox. */
  readonly connections: number;
  /** The frame being written: reports of one cycle share one. Larger than the largest snapshot. */
  readonly outboxBytes: number;
  /** A reader that has this much unread gets market data conflated, and increments again below the second number. */
  readonly conflateAboveBytes: number;
  readonly conflateBelowBytes: number;
  /** A reader that has this much unread is cut off (some 20,000 reports); resume gives it everything again. */
  readonly backlogBytes: number;
  /** Market data messages sent last, kept to be given again: some 60,000 of them. */
  readonly historyBytes: number;
  /** One gap request is answered with this much at most; a snapshot is cheaper then. Fits below `conflateAboveBytes`. */
  readonly gapBytes: number;
  /** Levels a side that one subscription may ask for; two full sides fit into an outbox. */
  readonly depthLevels: number;
  readonly subscriptions: number;
  /** Faulty frames before the connection is closed: a client that errs this often is not going to stop. */
  readonly faults: number;
  /** Time to log on or subscribe, before the connection is closed. */
  readonly logonMs: number;
  /** The engine sends something at least this often, and expects it of the client. */
  readonly heartbeatMs: number;
  /** Silence after which the client counts as gone: three heartbeats lost. */
  readonly silenceMs: number;
  /** Reports held back while a session's missed ones are read from the journal; more are read from there as well. */
  readonly holdBytes: number;
}

export const GATEWAY_LIMITS: GatewayLimits = {
  connections: 1 << 10,
  outboxBytes: 1 << 14,
  conflateAboveBytes: 1 << 18,
  conflateBelowBytes: 1 << 16,
  backlogBytes: 1 << 22,
  historyBytes: 1 << 23,
  gapBytes: 1 << 17,
  depthLevels: 256,
  subscriptions: 1 << 10,
  faults: 8,
  logonMs: 5_000,
  heartbeatMs: 5_000,
  silenceMs: 15_000,
  holdBytes: 1 << 18,
};

/** Bounds of the REST door. */
export interface RestLimits {
  /** An order takes some 200; the parameters of a strategy may need more. */
  readonly bodyBytes: number;
  /** Requests that wait to be taken, or for their outcome; more are turned away. */
  readonly waiting: number;
  /** Taken in one turn of the gateway: each costs as much as some twenty messages of the binary door. */
  readonly perTurn: number;
  /** Orders that have ended, and keys of callers, that are remembered: some 20 MB of either. */
  readonly remembered: number;
}

export const REST_LIMITS: RestLimits = {
  bodyBytes: 1 << 14,
  waiting: 1 << 10,
  perTurn: 1,
  remembered: 1 << 16,
};

/** What may wait for one FIX client to read before it is cut off: some 250,000 reports. Resend gives it everything again. */
export const FIX_WAITING_BYTES = 1 << 26;
/** Messages that a FIX session's file is left with at a start, where it holds more than twice as many: some 250 MB. */
export const FIX_KEPT_MESSAGES = 1_000_000;

/** Records the gateway takes from the event ring before it looks at its sockets again. */
export const GATEWAY_EVENTS_PER_TURN = 1_024;
/** The same for the feed, which then shows the books. */
export const FEED_EVENTS_PER_TURN = 1_024;
/** Journal records a resuming session reads in one turn, so that the other sessions hardly notice. */
export const RESUME_RECORDS_PER_TURN = 1_024;

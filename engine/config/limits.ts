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
  eventSlots: 1 << 16,
  laneSlots: 1 << 13,
  laneReserved: 1 << 8,
  feedSlots: 1 << 12,
};

/** Commands the core takes from one lane before it looks at the next. */
export const COMMANDS_PER_TURN = 256;
/** Records the core writes before it lets the ring drain; larger work goes on in the next turn. */
export const GROUP_RECORDS = 1_024;

/** What each session may send in a second, how often it may execute, and how far it has come. A strategy is a session. */
import { Flag, FlagWords } from './flags.js';
import { Limit } from './limit.js';

/** Sessions that a record can name. */
const NAMEABLE = 1 << 16;

export class SessionLimits {
  /** `Flag` bits; for every session that a record can name, so that nobody has to ask whether it is one. */
  readonly flagWords = new Int32Array(NAMEABLE);
  readonly flags = new FlagWords(this.flagWords, 0, 0);
  readonly ordersPerSecond: Limit;
  readonly cancelsPerSecond: Limit;
  readonly maxExecutions: Limit;
  /** Core time that `orders` and `cancels` are counted in. */
  readonly second: Float64Array;
  readonly orders: Int32Array;
  readonly cancels: Int32Array;
  /** Since the limit was set or a person let the session go on. */
  readonly executions: Float64Array;

  constructor(readonly capacity: number) {
    this.ordersPerSecond = new Limit(capacity, this.flags, Flag.OrdersPerSecond);
    this.cancelsPerSecond = new Limit(capacity, this.flags, Flag.CancelsPerSecond);
    this.maxExecutions = new Limit(capacity, this.flags, Flag.Executions);
    this.second = new Float64Array(capacity);
    this.orders = new Int32Array(capacity);
    this.cancels = new Int32Array(capacity);
    this.executions = new Float64Array(capacity);
  }

  has(session: number, flag: Flag): boolean {
    return (this.flagWords[session] & flag) !== 0;
  }
}

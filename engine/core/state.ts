/** Everything that the core knows, in one place: what the state hash covers and the image saves. */
import type { Book } from '../book/book.js';
import { OrderPool } from '../book/order-pool.js';
import type { Limits } from '../config/limits.js';
import { Market } from '../market/market.js';
import { ClientIds } from '../risk/client-ids.js';
import { Accounts, Instruments, RiskState } from '../risk/definitions.js';
import { Sessions } from './sessions.js';

export class CoreState {
  /** Core time: the largest stamp seen. */
  seconds = 0;
  nanos = 0;
  epoch = 0;
  readonly orders: OrderPool;
  readonly book: Book;
  readonly instruments: Instruments;
  readonly market: Market;
  readonly accounts: Accounts;
  readonly risk: RiskState;
  readonly clientIds: ClientIds;
  readonly sessions: Sessions;

  constructor(
    readonly limits: Limits,
    makeBook: (orders: OrderPool) => Book,
  ) {
    this.orders = new OrderPool(limits.orders);
    this.book = makeBook(this.orders);
    this.instruments = new Instruments(limits.instruments);
    this.market = new Market(limits.instruments);
    this.accounts = new Accounts(limits.accounts);
    this.risk = new RiskState(this.instruments, this.accounts);
    this.clientIds = new ClientIds(this.orders, limits.accounts, limits.clientIdHistory);
    this.sessions = new Sessions(limits.sessions);
  }

  /** Core time never goes back, and a stamp with more nanoseconds than a second has is none. Words as in the record. */
  moveTime(secondsWord: number, nanos: number): void {
    const seconds = secondsWord >>> 0;
    if (nanos >>> 0 >= 1e9) return;
    if (seconds < this.seconds || (seconds === this.seconds && nanos <= this.nanos)) return;
    this.seconds = seconds;
    this.nanos = nanos;
  }
}

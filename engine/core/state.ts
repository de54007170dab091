/** Everything that the core knows, in one place: what the state hash covers and the image saves. */
import type { Book } from '../book/book.js';
import { Ord, OrderFlag, OrderPool, OrderSize } from '../book/order-pool.js';
import { OrderTerms, Term } from '../book/order-terms.js';
import { SlotLists } from '../book/slot-lists.js';
import { TriggerBook, type Triggers } from '../book/trigger-book.js';
import type { Limits } from '../config/limits.js';
import { Ledger } from '../ledger/ledger.js';
import { Market } from '../market/market.js';
import { Accounts } from '../risk/accounts.js';
import { ClientIds } from '../risk/client-ids.js';
import { Instruments } from '../risk/instruments.js';
import { RiskState } from '../risk/risk-state.js';
import { Listings } from '../routing/listings.js';
import { Venues } from '../routing/venues.js';
import { Expiries } from './expiries.js';
import { MarketMakerProtection } from './market-maker-protection.js';
import { VenuePrices } from './matching/references.js';
import { Notes } from './notes.js';
import { QuoteBook } from './quote-book.js';
import { Sessions } from './sessions.js';

export type MakeTriggers = (orders: OrderPool, terms: OrderTerms, limits: Limits) => Triggers;

const fastTriggers: MakeTriggers = (orders, terms, { instruments, levelChunks }) =>
  new TriggerBook(orders, terms, instruments, levelChunks);

export const enum Touched {
  /** The command has touched no book. */
  Nothing = -1,
}

export class CoreState {
  /** Core time: the largest stamp seen. */
  seconds = 0;
  nanos = 0;
  epoch = 0;
  readonly orders: OrderPool;
  readonly terms: OrderTerms;
  readonly book: Book;
  readonly triggers: Triggers;
  readonly pegs: SlotLists;
  readonly trailing: SlotLists;
  /** Children of brackets that have just been armed. */
  readonly armed: SlotLists;
  /** Routed orders that are to be looked at, in the order in which their children changed. Empty between commands. */
  readonly routed: SlotLists;
  readonly venues = new Venues();
  readonly listings: Listings;
  readonly venuePrices: VenuePrices;
  readonly expiries = new Expiries();
  /** Orders by instrument, and of all, that have to be looked at when prices move. */
  readonly watched: Int32Array;
  watchedCount = 0;
  /** Open reduce-only orders by instrument. */
  readonly reduceOnlyOrders: Int32Array;
  /** Open orders by instrument that came as a leg of an OCO or as a child. */
  readonly linkedOrders: Int32Array;
  /** The instrument that the command in progress is about; 0 = any. */
  touched: number = Touched.Nothing;
  readonly instruments: Instruments;
  readonly market: Market;
  readonly accounts: Accounts;
  readonly risk: RiskState;
  readonly ledger: Ledger;
  readonly clientIds: ClientIds;
  readonly sessions: Sessions;
  readonly quotes: QuoteBook;
  readonly protection: MarketMakerProtection;
  readonly notes: Notes;

  constructor(
    readonly limits: Limits,
    makeBook: (orders: OrderPool) => Book,
    makeTriggers: MakeTriggers = fastTriggers,
  ) {
    this.orders = new OrderPool(limits.orders);
    this.terms = new OrderTerms(limits.orders);
    this.book = makeBook(this.orders);
    this.triggers = makeTriggers(this.orders, this.terms, limits);
    this.pegs = new SlotLists(this.terms, limits.instruments);
    this.trailing = new SlotLists(this.terms, limits.instruments);
    this.armed = new SlotLists(this.terms, limits.instruments);
    this.routed = new SlotLists(this.terms, 1);
    this.listings = new Listings(limits.instruments);
    this.venuePrices = new VenuePrices(limits.instruments);
    this.watched = new Int32Array(limits.instruments);
    this.reduceOnlyOrders = new Int32Array(limits.instruments);
    this.linkedOrders = new Int32Array(limits.instruments);
    this.instruments = new Instruments(limits.instruments);
    this.market = new Market(limits.instruments);
    this.accounts = new Accounts(limits.accounts);
    this.ledger = new Ledger(limits);
    this.risk = new RiskState(this.instruments, this.accounts, this.ledger, limits.sessions);
    this.clientIds = new ClientIds(this.orders, limits.accounts, limits.clientIdHistory);
    this.sessions = new Sessions(limits.sessions);
    this.quotes = new QuoteBook(this.orders, this.terms, limits.sessions);
    this.protection = new MarketMakerProtection(limits.sessions, this.risk.sessions);
    this.notes = new Notes(limits.sessions);
  }

  /** An order that came without terms gets its two lines: others are tied to it, or it is protected. */
  giveTerms(slot: number): void {
    if (this.orders.hasTerms(slot)) return;
    this.terms.clear(slot);
    this.orders.i32[(slot << OrderSize.Shift) | Ord.Flags] |= OrderFlag.HasTerms;
  }

  watch(slot: number): void {
    if (this.terms.get(slot, Term.Watched) === 1) return;
    this.terms.set(slot, Term.Watched, 1);
    this.watched[this.orders.instrument(slot)]++;
    this.watchedCount++;
  }

  unwatch(slot: number): void {
    if (this.terms.get(slot, Term.Watched) === 0) return;
    this.terms.set(slot, Term.Watched, 0);
    this.watched[this.orders.instrument(slot)]--;
    this.watchedCount--;
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

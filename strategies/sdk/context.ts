/**
 * The engine as a strategy sees it: its instruments, its books, its orders, timers, and a log. Ticks and lots are whole
 * numbers; where a price or quantity is text, it is a decimal number and has to fit the instrument's tick or lot exactly.
 *
 * Nothing here waits and nothing is queued without bound: a command goes out, or it is refused with a reason, and then
 * nothing has happened. What became of it comes as an event.
 */
import type { Reason } from '../../protocol/codes/reasons.js';
import { onlyThese, type SideWord } from '../../protocol/words.js';
import type { Book } from './book.js';
import { exact, type TradedInstrument } from './instrument.js';
import type { Notes } from './notes.js';
import type { Order } from './order.js';
import { TERMS } from './order-terms.js';
import type { OrderOptions, Orders } from './orders.js';
import type { MarketPhase } from './phase.js';
import type { Quote } from './quote.js';
import type { QuoteRequest, Quotes } from './quotes.js';
import type { Timers } from './timers.js';
import type { Reference } from './trade.js';

/** Quantity and price by either name; a market order where neither `ticks`, `price` nor a trigger is said. */
export type OrderRequest = OrderOptions & {
  readonly symbol: string;
  readonly side: SideWord;
  readonly quantity?: string;
  readonly lots?: number;
  readonly price?: string;
  readonly ticks?: number;
};

/** What is left out stays as it is. `lots` and `quantity` are the new total, executed or not. */
export type OrderChange = Pick<OrderRequest, 'quantity' | 'lots' | 'price' | 'ticks'>;

const CHANGES = { quantity: true, lots: true, price: true, ticks: true } as const satisfies Record<
  keyof OrderChange,
  true
>;
const REQUESTS = {
  ...TERMS,
  ...CHANGES,
  ...{ symbol: true, side: true, type: true, tif: true, postOnly: true },
} as const satisfies Record<keyof OrderRequest, true>;

/** Time of the newest event or timer that the strategy was told: seconds since 1970, and nanoseconds. */
export interface EventTime {
  seconds: number;
  nanos: number;
}

export type StrategyLog = (text: string, details?: Readonly<Record<string, unknown>>) => void;

export interface ContextParts {
  readonly instruments: ReadonlyMap<string, TradedInstrument>;
  readonly orders: Orders;
  readonly quotes: Quotes;
  readonly timers: Timers;
  readonly notes: Notes;
  readonly log: StrategyLog;
  readonly fate: Fate;
  /** See `Context.run`. */
  readonly run?: string;
}

/** How this life goes on; set by the strategy alone. */
export interface Fate {
  isOver: boolean;
}

export class Context<Parameters = Record<string, unknown>> {
  readonly time: EventTime = { seconds: 0, nanos: 0 };

  /** @param name the strategy's in the configuration, @param parameters checked, with defaults */
  constructor(
    readonly name: string,
    readonly parameters: Parameters,
    private readonly parts: ContextParts,
  ) {}

  /** Id of the run that somebody asked for over REST, the same after a restart; undefined: the configuration runs it. */
  get run(): string | undefined {
    return this.parts.run;
  }

  /** Its work is done: this life ends in good order, without `onStop`, and no other one follows by itself. */
  end(): void {
    this.parts.fate.isOver = true;
  }

  /** The symbols that the configuration lets it trade. */
  get symbols(): readonly string[] {
    return [...this.parts.instruments.keys()];
  }

  /** @throws RangeError the configuration does not list it */
  instrument(symbol: string): TradedInstrument {
    const instrument = this.parts.instruments.get(symbol);
    if (instrument === undefined)
      throw new RangeError(
        `"${symbol}" is not among this strategy's instruments: ${this.symbols.join(', ')}`,
      );
    return instrument;
  }

  /** The engine's own book, or a venue's. @throws RangeError the configuration does not list it, here or there */
  book(symbol: string, venue?: string): Book {
    return this.instrument(symbol).bookAt(venue);
  }

  /** What was told last of its price elsewhere: a mark price, a rate. Undefined: nothing since the engine started. */
  reference(symbol: string): Reference | undefined {
    return this.instrument(symbol).reference;
  }

  /** Its trading phase, and what an auction in progress would do if it ended now. */
  phase(symbol: string): MarketPhase {
    return this.instrument(symbol).phase;
  }

  /** Net lots traded since the engine started. */
  position(symbol: string): number {
    return this.instrument(symbol).position;
  }

  /** Net lots that its account holds, by the ledger: from before the engine started too, and by whatever session. */
  accountPosition(symbol: string): number {
    return this.instrument(symbol).accountPosition;
  }

  /** What an earlier life, or this one, has kept in a place; undefined = nothing. */
  noteAt(place: number): readonly number[] | undefined {
    return this.parts.notes.at(place);
  }

  /**
   * Keeps three numbers for the next lives, in the place of what stood there; they are journaled in their order with its orders. None, or why
   * nothing was kept. @throws RangeError there are places 0 to 3
   */
  note(place: number, numbers: readonly [number, number, number]): Reason {
    return this.parts.notes.keep(place, numbers);
  }

  /** Its live orders, as they are now. */
  get orders(): Order[] {
    return [...this.parts.orders.known.values()].filter((order) => order.live);
  }

  /** `buy('BTC-USD', '0.5', '64000')`; without a price, a market order. */
  buy(symbol: string, quantity: string, price?: string, options: OrderOptions = {}): Order {
    return this.send({ ...options, symbol, side: 'buy', quantity, price });
  }

  sell(symbol: string, quantity: string, price?: string, options: OrderOptions = {}): Order {
    return this.send({ ...options, symbol, side: 'sell', quantity, price });
  }

  /** The order, on its way; or one in state `rejected`, with the reason, that was never sent. */
  send(request: OrderRequest): Order {
    onlyThese(request, REQUESTS, 'an order');
    const instrument = this.instrument(request.symbol);
    const lots = lotsOf(instrument, request) ?? Number.NaN;
    return this.parts.orders.send(instrument, request.side, lots, ticksOf(instrument, request), request);
  }

  /** None, or why it was not sent. Priority is kept when only the total falls; a total of 0 ends the order. */
  replace(order: Order, change: OrderChange): Reason {
    onlyThese(change, CHANGES, 'a replace');
    const instrument = this.instrument(order.symbol);
    const { orders } = this.parts;
    return orders.replace(instrument, order, lotsOf(instrument, change), ticksOf(instrument, change));
  }

  /** None, or why it was not sent. */
  cancel(order: Order): Reason {
    return this.parts.orders.cancel(this.instrument(order.symbol), order);
  }

  /** All of its orders, or those in one instrument. None, or why it was not sent. */
  cancelAll(symbol?: string): Reason {
    return this.parts.orders.cancelAll(symbol === undefined ? undefined : this.instrument(symbol));
  }

  /**
   * Bids and offers from now on, instead of what it quoted in the instrument (and layer) before; a side that is left out is
   * taken out. None, or why it was not sent.
   */
  quote(symbol: string, request: QuoteRequest): Reason {
    return this.parts.quotes.send(this.instrument(symbol), request);
  }

  /** What stands of its quote in the instrument (and layer). Undefined: it has never quoted there. */
  quoteOf(symbol: string, layer = 1): Quote | undefined {
    return this.parts.quotes.of(this.instrument(symbol), layer);
  }

  /**
   * Market-maker protection: all its quotes are pulled after so many executions of them within so many milliseconds, until it
   * says this again. 0 and 0 = none. None, or why it was not sent.
   */
  quoteProtection(executions: number, windowMs: number): Reason {
    return this.parts.quotes.protect(executions, windowMs);
  }

  /** `onTimer(name)` once, so many milliseconds from now; setting it again starts it anew. */
  setTimer(name: string, afterMs: number): void {
    this.parts.timers.set(name, afterMs);
  }

  clearTimer(name: string): void {
    this.parts.timers.clear(name);
  }

  /** A line in the engine's log. A strategy that logs without end is cut short. */
  log(text: string, details?: Readonly<Record<string, unknown>>): void {
    this.parts.log(text, details);
  }
}

function lotsOf(instrument: TradedInstrument, { lots, quantity }: OrderChange): number | undefined {
  return quantity === undefined ? lots : exact(() => instrument.lots(quantity));
}

function ticksOf(instrument: TradedInstrument, { ticks, price }: OrderChange): number | undefined {
  return price === undefined ? ticks : exact(() => instrument.ticks(price));
}

/**
 * What a plugin is: the default export of a module, one object. `start` is called once, when the strategy knows its
 * books, its open orders and its position; what it returns is called from then on. State lives in variables of `start`.
 */
import type { Book } from './book.js';
import type { Context } from './context.js';
import type { Order, OrderEvent } from './order.js';
import type { MarketPhase } from './phase.js';
import type { Quote, QuoteEvent } from './quote.js';
import type { Reference, Trade } from './trade.js';

export interface Strategy<Parameters = Record<string, unknown>> {
  readonly name: string;
  /** Checks the `parameters` of the configuration and fills in defaults: a zod schema, or anything that parses. */
  readonly parameters?: ParameterSchema<Parameters>;
  // biome-ignore lint/suspicious/noConfusingVoidType: a strategy that only acts at its start returns nothing
  start(context: Context<Parameters>): Handlers | void;
}

/** @throws whatever says what is wrong; the strategy is not started then */
export interface ParameterSchema<Parameters> {
  parse(value: unknown): Parameters;
}

/** `reload`: new code or new parameters follow at once. */
export type StopReason = 'stop' | 'reload';

/**
 * All of them are optional, run one at a time and have to return soon: one that runs longer than the strategy's
 * `handlerMs` counts as hung. An error that one throws ends the strategy, which is then started afresh.
 */
export interface Handlers {
  /** The top of a book has changed. States in between may be left out. */
  onBook?(book: Book): void;
  /** The top of a venue's book has changed, or is not known any more: then it is empty. */
  onVenueBook?(book: Book): void;
  /** What an instrument trades at elsewhere, or another price that is none of our book's: a mark price, a rate. The newest; some in between may be left out. */
  onReference?(reference: Reference): void;
  /** The trading phase of an instrument has changed or, while an auction collects, its indicative price. Some in between may be left out, the newest never is. */
  onPhase?(phase: MarketPhase): void;
  /** Somebody has traded in one of the strategy's instruments. */
  onTrade?(trade: Trade): void;
  /** Something has happened to an order of its own. Each event comes, in order. */
  onOrder?(order: Order, event: OrderEvent): void;
  /** Something has happened to a quote of its own. Each event comes, in order. */
  onQuote?(quote: Quote, event: QuoteEvent): void;
  /** Market-maker protection was triggered: so many sides of its quotes were pulled, and it may quote no more until it is reset. */
  onQuotesPulled?(sides: number): void;
  /** Its net position in an instrument has changed: so many lots now. Comes after the execution that did it. */
  onPosition?(symbol: string, lots: number): void;
  /** Its account holds something else, and not by its own executions: those of other sessions, late ones, trades taken back. */
  onAccountPosition?(symbol: string, lots: number): void;
  /** A timer that was set with this name is due. */
  onTimer?(name: string): void;
  /** The strategy was slow: so many trades and states of books were left out. Its books are right again. */
  onGap?(lost: number): void;
  /**
   * It is being stopped. Orders may still be sent; open ones are cancelled afterwards unless they are to be kept. On a
   * `reload` they stand in any case, and the next life finds them in `orders`.
   */
  onStop?(why: StopReason): void;
  /**
   * Asked after `onStop('stop')`, again and again: false = it has something to wait for, and goes on hearing of its orders and timers. It is
   * ended all the same when its `stopMs` are over.
   */
  isDone?(): boolean;
}

/** Gives a plugin its types; the object itself is what the engine wants. */
export function defineStrategy<Parameters = Record<string, unknown>>(
  strategy: Strategy<Parameters>,
): Strategy<Parameters> {
  return strategy;
}

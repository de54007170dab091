/**
 * An instrument as a strategy trades it: conversions, its book, the position in it. Strategies count in ticks and lots, which are whole numbers and so always exact;
 * decimal text comes in and goes out here.
 */

import { Reason } from '../../protocol/codes/reasons.js';
import { formatFixed, parseFixed } from '../../protocol/fixed.js';
import type { Instrument } from '../../protocol/instrument.js';
import { Book } from './book.js';
import { type MarketPhase, trading } from './phase.js';
import type { Reference } from './trade.js';

const MAX_INT32 = 2 ** 31 - 1;

export class TradedInstrument {
  readonly symbol: string;
  readonly book: Book;
  /** By number of the venue. */
  readonly venueBooks: readonly (Book | undefined)[];
  /** Net lots that the strategy has traded since the engine started; below 0 = sold more than bought. */
  position = 0;
  /** Net lots that its account holds, whoever traded them and whenever. */
  accountPosition = 0;

  /** What was told last of its price elsewhere, before the strategy's start too. */
  reference: Reference | undefined;
  phase: MarketPhase;

  /** @param venues names of those that list it, by number; holes where one does not */
  constructor(
    readonly definition: Instrument,
    venues: readonly (string | undefined)[] = [],
  ) {
    this.symbol = definition.symbol;
    this.book = new Book(definition.symbol);
    this.phase = trading(definition.symbol);
    this.venueBooks = venues.map((name) =>
      name === undefined ? undefined : new Book(definition.symbol, name),
    );
  }

  /** It has bought so many lots, or sold them: below 0. */
  hold(lots: number): void {
    this.position += lots;
    this.accountPosition += lots;
  }

  /** Where its orders are routed to: the number of the venue. @throws RangeError the venue does not list it */
  routeTo(venue: string): number {
    const number = this.venueBooks.findIndex((book) => book?.venue === venue);
    if (number < 0) throw new RangeError(`no venue "${venue}" lists ${this.symbol}`);
    return number;
  }

  /** The engine's own book, or that of a venue. @throws RangeError the venue does not list it */
  bookAt(venue: string | undefined): Book {
    if (venue === undefined) return this.book;
    return this.venueBooks[this.routeTo(venue)]!;
  }

  /** `"64000.50"` → 6400050. @throws RangeError no price of this instrument: no number, or off its tick */
  ticks(price: string): number {
    const { tick, priceScale } = this.definition;
    return steps(price, tick, priceScale, `a price of ${this.symbol}`);
  }

  /** `"0.5"` → 50000. @throws RangeError no quantity of this instrument: no number, or off its lot */
  lots(quantity: string): number {
    const { lot, quantityScale } = this.definition;
    return steps(quantity, lot, quantityScale, `a quantity of ${this.symbol}`);
  }

  /** Whole lots that so much of the quote currency buys at a price; for sizes, where a lot more or less does not matter. */
  lotsWorth(value: number, ticks: number): number {
    const { tick, lot, priceScale, quantityScale } = this.definition;
    return Math.floor((value * 10 ** (priceScale + quantityScale)) / (ticks * tick * lot));
  }

  /** 6400050 → `"64000.50"`. */
  price(ticks: number): string {
    return formatFixed(ticks * this.definition.tick, this.definition.priceScale);
  }

  /** 50000 → `"0.50000"`. */
  quantity(lots: number): string {
    return formatFixed(lots * this.definition.lot, this.definition.quantityScale);
  }
}

/** What no record can hold. What the instrument allows is the engine's matter. */
export function unfitTicks(ticks: number): Reason {
  if (!Number.isInteger(ticks)) return Reason.PriceOffTick;
  return Math.abs(ticks) <= MAX_INT32 ? Reason.None : Reason.PriceOutOfRange;
}

export function unfitLots(lots: number): Reason {
  if (!Number.isInteger(lots)) return Reason.QuantityOffLot;
  return Number.isSafeInteger(lots) && lots >= 0 ? Reason.None : Reason.QuantityOutOfRange;
}

/** NaN: the text does not fit; the order is refused for that. */
export function exact(convert: () => number): number {
  try {
    return convert();
  } catch (error) {
    if (error instanceof RangeError) return Number.NaN;
    throw error;
  }
}

function steps(text: string, step: number, scale: number, what: string): number {
  const value = parseFixed(text, scale);
  if (value % step !== 0)
    throw new RangeError(`"${text}" is not ${what}: not a multiple of ${formatFixed(step, scale)}`);
  return value / step;
}

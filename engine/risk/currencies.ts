/**
 * What currencies are worth: a unit of each (its smallest, in which the ledger counts) is `units / per` common units.
 * The rates arrive as commands; credit limits over several currencies are counted in common units.
 */
import * as exact from '../ledger/exact.js';

/** Currencies, 0 among them: the one of instruments that nobody has described. */
export const CURRENCIES = 64;
/** Largest number of a rate; the whole part of a rate times what can be owed stays within a pair. */
export const MOST_OF_RATE = 2 ** 31 - 1;

const enum Work {
  Fraction = 0,
  Whole = 1,
  Part = 2,
}

export class Currencies {
  readonly units = new Float64Array(CURRENCIES);
  /** 0 = there is no rate. */
  readonly per = new Float64Array(CURRENCIES);
  private readonly work = new Float64Array(4);

  knows(currency: number): boolean {
    return currency >= 0 && currency < CURRENCIES;
  }

  hasRate(currency: number): boolean {
    return this.per[currency] !== 0;
  }

  /** pair, an amount of the currency and not negative, in common units, rounded up where `up`. Only with a rate. */
  convert(pair: Float64Array, at: number, currency: number, up: boolean): void {
    const { work, per } = this;
    const units = this.units[currency];
    work[Work.Fraction] = units % per[currency];
    work[Work.Whole] = Math.floor(units / per[currency]);
    const rounded = exact.scale(work, Work.Part, pair, at, work, Work.Fraction, per, currency);
    const high = pair[at] * work[Work.Whole];
    exact.multiply(pair, at, pair, at + 1, work, Work.Whole);
    pair[at] += high;
    exact.add(pair, at, work, Work.Part);
    if (rounded && up) exact.increment(pair, at);
  }
}

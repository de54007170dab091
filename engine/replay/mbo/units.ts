/** Databento's prices: integers of 1e-9, or decimals of at most nine places. A file has them one way. */
import { formatFixed } from '../../../protocol/fixed.js';
import type { CsvRows } from '../input/csv-rows.js';

export const PRICE_PLACES = 9;
/** The largest int64, and as a decimal. */
const UNDEFINED_PRICES = ['9223372036854775807', '9223372036.854775807'];
const UNDEFINED_LENGTH = 19;
const NOT_A_NUMBER = ['NaN', 'nan'];
/** A price without a dot below this is one in whole units: as 1e-9 it would be under a tenth of a cent. */
const WHOLE_UNITS_BELOW = 1e6;
const ASCII_NINE = 0x39;

export class Prices {
  private decimal: boolean | undefined;

  constructor(private readonly rows: CsvRows) {}

  /** In units of 1e-9, NaN when there is none. @throws InputError */
  read(index: number, name: string): number {
    const { rows } = this;
    if (this.isUndefined(index)) return Number.NaN;
    if (this.decimal === undefined) this.decide(index, name);
    if (this.decimal !== false) return rows.fixed(index, PRICE_PLACES, name);
    if (rows.hasDot(index))
      rows.wrong(index, name, 'is a decimal, but the prices before are integers of 1e-9');
    return rows.whole(index, name);
  }

  /** By the first price that is not zero. */
  private decide(index: number, name: string): void {
    if (this.rows.hasDot(index)) {
      this.decimal = true;
      return;
    }
    const price = Math.abs(this.rows.whole(index, name));
    if (price > 0) this.decimal = price < WHOLE_UNITS_BELOW;
  }

  private isUndefined(index: number): boolean {
    const { rows } = this;
    const length = rows.lengthOf(index);
    const first = rows.byte(index);
    if (first > ASCII_NINE || length === 0) return length === 0 || NOT_A_NUMBER.includes(rows.text(index));
    return first === ASCII_NINE && length >= UNDEFINED_LENGTH && UNDEFINED_PRICES.includes(rows.text(index));
  }
}

/** As people write it: without the zeros at the end. */
export function priceText(price: number): string {
  return formatFixed(price, PRICE_PLACES).replace(/\.?0+$/, '');
}

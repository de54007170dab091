/** Databento's prices: integers of 1e-9, or decimals of at most nine places. A file has them one way. */
import { formatFixed } from '../../../protocol/fixed.js';
import type { CsvRows } from '../input/csv-rows.js';

export const PRICE_PLACES = 9;
const UNDEFINED_PRICES = ['9223372036854775807', '9223372036.854775807', 'NaN', 'nan'];
const FIRST_OF_UNDEFINED = Buffer.from('9Nn');

export class Prices {
  private decimal: boolean | undefined;

  constructor(private readonly rows: CsvRows) {}

  /** In units of 1e-9, NaN when there is none. @throws InputError */
  read(index: number, name: string): number {
    const { rows } = this;
    const first = rows.byte(index);
    if (first === 0) return Number.NaN;
    if (FIRST_OF_UNDEFINED.includes(first) && UNDEFINED_PRICES.includes(rows.text(index))) return Number.NaN;
    this.decimal ??= rows.hasDot(index);
    if (this.decimal) return rows.fixed(index, PRICE_PLACES, name);
    if (rows.hasDot(index)) rows.wrong(index, name, 'is a decimal, but the prices before are integers of 1e-9');
    return rows.whole(index, name);
  }
}

/** As people write it: without the zeros at the end. */
export function priceText(price: number): string {
  return formatFixed(price, PRICE_PLACES).replace(/\.?0+$/, '');
}

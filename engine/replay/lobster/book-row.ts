/**
 * A row of LOBSTER's orderbook file: the book after the message of the same row, as (ask price, ask size, bid price,
 * bid size) for each level from the best on. A level that is not there has the price ±9999999999 and the size 0.
 */
import type { CsvRows } from '../input/csv-rows.js';
import { RecordedSide } from '../recorded-side.js';

const LEVEL_FIELDS = 4;
const NO_LEVEL_PRICE = 9_999_999_999;

export class BookRow {
  /** Levels a side that the file shows. */
  readonly levels: number;
  readonly asks: RecordedSide;
  readonly bids: RecordedSide;

  /** @param rows at the first row, whose width decides for all */
  constructor(readonly rows: CsvRows) {
    if (rows.fields % LEVEL_FIELDS !== 0)
      rows.fail(`${rows.fields} fields, a book row has ${LEVEL_FIELDS} for each level`);
    this.levels = rows.fields / LEVEL_FIELDS;
    this.asks = new RecordedSide(this.levels);
    this.bids = new RecordedSide(this.levels);
  }

  /** Takes the current row. @throws InputError */
  read(): void {
    const { rows } = this;
    if (rows.fields !== this.levels * LEVEL_FIELDS)
      rows.fail(`${rows.fields} fields, the first row has ${this.levels * LEVEL_FIELDS}`);
    this.readSide(this.asks, 0, 'ask price', 'ask size');
    this.readSide(this.bids, 2, 'bid price', 'bid size');
  }

  private readSide(side: RecordedSide, offset: number, priceName: string, sizeName: string): void {
    const { rows } = this;
    side.count = 0;
    for (let level = 0; level < this.levels; level++) {
      const at = level * LEVEL_FIELDS + offset;
      const price = rows.whole(at, priceName);
      const lots = rows.whole(at + 1, sizeName);
      if (Math.abs(price) === NO_LEVEL_PRICE || lots === 0) continue;
      if (lots < 0) rows.wrong(at + 1, sizeName, 'is below zero');
      side.push(price, lots, 0);
    }
  }
}

/** Which book a row belongs to: an instrument at a publisher (the same instrument trades in several places). */
import { type Columns, NO_COLUMN } from '../input/columns.js';
import type { CsvRows } from '../input/csv-rows.js';

export type BookKey = number | string;

const PUBLISHERS = 2 ** 32;

export class BookKeys {
  private readonly publisher: number;
  private readonly instrument: number;
  private readonly symbol: number;

  constructor(
    private readonly rows: CsvRows,
    columns: Columns,
  ) {
    this.publisher = columns.find('publisher_id');
    this.instrument = columns.find('instrument_id');
    this.symbol = columns.find('symbol');
  }

  /** Of the current row. A file without ids is told apart by symbols; one without either is one book. */
  read(): BookKey {
    const { rows, publisher, instrument, symbol } = this;
    if (instrument === NO_COLUMN) return symbol === NO_COLUMN ? 0 : rows.text(symbol);
    const venue = publisher === NO_COLUMN ? 0 : rows.whole(publisher, 'publisher_id');
    return venue * PUBLISHERS + rows.whole(instrument, 'instrument_id');
  }

  /** For people. */
  label(): string {
    if (this.symbol !== NO_COLUMN && this.rows.lengthOf(this.symbol) > 0) return this.rows.text(this.symbol);
    return this.instrument === NO_COLUMN ? 'the book' : `instrument ${this.rows.text(this.instrument)}`;
  }
}

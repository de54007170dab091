/** A row of Databento's market-by-price CSV (MBP-10, MBP-1), columns by name: what happened, and the book's best levels after it. */
import { Columns, NO_COLUMN } from '../input/columns.js';
import type { CsvRows } from '../input/csv-rows.js';
import { Timestamp } from '../input/timestamp.js';
import { RecordedSide } from '../recorded-side.js';
import { type BookKey, BookKeys } from './book-key.js';
import { Action, type MboMessage, timeColumn } from './mbo-message.js';
import { Prices } from './units.js';

/** One of them is read ahead, and one a book waits for its moment: the row's own values, not the file's. */
export class DepthRow {
  line = 0;
  key: BookKey = 0;
  sequence = 0;
  action: Action = Action.None;
  price = 0;
  size = 0;
  seconds = 0;
  nanos = 0;
  readonly bids: RecordedSide;
  readonly asks: RecordedSide;

  constructor(levels: number) {
    this.bids = new RecordedSide(levels);
    this.asks = new RecordedSide(levels);
  }

  /**
   * It tells of this very message, not of another one of the same sequence. A fill changes the engine's book at once, so
   * for it the row is the one of the cancel or modify that books it.
   */
  isOf({ action, price, size }: MboMessage): boolean {
    if (!Object.is(this.price, price)) return false;
    if (action === Action.Fill && this.action === Action.Modify) return true;
    return this.size === size && this.action === (action === Action.Fill ? Action.Cancel : action);
  }
}

interface LevelColumns {
  readonly price: number;
  readonly size: number;
  /** NO_COLUMN when the file does not count orders. */
  readonly orders: number;
}

export class DepthFile {
  /** Levels a side. */
  readonly levels: number;
  /** The file counts the orders of a level. */
  readonly countsOrders: boolean;
  private readonly columns: Columns;
  private readonly keys: BookKeys;
  private readonly prices: Prices;
  private readonly time = new Timestamp();
  private readonly at: Readonly<Record<'action' | 'price' | 'size' | 'sequence', number>>;
  private readonly timeAt: number;
  private readonly bidColumns: readonly LevelColumns[];
  private readonly askColumns: readonly LevelColumns[];

  /** @param rows at the header row. @throws InputError a column is missing */
  constructor(readonly rows: CsvRows) {
    const columns = new Columns(rows);
    this.columns = columns;
    this.keys = new BookKeys(rows, columns);
    this.prices = new Prices(rows);
    this.at = {
      action: columns.needed('action'),
      price: columns.needed('price'),
      size: columns.needed('size'),
      sequence: columns.needed('sequence'),
    };
    this.timeAt = timeColumn(columns);
    this.bidColumns = levelColumns(columns, 'bid');
    this.askColumns = levelColumns(columns, 'ask');
    this.levels = this.bidColumns.length;
    this.countsOrders = this.bidColumns[0].orders !== NO_COLUMN;
    if (this.askColumns.length !== this.levels) rows.fail('bids and asks have different numbers of levels');
  }

  /** Takes the current row. @throws InputError */
  read(row: DepthRow): void {
    const { rows, at } = this;
    this.columns.check();
    row.line = rows.line;
    row.key = this.keys.read();
    row.sequence = rows.whole(at.sequence, 'sequence');
    row.action = rows.byte(at.action);
    row.price = this.prices.read(at.price, 'price');
    row.size = rows.whole(at.size, 'size');
    if (this.timeAt !== NO_COLUMN) this.time.read(rows, this.timeAt, 'time');
    row.seconds = this.time.seconds;
    row.nanos = this.time.nanos;
    this.readSide(row.bids, this.bidColumns, 'bid price', 'bid size', 'bid count');
    this.readSide(row.asks, this.askColumns, 'ask price', 'ask size', 'ask count');
  }

  private readSide(
    side: RecordedSide,
    columns: readonly LevelColumns[],
    priceName: string,
    sizeName: string,
    ordersName: string,
  ): void {
    const { rows } = this;
    side.count = 0;
    for (let level = 0; level < columns.length; level++) {
      const { price, size, orders } = columns[level];
      const value = this.prices.read(price, priceName);
      if (Number.isNaN(value)) continue;
      const count = orders === NO_COLUMN ? 0 : rows.whole(orders, ordersName);
      side.push(value, rows.whole(size, sizeName), count);
    }
  }
}

/** `bid_px_00`, `bid_sz_00`, `bid_ct_00`, `bid_px_01` … as many as there are. */
function levelColumns(columns: Columns, side: 'bid' | 'ask'): LevelColumns[] {
  const name = (what: string, level: number) => `${side}_${what}_${String(level).padStart(2, '0')}`;
  const found: LevelColumns[] = [];
  for (let level = 0; level === 0 || columns.find(name('px', level)) !== NO_COLUMN; level++)
    found.push({
      price: columns.needed(name('px', level)),
      size: columns.needed(name('sz', level)),
      orders: columns.find(name('ct', level)),
    });
  return found;
}

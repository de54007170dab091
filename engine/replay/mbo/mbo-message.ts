/**
 * A row of Databento's market-by-order CSV, columns by name. Needed: action, side, price, size, order_id, sequence; used
 * where they are: flags, instrument_id, publisher_id, symbol, ts_event (or ts_recv).
 */
import { Side } from '../../../protocol/codes/enums.js';
import { Columns, NO_COLUMN } from '../input/columns.js';
import type { CsvRows } from '../input/csv-rows.js';
import { Timestamp } from '../input/timestamp.js';
import { type BookKey, BookKeys } from './book-key.js';
import { Prices } from './units.js';

/** Characters, as the file has them. */
export const enum Action {
  Add = 0x41,
  Cancel = 0x43,
  Fill = 0x46,
  Modify = 0x4d,
  None = 0x4e,
  Clear = 0x52,
  Trade = 0x54,
}
const ACTIONS = 'A, C, F, M, N, R, T';

const enum SideByte {
  Ask = 0x41,
  Bid = 0x42,
  None = 0x4e,
}
/** No side: a cross, a hidden order, a clear. */
export const NO_SIDE = 0;

export const enum Flag {
  /** Aggregated by price, or the top of the book alone: there are no orders to follow. */
  AggregatedLevel = 16,
  TopOfBook = 64,
  /** The last row of its event for this instrument. */
  Last = 128,
}

export class MboMessage {
  key: BookKey = 0;
  action: Action = Action.None;
  side: Side | typeof NO_SIDE = NO_SIDE;
  /** In units of 1e-9; NaN = none. */
  price = 0;
  size = 0;
  idLow = 0;
  idHigh = 0;
  flags = 0;
  sequence = 0;
  readonly time = new Timestamp();
  readonly keys: BookKeys;
  private readonly columns: Columns;
  private readonly prices: Prices;
  private readonly at: Readonly<Record<'action' | 'side' | 'price' | 'size' | 'id' | 'sequence', number>>;
  private readonly flagsAt: number;
  private readonly timeAt: number;

  /** @param rows at the header row. @throws InputError a column is missing */
  constructor(readonly rows: CsvRows) {
    const columns = new Columns(rows);
    this.columns = columns;
    this.keys = new BookKeys(rows, columns);
    this.prices = new Prices(rows);
    this.at = {
      action: columns.needed('action'),
      side: columns.needed('side'),
      price: columns.needed('price'),
      size: columns.needed('size'),
      id: columns.needed('order_id'),
      sequence: columns.needed('sequence'),
    };
    this.flagsAt = columns.find('flags');
    this.timeAt = timeColumn(columns);
  }

  /** Takes the current row. @throws InputError */
  read(): void {
    const { rows, at } = this;
    this.readBasics();
    this.sequence = rows.whole(at.sequence, 'sequence');
    this.flags = this.flagsAt === NO_COLUMN ? Flag.Last : rows.whole(this.flagsAt, 'flags');
    rows.id(at.id, 'order_id');
    this.idLow = rows.idLow;
    this.idHigh = rows.idHigh;
    this.size = rows.whole(at.size, 'size');
    if (this.size < 0) rows.wrong(at.size, 'size', 'is below zero');
    if (this.timeAt !== NO_COLUMN) this.time.read(rows, this.timeAt, 'time');
  }

  /** Book, action, side and price of the current row: what decides the tick. */
  readBasics(): void {
    const { rows, at } = this;
    this.columns.check();
    this.key = this.keys.read();
    this.action = rows.byte(at.action);
    if (!isAction(this.action)) rows.wrong(at.action, 'action', `is none of ${ACTIONS}`);
    this.side = this.readSide();
    this.price = this.prices.read(at.price, 'price');
  }

  /** The row's order as people look for it. */
  orderText(): string {
    return this.rows.text(this.at.id);
  }

  wrongPrice(why: string): never {
    return this.rows.wrong(this.at.price, 'price', why);
  }

  wrongSide(why: string): never {
    return this.rows.wrong(this.at.side, 'side', why);
  }

  private readSide(): Side | typeof NO_SIDE {
    switch (this.rows.byte(this.at.side)) {
      case SideByte.Ask:
        return Side.Sell;
      case SideByte.Bid:
        return Side.Buy;
      case SideByte.None:
        return NO_SIDE;
    }
    return this.wrongSide('is none of A, B, N');
  }
}

/** When it happened at the venue, or else when it was received; NO_COLUMN when the file says neither. */
export function timeColumn(columns: Columns): number {
  const event = columns.find('ts_event');
  return event === NO_COLUMN ? columns.find('ts_recv') : event;
}

function isAction(byte: number): boolean {
  switch (byte) {
    case Action.Add:
    case Action.Cancel:
    case Action.Fill:
    case Action.Modify:
    case Action.None:
    case Action.Clear:
    case Action.Trade:
      return true;
  }
  return false;
}

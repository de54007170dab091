/**
 * LOBSTER's message file: time (seconds after midnight), type, order id, size, price (dollars × 10,000), direction of the
 * resting order (1 buy, -1 sell). No header. Newer files add a column with the participant, which changes nothing.
 */
import { Side } from '../../../protocol/codes/enums.js';
import type { CsvRows } from '../input/csv-rows.js';

export const enum MessageType {
  NewOrder = 1,
  PartialCancel = 2,
  Deletion = 3,
  Execution = 4,
  HiddenExecution = 5,
  CrossTrade = 6,
  TradingHalt = 7,
}

export const MESSAGE_NAMES: Readonly<Record<MessageType, string>> = {
  [MessageType.NewOrder]: 'new order',
  [MessageType.PartialCancel]: 'partial cancel',
  [MessageType.Deletion]: 'deletion',
  [MessageType.Execution]: 'execution',
  [MessageType.HiddenExecution]: 'hidden execution',
  [MessageType.CrossTrade]: 'cross trade',
  [MessageType.TradingHalt]: 'trading halt',
};

/** Prices are dollars × 10,000. */
export const PRICE_PLACES = 4;

const enum Column {
  Time = 0,
  Type = 1,
  OrderId = 2,
  Size = 3,
  Price = 4,
  Direction = 5,
  Count = 6,
}
const TIME_PLACES = 9;
const SECOND_NANOS = 1e9;

export class LobsterMessage {
  type: MessageType = MessageType.TradingHalt;
  seconds = 0;
  nanos = 0;
  side: Side = Side.Buy;
  price = 0;
  lots = 0;
  idLow = 0;
  idHigh = 0;

  constructor(readonly rows: CsvRows) {}

  /** Takes the current row. @throws InputError */
  read(): void {
    const { rows } = this;
    if (rows.fields < Column.Count) rows.fail(`${rows.fields} fields, a message has ${Column.Count}`);
    this.readTime();
    this.type = rows.whole(Column.Type, 'type');
    if (this.type < MessageType.NewOrder || this.type > MessageType.TradingHalt)
      rows.wrong(Column.Type, 'type', 'is none of 1 to 7');
    if (this.changesBook) this.readOrder();
  }

  /** The other types say nothing of a visible order. */
  get changesBook(): boolean {
    return this.type <= MessageType.Execution;
  }

  /** `3 deletion of order 1234, 100 at 2239500` */
  toString(): string {
    const name = `${this.type} ${MESSAGE_NAMES[this.type]}`;
    if (!this.changesBook) return name;
    const { rows } = this;
    return `${name} of order ${rows.text(Column.OrderId)}, ${this.lots} at ${this.price}`;
  }

  wrongPrice(why: string): never {
    return this.rows.wrong(Column.Price, 'price', why);
  }

  /** Trailing zeros may be missing; seconds go on counting past midnight. */
  private readTime(): void {
    const nanos = this.rows.fixed(Column.Time, TIME_PLACES, 'time');
    if (nanos < 0) this.rows.wrong(Column.Time, 'time', 'is no number of seconds after midnight');
    this.nanos = nanos % SECOND_NANOS;
    this.seconds = (nanos - this.nanos) / SECOND_NANOS;
  }

  private readOrder(): void {
    const { rows } = this;
    rows.id(Column.OrderId, 'order id');
    this.idLow = rows.idLow;
    this.idHigh = rows.idHigh;
    this.lots = rows.whole(Column.Size, 'size');
    if (this.lots <= 0) rows.wrong(Column.Size, 'size', 'is not above zero');
    this.price = rows.whole(Column.Price, 'price');
    const direction = rows.whole(Column.Direction, 'direction');
    if (direction !== 1 && direction !== -1) rows.wrong(Column.Direction, 'direction', 'is neither 1 nor -1');
    this.side = direction === 1 ? Side.Buy : Side.Sell;
  }
}

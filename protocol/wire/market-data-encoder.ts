/**
 * Writes market data, each message once, for however many listen. Allocates nothing. Each method answers false when the
 * frame has no room for the message; then nothing was written.
 */
import {
  BookIncrementField,
  BookOrderAt,
  BookSnapshotField,
  BookTopField,
  LevelAt,
  OrderBookIncrementField,
  OrderBookSnapshotField,
  OrderChangeAt,
  TradeChangedField,
  TradeField,
  TradeSnapshotField,
} from '../generated/layout.js';
import { Body } from '../generated/pregao/wire.js';
import type { BookFields, LevelList, TradeFields } from './fields.js';
import { highHalf, lowHalf, put64, putEvent, putTime } from './int64.js';
import type {
  BookOrderList,
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeChangedFields,
  TradeSnapshotFields,
} from './market-data-fields.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import { Template } from './template.js';

/** Padding and length before a list, so that its elements stand on multiples of 8. */
const LIST_HEAD_BYTES = 8;

/** What all channels' messages begin with; the fields stand at the same places in all of them. */
interface HeadFields {
  readonly instrument: number;
  readonly number: number;
  readonly sequence: number;
  readonly index: number;
  readonly seconds: number;
  readonly nanos: number;
}

export class MarketDataEncoder {
  private readonly tradeTemplate = new Template(Body.Trade);
  private readonly tradeChangedTemplate = new Template(Body.TradeChanged);
  private readonly tradeSnapshotTemplate = new Template(Body.TradeSnapshot);
  private readonly topTemplate = new Template(Body.BookTop);
  private readonly snapshotTemplate = new Template(Body.BookSnapshot);
  private readonly incrementTemplate = new Template(Body.BookIncrement);
  private readonly ordersTemplate = new Template(Body.OrderBookSnapshot);
  private readonly changesTemplate = new Template(Body.OrderBookIncrement);

  trade(out: OutputBuffer, trade: TradeFields): boolean {
    const template = this.tradeTemplate;
    const at = append(out, template, trade, 0);
    if (at === NO_ROOM) return false;
    put64(out.i32, at + template.at(TradeField.Price), lowHalf(trade.price), highHalf(trade.price));
    put64(out.i32, at + template.at(TradeField.Quantity), lowHalf(trade.quantity), highHalf(trade.quantity));
    out.bytes[at + template.at(TradeField.Aggressor)] = trade.aggressor;
    return true;
  }

  tradeChanged(out: OutputBuffer, change: TradeChangedFields): boolean {
    const template = this.tradeChangedTemplate;
    const at = append(out, template, change, 0);
    if (at === NO_ROOM) return false;
    const { i32 } = out;
    const { tradeSequence: sequence, tradeIndex: index, price, quantity } = change;
    putEvent(i32, at + template.at(TradeChangedField.Trade), { sequence, index });
    put64(i32, at + template.at(TradeChangedField.Price), lowHalf(price), highHalf(price));
    put64(i32, at + template.at(TradeChangedField.Quantity), lowHalf(quantity), highHalf(quantity));
    return true;
  }

  tradeSnapshot(out: OutputBuffer, last: TradeSnapshotFields): boolean {
    const template = this.tradeSnapshotTemplate;
    const at = append(out, template, last, 0);
    if (at === NO_ROOM) return false;
    const { i32 } = out;
    put64(i32, at + template.at(TradeSnapshotField.Price), lowHalf(last.price), highHalf(last.price));
    put64(
      i32,
      at + template.at(TradeSnapshotField.Quantity),
      lowHalf(last.quantity),
      highHalf(last.quantity),
    );
    out.bytes[at + template.at(TradeSnapshotField.Gap)] = last.gap ? 1 : 0;
    return true;
  }

  bookTop(out: OutputBuffer, top: BookTopFields): boolean {
    const template = this.topTemplate;
    const at = append(out, template, top, 0);
    if (at === NO_ROOM) return false;
    const { i32, bytes } = out;
    const bid = at + template.at(BookTopField.Bid);
    const ask = at + template.at(BookTopField.Ask);
    put64(i32, bid + LevelAt.Price, lowHalf(top.bidPrice), highHalf(top.bidPrice));
    put64(i32, bid + LevelAt.Quantity, lowHalf(top.bidQuantity), highHalf(top.bidQuantity));
    i32[(bid + LevelAt.Orders) >> 2] = top.bidOrders;
    put64(i32, ask + LevelAt.Price, lowHalf(top.askPrice), highHalf(top.askPrice));
    put64(i32, ask + LevelAt.Quantity, lowHalf(top.askQuantity), highHalf(top.askQuantity));
    i32[(ask + LevelAt.Orders) >> 2] = top.askOrders;
    put64(i32, at + template.at(BookTopField.LastPrice), lowHalf(top.lastPrice), highHalf(top.lastPrice));
    const lastQuantity = at + template.at(BookTopField.LastQuantity);
    put64(i32, lastQuantity, lowHalf(top.lastQuantity), highHalf(top.lastQuantity));
    bytes[at + template.at(BookTopField.Snapshot)] = top.snapshot ? 1 : 0;
    bytes[at + template.at(BookTopField.Gap)] = top.gap ? 1 : 0;
    return true;
  }

  bookSnapshot(out: OutputBuffer, book: BookFields): boolean {
    const template = this.snapshotTemplate;
    const at = this.book(out, template, book);
    if (at === NO_ROOM) return false;
    out.bytes[at + template.at(BookSnapshotField.Gap)] = book.gap ? 1 : 0;
    return true;
  }

  bookIncrement(out: OutputBuffer, book: BookFields): boolean {
    return this.book(out, this.incrementTemplate, book) !== NO_ROOM;
  }

  orderBookSnapshot(out: OutputBuffer, page: OrderBookFields): boolean {
    const template = this.ordersTemplate;
    const { bids, asks } = page;
    const listBytes = 2 * LIST_HEAD_BYTES + (bids.count + asks.count) * BookOrderAt.Bytes;
    const at = append(out, template, page, listBytes);
    if (at === NO_ROOM) return false;
    const { i32, bytes } = out;
    const behind = orders(i32, at + template.bytes, at + template.at(OrderBookSnapshotField.Bids), bids);
    orders(i32, behind, at + template.at(OrderBookSnapshotField.Asks), asks);
    bytes[at + template.at(OrderBookSnapshotField.Gap)] = page.gap ? 1 : 0;
    i32[(at + template.at(OrderBookSnapshotField.Page)) >> 2] = page.page;
    bytes[at + template.at(OrderBookSnapshotField.Complete)] = page.complete ? 1 : 0;
    return true;
  }

  orderBookIncrement(out: OutputBuffer, changes: OrderChangesFields): boolean {
    const template = this.changesTemplate;
    const at = append(out, template, changes, LIST_HEAD_BYTES + changes.count * OrderChangeAt.Bytes);
    if (at === NO_ROOM) return false;
    const { i32, bytes } = out;
    const list = at + template.bytes;
    putList(i32, list, at + template.at(OrderBookIncrementField.Changes), changes.count);
    let change = list + LIST_HEAD_BYTES;
    for (let i = 0; i < changes.count; i++, change += OrderChangeAt.Bytes) {
      put64(i32, change + OrderChangeAt.OrderId, changes.idLow[i], changes.idHigh[i]);
      put64(i32, change + OrderChangeAt.Price, lowHalf(changes.price[i]), highHalf(changes.price[i]));
      put64(
        i32,
        change + OrderChangeAt.Quantity,
        lowHalf(changes.quantity[i]),
        highHalf(changes.quantity[i]),
      );
      put64(i32, change + OrderChangeAt.Last, lowHalf(changes.last[i]), highHalf(changes.last[i]));
      put64(i32, change + OrderChangeAt.Action, changes.action[i] | (changes.side[i] << 8), 0);
    }
    bytes[at + template.at(OrderBookIncrementField.Complete)] = changes.complete ? 1 : 0;
    return true;
  }

  /** The lists follow the template, which itself has empty ones; their references and the size prefix are put right. */
  private book(out: OutputBuffer, template: Template, book: BookFields): number {
    const listBytes = 2 * LIST_HEAD_BYTES + (book.bids.count + book.asks.count) * LevelAt.Bytes;
    const at = append(out, template, book, listBytes);
    if (at === NO_ROOM) return NO_ROOM;
    const behind = levels(out.i32, at + template.bytes, at + template.at(BookIncrementField.Bids), book.bids);
    levels(out.i32, behind, at + template.at(BookIncrementField.Asks), book.asks);
    return at;
  }
}

/** The template, what all of them begin with, and room for lists behind it. Byte offset, or NO_ROOM. */
function append(out: OutputBuffer, template: Template, fields: HeadFields, listBytes: number): number {
  const at = template.append(out, listBytes);
  if (at === NO_ROOM) return NO_ROOM;
  const { i32 } = out;
  i32[at >> 2] += listBytes;
  i32[(at + template.at(TradeField.Instrument)) >> 2] = fields.instrument;
  i32[(at + template.at(TradeField.Number)) >> 2] = fields.number;
  putEvent(i32, at + template.at(TradeField.Event), fields);
  putTime(i32, at + template.at(TradeField.Time), fields);
  return at;
}

/** The beginning of a list at `at`, and the reference to it. */
function putList(i32: Int32Array, at: number, reference: number, count: number): void {
  i32[reference >> 2] = at + 4 - reference;
  i32[at >> 2] = 0;
  i32[(at >> 2) + 1] = count;
}

/** Writes a list at `at`; answers where the next one goes. */
function levels(i32: Int32Array, at: number, reference: number, list: LevelList): number {
  putList(i32, at, reference, list.count);
  let level = at + LIST_HEAD_BYTES;
  for (let i = 0; i < list.count; i++, level += LevelAt.Bytes) {
    put64(i32, level + LevelAt.Price, lowHalf(list.price[i]), highHalf(list.price[i]));
    put64(i32, level + LevelAt.Quantity, lowHalf(list.quantity[i]), highHalf(list.quantity[i]));
    put64(i32, level + LevelAt.Orders, list.orders[i], 0);
  }
  return level;
}

function orders(i32: Int32Array, at: number, reference: number, list: BookOrderList): number {
  putList(i32, at, reference, list.count);
  let order = at + LIST_HEAD_BYTES;
  for (let i = 0; i < list.count; i++, order += BookOrderAt.Bytes) {
    put64(i32, order + BookOrderAt.OrderId, list.idLow[i], list.idHigh[i]);
    put64(i32, order + BookOrderAt.Price, lowHalf(list.price[i]), highHalf(list.price[i]));
    put64(i32, order + BookOrderAt.Quantity, lowHalf(list.quantity[i]), highHalf(list.quantity[i]));
  }
  return order;
}

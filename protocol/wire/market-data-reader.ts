/** Reads market data by offset into objects that are used again. Called by `FrameDecoder` on verified frames. */
import {
  BookIncrementField,
  BookOrderAt,
  BookSnapshotField,
  BookTopField,
  EventIdAt,
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
import { readTime, sequenceAt } from './int64.js';
import type {
  BookOrderList,
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeChangedFields,
  TradeSnapshotFields,
} from './market-data-fields.js';
import type { TableReader } from './table-reader.js';

/** What all channels' messages begin with, at the same places. */
interface Head {
  instrument: number;
  number: number;
  sequence: number;
  index: number;
  seconds: number;
  nanos: number;
}

export function readTrade(table: TableReader, into: TradeFields): void {
  table.outOfRange = false;
  readHead(table, into);
  table.i64(TradeField.Price);
  into.price = table.value;
  table.i64(TradeField.Quantity);
  into.quantity = table.value;
  into.aggressor = table.u8(TradeField.Aggressor, 0);
  into.outOfRange = table.outOfRange;
}

export function readTradeChanged(table: TableReader, into: TradeChangedFields): void {
  table.outOfRange = false;
  readHead(table, into);
  const trade = table.position(TradeChangedField.Trade);
  into.tradeSequence = sequenceAt(table.view, trade);
  into.tradeIndex = table.view.getUint32(trade + EventIdAt.Index, true);
  table.i64(TradeChangedField.Price);
  into.price = table.value;
  table.i64(TradeChangedField.Quantity);
  into.quantity = table.value;
  into.outOfRange = table.outOfRange;
}

export function readTradeSnapshot(table: TableReader, into: TradeSnapshotFields): void {
  table.outOfRange = false;
  readHead(table, into);
  table.i64(TradeSnapshotField.Price);
  into.price = table.value;
  table.i64(TradeSnapshotField.Quantity);
  into.quantity = table.value;
  into.gap = table.u8(TradeSnapshotField.Gap, 0) !== 0;
  into.outOfRange = table.outOfRange;
}

export function readTop(table: TableReader, into: BookTopFields): void {
  table.outOfRange = false;
  readHead(table, into);
  const bid = table.position(BookTopField.Bid);
  const ask = table.position(BookTopField.Ask);
  table.i64At(bid + LevelAt.Price);
  into.bidPrice = table.value;
  table.i64At(bid + LevelAt.Quantity);
  into.bidQuantity = table.value;
  into.bidOrders = table.view.getUint32(bid + LevelAt.Orders, true);
  table.i64At(ask + LevelAt.Price);
  into.askPrice = table.value;
  table.i64At(ask + LevelAt.Quantity);
  into.askQuantity = table.value;
  into.askOrders = table.view.getUint32(ask + LevelAt.Orders, true);
  table.i64(BookTopField.LastPrice);
  into.lastPrice = table.value;
  table.i64(BookTopField.LastQuantity);
  into.lastQuantity = table.value;
  into.snapshot = table.u8(BookTopField.Snapshot, 0) !== 0;
  into.gap = table.u8(BookTopField.Gap, 0) !== 0;
  into.outOfRange = table.outOfRange;
}

/** BookSnapshot or BookIncrement; the latter has all fields but `gap` at the same places. */
export function readBook(table: TableReader, type: Body, into: BookFields): void {
  table.outOfRange = false;
  readHead(table, into);
  into.gap = type === Body.BookSnapshot && table.u8(BookSnapshotField.Gap, 0) !== 0;
  readLevels(table, table.reference(BookIncrementField.Bids), into.bids);
  readLevels(table, table.reference(BookIncrementField.Asks), into.asks);
  into.outOfRange = table.outOfRange;
}

export function readOrderBook(table: TableReader, into: OrderBookFields): void {
  table.outOfRange = false;
  readHead(table, into);
  into.gap = table.u8(OrderBookSnapshotField.Gap, 0) !== 0;
  into.page = table.u32(OrderBookSnapshotField.Page);
  into.complete = table.u8(OrderBookSnapshotField.Complete, 0) !== 0;
  readOrders(table, table.reference(OrderBookSnapshotField.Bids), into.bids);
  readOrders(table, table.reference(OrderBookSnapshotField.Asks), into.asks);
  into.outOfRange = table.outOfRange;
}

export function readOrderChanges(table: TableReader, into: OrderChangesFields): void {
  table.outOfRange = false;
  readHead(table, into);
  into.complete = table.u8(OrderBookIncrementField.Complete, 0) !== 0;
  const vector = table.reference(OrderBookIncrementField.Changes);
  const count = table.view.getUint32(vector, true);
  into.fit(count);
  into.count = count;
  for (let i = 0; i < count; i++) readChange(table, vector + 4 + i * OrderChangeAt.Bytes, into, i);
  into.outOfRange = table.outOfRange;
}

function readHead(table: TableReader, into: Head): void {
  const { view } = table;
  const at = table.position(TradeField.Event);
  into.sequence = sequenceAt(view, at);
  into.index = view.getUint32(at + EventIdAt.Index, true);
  const time = table.position(TradeField.Time);
  if (time !== 0) readTime(view, time, into);
  else into.seconds = into.nanos = 0;
  into.instrument = table.u32(TradeField.Instrument);
  into.number = table.u32(TradeField.Number);
}

function readLevels(table: TableReader, vector: number, list: LevelList): void {
  const { view } = table;
  list.count = Math.min(view.getUint32(vector, true), list.capacity);
  let at = vector + 4;
  for (let i = 0; i < list.count; i++, at += LevelAt.Bytes) {
    table.i64At(at + LevelAt.Price);
    list.price[i] = table.value;
    table.i64At(at + LevelAt.Quantity);
    list.quantity[i] = table.value;
    list.orders[i] = view.getInt32(at + LevelAt.Orders, true);
  }
}

function readOrders(table: TableReader, vector: number, list: BookOrderList): void {
  const { view } = table;
  list.count = view.getUint32(vector, true);
  list.fit(list.count);
  let at = vector + 4;
  for (let i = 0; i < list.count; i++, at += BookOrderAt.Bytes) {
    list.idLow[i] = view.getInt32(at + BookOrderAt.OrderId, true);
    list.idHigh[i] = view.getInt32(at + BookOrderAt.OrderId + 4, true);
    table.i64At(at + BookOrderAt.Price);
    list.price[i] = table.value;
    table.i64At(at + BookOrderAt.Quantity);
    list.quantity[i] = table.value;
  }
}

function readChange(table: TableReader, at: number, into: OrderChangesFields, i: number): void {
  const { view } = table;
  into.idLow[i] = view.getInt32(at + OrderChangeAt.OrderId, true);
  into.idHigh[i] = view.getInt32(at + OrderChangeAt.OrderId + 4, true);
  table.i64At(at + OrderChangeAt.Price);
  into.price[i] = table.value;
  table.i64At(at + OrderChangeAt.Quantity);
  into.quantity[i] = table.value;
  table.i64At(at + OrderChangeAt.Last);
  into.last[i] = table.value;
  into.action[i] = view.getUint8(at + OrderChangeAt.Action);
  into.side[i] = view.getUint8(at + OrderChangeAt.Side);
}

/** Market data, both ways against flatc's classes. */
import * as fc from 'fast-check';
import t from 'tap';
import * as wire from '../generated/pregao/wire.js';
import { BookFields, TradeFields } from './fields.js';
import {
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeChangedFields,
  TradeSnapshotFields,
} from './market-data-fields.js';
import { OutputBuffer } from './output-buffer.js';
import {
  bigTime,
  event,
  fromEngine,
  holds,
  i32,
  i64,
  market,
  opened,
  read,
  SEED,
  same,
  sameFields,
  time,
  u8,
  u32,
  u53,
  uint64,
} from './test-codec.js';

const { Body } = wire;
t.comment(`seed ${SEED}`);

t.test('Trade', async (t) => {
  const out = new OutputBuffer(256);
  const found = new TradeFields();
  const fields = fc.record({
    ...event,
    ...time,
    instrument: u32,
    number: u32,
    price: i64,
    quantity: i64,
    aggressor: u8,
  });
  holds(
    t,
    fc.property(fields, (f) => {
      out.reset();
      market.trade(out, { ...f, outOfRange: false });
      const body = read(out, Body.Trade, new wire.Trade());
      same(body.event()!.sequence(), BigInt(f.sequence), 'sequence');
      same(body.event()!.index(), f.index, 'index');
      same(body.time(), bigTime(f), 'time');
      same(body.instrument(), f.instrument, 'instrument');
      same(body.number(), f.number, 'number');
      same(body.price(), BigInt(f.price), 'price');
      same(body.quantity(), BigInt(f.quantity), 'quantity');
      same(body.aggressor(), f.aggressor, 'aggressor');
      opened(fromEngine, out.frame(), Body.Trade).trade(found);
      sameFields(found, { ...f, outOfRange: false });
    }),
  );
});

type Levels = readonly { price: number; quantity: number; orders: number }[];
const levels = fc.array(fc.record({ price: i64, quantity: u53, orders: fc.nat() }), { maxLength: 20 });

function fill(list: BookFields['bids'], from: Levels): void {
  list.count = from.length;
  from.forEach((level, i) => {
    list.price[i] = level.price;
    list.quantity[i] = level.quantity;
    list.orders[i] = level.orders;
  });
}

function expectLevels(list: BookFields['bids'], wanted: Levels): void {
  same(list.count, wanted.length, 'count');
  wanted.forEach((level, i) => {
    sameFields({ price: list.price[i], quantity: list.quantity[i], orders: list.orders[i] }, level);
  });
}

for (const type of [Body.BookSnapshot, Body.BookIncrement] as const) {
  t.test(Body[type], async (t) => {
    const out = new OutputBuffer(2048);
    const given = new BookFields(20);
    const found = new BookFields(20);
    const heads = fc.record({ ...event, ...time, instrument: u32, number: u32, gap: fc.boolean() });
    holds(
      t,
      fc.property(heads, levels, levels, (head, bids, asks) => {
        out.reset();
        Object.assign(given, head);
        fill(given.bids, bids);
        fill(given.asks, asks);
        const written =
          type === Body.BookSnapshot ? market.bookSnapshot(out, given) : market.bookIncrement(out, given);
        same(written, true, 'written');
        const Table = type === Body.BookSnapshot ? wire.BookSnapshot : wire.BookIncrement;
        const body = read(out, type, new Table() as wire.BookSnapshot);
        same(body.time(), bigTime(head), 'time');
        same(body.instrument(), head.instrument, 'instrument');
        same(body.number(), head.number, 'number');
        same(body.event()!.sequence(), BigInt(head.sequence), 'sequence');
        if (type === Body.BookSnapshot) same(body.gap(), head.gap, 'gap');
        same(body.bidsLength(), bids.length, 'bids');
        same(body.asksLength(), asks.length, 'asks');
        bids.forEach((level, i) => {
          same(body.bids(i)!.price(), BigInt(level.price), 'bid price');
          same(body.bids(i)!.quantity(), BigInt(level.quantity), 'bid quantity');
          same(body.bids(i)!.orders(), level.orders, 'bid orders');
        });
        asks.forEach((level, i) => {
          same(body.asks(i)!.price(), BigInt(level.price), 'ask price');
          same(body.asks(i)!.quantity(), BigInt(level.quantity), 'ask quantity');
        });
        opened(fromEngine, out.frame(), type).book(found);
        sameFields(found, { ...head, gap: type === Body.BookSnapshot && head.gap });
        expectLevels(found.bids, bids);
        expectLevels(found.asks, asks);
      }),
    );
  });
}

const heads = fc.record({ ...event, ...time, instrument: u32, number: u32 });

/** What every message of a channel begins with. */
function sameHead(
  body: wire.Trade | wire.TradeChanged | wire.BookTop | wire.TradeSnapshot | wire.OrderBookSnapshot,
  head: object,
): void {
  const { sequence, index, ...rest } = head as {
    sequence: number;
    index: number;
    seconds: number;
    nanos: number;
  };
  same(body.event()!.sequence(), BigInt(sequence), 'sequence');
  same(body.event()!.index(), index, 'index');
  same(body.time(), bigTime(rest), 'time');
  const { instrument, number } = head as { instrument: number; number: number };
  same(body.instrument(), instrument, 'instrument');
  same(body.number(), number, 'number');
}

t.test('BookTop and TradeSnapshot', async (t) => {
  const out = new OutputBuffer(512);
  const top = new BookTopFields();
  const last = new TradeSnapshotFields();
  const level = fc.record({ price: i64, quantity: i64, orders: fc.nat() });
  const flags = fc.record({ snapshot: fc.boolean(), gap: fc.boolean() });
  holds(
    t,
    fc.property(
      heads,
      level,
      level,
      level,
      flags,
      (head, bid, ask, { price, quantity }, { snapshot, gap }) => {
        out.reset();
        const fields = {
          ...{ bidPrice: bid.price, bidQuantity: bid.quantity, bidOrders: bid.orders },
          ...{ askPrice: ask.price, askQuantity: ask.quantity, askOrders: ask.orders },
          ...{ lastPrice: price, lastQuantity: quantity, snapshot, gap },
        };
        same(market.bookTop(out, Object.assign(new BookTopFields(), head, fields)), true, 'written');
        const body = read(out, Body.BookTop, new wire.BookTop());
        sameHead(body, head);
        for (const [found, wanted] of [
          [body.bid()!, bid],
          [body.ask()!, ask],
        ] as const) {
          same(found.price(), BigInt(wanted.price), 'price');
          same(found.quantity(), BigInt(wanted.quantity), 'quantity');
          same(found.orders(), wanted.orders, 'orders');
        }
        same(body.lastPrice(), BigInt(price), 'last price');
        same(body.lastQuantity(), BigInt(quantity), 'last quantity');
        opened(fromEngine, out.frame(), Body.BookTop).bookTop(top);
        sameFields(top, { ...head, ...fields, outOfRange: false });

        out.reset();
        same(
          market.tradeSnapshot(out, { ...head, price, quantity, gap, outOfRange: false }),
          true,
          'written',
        );
        sameHead(read(out, Body.TradeSnapshot, new wire.TradeSnapshot()), head);
        opened(fromEngine, out.frame(), Body.TradeSnapshot).tradeSnapshot(last);
        sameFields(last, { ...head, price, quantity, gap, outOfRange: false });
      },
    ),
  );
});

t.test('TradeChanged', async (t) => {
  const out = new OutputBuffer(256);
  const found = new TradeChangedFields();
  const change = fc.record({ trade: fc.record(event), price: i64, quantity: u53 });
  holds(
    t,
    fc.property(heads, change, (head, { trade, price, quantity }) => {
      out.reset();
      const fields = { tradeSequence: trade.sequence, tradeIndex: trade.index, price, quantity };
      same(market.tradeChanged(out, Object.assign(new TradeChangedFields(), head, fields)), true, 'written');
      const body = read(out, Body.TradeChanged, new wire.TradeChanged());
      sameHead(body, head);
      same(body.trade()!.sequence(), BigInt(trade.sequence), 'sequence of the trade');
      same(body.trade()!.index(), trade.index, 'index of the trade');
      same(body.price(), BigInt(price), 'price');
      same(body.quantity(), BigInt(quantity), 'quantity');
      opened(fromEngine, out.frame(), Body.TradeChanged).tradeChanged(found);
      sameFields(found, { ...head, ...fields, outOfRange: false });
    }),
  );
});

t.test('OrderBookSnapshot and OrderBookIncrement', async (t) => {
  const out = new OutputBuffer(8192);
  const order = fc.record({ idLow: i32, idHigh: i32, price: i64, quantity: u53 });
  const orders = fc.array(order, { maxLength: 20 });
  const change = fc.record({
    ...{ idLow: i32, idHigh: i32, price: i64, quantity: u53, last: u53 },
    ...{ action: fc.constantFrom(1, 2, 3, 4), side: fc.constantFrom(1, 2) },
  });
  const flags = fc.record({ gap: fc.boolean(), page: u32, complete: fc.boolean() });
  const given = new OrderBookFields(20);
  const changes = new OrderChangesFields(20);
  holds(
    t,
    fc.property(
      heads,
      flags,
      orders,
      orders,
      fc.array(change, { maxLength: 20 }),
      (head, flag, bids, asks, by) => {
        out.reset();
        putColumns(Object.assign(given, head, flag).bids, bids);
        putColumns(given.asks, asks);
        same(market.orderBookSnapshot(out, given), true, 'written');
        const page = read(out, Body.OrderBookSnapshot, new wire.OrderBookSnapshot());
        sameHead(page, head);
        same(page.bidsLength(), bids.length, 'bids');
        asks.forEach(({ idLow, idHigh, price }, i) => {
          same(page.asks(i)!.orderId(), uint64(idLow, idHigh), 'order id');
          same(page.asks(i)!.price(), BigInt(price), 'price');
        });
        const found = new OrderBookFields(0);
        opened(fromEngine, out.frame(), Body.OrderBookSnapshot).orderBookSnapshot(found);
        sameFields(found, { ...head, ...flag, outOfRange: false });
        sameColumns(found.bids, bids);
        sameColumns(found.asks, asks);

        out.reset();
        putColumns(Object.assign(changes, head, { complete: flag.complete }), by);
        same(market.orderBookIncrement(out, changes), true, 'written');
        const increment = read(out, Body.OrderBookIncrement, new wire.OrderBookIncrement());
        by.forEach(({ action, side, last }, i) => {
          same(increment.changes(i)!.action(), action, 'action');
          same(increment.changes(i)!.side(), side, 'side');
          same(increment.changes(i)!.last(), BigInt(last), 'last');
        });
        const again = new OrderChangesFields(0);
        opened(fromEngine, out.frame(), Body.OrderBookIncrement).orderBookIncrement(again);
        sameFields(again, { ...head, complete: flag.complete, outOfRange: false });
        sameColumns(again, by);
      },
    ),
  );
});

type Columns = { count: number };
type Row = Record<string, number>;

function putColumns(into: Columns, rows: readonly Row[]): void {
  into.count = rows.length;
  const columns = into as unknown as Record<string, Float64Array>;
  rows.forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) columns[name][i] = value;
  });
}

function sameColumns(found: Columns, rows: readonly Row[]): void {
  same(found.count, rows.length, 'count');
  const columns = found as unknown as Record<string, Float64Array>;
  rows.forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) same(columns[name][i], value, name);
  });
}

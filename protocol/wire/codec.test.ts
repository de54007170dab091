/**
 * Our codec against flatc's: what the generated builder writes our decoder reads, and what our encoders write the
 * generated classes read, for every message type.
 */
import * as fc from 'fast-check';
import { Builder, ByteBuffer } from 'flatbuffers';
import t, { type Test } from 'tap';
import { REASON_TEXT, Reason } from '../codes/reasons.js';
import * as wire from '../generated/pregao/wire.js';
import { ClientEncoder } from './client-encoder.js';
import { FrameDecoder } from './decoder.js';
import { EngineEncoder } from './engine-encoder.js';
import {
  BookFields,
  MassCancelFields,
  MassCancelReportFields,
  NewOrderFields,
  OrderRequestFields,
  ReportFields,
  TradeFields,
} from './fields.js';
import { MarketDataEncoder } from './market-data-encoder.js';
import {
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeSnapshotFields,
} from './market-data-fields.js';
import { OutputBuffer } from './output-buffer.js';
import {
  CLIENT_MESSAGES,
  ENGINE_MESSAGES,
  MAX_CLIENT_FRAME_BYTES,
  MAX_ENGINE_FRAME_BYTES,
} from './protocol.js';
import * as session from './session-messages.js';

const { Body } = wire;
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = 200;
t.comment(`seed ${SEED}`);

const engine = new EngineEncoder();
const market = new MarketDataEncoder();
const client = new ClientEncoder();
const fromClient = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
const fromEngine = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);

const u8 = fc.integer({ min: 0, max: 255 });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.oneof(fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const i32 = fc.oneof(fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)), fc.integer());
const i64 = fc.oneof(fc.constantFrom(0, -1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1), fc.maxSafeInteger());
const u53 = fc.oneof(fc.constantFrom(0, 1, 2 ** 32, 2 ** 53 - 1), fc.maxSafeNat());
const nanos = fc.integer({ min: 0, max: 999_999_999 });
const time = { seconds: u32.filter((s) => s < 2 ** 32), nanos };
const event = { sequence: u53, index: fc.integer({ min: 0, max: 0xffffff }) };

const bigTime = (f: { seconds: number; nanos: number }): bigint =>
  BigInt(f.seconds) * 1_000_000_000n + BigInt(f.nanos);
const uint64 = (low: number, high: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

/** The generated body of the only message in the buffer. */
function read<T extends { __init(at: number, buffer: ByteBuffer): T }>(
  out: OutputBuffer,
  type: wire.Body,
  into: T,
): T {
  const message = wire.Message.getSizePrefixedRootAsMessage(new ByteBuffer(out.frame()));
  same(message.bodyType(), type, 'type');
  same(out.i32[0], out.length - 4, 'size prefix');
  return message.body(into);
}

/** One message written with the generated builder, defaults present or left out. */
function built(
  type: wire.Body,
  number: number,
  force: boolean,
  body: (builder: Builder) => number,
): Uint8Array {
  const builder = new Builder(16);
  builder.forceDefaults(force);
  const message = wire.Message.createMessage(builder, number, type, body(builder));
  wire.Message.finishSizePrefixedMessageBuffer(builder, message);
  return builder.asUint8Array();
}

function opened(decoder: FrameDecoder, frame: Uint8Array, type: wire.Body): FrameDecoder {
  same(decoder.open(frame), Reason.None, 'verdict');
  same(decoder.next(), true, 'next');
  same(decoder.type, type, 'type');
  return decoder;
}

function holds<T>(t: Test, property: fc.IProperty<T>): void {
  fc.assert(property, { seed: SEED, numRuns: RUNS });
  t.pass(`${RUNS} cases`);
}

/** Compares without a tap assertion a field, which would cost more than the codec. */
function same(found: unknown, wanted: unknown, what: string): void {
  if (!Object.is(found, wanted)) throw new Error(`${what}: found ${found}, wanted ${wanted}`);
}

function sameFields(found: object, wanted: object): void {
  for (const [key, value] of Object.entries(wanted))
    same((found as Record<string, unknown>)[key], value, key);
}

const newOrders = fc.record({
  clientIdLow: i32,
  clientIdHigh: i32,
  account: u32,
  instrument: u32,
  side: u8,
  ordType: u8,
  timeInForce: u8,
  postOnly: fc.boolean(),
  price: i64,
  quantity: i64,
});
const requests = fc.record({
  orderIdLow: i32,
  orderIdHigh: i32,
  clientIdLow: i32,
  clientIdHigh: i32,
  account: u32,
  instrument: u32,
  price: i64,
  quantity: i64,
});
const scopes = fc.record({ account: u32, instrument: u32, side: u8, ownSession: fc.boolean() });

t.test('NewOrder', async (t) => {
  const out = new OutputBuffer(256);
  const found = new NewOrderFields();
  holds(
    t,
    fc.property(u32, newOrders, fc.boolean(), (number, fields, force) => {
      out.reset();
      const order = Object.assign(new NewOrderFields(), fields);
      same(client.newOrder(out, number, order), true, 'written');
      const body = read(out, Body.NewOrder, new wire.NewOrder());
      same(body.clientOrderId(), uint64(fields.clientIdLow, fields.clientIdHigh), 'client order id');
      same(body.account(), fields.account, 'account');
      same(body.instrument(), fields.instrument, 'instrument');
      same(body.side(), fields.side, 'side');
      same(body.ordType(), fields.ordType, 'ord type');
      same(body.timeInForce(), fields.timeInForce, 'time in force');
      same(body.postOnly(), fields.postOnly, 'post only');
      same(body.price(), BigInt(fields.price), 'price');
      same(body.quantity(), BigInt(fields.quantity), 'quantity');
      const frame = built(Body.NewOrder, number, force, (builder) =>
        plainOrder(builder, body, BigInt(fields.price)),
      );
      for (const bytes of [out.frame(), frame]) {
        const decoder = opened(fromClient, bytes, Body.NewOrder);
        same(decoder.number, number, 'number');
        decoder.newOrder(found);
        sameFields(found, { ...fields, outOfRange: false, extended: false });
      }
    }),
  );
});

/** With the fields that most orders have, as the generated builder writes them. */
function plainOrder(builder: Builder, order: wire.NewOrder, price: bigint): number {
  wire.NewOrder.startNewOrder(builder);
  wire.NewOrder.addClientOrderId(builder, order.clientOrderId());
  wire.NewOrder.addAccount(builder, order.account());
  wire.NewOrder.addInstrument(builder, order.instrument());
  wire.NewOrder.addSide(builder, order.side());
  wire.NewOrder.addOrdType(builder, order.ordType());
  wire.NewOrder.addTimeInForce(builder, order.timeInForce());
  wire.NewOrder.addPostOnly(builder, order.postOnly());
  wire.NewOrder.addPrice(builder, price);
  wire.NewOrder.addQuantity(builder, order.quantity());
  return wire.NewOrder.endNewOrder(builder);
}

t.test('ReplaceOrder and CancelOrder', async (t) => {
  const out = new OutputBuffer(256);
  const found = new OrderRequestFields();
  holds(
    t,
    fc.property(u32, requests, fc.boolean(), (number, fields, force) => {
      const orderId = uint64(fields.orderIdLow, fields.orderIdHigh);
      const clientId = uint64(fields.clientIdLow, fields.clientIdHigh);
      const { account, instrument, price, quantity } = fields;
      out.reset();
      client.replaceOrder(out, number, { ...fields, outOfRange: false });
      const replace = read(out, Body.ReplaceOrder, new wire.ReplaceOrder());
      same(replace.orderId(), orderId, 'order id');
      same(replace.clientOrderId(), clientId, 'client order id');
      same(replace.account(), account, 'account');
      same(replace.instrument(), instrument, 'instrument');
      same(replace.price(), BigInt(price), 'price');
      same(replace.quantity(), BigInt(quantity), 'quantity');
      const replaceFrame = built(Body.ReplaceOrder, number, force, (builder) =>
        wire.ReplaceOrder.createReplaceOrder(
          builder,
          orderId,
          clientId,
          account,
          instrument,
          BigInt(price),
          BigInt(quantity),
        ),
      );
      for (const bytes of [out.frame(), replaceFrame]) {
        opened(fromClient, bytes, Body.ReplaceOrder).replaceOrder(found);
        same(fromClient.number, number, 'number');
        sameFields(found, { ...fields, outOfRange: false });
      }
      out.reset();
      client.cancelOrder(out, number, { ...fields, outOfRange: false });
      const cancel = read(out, Body.CancelOrder, new wire.CancelOrder());
      same(cancel.orderId(), orderId, 'order id');
      same(cancel.clientOrderId(), clientId, 'client order id');
      same(cancel.account(), account, 'account');
      same(cancel.instrument(), instrument, 'instrument');
      const cancelFrame = built(Body.CancelOrder, number, force, (builder) =>
        wire.CancelOrder.createCancelOrder(builder, orderId, clientId, account, instrument),
      );
      for (const bytes of [out.frame(), cancelFrame]) {
        opened(fromClient, bytes, Body.CancelOrder).cancelOrder(found);
        sameFields(found, { ...fields, price: 0, quantity: 0, outOfRange: false });
      }
    }),
  );
});

t.test('MassCancel', async (t) => {
  const out = new OutputBuffer(256);
  const found = new MassCancelFields();
  holds(
    t,
    fc.property(u32, scopes, fc.boolean(), (number, fields, force) => {
      out.reset();
      client.massCancel(out, number, fields);
      const body = read(out, Body.MassCancel, new wire.MassCancel());
      same(body.account(), fields.account, 'account');
      same(body.instrument(), fields.instrument, 'instrument');
      same(body.side(), fields.side, 'side');
      same(body.ownSession(), fields.ownSession, 'own session');
      const frame = built(Body.MassCancel, number, force, (builder) =>
        wire.MassCancel.createMassCancel(
          builder,
          fields.account,
          fields.instrument,
          fields.side,
          fields.ownSession,
        ),
      );
      for (const bytes of [out.frame(), frame]) {
        opened(fromClient, bytes, Body.MassCancel).massCancel(found);
        sameFields(found, fields);
      }
    }),
  );
});

t.test('a price or quantity of 2^53 and beyond reads 0 and is flagged', async (t) => {
  const found = new NewOrderFields();
  const out = new OutputBuffer(256);
  client.newOrder(out, 1, Object.assign(new NewOrderFields(), { quantity: 5 }));
  const order = read(out, Body.NewOrder, new wire.NewOrder());
  const edge = 2n ** 53n;
  for (const [value, fits] of [
    [edge, false],
    [-edge, false],
    [edge - 1n, true],
    [1n - edge, true],
    [2n ** 63n - 1n, false],
    [-(2n ** 63n), false],
  ] as const) {
    const frame = built(Body.NewOrder, 1, false, (builder) => plainOrder(builder, order, value));
    opened(fromClient, frame, Body.NewOrder).newOrder(found);
    t.equal(found.outOfRange, !fits, `${value}`);
    t.equal(found.price, fits ? Number(value) : 0);
    t.equal(found.quantity, 5);
  }
});

const reports = fc.record({
  ...event,
  ...time,
  orderIdLow: i32,
  orderIdHigh: i32,
  clientIdLow: i32,
  clientIdHigh: i32,
  price: i64,
  total: i64,
  executed: i64,
  open: i64,
  last: i64,
  instrument: u32,
  account: u32,
  side: u8,
  ordType: u8,
  timeInForce: u8,
  messageNumber: u32,
  reason: fc.oneof(u16, fc.constantFrom(...Object.keys(REASON_TEXT).map(Number))),
  lastPrice: i64,
  liquidity: u8,
  executionSequence: u53,
  executionIndex: u32,
  parentIdLow: i32,
  parentIdHigh: i32,
  route: u8,
  status: u8,
});
type Report = ReportFields extends infer R ? Omit<R & object, 'outOfRange'> : never;

/** Generated class of each report type and which of the optional members it has. */
const REPORT_TYPES = [
  [Body.OrderAccepted, wire.OrderAccepted, 'number'],
  [Body.OrderRejected, wire.OrderRejected, 'number reason text'],
  [Body.OrderReplaced, wire.OrderReplaced, 'number'],
  [Body.ReplaceRejected, wire.ReplaceRejected, 'number reason text'],
  [Body.OrderCancelled, wire.OrderCancelled, 'number reason'],
  [Body.CancelRejected, wire.CancelRejected, 'number reason text'],
  [Body.OrderExecuted, wire.OrderExecuted, 'execution'],
  [Body.OrderExpired, wire.OrderExpired, 'reason'],
  [Body.OrderRestated, wire.OrderRestated, 'reason'],
  [Body.OrderTriggered, wire.OrderTriggered, ''],
  [Body.OrderPending, wire.OrderPending, 'number reason'],
  [Body.ChildReport, wire.ChildReport, 'reason child'],
] as const;

function expectState(order: wire.OrderState, fields: Report): void {
  same(order.event()!.sequence(), BigInt(fields.sequence), 'sequence');
  same(order.event()!.index(), fields.index, 'index');
  same(order.time(), BigInt.asIntN(64, bigTime(fields)), 'time');
  same(order.orderId(), uint64(fields.orderIdLow, fields.orderIdHigh), 'order id');
  same(order.clientOrderId(), uint64(fields.clientIdLow, fields.clientIdHigh), 'client order id');
  for (const key of ['price', 'total', 'executed', 'open', 'last'] as const)
    same(order[key](), BigInt(fields[key]), key);
  for (const key of ['instrument', 'account', 'side', 'ordType', 'timeInForce'] as const)
    same(order[key](), fields[key], key);
}

/** Writes the state with the generated code, inline in the table being built. */
function createState(builder: Builder, f: Report): number {
  return wire.OrderState.createOrderState(
    builder,
    BigInt(f.sequence),
    f.index,
    bigTime(f),
    uint64(f.orderIdLow, f.orderIdHigh),
    uint64(f.clientIdLow, f.clientIdHigh),
    BigInt(f.price),
    BigInt(f.total),
    BigInt(f.executed),
    BigInt(f.open),
    BigInt(f.last),
    f.instrument,
    f.account,
    f.side,
    f.ordType,
    f.timeInForce,
  );
}

/** What the decoder must give for a type: members it does not have read 0. */
function expectedReport(fields: Report, has: string): Report {
  const execution = has.includes('execution');
  return {
    ...fields,
    messageNumber: has.includes('number') ? fields.messageNumber : 0,
    reason: has.includes('reason') ? fields.reason : 0,
    lastPrice: execution ? fields.lastPrice : 0,
    liquidity: execution ? fields.liquidity : 0,
    executionSequence: execution ? fields.executionSequence : 0,
    executionIndex: execution ? fields.executionIndex : 0,
    ...(!has.includes('child') && { parentIdLow: 0, parentIdHigh: 0, route: 0, status: 0 }),
  };
}

for (const [type, Table, has] of REPORT_TYPES) {
  t.test(`report ${Body[type]}`, async (t) => {
    const out = new OutputBuffer(512);
    const found = new ReportFields();
    holds(
      t,
      fc.property(reports, fc.boolean(), (fields, force) => {
        out.reset();
        same(engine.report(out, type, { ...fields, outOfRange: false }), true, 'written');
        // biome-ignore lint/suspicious/noExplicitAny: the classes share no type
        const body: any = read(out, type, new Table() as any);
        expectState(body.order(), fields);
        if (has.includes('number')) same(body.messageNumber(), fields.messageNumber, 'message number');
        if (has.includes('reason')) same(body.reason(), fields.reason, 'reason');
        if (has.includes('text')) same(body.text(), REASON_TEXT[fields.reason as Reason] ?? '', 'text');
        if (has.includes('execution')) {
          same(body.executionId().sequence(), BigInt(fields.executionSequence), 'execution sequence');
          same(body.executionId().index(), fields.executionIndex, 'execution index');
          same(body.lastPrice(), BigInt(fields.lastPrice), 'last price');
          same(body.liquidity(), fields.liquidity, 'liquidity');
        }
        if (has.includes('child')) {
          same(body.parentOrderId(), uint64(fields.parentIdLow, fields.parentIdHigh), 'parent');
          same([body.route(), body.status()].join(), [fields.route, fields.status].join(), 'route, status');
        }
        const frame = built(type, 0, force, (builder) => {
          // biome-ignore lint/suspicious/noExplicitAny: the classes share no type
          const G = Table as any;
          const name = Body[type];
          G[`start${name}`](builder);
          if (has.includes('execution')) {
            G.addLiquidity(builder, fields.liquidity);
            G.addLastPrice(builder, BigInt(fields.lastPrice));
            const id = wire.EventId.createEventId(
              builder,
              BigInt(fields.executionSequence),
              fields.executionIndex,
            );
            G.addExecutionId(builder, id);
          }
          if (has.includes('child')) {
            G.addParentOrderId(builder, uint64(fields.parentIdLow, fields.parentIdHigh));
            G.addRoute(builder, fields.route);
            G.addStatus(builder, fields.status);
          }
          if (has.includes('reason')) G.addReason(builder, fields.reason);
          G.addOrder(builder, createState(builder, fields));
          if (has.includes('number')) G.addMessageNumber(builder, fields.messageNumber);
          return G[`end${name}`](builder);
        });
        for (const bytes of [out.frame(), frame]) {
          opened(fromEngine, bytes, type).report(found);
          sameFields(found, { ...expectedReport(fields, has), outOfRange: false });
        }
      }),
    );
  });
}

t.test('MassCancelReport', async (t) => {
  const out = new OutputBuffer(256);
  const found = new MassCancelReportFields();
  const fields = fc.record({ ...event, ...time, messageNumber: u32, cancelled: u32, reason: u16 });
  holds(
    t,
    fc.property(fields, (f) => {
      out.reset();
      engine.massCancelReport(out, f);
      const body = read(out, Body.MassCancelReport, new wire.MassCancelReport());
      same(body.event()!.sequence(), BigInt(f.sequence), 'sequence');
      same(body.event()!.index(), f.index, 'index');
      same(body.time(), bigTime(f), 'time');
      same(body.messageNumber(), f.messageNumber, 'message number');
      same(body.cancelled(), f.cancelled, 'cancelled');
      same(body.reason(), f.reason, 'reason');
      opened(fromEngine, out.frame(), Body.MassCancelReport).massCancelReport(found);
      sameFields(found, f);
    }),
  );
});

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
  body: wire.Trade | wire.BookTop | wire.TradeSnapshot | wire.OrderBookSnapshot,
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

t.test('Heartbeat, both ways', async (t) => {
  const out = new OutputBuffer(128);
  holds(
    t,
    fc.property(fc.record(time), (at) => {
      for (const [encoder, decoder] of [
        [engine, fromEngine],
        [client, fromClient],
      ] as const) {
        out.reset();
        encoder.heartbeat(out, at.seconds, at.nanos);
        opened(decoder, out.frame(), Body.Heartbeat);
        same(decoder.body(new wire.Heartbeat()).time(), bigTime(at), 'time');
      }
    }),
  );
});

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const bytes = fc.uint8Array({ maxLength: 64 });

t.test('Logon, SecurityListRequest, Subscribe, Unsubscribe, GapRequest', async (t) => {
  const out = new OutputBuffer(8192);
  const subscriptions = fc.record({
    levels: u16,
    trades: fc.boolean(),
    top: fc.boolean(),
    orders: fc.boolean(),
  });
  const logons = fc.record({
    keyId: text,
    signature: bytes,
    accounts: fc.array(text, { maxLength: 5 }),
    cancelOnDisconnect: fc.boolean(),
    lastEvent: fc.option(fc.record(event), { nil: undefined }),
    epoch: fc.option(u32, { nil: undefined }),
  });
  holds(
    t,
    fc.property(
      logons,
      u32,
      subscriptions,
      fc.constantFrom(1, 2, 3, 4),
      (logon, instrument, wanted, channel) => {
        out.reset();
        client.logon(out, logon);
        client.securityListRequest(out, logon.keyId);
        client.securityListRequest(out);
        client.subscribe(out, instrument, wanted);
        client.unsubscribe(out, instrument);
        client.gapRequest(out, instrument, channel, wanted.levels);
        const found = opened(fromClient, out.frame(), Body.Logon).body(new wire.Logon());
        same(found.version(), 1, 'version');
        same(found.keyId(), logon.keyId, 'key id');
        same(Buffer.compare(found.signatureArray()!, logon.signature), 0, 'signature');
        same(found.accountsLength(), logon.accounts.length, 'accounts');
        logon.accounts.forEach((name, i) => {
          same(found.accounts(i), name, 'account');
        });
        same(found.cancelOnDisconnect(), logon.cancelOnDisconnect, 'cancel on disconnect');
        same(
          found.lastEvent()?.sequence(),
          logon.lastEvent && BigInt(logon.lastEvent.sequence),
          'last event',
        );
        same(found.epoch(), logon.epoch ?? 0, 'epoch');
        fromClient.next();
        same(fromClient.body(new wire.SecurityListRequest()).symbol(), logon.keyId, 'symbol');
        fromClient.next();
        same(fromClient.body(new wire.SecurityListRequest()).symbol(), null, 'no symbol');
        fromClient.next();
        const subscribe = fromClient.body(new wire.Subscribe());
        same(subscribe.instrument(), instrument, 'instrument');
        same(subscribe.levels(), wanted.levels, 'levels');
        same(subscribe.trades(), wanted.trades, 'trades');
        same(subscribe.top(), wanted.top, 'top');
        same(subscribe.orders(), wanted.orders, 'orders');
        fromClient.next();
        same(fromClient.type, Body.Unsubscribe, 'type');
        same(fromClient.body(new wire.Unsubscribe()).instrument(), instrument, 'instrument');
        fromClient.next();
        const request = fromClient.body(new wire.GapRequest());
        sameFields(
          { instrument: request.instrument(), channel: request.channel(), from: request.from() },
          { instrument, channel, from: wanted.levels },
        );
        same(fromClient.next(), false, 'the last one');
      },
    ),
  );
});

t.test('Hello, logon answers, securities and errors', async (t) => {
  const out = new OutputBuffer(8192);
  const accounts = fc.array(fc.record({ id: u32, name: text }), { maxLength: 5 });
  const accepted = fc.record({
    session: u32,
    nextMessage: u32,
    accounts,
    lastEvent: fc.option(fc.record(event), { nil: undefined }),
    heartbeatMs: u32,
    gap: fc.boolean(),
  });
  holds(
    t,
    fc.property(u32, bytes, text, accepted, (number, challenge, words, logon) => {
      out.reset();
      session.writeHello(out, { epoch: number, challenge, engine: words });
      session.writeLogonAccepted(out, logon);
      session.writeLogonRejected(out, Reason.BadSignature);
      session.writeProtocolError(out, Reason.MalformedFrame, number, words);
      session.writeSecurityListEnd(out, number);
      const hello = opened(fromEngine, out.frame(), Body.Hello).body(new wire.Hello());
      same(hello.version(), 1, 'version');
      same(hello.epoch(), number, 'epoch');
      same(Buffer.compare(hello.challengeArray()!, challenge), 0, 'challenge');
      same(hello.engine(), words, 'engine');
      fromEngine.next();
      const found = fromEngine.body(new wire.LogonAccepted());
      same(found.session(), logon.session, 'session');
      same(found.nextMessage(), logon.nextMessage, 'next message');
      logon.accounts.forEach(({ id, name }, i) => {
        same(found.accounts(i)!.account(), id, 'account');
        same(found.accounts(i)!.name(), name, 'name');
      });
      same(found.lastEvent()?.index(), logon.lastEvent?.index, 'last event');
      same(found.heartbeatMs(), logon.heartbeatMs, 'heartbeat');
      same(found.gap(), logon.gap, 'gap');
      fromEngine.next();
      const rejected = fromEngine.body(new wire.LogonRejected());
      same(rejected.reason(), Reason.BadSignature, 'reason');
      same(rejected.text(), REASON_TEXT[Reason.BadSignature], 'text');
      fromEngine.next();
      const error = fromEngine.body(new wire.ProtocolError());
      same(error.reason(), Reason.MalformedFrame, 'reason');
      same(error.messageNumber(), number, 'message number');
      same(error.text(), words, 'text');
      fromEngine.next();
      same(fromEngine.body(new wire.SecurityListEnd()).count(), number, 'count');
    }),
  );
});

t.test('SecurityDefinition is in units of the fixed point', async (t) => {
  const out = new OutputBuffer(512);
  const instrument = {
    id: 7,
    symbol: 'BTC-USD',
    priceScale: 2,
    quantityScale: 8,
    tick: 5,
    lot: 1000,
    minPriceTicks: 1,
    maxPriceTicks: 2_000_000_000,
    maxQtyLots: 2 ** 50,
    maxNotional: 2 ** 52,
    referenceTicks: 0,
    marketMarginPercent: 5,
  };
  session.writeSecurityDefinition(out, instrument);
  const found = opened(fromEngine, out.frame(), Body.SecurityDefinition).body(new wire.SecurityDefinition());
  t.equal(found.instrument(), 7);
  t.equal(found.symbol(), 'BTC-USD');
  t.equal(found.priceScale(), 2);
  t.equal(found.quantityScale(), 8);
  t.equal(found.tick(), 5n);
  t.equal(found.lot(), 1000n);
  t.equal(found.minPrice(), 5n);
  t.equal(found.maxPrice(), 10_000_000_000n);
  t.equal(found.maxQuantity(), 2n ** 50n * 1000n, 'beyond 2^53 and exact');
});

t.test('a message that does not fit is not written', async (t) => {
  const out = new OutputBuffer(256);
  const report = new ReportFields();
  t.ok(engine.report(out, Body.OrderAccepted, report));
  const length = out.length;
  t.notOk(engine.report(out, Body.OrderRejected, { ...report, reason: Reason.MessageNumberTooHigh }));
  t.notOk(session.writeProtocolError(out, Reason.MessageNumberTooHigh, 1));
  t.notOk(market.bookSnapshot(out, Object.assign(new BookFields(10), { gap: true })));
  t.equal(out.length, length);
  t.equal(fromEngine.open(out.frame()), Reason.None, 'what was written before is whole');
});

t.test('many messages of all sizes share a frame', async (t) => {
  const out = new OutputBuffer(64 * 1024);
  const wanted: wire.Body[] = [];
  const report = new ReportFields();
  for (let i = 0; i < 100; i++) {
    const type = REPORT_TYPES[i % REPORT_TYPES.length][0];
    report.sequence = i;
    report.reason = Object.keys(REASON_TEXT).map(Number)[i % 40];
    t.ok(engine.report(out, type, report));
    wanted.push(type);
  }
  t.equal(fromEngine.open(out.frame().slice().buffer), Reason.None, 'an ArrayBuffer will do as well');
  const found = new ReportFields();
  for (const [i, type] of wanted.entries()) {
    t.ok(fromEngine.next());
    t.equal(fromEngine.type, type);
    fromEngine.report(found);
    t.equal(found.sequence, i);
  }
  t.notOk(fromEngine.next());
});

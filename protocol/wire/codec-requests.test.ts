/** Requests of clients: what the generated builder writes our decoder reads, and what our encoder writes the generated classes read. */
import * as fc from 'fast-check';
import type { Builder } from 'flatbuffers';
import t from 'tap';
import * as wire from '../generated/pregao/wire.js';
import { MassCancelFields, NewOrderFields, OrderRequestFields } from './fields.js';
import { OutputBuffer } from './output-buffer.js';
import {
  built,
  client,
  fromClient,
  holds,
  i32,
  i64,
  opened,
  read,
  SEED,
  same,
  sameFields,
  u8,
  u32,
  uint64,
} from './test-codec.js';

const { Body } = wire;
t.comment(`seed ${SEED}`);

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

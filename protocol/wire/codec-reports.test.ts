/** Reports of the engine, both ways against flatc's classes; and many of them in one frame. */
import * as fc from 'fast-check';
import type { Builder } from 'flatbuffers';
import t from 'tap';
import { REASON_TEXT, Reason } from '../codes/reasons.js';
import * as wire from '../generated/pregao/wire.js';
import { BookFields, MassCancelReportFields, ReportFields } from './fields.js';
import { OutputBuffer } from './output-buffer.js';
import * as session from './session-messages.js';
import {
  bigTime,
  built,
  engine,
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
  u16,
  u32,
  u53,
  uint64,
} from './test-codec.js';

const { Body } = wire;
t.comment(`seed ${SEED}`);

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

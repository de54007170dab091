/** Quotes, protections and their answers: there and back, against the generated code. */
import * as fc from 'fast-check';
import { ByteBuffer } from 'flatbuffers';
import t from 'tap';
import { Reason } from '../codes/reasons.js';
import * as wire from '../generated/pregao/wire.js';
import { ClientEncoder } from './client-encoder.js';
import { FrameDecoder } from './decoder.js';
import { EngineEncoder } from './engine-encoder.js';
import { OutputBuffer } from './output-buffer.js';
import { CLIENT_MESSAGES, ENGINE_MESSAGES, isNumbered, MAX_CLIENT_FRAME_BYTES } from './protocol.js';
import { QuoteFields, QuoteProtectionFields, QuoteReportFields } from './quote-messages.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${SEED}`);

const client = new ClientEncoder();
const engine = new EngineEncoder();
const fromClient = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
const fromEngine = new FrameDecoder(ENGINE_MESSAGES, MAX_CLIENT_FRAME_BYTES);

const u8 = fc.integer({ min: 0, max: 255 });
const u16 = fc.integer({ min: 0, max: 2 ** 16 - 1 });
const u32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const i32 = fc.integer();
const i64 = fc.oneof(fc.constantFrom(0, -1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1), fc.maxSafeInteger());

const anyQuote = fc.record({
  quoteIdLow: i32,
  quoteIdHigh: i32,
  account: u32,
  instrument: u32,
  bidPrice: i64,
  bidQuantity: i64,
  offerPrice: i64,
  offerQuantity: i64,
  postOnly: fc.boolean(),
  selfTradePrevention: u8,
  preventWithinFirm: fc.boolean(),
  outOfRange: fc.constant(false),
});

const header = {
  sequence: fc.nat(),
  index: u32,
  seconds: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  nanos: fc.integer({ min: 0, max: 999_999_999 }),
  messageNumber: u32,
  reason: u16,
};
const anyQuoteReport = fc.record({
  ...header,
  quoteIdLow: i32,
  quoteIdHigh: i32,
  account: u32,
  instrument: u32,
  bidReason: u16,
  offerReason: u16,
});
const anyProtectionReport = fc.record({ ...header, executions: u32, windowNs: i64 });

const idOf = (low: number, high: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

function holds<Value>(value: fc.Arbitrary<Value>, check: (value: Value) => void): void {
  fc.assert(fc.property(value, check), { seed: SEED, numRuns: 300 });
}

function written(write: (out: OutputBuffer) => boolean): Uint8Array {
  const out = new OutputBuffer(512);
  if (!write(out)) throw new Error('no room');
  return out.frame().slice();
}

function opened(decoder: FrameDecoder, frame: Uint8Array, type: wire.Body): FrameDecoder {
  if (decoder.open(frame) !== Reason.None || !decoder.next()) throw new Error('the frame is refused');
  if (decoder.type !== type) throw new Error(`read as ${wire.Body[decoder.type]}`);
  return decoder;
}

function same(found: object, wanted: object): void {
  for (const [name, value] of Object.entries(wanted))
    if (!Object.is((found as Record<string, unknown>)[name], value))
      throw new Error(`${name} is ${(found as Record<string, unknown>)[name]}, not ${value}`);
}

const bodyOf = <Table>(frame: Uint8Array, into: Table): Table =>
  wire.Message.getSizePrefixedRootAsMessage(new ByteBuffer(frame)).body(into as never) as Table;

t.test('Quote', async () => {
  const found = new QuoteFields();
  holds(anyQuote, (quote) => {
    const frame = written((out) => client.quote(out, 7, quote));
    const body = bodyOf(frame, new wire.Quote());
    same(
      {
        id: body.quoteId(),
        numbers: [body.bidPrice(), body.bidQuantity(), body.offerPrice(), body.offerQuantity()].join(),
        small: [body.account(), body.instrument(), body.selfTradePrevention()].join(),
        flags: [body.postOnly(), body.preventWithinFirm()].join(),
      },
      {
        id: idOf(quote.quoteIdLow, quote.quoteIdHigh),
        numbers: [quote.bidPrice, quote.bidQuantity, quote.offerPrice, quote.offerQuantity].join(),
        small: [quote.account, quote.instrument, quote.selfTradePrevention].join(),
        flags: [quote.postOnly, quote.preventWithinFirm].join(),
      },
    );
    opened(fromClient, frame, wire.Body.Quote).quote(found);
    same(found, quote);
  });
});

t.test('QuoteProtection', async () => {
  const found = new QuoteProtectionFields();
  holds(fc.record({ executions: u32, windowNs: i64, outOfRange: fc.constant(false) }), (protection) => {
    const frame = written((out) => client.quoteProtection(out, 7, protection));
    const body = bodyOf(frame, new wire.QuoteProtection());
    same(
      { executions: body.executions(), window: body.window() },
      { executions: protection.executions, window: BigInt(protection.windowNs) },
    );
    opened(fromClient, frame, wire.Body.QuoteProtection).quoteProtection(found);
    same(found, protection);
  });
});

t.test('QuoteReport', async () => {
  const found = new QuoteReportFields();
  holds(anyQuoteReport, (fields) => {
    const report = Object.assign(new QuoteReportFields(), fields);
    const frame = written((out) => engine.quoteReport(out, wire.Body.QuoteReport, report));
    const body = bodyOf(frame, new wire.QuoteReport());
    same(
      {
        id: body.quoteId(),
        event: [body.event()!.sequence(), body.event()!.index(), body.time()].join(),
        reasons: [body.reason(), body.bidReason(), body.offerReason()].join(),
        small: [body.messageNumber(), body.account(), body.instrument()].join(),
      },
      {
        id: idOf(fields.quoteIdLow, fields.quoteIdHigh),
        event: [
          fields.sequence,
          fields.index,
          BigInt.asIntN(64, BigInt(fields.seconds) * 1_000_000_000n + BigInt(fields.nanos)),
        ].join(),
        reasons: [fields.reason, fields.bidReason, fields.offerReason].join(),
        small: [fields.messageNumber, fields.account, fields.instrument].join(),
      },
    );
    opened(fromEngine, frame, wire.Body.QuoteReport).quoteReport(found);
    same(found, fields);
  });
});

t.test('QuoteProtectionReport', async () => {
  const found = new QuoteReportFields();
  holds(anyProtectionReport, (fields) => {
    const report = Object.assign(new QuoteReportFields(), fields);
    const frame = written((out) => engine.quoteReport(out, wire.Body.QuoteProtectionReport, report));
    const body = bodyOf(frame, new wire.QuoteProtectionReport());
    same(
      { executions: body.executions(), window: body.window(), reason: body.reason() },
      { executions: fields.executions, window: BigInt(fields.windowNs), reason: fields.reason },
    );
    opened(fromEngine, frame, wire.Body.QuoteProtectionReport).quoteReport(found);
    same(found, fields);
  });
});

t.test('a price beyond 2^53 reads 0 and is flagged; what is left out is 0', async (t) => {
  const found = new QuoteFields();
  const frame = written((out) => client.quote(out, 1, new QuoteFields()));
  const body = bodyOf(frame, new wire.Quote());
  new DataView(frame.buffer).setBigInt64(body.bb_pos + body.bb!.__offset(body.bb_pos, 10), 2n ** 53n, true);
  opened(fromClient, frame, wire.Body.Quote).quote(found);
  t.match(found, { bidPrice: 0, outOfRange: true });
  opened(
    fromClient,
    written((out) => client.quote(out, 1, new QuoteFields())),
    wire.Body.Quote,
  ).quote(found);
  t.match(found, { bidPrice: 0, outOfRange: false });
});

t.test('they are numbered, and only the ones that a client sends', async (t) => {
  t.ok(isNumbered(wire.Body.Quote) && isNumbered(wire.Body.QuoteProtection));
  t.notOk(isNumbered(wire.Body.QuoteReport) || isNumbered(wire.Body.QuoteProtectionReport));
  const report = written((out) => engine.quoteReport(out, wire.Body.QuoteReport, new QuoteReportFields()));
  t.equal(fromClient.open(report), Reason.UnknownMessage);
});

/**
 * Attacks on the decoder: random bytes, every single-byte change and every truncation of valid frames, and hand-made
 * offset tricks. It must never throw, hang or read outside, and what it lets pass must be readable.
 */
import { Builder, ByteBuffer } from 'flatbuffers';
import t, { type Test } from 'tap';
import { Reason } from '../codes/reasons.js';
import * as wire from '../generated/pregao/wire.js';
import { FrameDecoder } from './decoder.js';
import {
  BookFields,
  MassCancelFields,
  MassCancelReportFields,
  NewOrderFields,
  OrderRequestFields,
  ReportFields,
  TradeFields,
} from './fields.js';
import { CLIENT_MESSAGES, ENGINE_MESSAGES } from './protocol.js';
import { QuoteFields, QuoteProtectionFields, QuoteReportFields } from './quote-messages.js';
import { clientFrames, engineFrames } from './test-sample-frames.js';
import { TradeChangeFields } from './trade-change.js';

const { Body } = wire;
const MAX_BYTES = 64 * 1024;
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${SEED}`);

const fromClient = new FrameDecoder(CLIENT_MESSAGES, MAX_BYTES);
const fromEngine = new FrameDecoder(ENGINE_MESSAGES, MAX_BYTES);
const ALLOWED = new Set([Reason.None, Reason.MalformedFrame, Reason.UnknownMessage, Reason.FrameTooLarge]);

/** xorshift32: the same seed gives the same attack. */
function random(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const order = new NewOrderFields();
const request = new OrderRequestFields();
const scope = new MassCancelFields();
const report = new ReportFields();
const massCancelReport = new MassCancelReportFields();
const quote = new QuoteFields();
const protection = new QuoteProtectionFields();
const quoteReport = new QuoteReportFields();
const tradeChange = new TradeChangeFields();
const trade = new TradeFields();
const book = new BookFields(100);

/** Opens the frame and reads every field of every message that passed; a read outside the frame throws. */
function attack(decoder: FrameDecoder, frame: Uint8Array): Reason {
  const reason = decoder.open(frame);
  if (!ALLOWED.has(reason)) throw new Error(`reason ${reason}`);
  let messages = 0;
  while (decoder.next()) {
    if (++messages > frame.length / 16) throw new Error('more messages than the frame can hold');
    readAll(decoder, frame);
  }
  if (reason !== Reason.None && messages > 0) throw new Error('a refused frame delivered a message');
  return reason;
}

function readAll(decoder: FrameDecoder, frame: Uint8Array): void {
  const { type } = decoder;
  if (type >= Body.OrderAccepted && type <= Body.OrderTriggered) decoder.report(report);
  else if (type === Body.NewOrder) decoder.newOrder(order);
  else if (type === Body.ReplaceOrder) decoder.replaceOrder(request);
  else if (type === Body.CancelOrder) decoder.cancelOrder(request);
  else if (type === Body.MassCancel) decoder.massCancel(scope);
  else if (type === Body.MassCancelReport) decoder.massCancelReport(massCancelReport);
  else if (type === Body.Quote) decoder.quote(quote);
  else if (type === Body.QuoteProtection) decoder.quoteProtection(protection);
  else if (type === Body.QuoteReport || type === Body.QuoteProtectionReport) decoder.quoteReport(quoteReport);
  else if (type === Body.TradeBusted || type === Body.TradeCorrected) decoder.tradeChange(tradeChange);
  else if (type === Body.Trade) decoder.trade(trade);
  else if (type === Body.BookSnapshot || type === Body.BookIncrement) decoder.book(book);
  readGenerated(decoder, frame);
}

/** The same through the generated classes, whose reads outside would be silent: on a buffer that throws instead. */
function readGenerated(decoder: FrameDecoder, frame: Uint8Array): void {
  // biome-ignore lint/suspicious/noExplicitAny: found by name
  const Table = (wire as any)[Body[decoder.type]];
  const body = decoder.body(new Table() as Generated);
  body.bb = new GuardedBuffer(frame);
  readAccessors(body);
}

interface Generated {
  bb: ByteBuffer;
  __init(at: number, buffer: ByteBuffer): Generated;
}

function readAccessors(table: Generated): void {
  const accessors = table as unknown as Record<string, (index?: number) => unknown>;
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(table))) {
    if (name === 'constructor' || name === '__init') continue;
    const length = accessors[`${name}Length`]?.call(table) as number | undefined;
    if (length === 0) continue;
    const value = accessors[name].call(table, (length ?? 1) - 1);
    if (value !== null && typeof value === 'object' && 'bb' in value) readAccessors(value as Generated);
  }
}

class GuardedBuffer extends ByteBuffer {
  override readUint8(at: number): number {
    return super.readUint8(this.inside(at, 1));
  }
  override readInt8(at: number): number {
    return super.readInt8(this.inside(at, 1));
  }
  override readUint16(at: number): number {
    return super.readUint16(this.inside(at, 2));
  }
  override readInt16(at: number): number {
    return super.readInt16(this.inside(at, 2));
  }
  override readUint32(at: number): number {
    return super.readUint32(this.inside(at, 4));
  }
  override readInt32(at: number): number {
    return super.readInt32(this.inside(at, 4));
  }
  override readUint64(at: number): bigint {
    return super.readUint64(this.inside(at, 8));
  }
  override readInt64(at: number): bigint {
    return super.readInt64(this.inside(at, 8));
  }
  override __string(at: number): string | Uint8Array {
    const start = at + this.readInt32(at);
    this.inside(start + 4, this.readInt32(start));
    return super.__string(at);
  }
  private inside(at: number, bytes: number): number {
    if (at < 0 || bytes < 0 || at + bytes > this.capacity())
      throw new Error(`read of ${bytes} bytes at ${at}`);
    return at;
  }
}

/** A copy at the end of a larger buffer, so that reading on would meet other bytes, not only the buffer's end. */
function embedded(frame: Uint8Array): Uint8Array {
  const larger = new Uint8Array(frame.length + 64).fill(0xff);
  larger.set(frame, 32);
  return larger.subarray(32, 32 + frame.length);
}

const samples: readonly (readonly [FrameDecoder, Map<string, Uint8Array>])[] = [
  [fromClient, clientFrames()],
  [fromEngine, engineFrames()],
];

t.test('the samples are valid and hold every message type', async (t) => {
  for (const [decoder, frames] of samples) {
    for (const [name, frame] of frames) t.equal(attack(decoder, embedded(frame)), Reason.None, name);
  }
  const names = samples.flatMap(([, frames]) => [...frames.keys()]);
  for (const type of [...CLIENT_MESSAGES, ...ENGINE_MESSAGES])
    t.ok(names.includes(Body[type]), `${Body[type]} is among the samples`);
});

t.test('every truncation is malformed', async (t) => {
  for (const [decoder, frames] of samples) {
    for (const [name, frame] of frames) {
      // (The frame of many messages may be cut between two of them.)
      for (let length = 0; length < frame.length; length++) {
        const reason = attack(decoder, embedded(frame.subarray(0, length)));
        if (reason !== Reason.MalformedFrame && name !== 'all')
          t.fail(`${name} cut to ${length} bytes gave ${reason}`);
      }
    }
  }
  t.pass('all of them');
});

t.test('every change of a single byte is refused or harmless', async (t) => {
  for (const [decoder, frames] of samples) {
    for (const [name, frame] of frames) if (name !== 'all') mutateBytes(decoder, frame);
  }
  t.pass('all of them');
});

function mutateBytes(decoder: FrameDecoder, frame: Uint8Array): void {
  const mutant = embedded(frame);
  for (let at = 0; at < frame.length; at++) {
    for (let value = 0; value < 256; value++) {
      mutant[at] = value;
      attack(decoder, mutant);
    }
    mutant[at] = frame[at];
  }
}

t.test('words replaced by offsets of all kinds, several at once', async (t) => {
  const next = random(SEED);
  const words = [0, 1, 4, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff];
  const started = performance.now();
  for (const [decoder, frames] of samples) {
    for (const frame of frames.values()) {
      for (let round = 0; round < 500; round++) {
        const mutant = embedded(frame);
        const view = new DataView(mutant.buffer, mutant.byteOffset, mutant.byteLength);
        for (let changes = 1 + (next() % 4); changes > 0; changes--) {
          const at = (next() % (frame.length >> 2)) << 2;
          const small = (next() % (2 * frame.length)) - frame.length;
          view.setInt32(at, next() % 2 === 0 ? small : words[next() % words.length], true);
        }
        attack(decoder, mutant);
      }
    }
  }
  t.ok(performance.now() - started < 10_000, 'in bounded time');
});

t.test('random bytes', async (t) => {
  const next = random(SEED + 1);
  let passed = 0;
  for (let round = 0; round < 20_000; round++) {
    const frame = new Uint8Array(next() % 200);
    for (let i = 0; i < frame.length; i++) frame[i] = next();
    // Half of them get a right frame around, so that they come further.
    if (round % 2 === 0 && frame.length > 12) dress(frame);
    if (attack(fromClient, frame) === Reason.None) passed++;
  }
  t.ok(passed < 100, `${passed} passed by chance`);
});

function dress(frame: Uint8Array): void {
  const view = new DataView(frame.buffer);
  view.setUint32(0, frame.length - 4, true);
  view.setUint32(4, 8 + (frame[4] % 32), true);
  frame.set(new TextEncoder().encode('PRG1'), 8);
}

t.test('too large, too small, empty', async (t) => {
  t.equal(fromClient.open(new Uint8Array(MAX_BYTES + 1)), Reason.FrameTooLarge);
  t.equal(fromClient.open(new ArrayBuffer(0)), Reason.MalformedFrame);
  t.equal(fromClient.open(new Uint8Array(19)), Reason.MalformedFrame);
  t.notOk(fromClient.next());
});

t.test('a faulty message refuses those before it as well', async (t) => {
  const heartbeat = clientFrames().get('Heartbeat')!;
  const frame = new Uint8Array([...heartbeat, ...heartbeat]);
  t.equal(attack(fromClient, frame), Reason.None);
  frame[heartbeat.length + 9] ^= 0xff;
  t.equal(fromClient.open(frame), Reason.MalformedFrame);
  t.notOk(fromClient.next(), 'the first one is not delivered');
  t.equal(fromClient.open(heartbeat), Reason.None, 'and the decoder goes on with the next frame');
  t.ok(fromClient.next());
});

t.test('a message of the other direction, and one of a later schema, are unknown', async (t) => {
  for (const [name, frame] of engineFrames()) {
    if (name !== 'Heartbeat' && name !== 'all')
      t.equal(attack(fromClient, frame), Reason.UnknownMessage, name);
  }
  for (const type of [0, 30, 200, 255]) {
    t.equal(attack(fromClient, withType(type)), Reason.UnknownMessage, `type ${type}`);
  }
});

function withType(type: number): Uint8Array {
  const builder = new Builder(64);
  builder.forceDefaults(true);
  const body = wire.Heartbeat.createHeartbeat(builder, 1n);
  wire.Message.finishSizePrefixedMessageBuffer(builder, wire.Message.createMessage(builder, 0, type, body));
  return builder.asUint8Array();
}

t.test('required fields must be there', async (t) => {
  const logon = frameOf(Body.Logon, (builder) => {
    wire.Logon.startLogon(builder);
    return builder.endObject();
  });
  t.equal(attack(fromClient, logon), Reason.MalformedFrame, 'Logon without key id');
  const accepted = frameOf(Body.OrderAccepted, (builder) => {
    wire.OrderAccepted.startOrderAccepted(builder);
    return builder.endObject();
  });
  t.equal(attack(fromEngine, accepted), Reason.MalformedFrame, 'OrderAccepted without order');
});

t.test('fields of a later schema are passed over', async (t) => {
  const frame = frameOf(Body.Unsubscribe, (builder) => {
    const words = builder.createString('what a newer client says');
    builder.startObject(3);
    builder.addFieldInt32(0, 7, 0);
    builder.addFieldOffset(2, words, 0);
    return builder.endObject();
  });
  t.equal(attack(fromClient, frame), Reason.None);
  fromClient.open(frame);
  fromClient.next();
  t.equal(fromClient.body(new wire.Unsubscribe()).instrument(), 7);
});

t.test('a small frame cannot be made expensive by sharing', async (t) => {
  const frame = frameOf(Body.Logon, (builder) => {
    const name = builder.createString('x'.repeat(20_000));
    const accounts = wire.Logon.createAccountsVector(builder, new Array(5_000).fill(name));
    const signature = wire.Logon.createSignatureVector(builder, []);
    wire.Logon.startLogon(builder);
    wire.Logon.addKeyId(builder, name);
    wire.Logon.addSignature(builder, signature);
    wire.Logon.addAccounts(builder, accounts);
    return wire.Logon.endLogon(builder);
  });
  t.equal(fromClient.open(frame), Reason.MalformedFrame, '100 MB of names in 40 KB');
});

t.test('lengths near 2^32 do not wrap', async (t) => {
  const logon = clientFrames().get('Logon')!;
  const view = new DataView(logon.buffer, logon.byteOffset, logon.byteLength);
  for (let at = 0; at + 4 <= logon.length; at += 4) {
    const kept = view.getUint32(at, true);
    for (const value of [0xffffffff, 0xfffffff0, 0x40000000, 0x3fffffff, 0x15555556]) {
      view.setUint32(at, value, true);
      attack(fromClient, logon);
    }
    view.setUint32(at, kept, true);
  }
  t.equal(attack(fromClient, logon), Reason.None);
});

t.test('the largest frame is verified in bounded time', async (t: Test) => {
  const heartbeat = clientFrames().get('Heartbeat')!;
  const count = Math.floor(MAX_BYTES / heartbeat.length);
  const frame = new Uint8Array(count * heartbeat.length);
  for (let i = 0; i < count; i++) frame.set(heartbeat, i * heartbeat.length);
  const started = performance.now();
  t.equal(fromClient.open(frame), Reason.None);
  t.ok(performance.now() - started < 500);
});

function frameOf(type: wire.Body, body: (builder: Builder) => number): Uint8Array {
  const builder = new Builder(64);
  wire.Message.finishSizePrefixedMessageBuffer(
    builder,
    wire.Message.createMessage(builder, 1, type, body(builder)),
  );
  return builder.asUint8Array();
}

/** What the tests of the codec share: values of every size, our codec, flatc's builder and generated classes, and comparing. */
import * as fc from 'fast-check';
import { Builder, ByteBuffer } from 'flatbuffers';
import type { Test } from 'tap';
import { Reason } from '../codes/reasons.js';
import * as wire from '../generated/pregao/wire.js';
import { ClientEncoder } from './client-encoder.js';
import { FrameDecoder } from './decoder.js';
import { EngineEncoder } from './engine-encoder.js';
import { MarketDataEncoder } from './market-data-encoder.js';
import type { OutputBuffer } from './output-buffer.js';
import {
  CLIENT_MESSAGES,
  ENGINE_MESSAGES,
  MAX_CLIENT_FRAME_BYTES,
  MAX_ENGINE_FRAME_BYTES,
} from './protocol.js';

export const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = 200;

export const engine = new EngineEncoder();
export const market = new MarketDataEncoder();
export const client = new ClientEncoder();
export const fromClient = new FrameDecoder(CLIENT_MESSAGES, MAX_CLIENT_FRAME_BYTES);
export const fromEngine = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);

export const u8 = fc.integer({ min: 0, max: 255 });
export const u16 = fc.integer({ min: 0, max: 0xffff });
export const u32 = fc.oneof(
  fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);
export const i32 = fc.oneof(fc.constantFrom(0, -1, 2 ** 31 - 1, -(2 ** 31)), fc.integer());
export const i64 = fc.oneof(
  fc.constantFrom(0, -1, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1),
  fc.maxSafeInteger(),
);
export const u53 = fc.oneof(fc.constantFrom(0, 1, 2 ** 32, 2 ** 53 - 1), fc.maxSafeNat());
export const nanos = fc.integer({ min: 0, max: 999_999_999 });
export const time = { seconds: u32.filter((s) => s < 2 ** 32), nanos };
export const event = { sequence: u53, index: fc.integer({ min: 0, max: 0xffffff }) };

export const bigTime = (f: { seconds: number; nanos: number }): bigint =>
  BigInt(f.seconds) * 1_000_000_000n + BigInt(f.nanos);
export const uint64 = (low: number, high: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

/** The generated body of the only message in the buffer. */
export function read<T extends { __init(at: number, buffer: ByteBuffer): T }>(
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
export function built(
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

export function opened(decoder: FrameDecoder, frame: Uint8Array, type: wire.Body): FrameDecoder {
  same(decoder.open(frame), Reason.None, 'verdict');
  same(decoder.next(), true, 'next');
  same(decoder.type, type, 'type');
  return decoder;
}

export function holds<T>(t: Test, property: fc.IProperty<T>): void {
  fc.assert(property, { seed: SEED, numRuns: RUNS });
  t.pass(`${RUNS} cases`);
}

/** Compares without a tap assertion a field, which would cost more than the codec. */
export function same(found: unknown, wanted: unknown, what: string): void {
  if (!Object.is(found, wanted)) throw new Error(`${what}: found ${found}, wanted ${wanted}`);
}

export function sameFields(found: object, wanted: object): void {
  for (const [key, value] of Object.entries(wanted))
    same((found as Record<string, unknown>)[key], value, key);
}

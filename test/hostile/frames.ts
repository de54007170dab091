/** What hostile clients send: valid messages at the wrong place, and what is left of them after random changes. */
import type { Random } from '../../engine/threads/random.js';
import type { ClientEncoder } from '../../protocol/wire/client-encoder.js';
import { NewOrderFields, OrderRequestFields } from '../../protocol/wire/fields.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import { MAX_CLIENT_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import { writeHello } from '../../protocol/wire/session-messages.js';
import { encoded } from './stranger.js';

/** As many as a frame takes. */
const MANY = 1_000;

export const anOrder = encoded((encoder, out) => encoder.newOrder(out, 1, new NewOrderFields()));
export const securityLists = encoded((encoder, out) => encoder.securityListRequest(out), MANY);
export const subscriptions = encoded(
  (encoder, out) => encoder.subscribe(out, 1, { levels: 256, trades: true, top: true, orders: true }),
  MANY,
);
export const tooLarge = new Uint8Array(MAX_CLIENT_FRAME_BYTES + 8);

/** All with the same number. */
export const cancels = (number: number, count = MANY): Uint8Array =>
  encoded((encoder, out) => encoder.cancelOrder(out, number, new OrderRequestFields()), count);

/** Of orders that nobody has, numbered from `number` on. */
export function numberedCancels(number: number, count: number): Uint8Array {
  let next = number;
  const write = (encoder: ClientEncoder, out: OutputBuffer) =>
    encoder.cancelOrder(
      out,
      next++,
      Object.assign(new OrderRequestFields(), { orderIdLow: 1, orderIdHigh: -1 }),
    );
  return encoded(write, count);
}

/** Only an engine says this. */
export function hello(): Uint8Array {
  const out = new OutputBuffer(1 << 10);
  writeHello(out, { epoch: 1, challenge: new Uint8Array(32), engine: 'no engine' });
  return out.frame().slice();
}

export const randomBytes = (random: Random, bytes: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, () => random.below(256));

export function mutated(random: Random, frame: Uint8Array): Uint8Array {
  const changed = frame.slice();
  for (let i = 0; i <= random.below(4); i++) changed[random.below(changed.length)] = random.below(256);
  return changed;
}

/** What comes to a web server's port. */
export function httpGarbage(random: Random): (string | Uint8Array)[] {
  return [
    randomBytes(random, 5_000),
    'GET\r\n\r\n',
    `GET /v1/orders HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`,
    'GET /v1/orders HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nabc',
    'POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzzzz\r\n',
    'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /v1/orders HTTP/1.1\r\nHo',
    '',
  ];
}

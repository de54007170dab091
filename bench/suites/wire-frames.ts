/**
 * The two frames of the suite `wire`: an order on its way in, an acknowledgement on its way out. The engine and the echo
 * server get and send frames of the same bytes, so a client's work is the same on both sides: it writes the next number
 * into an order, and finds the number of an acknowledgement by its place, which is learned from our own encoder.
 */
import { OrdType, Side } from '../../protocol/codes/enums.js';
import { Body } from '../../protocol/generated/pregao/wire.js';
import { ClientEncoder } from '../../protocol/wire/client-encoder.js';
import { FrameDecoder } from '../../protocol/wire/decoder.js';
import { EngineEncoder } from '../../protocol/wire/engine-encoder.js';
import { NewOrderFields, ReportFields } from '../../protocol/wire/fields.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import { ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import { frameHeader } from './wire-socket.js';

/** In the instrument's fixed point: what each order asks for. It meets a resting order and trades at once. */
export interface OrderTerms {
  readonly instrument: number;
  readonly price: number;
  readonly quantity: number;
}

const SIZE_BYTES = 4;
const FRAME_BYTES = 1_024;

/** Orders of one session, numbered. One buffer, written anew for each. */
export class OrderFrame {
  /** A WebSocket frame, header included. */
  readonly bytes: Buffer;
  private readonly out = new OutputBuffer(FRAME_BYTES);
  private readonly encoder = new ClientEncoder();
  private readonly order = new NewOrderFields();
  private readonly headerRoom: number;

  constructor(terms: OrderTerms, session: number) {
    Object.assign(this.order, terms, { side: Side.Buy, ordType: OrdType.Limit, clientIdHigh: session });
    const header = frameHeader(orderBytes(terms));
    this.headerRoom = Math.ceil(header.length / 8) * 8;
    this.number(1);
    this.bytes = Buffer.from(this.out.bytes.buffer, this.headerRoom - header.length);
    this.bytes = this.bytes.subarray(0, header.length + this.out.length - this.headerRoom);
    header.copy(this.bytes);
  }

  /** The next order: message number and client order id. */
  number(number: number): void {
    const { out, order } = this;
    out.length = this.headerRoom;
    order.clientIdLow = number;
    this.encoder.newOrder(out, number, order);
  }
}

/** Payload of an order. */
export function orderBytes(terms: OrderTerms): number {
  return orderPayload(terms, 0).length;
}

/** Where the message number stands in an order's payload. */
export function orderNumberAt(terms: OrderTerms): number {
  return firstDifference(orderPayload(terms, 1), orderPayload(terms, 2));
}

/** The acknowledgement of an order that trades at once: accepted, and executed. */
export function ackPayload(number: number): Buffer {
  return Buffer.concat([report(Body.OrderAccepted, number), report(Body.OrderExecuted, number)]);
}

/** Where the message number stands in an acknowledgement. */
export const ACK_NUMBER_AT = firstDifference(report(Body.OrderAccepted, 1), report(Body.OrderAccepted, 2));
/** Where the type stands in every message, counted from its root table. */
const TYPE_IN_ROOT = typeInRoot();

/** Walks the messages of one frame and tells the number of each acceptance. @throws Error anything else but executions */
export function readAcks(bytes: Buffer, start: number, end: number, acknowledged: (number: number) => void) {
  for (let at = start; at < end; at += SIZE_BYTES + bytes.readUInt32LE(at)) {
    const type = bytes[rootOf(bytes, at) + TYPE_IN_ROOT];
    if (type === Body.OrderAccepted) acknowledged(bytes.readUInt32LE(at + ACK_NUMBER_AT));
    else if (type !== Body.OrderExecuted)
      throw new Error(`expected acknowledgements: ${describe(bytes.subarray(start, end))}`);
  }
}

function typeInRoot(): number {
  const accepted = Buffer.from(report(Body.OrderAccepted, 1));
  return firstDifference(accepted, report(Body.OrderReplaced, 1)) - rootOf(accepted, 0);
}

function rootOf(bytes: Buffer, at: number): number {
  return at + SIZE_BYTES + bytes.readUInt32LE(at + SIZE_BYTES);
}

function describe(frame: Buffer): string {
  const decoder = new FrameDecoder(ENGINE_MESSAGES, MAX_ENGINE_FRAME_BYTES);
  const names: string[] = [];
  decoder.open(frame);
  while (decoder.next())
    names.push(`${Body[decoder.type]} ${frame.toString('latin1').replace(/[^ -~]+/g, ' ')}`);
  return names.join(', ');
}

function orderPayload(terms: OrderTerms, number: number): Uint8Array {
  const out = new OutputBuffer(FRAME_BYTES);
  const order = Object.assign(new NewOrderFields(), terms, { side: Side.Buy, ordType: OrdType.Limit });
  new ClientEncoder().newOrder(out, number, order);
  return out.frame();
}

function report(type: Body, messageNumber: number): Uint8Array {
  const out = new OutputBuffer(FRAME_BYTES);
  new EngineEncoder().report(out, type, Object.assign(new ReportFields(), { messageNumber }));
  return out.frame();
}

function firstDifference(one: Uint8Array, other: Uint8Array): number {
  return one.findIndex((byte, i) => byte !== other[i]);
}

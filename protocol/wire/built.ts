/** Messages that are too rare for a template: built with one reused FlatBuffers builder, then copied into the frame. */
import { Builder, type Offset } from 'flatbuffers';
import { type Body, EventId, Message } from '../generated/pregao/wire.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import { MESSAGE_ALIGN_BYTES } from './protocol.js';

export interface WireEventId {
  readonly sequence: number;
  readonly index: number;
}

const builder = new Builder(1024);

/** False: no room, nothing written. `body` builds the table and answers its offset. */
export function appendBuilt(out: OutputBuffer, type: Body, body: (builder: Builder) => Offset): boolean {
  builder.clear();
  Message.finishSizePrefixedMessageBuffer(builder, Message.createMessage(builder, 0, type, body(builder)));
  const message = builder.asUint8Array();
  const size = Math.ceil(message.length / MESSAGE_ALIGN_BYTES) * MESSAGE_ALIGN_BYTES;
  const at = out.claim(size);
  if (at === NO_ROOM) return false;
  out.bytes.set(message, at);
  out.bytes.fill(0, at + message.length, at + size);
  out.i32[at >> 2] = size - 4;
  return true;
}

export const createEventId = (into: Builder, { sequence, index }: WireEventId): Offset =>
  EventId.createEventId(into, BigInt(sequence), index);

/**
 * A message built once with the FlatBuffers builder, every field present (or all up to one) and zero: encoders copy it and patch the
 * fields, which is several times faster than the builder and allocates nothing. Made at start (and once per text of
 * a rejection), on any thread.
 */
import { Builder } from 'flatbuffers';
import { Check, ROOT_TABLE, TABLES, UNION_TABLES } from '../generated/layout.js';
import { type Body, Message } from '../generated/pregao/wire.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import { MESSAGE_ALIGN_BYTES } from './protocol.js';

const PREFIX_BYTES = 4;
/** Vtable offsets of all tables are below. */
const FIELDS_MAX = 64;

type Row = readonly [slot: number, check: Check, argument: number, required: number];

export class Template {
  readonly words: Int32Array;
  readonly bytes: number;
  /** Byte offset of Message.number. */
  readonly number: number;
  /** Byte offsets in the message, by vtable offset of the body's field. */
  private readonly positions: Int32Array;

  /**
   * @param texts contents of the type's string fields, in their order; '' where there are fewer
   * @param last vtable offset of the last field that it has; those behind it are left out
   */
  constructor(type: Body, texts: readonly string[] = [], last = FIELDS_MAX) {
    const rows = TABLES[UNION_TABLES[type]].filter(([slot]) => slot <= last);
    const message = padded(build(type, rows, texts));
    const view = new DataView(message.buffer);
    view.setUint32(0, message.length - PREFIX_BYTES, true);
    this.words = new Int32Array(message.buffer);
    this.bytes = message.length;
    const root = PREFIX_BYTES + view.getUint32(PREFIX_BYTES, true);
    const [number, , reference] = positions(view, root, TABLES[ROOT_TABLE]);
    const body = reference + view.getUint32(reference, true);
    this.number = number;
    this.positions = new Int32Array(FIELDS_MAX);
    positions(view, body, rows).forEach((at, i) => {
      this.positions[rows[i][0]] = at;
    });
  }

  /** Byte offset of a field of the body in the message; 0 = the type has no such field. */
  at(field: number): number {
    return this.positions[field];
  }

  /** Appends the message and room for `extraBytes` behind it; the byte offset where it stands, or NO_ROOM. */
  append(out: OutputBuffer, extraBytes = 0): number {
    const words = this.words;
    const at = out.claim(this.bytes + extraBytes);
    if (at === NO_ROOM) return NO_ROOM;
    const into = out.i32;
    const first = at >> 2;
    for (let i = 0; i < words.length; i++) into[first + i] = words[i];
    return at;
  }
}

export function putU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
}

function build(type: Body, rows: readonly Row[], texts: readonly string[]): Uint8Array {
  const builder = new Builder(512);
  builder.forceDefaults(true);
  const strings = rows.filter(([, check]) => check === Check.String);
  const body = table(
    builder,
    rows,
    rows.map((row) => reference(builder, row, texts[strings.indexOf(row)] ?? '')),
  );
  Message.finishSizePrefixedMessageBuffer(builder, Message.createMessage(builder, 0, type, body));
  return builder.asUint8Array();
}

/** Strings and vectors are built before their table; 0 for what stands in the table itself. */
function reference(builder: Builder, [, check, argument]: Row, text: string): number {
  if (check === Check.Inline) return 0;
  if (check === Check.String) return builder.createString(text);
  if (check !== Check.Vector) throw new Error('templates are for messages without nested tables');
  builder.startVector(argument, 0, 8);
  return builder.endVector();
}

/** Widest fields first, so that no padding is needed between them. */
function table(builder: Builder, rows: readonly Row[], references: readonly number[]): number {
  const order = rows.map((_, i) => i).sort((a, b) => inlineBytes(rows[b]) - inlineBytes(rows[a]));
  builder.startObject(rows.length);
  for (const i of order) {
    if (references[i] !== 0) builder.addFieldOffset(i, references[i], 0);
    else addZero(builder, i, rows[i][2]);
  }
  return builder.endObject();
}

const inlineBytes = ([, check, argument]: Row): number => (check === Check.Inline ? argument : 4);

function addZero(builder: Builder, id: number, bytes: number): void {
  if (bytes === 1) builder.addFieldInt8(id, 0, 0);
  else if (bytes === 2) builder.addFieldInt16(id, 0, 0);
  else if (bytes === 4) builder.addFieldInt32(id, 0, 0);
  else if (bytes === 8) builder.addFieldInt64(id, 0n, 0n);
  else {
    builder.prep(8, bytes);
    builder.pad(bytes);
    builder.addFieldStruct(id, builder.offset(), 0);
  }
}

/** Byte offsets of a table's fields. All are there, because defaults were forced. */
function positions(view: DataView, table: number, rows: readonly Row[]): number[] {
  const vtable = table - view.getInt32(table, true);
  return rows.map(([slot]) => {
    const offset = view.getUint16(vtable + slot, true);
    if (offset === 0) throw new Error(`the template lacks the field at vtable offset ${slot}`);
    return table + offset;
  });
}

/** In a buffer of its own, with zeros at the end up to a multiple of 8. */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = Math.ceil(bytes.length / MESSAGE_ALIGN_BYTES) * MESSAGE_ALIGN_BYTES;
  const result = new Uint8Array(size);
  result.set(bytes);
  return result;
}

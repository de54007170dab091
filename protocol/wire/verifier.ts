/**
 * Checks a message before anything is read from it: JavaScript's FlatBuffers has no verifier, and its readers follow
 * any offset. Every offset, vtable, vector, string and union type is held against the message's own bounds, field by
 * field as `generated/layout.ts` lists them; what passes can be read by offset or through the generated classes.
 * Used by `FrameDecoder` at both ends, for every message; allocates nothing and never throws.
 *
 * Stricter than FlatBuffers demands, never laxer: a field must lie within its table's stated size, table and vtable
 * are below 32 KiB (the generated readers take these sizes as signed), and references may not add up to more than
 * four times the message, so that shared parts cannot make a small frame expensive. Alignment is not asked for.
 */
import { Reason } from '../codes/reasons.js';
import { Check, FILE_IDENTIFIER, ROOT_TABLE, TABLES, UNION_TABLES } from '../generated/layout.js';
import type { Body } from '../generated/pregao/wire.js';

const ROW_WORDS = 4;
const IDENTIFIER_WORD = [...FILE_IDENTIFIER].reduce((word, c, i) => word | (c.charCodeAt(0) << (8 * i)), 0);
const MIN_TABLE_BYTES = 4;
const MAX_TABLE_BYTES = 0x7fff;
const REFERENCE_FACTOR = 4;

/** The rows of all tables in one typed array; those of table n from TABLE_AT[n] to TABLE_AT[n + 1]. */
const ROWS = Int32Array.from(TABLES.flat(2));
const TABLE_AT = Int32Array.from([0, ...TABLES.map((rows) => rows.length * ROW_WORDS)]);
for (let i = 1; i < TABLE_AT.length; i++) TABLE_AT[i] += TABLE_AT[i - 1];
const UNIONS = Int32Array.from(UNION_TABLES);
/** By table: its rows from here on are of fields that may be left out. */
const OPTIONAL_FROM = Int32Array.from(
  TABLES.map((rows, table) => TABLE_AT[table] + (rows.findLastIndex(isRequired) + 1) * ROW_WORDS),
);

function isRequired([, , , required]: readonly number[]): boolean {
  return required === 1;
}

export class Verifier {
  private readonly accepted: Uint8Array;
  private view: DataView = new DataView(new ArrayBuffer(0));
  private start = 0;
  private end = 0;
  private budget = 0;
  private unknown = false;

  /** @param accepts the message types that this end may receive; others are UnknownMessage */
  constructor(accepts: readonly Body[]) {
    this.accepted = new Uint8Array(256);
    for (const type of accepts) this.accepted[type] = 1;
  }

  /** One message without its size prefix, in bytes [start, end) of `view`. */
  verify(view: DataView, start: number, end: number): Reason {
    this.view = view;
    this.start = start;
    this.end = end;
    this.budget = (end - start) * REFERENCE_FACTOR;
    this.unknown = false;
    if (end - start < 8 || view.getInt32(start + 4, true) !== IDENTIFIER_WORD) return Reason.MalformedFrame;
    if (this.table(ROOT_TABLE, start + view.getUint32(start, true))) return Reason.None;
    return this.unknown ? Reason.UnknownMessage : Reason.MalformedFrame;
  }

  private table(index: number, at: number): boolean {
    const vtable = this.vtable(at);
    if (vtable < 0) return false;
    const vtableBytes = this.view.getUint16(vtable, true);
    const tableBytes = this.view.getUint16(vtable + 2, true);
    if (!this.spend(vtableBytes + tableBytes)) return false;
    const last = TABLE_AT[index + 1];
    for (let row = TABLE_AT[index]; row < last; row += ROW_WORDS) {
      const slot = ROWS[row];
      // Rows stand in the order of their slots: what is behind the vtable's end is not there.
      if (slot + 2 > vtableBytes) return row >= OPTIONAL_FROM[index];
      const offset = this.view.getUint16(vtable + slot, true);
      if (offset === 0 ? ROWS[row + 3] === 1 : !this.field(row, at, offset, tableBytes)) return false;
    }
    return true;
  }

  /** Where the table's vtable stands, or −1 when either is out of bounds. */
  private vtable(at: number): number {
    if (at > this.end - MIN_TABLE_BYTES) return -1;
    const vtable = at - this.view.getInt32(at, true);
    if (vtable < this.start || vtable > this.end - MIN_TABLE_BYTES) return -1;
    const vtableBytes = this.view.getUint16(vtable, true);
    const tableBytes = this.view.getUint16(vtable + 2, true);
    if (vtableBytes < MIN_TABLE_BYTES || vtableBytes > MAX_TABLE_BYTES || (vtableBytes & 1) !== 0) return -1;
    if (tableBytes < MIN_TABLE_BYTES || tableBytes > MAX_TABLE_BYTES) return -1;
    return vtable + vtableBytes <= this.end && at + tableBytes <= this.end ? vtable : -1;
  }

  private field(row: number, table: number, offset: number, tableBytes: number): boolean {
    const check = ROWS[row + 1];
    const argument = ROWS[row + 2];
    const bytes = check === Check.Inline ? argument : 4;
    if (offset < MIN_TABLE_BYTES || offset + bytes > tableBytes) return false;
    if (check === Check.Inline) return true;
    const target = this.reference(table + offset);
    if (target < 0) return false;
    switch (check) {
      case Check.String:
        return this.string(target);
      case Check.Table:
        return this.table(argument, target);
      case Check.Vector:
        return this.vector(target, argument);
      case Check.StringVector:
        return this.strings(target);
      case Check.TableVector:
        return this.tables(target, argument);
      default:
        return this.union(table, argument, target);
    }
  }

  /** Where the offset at `at` leads, or −1. Four bytes can be read there. */
  private reference(at: number): number {
    const distance = this.view.getUint32(at, true);
    const target = at + distance;
    return distance >= 4 && target <= this.end - 4 ? target : -1;
  }

  private string(at: number): boolean {
    const bytes = this.view.getUint32(at, true);
    const terminator = at + 4 + bytes;
    if (terminator >= this.end || this.view.getUint8(terminator) !== 0) return false;
    return this.spend(bytes + 5);
  }

  private vector(at: number, elementBytes: number): boolean {
    const bytes = this.view.getUint32(at, true) * elementBytes;
    return at + 4 + bytes <= this.end && this.spend(bytes + 4);
  }

  private strings(at: number): boolean {
    if (!this.vector(at, 4)) return false;
    const last = at + 4 * this.view.getUint32(at, true);
    for (let element = at + 4; element <= last; element += 4) {
      const target = this.reference(element);
      if (target < 0 || !this.string(target)) return false;
    }
    return true;
  }

  private tables(at: number, index: number): boolean {
    if (!this.vector(at, 4)) return false;
    const last = at + 4 * this.view.getUint32(at, true);
    for (let element = at + 4; element <= last; element += 4) {
      const target = this.reference(element);
      if (target < 0 || !this.table(index, target)) return false;
    }
    return true;
  }

  private union(table: number, typeSlot: number, target: number): boolean {
    const type = this.unionType(table, typeSlot);
    this.unknown = this.accepted[type] === 0;
    return !this.unknown && this.table(UNIONS[type], target);
  }

  /** The type field stands before the union's own and has passed already; absent = 0 = none. */
  private unionType(table: number, slot: number): number {
    const vtable = table - this.view.getInt32(table, true);
    const offset =
      slot + 2 <= this.view.getUint16(vtable, true) ? this.view.getUint16(vtable + slot, true) : 0;
    return offset === 0 ? 0 : this.view.getUint8(table + offset);
  }

  private spend(bytes: number): boolean {
    this.budget -= bytes;
    return this.budget >= 0;
  }
}

/**
 * A message of Simple Binary Encoding: header, root block, repeating groups, variable data, little endian. `wrap` walks it once and holds every length against its end; after that its
 * groups and data are where they are. `encode` begins one with all optional fields null; groups and data follow in the schema's order, and what is left out is empty.
 */
import { BlockView } from './block-view.js';
import { nullsOf } from './notation.js';

export const enum SbeFault {
  None = 0,
  /** It ends within its header. */
  TooShort = 1,
  WrongTemplate = 2,
  WrongSchema = 3,
  /** The root block, a group or data reach beyond the end. */
  BadLength = 4,
}

/** Offsets within the header that all our schemas have. */
export const enum Header {
  BlockLength = 0,
  TemplateId = 2,
  SchemaId = 4,
  Version = 6,
  Bytes = 8,
}

export interface SbeIds {
  readonly schemaId: number;
  readonly version: number;
}

/** The dimension in front of a group: u16 block length, then the number of entries. */
export interface Dimension {
  readonly bytes: number;
  readonly countAt: number;
  readonly countBytes: 1 | 2;
}

const NOTHING = new Uint8Array(0);

/** What a group writes its entries into. */
interface Parent {
  bytes: Uint8Array;
  take(part: SbeGroup | VarData, size: number): number;
}

/** One group: `while (group.next()) … group.field`. */
export class SbeGroup extends BlockView {
  /** Entries that it has. */
  entries = 0;
  /** Of the present entry; -1 = before the first. */
  index = -1;
  private firstAt = 0;
  private entryBytes = 0;

  private nulls: Uint8Array | undefined;

  constructor(
    readonly name: string,
    readonly layout: string,
    readonly dimension: Dimension,
    /** Of the schema's version; what encoding writes. */
    readonly entryLength: number,
    readonly since: number,
  ) {
    super();
  }

  /** Places it behind the bytes before. @returns where it ends, NaN beyond `end` */
  readFrom(bytes: Uint8Array, at: number, end: number): number {
    const { dimension } = this;
    if (at + dimension.bytes > end) return Number.NaN;
    const count = bytes[at + dimension.countAt];
    const isWide = dimension.countBytes === 2;
    this.bytesAt(bytes, at + dimension.bytes, bytes[at] | (bytes[at + 1] << 8));
    this.entries = isWide ? count | (bytes[at + dimension.countAt + 1] << 8) : count;
    const groupEnd = this.firstAt + this.entries * this.entryBytes;
    return groupEnd <= end ? groupEnd : Number.NaN;
  }

  absent(bytes: Uint8Array, at: number): void {
    this.bytesAt(bytes, at, 0);
    this.entries = 0;
  }

  rewind(): void {
    this.index = -1;
  }

  next(): boolean {
    if (this.index + 1 >= this.entries) return false;
    this.index++;
    this.placeAt(this.bytes, this.firstAt + this.index * this.entryBytes, this.entryBytes);
    return true;
  }

  /** Begins so many entries, all null, behind what was written before; go through them with `next`. */
  begin(parent: Parent, entries: number): void {
    const { dimension, entryLength } = this;
    const nulls = (this.nulls ??= nullsOf(this.layout, entryLength));
    const at = parent.take(this, dimension.bytes + entries * entryLength);
    this.writeDimension(parent.bytes, at, entries);
    this.bytesAt(parent.bytes, at + dimension.bytes, entryLength);
    this.entries = entries;
    for (let i = 0; i < entries; i++) parent.bytes.set(nulls, this.firstAt + i * entryLength);
  }

  writeDimension(bytes: Uint8Array, at: number, entries: number): void {
    const { dimension, entryLength } = this;
    bytes.fill(0, at, at + dimension.bytes);
    bytes[at] = entryLength;
    bytes[at + 1] = entryLength >> 8;
    bytes[at + dimension.countAt] = entries;
    if (dimension.countBytes === 2) bytes[at + dimension.countAt + 1] = entries >> 8;
  }

  private bytesAt(bytes: Uint8Array, firstAt: number, entryBytes: number): void {
    this.placeAt(bytes, firstAt, 0);
    this.firstAt = firstAt;
    this.entryBytes = entryBytes;
    this.index = -1;
  }
}

/** Bytes behind their length. */
export class VarData {
  bytes: Uint8Array = NOTHING;
  start = 0;
  end = 0;

  constructor(
    readonly name: string,
    readonly lengthBytes: 1 | 2,
    readonly since: number,
  ) {}

  /** @returns where it ends, NaN beyond `end` */
  readFrom(bytes: Uint8Array, at: number, end: number): number {
    this.start = at + this.lengthBytes;
    if (this.start > end) return Number.NaN;
    this.bytes = bytes;
    this.end = this.start + (this.lengthBytes === 1 ? bytes[at] : bytes[at] | (bytes[at + 1] << 8));
    return this.end <= end ? this.end : Number.NaN;
  }

  absent(bytes: Uint8Array, at: number): void {
    this.bytes = bytes;
    this.start = this.end = at;
  }

  /** For logs, logons and tests: makes a string. */
  text(): string {
    return Buffer.from(
      this.bytes.buffer,
      this.bytes.byteOffset + this.start,
      this.end - this.start,
    ).toString();
  }

  write(parent: Parent, content: Uint8Array): void {
    const at = parent.take(this, this.lengthBytes + content.length);
    this.writeLength(parent.bytes, at, content.length);
    parent.bytes.set(content, at + this.lengthBytes);
    this.readFrom(parent.bytes, at, at + this.lengthBytes + content.length);
  }

  writeLength(bytes: Uint8Array, at: number, size: number): void {
    bytes[at] = size;
    if (this.lengthBytes === 2) bytes[at + 1] = size >> 8;
  }
}

export abstract class SbeMessage extends BlockView {
  /** In the schema's order. */
  readonly groups: readonly SbeGroup[] = [];
  readonly data: readonly VarData[] = [];
  /** Schema version of the sender. */
  actingVersion = 0;
  /** Behind the last byte of the message that was wrapped, or of what has been encoded so far. */
  limit = 0;
  /** How many groups and data are written. */
  private written = 0;

  private nulls: Uint8Array | undefined;

  constructor(
    readonly name: string,
    readonly templateId: number,
    readonly blockLength: number,
    readonly ids: SbeIds,
    readonly layout: string,
  ) {
    super();
  }

  /** @param start of the message's header @param end behind the message; bytes left over are those of newer versions */
  wrap(bytes: Uint8Array, start: number, end: number): SbeFault {
    if (end - start < Header.Bytes) return SbeFault.TooShort;
    if (u16(bytes, start + Header.SchemaId) !== this.ids.schemaId) return SbeFault.WrongSchema;
    if (u16(bytes, start + Header.TemplateId) !== this.templateId) return SbeFault.WrongTemplate;
    const blockBytes = u16(bytes, start + Header.BlockLength);
    const blockAt = start + Header.Bytes;
    if (blockAt + blockBytes > end) return SbeFault.BadLength;
    this.placeAt(bytes, blockAt, blockBytes);
    this.actingVersion = u16(bytes, start + Header.Version);
    return this.walk(bytes, blockAt + blockBytes, end) ? SbeFault.None : SbeFault.BadLength;
  }

  /** Header and root block, all optional fields null. */
  encode(bytes: Uint8Array, start: number): void {
    const { blockLength, templateId, ids } = this;
    setU16(bytes, start + Header.BlockLength, blockLength);
    setU16(bytes, start + Header.TemplateId, templateId);
    setU16(bytes, start + Header.SchemaId, ids.schemaId);
    setU16(bytes, start + Header.Version, ids.version);
    bytes.set((this.nulls ??= nullsOf(this.layout, blockLength)), start + Header.Bytes);
    this.placeAt(bytes, start + Header.Bytes, blockLength);
    this.actingVersion = ids.version;
    this.limit = start + Header.Bytes + blockLength;
    this.written = 0;
  }

  /** Room for a group or data that is next; those before it that were left out are empty. */
  take(part: SbeGroup | VarData, size: number): number {
    this.skipTo(part);
    const at = this.limit;
    this.limit += size;
    if (this.limit > this.bytes.length) throw new RangeError('the message is longer than its buffer');
    this.written++;
    return at;
  }

  /** Writes what was left out. @returns the end of the message */
  finish(): number {
    this.skipTo(undefined);
    return this.limit;
  }

  private walk(bytes: Uint8Array, from: number, end: number): boolean {
    let at = from;
    const { groups, data } = this;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[i];
      if (group.since > this.actingVersion) group.absent(bytes, at);
      else at = group.readFrom(bytes, at, end);
      if (Number.isNaN(at)) return false;
    }
    for (let i = 0; i < data.length; i++) {
      const each = data[i];
      if (each.since > this.actingVersion) each.absent(bytes, at);
      else at = each.readFrom(bytes, at, end);
      if (Number.isNaN(at)) return false;
    }
    this.limit = at;
    return true;
  }

  private skipTo(part: SbeGroup | VarData | undefined): void {
    const { groups, data } = this;
    for (; this.written < groups.length + data.length; this.written++) {
      const isGroup = this.written < groups.length;
      const next = isGroup ? groups[this.written] : data[this.written - groups.length];
      if (next === part) return;
      if (next instanceof SbeGroup) next.writeDimension(this.bytes, this.limit, 0);
      else next.writeLength(this.bytes, this.limit, 0);
      this.limit += next instanceof SbeGroup ? next.dimension.bytes : next.lengthBytes;
    }
    if (part !== undefined) throw new RangeError('groups and data are written in the order of the schema');
  }
}

export interface SbeMessageClass {
  new (): SbeMessage;
  readonly templateId: number;
}

/** One view a template of a schema. */
export class SbeMessages {
  /** The last message that was read. */
  message: SbeMessage | undefined;
  private readonly byTemplate = new Map<number, SbeMessage>();

  constructor(
    readonly ids: SbeIds,
    classes: readonly SbeMessageClass[],
  ) {
    for (const each of classes) this.byTemplate.set(each.templateId, new each());
  }

  /** @param start of the header */
  read(bytes: Uint8Array, start: number, end: number): SbeFault {
    this.message = undefined;
    if (end - start < Header.Bytes) return SbeFault.TooShort;
    if (u16(bytes, start + Header.SchemaId) !== this.ids.schemaId) return SbeFault.WrongSchema;
    const message = this.byTemplate.get(u16(bytes, start + Header.TemplateId));
    if (message === undefined) return SbeFault.WrongTemplate;
    this.message = message;
    return message.wrap(bytes, start, end);
  }
}

const u16 = (bytes: Uint8Array, at: number): number => bytes[at] | (bytes[at + 1] << 8);

function setU16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
}

/**
 * Reads flatc's binary schema: which tables, structs and unions there are and at which offset each field stands, as
 * flatc itself laid them out. Only what `layout-source.ts` needs. The slot numbers are those of FlatBuffers'
 * `reflection.fbs`.
 */
import { ByteBuffer } from 'flatbuffers';

/** `BaseType` of reflection.fbs. */
export const enum BaseType {
  None = 0,
  UType = 1,
  Bool = 2,
  Byte = 3,
  UByte = 4,
  Short = 5,
  UShort = 6,
  Int = 7,
  UInt = 8,
  Long = 9,
  ULong = 10,
  Float = 11,
  Double = 12,
  String = 13,
  Vector = 14,
  Obj = 15,
  Union = 16,
}

export interface FieldInfo {
  readonly name: string;
  readonly type: BaseType;
  readonly element: BaseType;
  /** Object (struct or table) or enum that the type means, −1 = none. */
  readonly index: number;
  readonly id: number;
  /** Struct: byte offset in the struct. Table: byte offset in the vtable. */
  readonly offset: number;
  readonly required: boolean;
}

export interface ObjectInfo {
  readonly name: string;
  readonly fields: readonly FieldInfo[];
  readonly isStruct: boolean;
  readonly bytes: number;
}

export interface UnionMember {
  readonly name: string;
  readonly value: number;
  /** Object it stands for, −1 for NONE. */
  readonly index: number;
}

export interface SchemaInfo {
  readonly objects: readonly ObjectInfo[];
  readonly enums: readonly { readonly name: string; readonly members: readonly UnionMember[] }[];
  readonly root: string;
  readonly identifier: string;
}

export function readReflection(bytes: Uint8Array): SchemaInfo {
  const buffer = new ByteBuffer(bytes);
  const schema = new TableView(buffer, buffer.readInt32(0));
  return {
    objects: schema.tables(0).map(objectInfo),
    enums: schema.tables(1).map((found) => ({
      name: shortName(found.text(0)),
      members: found.tables(1).map(memberInfo),
    })),
    identifier: schema.text(2),
    root: shortName(schema.table(4)!.text(0)),
  };
}

function objectInfo(found: TableView): ObjectInfo {
  const fields = found.tables(1).map(fieldInfo);
  fields.sort((left, right) => left.id - right.id);
  return { name: shortName(found.text(0)), fields, isStruct: found.byte(2) !== 0, bytes: found.int(4) };
}

function fieldInfo(found: TableView): FieldInfo {
  const type = found.table(1)!;
  return {
    name: found.text(0),
    type: type.byte(0),
    element: type.byte(1),
    index: type.int(2, -1),
    id: found.short(2),
    offset: found.short(3),
    required: found.byte(7) !== 0,
  };
}

function memberInfo(found: TableView): UnionMember {
  return { name: found.text(0), value: found.int(1), index: found.table(3)?.int(2, -1) ?? -1 };
}

const shortName = (full: string): string => full.slice(full.lastIndexOf('.') + 1);

/** One table of the binary schema; fields by their id. */
class TableView {
  constructor(
    private readonly buffer: ByteBuffer,
    private readonly at: number,
  ) {}

  text(id: number): string {
    const at = this.field(id);
    return at === 0 ? '' : (this.buffer.__string(at) as string);
  }

  table(id: number): TableView | undefined {
    const at = this.field(id);
    return at === 0 ? undefined : new TableView(this.buffer, this.buffer.__indirect(at));
  }

  tables(id: number): TableView[] {
    const at = this.field(id);
    if (at === 0) return [];
    const first = this.buffer.__vector(at);
    const length = this.buffer.__vector_len(at);
    return Array.from(
      { length },
      (_, i) => new TableView(this.buffer, this.buffer.__indirect(first + i * 4)),
    );
  }

  byte(id: number): number {
    const at = this.field(id);
    return at === 0 ? 0 : this.buffer.readUint8(at);
  }

  short(id: number): number {
    const at = this.field(id);
    return at === 0 ? 0 : this.buffer.readUint16(at);
  }

  int(id: number, absent = 0): number {
    const at = this.field(id);
    return at === 0 ? absent : this.buffer.readInt32(at);
  }

  private field(id: number): number {
    const offset = this.buffer.__offset(this.at, 4 + id * 2);
    return offset === 0 ? 0 : this.at + offset;
  }
}

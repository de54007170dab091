/**
 * Writes `protocol/generated/layout.ts`: where the fields stand, for code that reads and writes them by offset (the
 * hot paths of `protocol/wire`), and the rows by which the verifier checks a frame. flatc's own TypeScript does not
 * tell either.
 */
import { BaseType, type FieldInfo, type ObjectInfo, type SchemaInfo } from './reflection.js';

/** Bytes of an inline field, by `BaseType`. */
const INLINE_BYTES: Readonly<Record<number, number>> = {
  [BaseType.UType]: 1,
  [BaseType.Bool]: 1,
  [BaseType.Byte]: 1,
  [BaseType.UByte]: 1,
  [BaseType.Short]: 2,
  [BaseType.UShort]: 2,
  [BaseType.Int]: 4,
  [BaseType.UInt]: 4,
  [BaseType.Long]: 8,
  [BaseType.ULong]: 8,
  [BaseType.Float]: 4,
  [BaseType.Double]: 8,
};

const HEADER = `// Generated from protocol/schema/pregao.fbs by \`npm run generate\`, do not modify.

/** How the verifier checks one field of a table. */
export const enum Check {
  /** A scalar or struct in the table itself; argument: bytes. */
  Inline = 0,
  String = 1,
  /** Argument: index in TABLES. */
  Table = 2,
  /** Argument: bytes of an element. */
  Vector = 3,
  StringVector = 4,
  /** Argument: index in TABLES. */
  TableVector = 5,
  /** Argument: vtable offset of the type field. The table follows from UNION_TABLES. */
  Union = 6,
}
`;

export function layoutSource(schema: SchemaInfo): string {
  const tables = schema.objects.filter((object) => !object.isStruct);
  const structs = schema.objects.filter((object) => object.isStruct);
  return [
    HEADER,
    `export const FILE_IDENTIFIER = '${schema.identifier}';\n`,
    ...structs.map((object) => structEnum(schema, object)),
    ...tables.map(fieldEnum),
    tableRows(schema, tables),
    unionTables(schema, tables),
    `export const ROOT_TABLE = ${tables.findIndex((table) => table.name === schema.root)};\n`,
  ].join('\n');
}

function structEnum(schema: SchemaInfo, object: ObjectInfo): string {
  const lines = structFields(schema, object, '', 0).map(([name, offset]) => `  ${name} = ${offset},`);
  return `/** Byte offsets in ${object.name}. */
export const enum ${object.name}At {
${lines.join('\n')}
  Bytes = ${object.bytes},
}
`;
}

/** Fields of structs within the struct are named through: event.sequence → EventSequence. */
function structFields(
  schema: SchemaInfo,
  object: ObjectInfo,
  prefix: string,
  base: number,
): [string, number][] {
  return object.fields.flatMap((field) => {
    const at: [string, number] = [prefix + pascalCase(field.name), base + field.offset];
    if (field.type !== BaseType.Obj) return [at];
    return [at, ...structFields(schema, schema.objects[field.index], at[0], at[1])];
  });
}

function fieldEnum(table: ObjectInfo): string {
  const lines = table.fields.map((field) => `  ${pascalCase(field.name)} = ${field.offset},`);
  return `/** Vtable offsets of ${table.name}'s fields. */
export const enum ${table.name}Field {
${lines.join('\n')}
}
`;
}

function tableRows(schema: SchemaInfo, tables: readonly ObjectInfo[]): string {
  const rows = tables.map((table, index) => {
    const fields = table.fields.map((field) => fieldRow(schema, tables, field));
    return `  [${fields.join(', ')}], // ${index}: ${table.name}`;
  });
  return `/** A row a field: vtable offset, Check, argument, 1 = required. */
export const TABLES: readonly (readonly (readonly [number, Check, number, number])[])[] = [
${rows.join('\n')}
];
`;
}

function fieldRow(schema: SchemaInfo, tables: readonly ObjectInfo[], field: FieldInfo): string {
  const [check, argument] = checkOf(schema, tables, field);
  return `[${field.offset}, ${check}, ${argument}, ${field.required ? 1 : 0}]`;
}

function checkOf(schema: SchemaInfo, tables: readonly ObjectInfo[], field: FieldInfo): [string, number] {
  if (field.type === BaseType.String) return ['Check.String', 0];
  if (field.type === BaseType.Union) return ['Check.Union', field.offset - 2];
  if (field.type === BaseType.Vector) return vectorCheck(schema, tables, field);
  if (field.type !== BaseType.Obj) return ['Check.Inline', inlineBytes(field.type)];
  const object = schema.objects[field.index];
  return object.isStruct ? ['Check.Inline', object.bytes] : ['Check.Table', tables.indexOf(object)];
}

function vectorCheck(schema: SchemaInfo, tables: readonly ObjectInfo[], field: FieldInfo): [string, number] {
  if (field.element === BaseType.String) return ['Check.StringVector', 0];
  if (field.element !== BaseType.Obj) return ['Check.Vector', inlineBytes(field.element)];
  const object = schema.objects[field.index];
  return object.isStruct ? ['Check.Vector', object.bytes] : ['Check.TableVector', tables.indexOf(object)];
}

function inlineBytes(type: BaseType): number {
  const bytes = INLINE_BYTES[type];
  if (bytes === undefined)
    throw new Error(`the schema uses base type ${type}, which the verifier does not know`);
  return bytes;
}

function unionTables(schema: SchemaInfo, tables: readonly ObjectInfo[]): string {
  const unions = schema.enums.filter((found) => found.members.some((member) => member.index >= 0));
  if (unions.length !== 1) throw new Error(`the verifier knows one union, the schema has ${unions.length}`);
  const byValue: number[] = [];
  for (const { value, index } of unions[0].members)
    byValue[value] = index < 0 ? -1 : tables.indexOf(schema.objects[index]);
  return `/** Index in TABLES by ${unions[0].name} value, −1 = none. */
export const UNION_TABLES: readonly number[] = [${byValue.join(', ')}];
`;
}

const pascalCase = (name: string): string =>
  name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * An SBE schema (XML) to our model. Constants are left out, for they are not on the wire; a composite of one value on the wire is that value, one of several becomes a field
 * each, named after both. Offsets are the schema's where it states them, and follow one another elsewhere.
 */
import { type Field, KIND_BYTES, type Kind, standardNull } from '../../views/notation.js';
import type { Data, Enumeration, Group, Message, Schema } from './model.js';
import { type Element, parseXml } from './xml.js';

const KINDS: Readonly<Record<string, Kind>> = {
  char: 'u8',
  uint8: 'u8',
  int8: 'i8',
  uint16: 'u16',
  int16: 'i16',
  uint32: 'u32',
  int32: 'i32',
  uint64: 'u64',
  int64: 'i64',
};

const UNNAMED = { name: '', offset: 0, since: 0 };

export function readSbeSchema(xml: string, name: string): Schema {
  const root = parseXml(xml);
  return new SbeReader(root).schema(name);
}

class SbeReader {
  private readonly types = new Map<string, Element>();

  constructor(private readonly root: Element) {
    for (const list of root.children.filter(({ name }) => name === 'types'))
      for (const type of list.children) this.types.set(type.attributes.name, type);
    const header = this.type('messageHeader').children.map(({ attributes }) => attributes);
    const expected = 'blockLength templateId schemaId version';
    if (
      header.map(({ name }) => name).join(' ') !== expected ||
      header.some(({ primitiveType }) => primitiveType !== 'uint16')
    )
      throw new SyntaxError('the message header is not the usual one');
    if (root.attributes.byteOrder !== 'littleEndian') throw new SyntaxError('only little endian is read');
  }

  schema(name: string): Schema {
    const { package: title, id, version } = this.root.attributes;
    return {
      name,
      title: `${title}, schema ${id} version ${version}`,
      id: Number(id),
      version: Number(version),
      isLittle: true,
      padding: 0,
      enumerations: [...this.types.values()].flatMap((type) => this.enumeration(type)),
      messages: this.root.children.filter(({ name }) => name === 'message').map((each) => this.message(each)),
    };
  }

  private message({ attributes, children }: Element): Message {
    const of = (kind: string) => children.filter(({ name }) => name === kind);
    const { fields, end } = this.fields(of('field'));
    return {
      name: attributes.name,
      id: Number(attributes.id),
      blockLength: Number(attributes.blockLength ?? end),
      fields,
      groups: of('group').map((each) => this.group(each)),
      data: of('data').map((each) => this.data(each)),
    };
  }

  private group({ attributes, children }: Element): Group {
    const nested = children.find(({ name }) => name !== 'field');
    if (nested) throw new SyntaxError(`${attributes.name}: ${nested.name} within a group is not read`);
    const { fields, end } = this.fields(children);
    return {
      name: attributes.name,
      blockLength: Number(attributes.blockLength ?? end),
      dimension: this.dimension(attributes.dimensionType),
      fields,
      since: sinceOf(attributes),
    };
  }

  private dimension(name: string): Group['dimension'] {
    const [length, count] = this.members(this.type(name));
    if (length.kind !== 'u16' || length.offset !== 0 || (count.kind !== 'u8' && count.kind !== 'u16'))
      throw new SyntaxError(`${name} is not a group dimension that is read`);
    return {
      bytes: count.offset + count.bytes,
      countAt: count.offset,
      countBytes: count.kind === 'u8' ? 1 : 2,
    };
  }

  private data({ attributes }: Element): Data {
    const [length] = this.members(this.type(attributes.type));
    if (length.kind !== 'u8' && length.kind !== 'u16')
      throw new SyntaxError(`${attributes.type}: a length of ${length.kind} is not read`);
    return { name: attributes.name, lengthBytes: length.kind === 'u8' ? 1 : 2, since: sinceOf(attributes) };
  }

  private fields(elements: readonly Element[]): { fields: Field[]; end: number } {
    const fields: Field[] = [];
    let end = 0;
    for (const { attributes } of elements) {
      if (attributes.presence === 'constant') continue;
      const at = Number(attributes.offset ?? end);
      const members = this.valuesOf(attributes.type, attributes.presence === 'optional');
      for (const member of members)
        fields.push({
          ...member,
          name: attributes.name + (member.name === '' ? '' : `_${member.name}`),
          offset: at + member.offset,
          since: Math.max(sinceOf(attributes), member.since),
        });
      if (members.length > 0) end = at + this.sizeOf(attributes.type);
    }
    return { fields, end };
  }

  /** What a field of this type has on the wire, offsets from its own beginning; unnamed when it is one value. */
  private valuesOf(typeName: string, isOptional: boolean): Field[] {
    const type = this.types.get(typeName);
    if (type?.name !== 'composite') {
      const value = this.value(typeName, type, isOptional);
      return value ? [value] : [];
    }
    const members = this.members(type);
    const values = members.filter(({ name }) => name !== 'padding');
    if (values.length > 1) return values;
    const exponent = Number(
      type.children.find(({ attributes }) => attributes.name === 'exponent')?.text ?? 0,
    );
    return values.map((value) => ({ ...value, name: '', exponent }));
  }

  private members(composite: Element): Field[] {
    const members: Field[] = [];
    let at = 0;
    for (const child of composite.children) {
      const { name, offset, type, sinceVersion } = child.attributes;
      const isReference = child.name === 'ref';
      const value = isReference
        ? this.value(type, this.types.get(type), false)
        : this.value(name, child, false);
      if (value === undefined) continue;
      at = Number(offset ?? at);
      members.push({ ...value, name, offset: at, since: Number(sinceVersion ?? 0) });
      at += value.bytes;
    }
    return members;
  }

  private sizeOf(typeName: string): number {
    const type = this.types.get(typeName);
    if (type?.name !== 'composite') return this.value(typeName, type, false)?.bytes ?? 0;
    return Math.max(0, ...this.members(type).map(({ offset, bytes }) => offset + bytes));
  }

  /** A simple type, an enumeration or a set; undefined when it is a constant. */
  private value(name: string, type: Element | undefined, isOptional: boolean): Field | undefined {
    if (type === undefined) return this.primitive(name, {}, isOptional);
    const { attributes } = type;
    if (type.name === 'enum' || type.name === 'set') {
      const encoded = this.value(
        attributes.encodingType,
        this.types.get(attributes.encodingType),
        isOptional,
      );
      if (encoded === undefined) throw new SyntaxError(`${name} is encoded in a constant`);
      return encoded;
    }
    if (attributes.presence === 'constant') return undefined;
    if (type.name === 'composite') return this.onlyValue(type);
    return this.primitive(
      attributes.primitiveType,
      attributes,
      isOptional || attributes.presence === 'optional',
    );
  }

  /** Of a composite within a composite. */
  private onlyValue(composite: Element): Field {
    const [value, another] = this.members(composite);
    if (value === undefined || another !== undefined)
      throw new SyntaxError(`${composite.attributes.name} within a composite is not read`);
    return value;
  }

  private primitive(primitive: string, attributes: Element['attributes'], isOptional: boolean): Field {
    const kind = KINDS[primitive];
    if (kind === undefined) throw new SyntaxError(`there is no type ${primitive}`);
    const length = Number(attributes.length ?? 1);
    if (length !== 1 && primitive !== 'char' && length !== 0)
      throw new SyntaxError(`arrays of ${primitive} are not read`);
    const isText = primitive === 'char' && length !== 1;
    const isChar = primitive === 'char' && !isText;
    const kindOf: Kind = isText ? 'text' : kind;
    const nullValue = isOptional ? nullOf(attributes.nullValue, kindOf, isChar) : undefined;
    const bytes = isText ? length : KIND_BYTES[kind as keyof typeof KIND_BYTES];
    return { ...UNNAMED, kind: kindOf, bytes, isChar, exponent: 0, nullValue };
  }

  private enumeration({ name, attributes, children }: Element): Enumeration[] {
    if (name !== 'enum' && name !== 'set') return [];
    const { isChar } = this.value(attributes.name, this.types.get(attributes.name), false)!;
    const numberOf = (text: string) =>
      name === 'set' ? 2 ** Number(text) : isChar ? text.charCodeAt(0) : Number(text);
    return [
      {
        name: attributes.name,
        isChar,
        values: children.map(({ attributes, text }) => [attributes.name, numberOf(text.trim())]),
      },
    ];
  }

  private type(name: string): Element {
    const type = this.types.get(name);
    if (type === undefined) throw new SyntaxError(`there is no type ${name}`);
    return type;
  }
}

function nullOf(text: string | undefined, kind: Kind, isChar: boolean): bigint {
  if (text === undefined || kind === 'text') return standardNull(kind, isChar);
  return /^-?\d+$/.test(text) ? BigInt(text) : BigInt(text.charCodeAt(0));
}

const sinceOf = (attributes: Element['attributes']): number => Number(attributes.sinceVersion ?? 0);

/**
 * Layouts in one line: `name@offset:type`, separated by commas. Types: `u8 … i64`, `c` (one character), `cN` (N characters); `e-4` behind it: the mantissa of a decimal; `?NULL`: optional, with its null
 * value; `^3`: since version 3. Schemas that are not XML are written so, generated views carry it, and the layouts that the exchanges print compare with it.
 */
export type Kind = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'u48' | 'u64' | 'i64' | 'text';

export interface Field {
  readonly name: string;
  readonly offset: number;
  readonly kind: Kind;
  readonly bytes: number;
  /** One ASCII character in a u8. */
  readonly isChar: boolean;
  /** Of a decimal's mantissa; 0 = a plain number. */
  readonly exponent: number;
  /** undefined: it always has a value. */
  readonly nullValue: bigint | undefined;
  readonly since: number;
}

export const KIND_BYTES: Readonly<Record<Exclude<Kind, 'text'>, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  u48: 6,
  u64: 8,
  i64: 8,
};

/** The null value that SBE gives a type that names none. */
export function standardNull(kind: Kind, isChar: boolean): bigint {
  if (isChar || kind === 'text') return 0n;
  const bits = BigInt(KIND_BYTES[kind] * 8);
  return kind[0] === 'u' ? (1n << bits) - 1n : -(1n << (bits - 1n));
}

const FIELD = /^(\w+)@(\d+):(c\d*|[ui]\d+)(?:e(-\d+))?(?:\?(-?\d+))?(?:\^(\d+))?$/;

export function fieldText({ name, offset, kind, bytes, isChar, exponent, nullValue, since }: Field): string {
  const type = kind === 'text' ? `c${bytes}` : isChar ? 'c' : kind;
  const decimal = exponent === 0 ? '' : `e${exponent}`;
  const optional = nullValue === undefined ? '' : `?${nullValue}`;
  return `${name}@${offset}:${type}${decimal}${optional}${since === 0 ? '' : `^${since}`}`;
}

/** @throws SyntaxError */
export function parseField(text: string): Field {
  const match = FIELD.exec(text);
  const [, name, offset, type = '', exponent, nullValue, since] = match ?? [];
  const isChar = type === 'c';
  const kind = (isChar ? 'u8' : type[0] === 'c' ? 'text' : type) as Kind;
  if (kind !== 'text' && !(kind in KIND_BYTES)) throw new SyntaxError(`no field: ${text}`);
  return {
    name,
    offset: Number(offset),
    kind,
    bytes: kind === 'text' ? Number(type.slice(1)) : KIND_BYTES[kind],
    isChar,
    exponent: Number(exponent ?? 0),
    nullValue: nullValue === undefined ? undefined : BigInt(nullValue),
    since: Number(since ?? 0),
  };
}

/** Of a layout, in order; each layout is parsed once. */
export function fieldsOf(layout: string): readonly Field[] {
  let fields = PARSED.get(layout);
  if (fields === undefined) {
    fields = layout === '' ? [] : layout.split(', ').map(parseField);
    PARSED.set(layout, fields);
  }
  return fields;
}

const PARSED = new Map<string, readonly Field[]>();

/** A block of so many bytes with every optional field null and everything else 0. */
export function nullsOf(layout: string, blockLength: number): Uint8Array {
  const block = new Uint8Array(blockLength);
  const view = new DataView(block.buffer);
  for (const { offset, kind, bytes, nullValue } of fieldsOf(layout)) {
    if (nullValue === undefined || kind === 'text') continue;
    for (let i = 0; i < bytes; i++) view.setUint8(offset + i, Number((nullValue >> BigInt(8 * i)) & 0xffn));
  }
  return block;
}

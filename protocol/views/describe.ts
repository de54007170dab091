/** All that a message says, by name: for tests, logs and `replay`. It makes objects, and is never on a hot path. */
import type { BlockView } from './block-view.js';
import type { FlatMessage } from './flat-message.js';
import { type Field, fieldsOf } from './notation.js';
import { SbeMessage } from './sbe-message.js';

/** null: the null value; numbers beyond 2^53 are BigInts; decimals and characters are texts. */
export type Value = number | bigint | string | null;
export type Described = Record<string, Value | Record<string, Value>[]>;

export function describe(message: SbeMessage | FlatMessage): Described {
  const isLittle = message instanceof SbeMessage;
  const described: Described = blockOf(message, message.layout, isLittle);
  if (!isLittle) return described;
  for (const group of message.groups) {
    const entries: Record<string, Value>[] = [];
    for (group.rewind(); group.next(); ) entries.push(blockOf(group, group.layout, true));
    group.rewind();
    described[group.name] = entries;
  }
  for (const data of message.data) described[data.name] = data.text();
  return described;
}

function blockOf(block: BlockView, layout: string, isLittle: boolean): Record<string, Value> {
  return Object.fromEntries(fieldsOf(layout).map((field) => [field.name, readValue(block, field, isLittle)]));
}

function readValue(block: BlockView, field: Field, isLittle: boolean): Value {
  const { offset, kind, bytes, isChar, exponent, nullValue } = field;
  if (!block.holds(offset, bytes)) return null;
  const raw = Buffer.from(block.bytes.subarray(block.start + offset, block.start + offset + bytes));
  if (kind === 'text') return textOf(raw, nullValue !== undefined);
  if (isLittle) raw.reverse();
  const unsigned = BigInt(`0x${raw.toString('hex')}`);
  const value = kind[0] === 'i' ? BigInt.asIntN(8 * bytes, unsigned) : unsigned;
  if (value === nullValue) return null;
  if (isChar) return String.fromCharCode(Number(value));
  if (exponent !== 0) return decimal(value, -exponent);
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** An optional text that is all padding is none. */
function textOf(raw: Buffer, isOptional: boolean): string | null {
  const text = raw.toString('latin1').replace(/[\0 ]+$/, '');
  return text === '' && isOptional ? null : text;
}

export function decimal(mantissa: bigint, places: number): string {
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(places + 1, '0');
  return `${mantissa < 0n ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

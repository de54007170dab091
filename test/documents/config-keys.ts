/** The keys of the configuration as its documentation has to list them: type, default and bounds, out of the schema. */
import { z } from 'zod';
import { DEFAULT_LIMITS } from '../../engine/config/limits.js';
import { configSchema } from '../../engine/config/schema.js';

/** What is needed of a JSON Schema. */
interface Node {
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  /** Of a literal. */
  readonly const?: string;
  /** Objects that a literal tells apart. */
  readonly oneOf?: readonly Node[];
}

export interface KeyRow {
  readonly key: string;
  readonly type: string;
  readonly default: string;
  readonly bounds: string;
}

const DECIMAL = /^\^\\d\{/;
const TIME_OF_DAY = /^\^\(\[01\]/;
const CPU_LIST = /^\^\\d\+\(/;

export const configKeys = (): KeyRow[] => rowsOf(z.toJSONSchema(configSchema, { io: 'input' }) as Node, '');

function rowsOf({ properties = {}, required = [] }: Node, prefix: string): KeyRow[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const key = prefix + name;
    const row = { key, type: typeOf(node), default: defaultOf(key, node, required.includes(name)) };
    return [
      { ...row, bounds: boundsOf(key, node) },
      ...rowsOf(node, `${key}.`),
      ...rowsOf(merged(node.items ?? {}), `${key}[].`),
    ];
  });
}

/** What any of several objects may have; needed is what all of them need, and the literals are the words of one key. */
function merged(node: Node): Node {
  const { oneOf } = node;
  if (oneOf === undefined) return node;
  const properties: Record<string, Node> = {};
  for (const [name, one] of oneOf.flatMap((each) => Object.entries(each.properties ?? {})))
    properties[name] =
      one.const === undefined ? one : { enum: [...(properties[name]?.enum ?? []), one.const] };
  const required = Object.keys(properties).filter((name) =>
    oneOf.every((each) => each.required?.includes(name)),
  );
  return { properties, required };
}

function typeOf(node: Node): string {
  if (node.enum) return node.enum.map((word) => `\`${word}\``).join(', ');
  if (node.type === 'boolean') return 'true/false';
  if (node.type === 'array') return listOf(node.items ?? {});
  if (node.type !== 'string') return node.type ?? '';
  if (node.format === 'uri') return 'URL';
  if (node.pattern === undefined) return 'text';
  if (CPU_LIST.test(node.pattern)) return 'CPU list';
  if (TIME_OF_DAY.test(node.pattern)) return 'time of day';
  return DECIMAL.test(node.pattern) ? 'decimal' : 'name';
}

function listOf(items: Node): string {
  if (items.type !== 'string') return 'list';
  if (items.enum) return 'list of words';
  return items.pattern === undefined ? 'list of texts' : 'list of names';
}

function defaultOf(key: string, node: Node, isRequired: boolean): string {
  if (isRequired) return 'required';
  const [section, name] = key.split('.');
  const value = section === 'limits' && name ? (DEFAULT_LIMITS as never)[name] : node.default;
  if (value === undefined) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function boundsOf(key: string, node: Node): string {
  if (node.minItems) return `at least ${node.minItems}`;
  if (node.minimum === undefined) return '';
  return `${node.minimum}–${node.maximum}${isPowerOfTwo(key, node.minimum) ? ', a power of two' : ''}`;
}

/** A JSON Schema cannot say it; one above the smallest shows it. */
function isPowerOfTwo(key: string, least: number): boolean {
  const [section, name] = key.split('.');
  return section === 'limits' && !configSchema.shape.limits.safeParse({ [name]: least + 1 }).success;
}

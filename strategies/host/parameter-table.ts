/** A plugin's parameters as people read them, out of its schema. */
import { z } from 'zod';
import type { Strategy } from '../sdk/strategy.js';

export interface ParameterRow {
  readonly name: string;
  readonly type: string;
  /** Undefined: it has to be given, or may be left out. */
  readonly default: unknown;
  readonly required: boolean;
  readonly description: string;
}

interface Property {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** Undefined: the plugin has no schema, or one that only parses. */
export function parameterTable({ parameters }: Strategy<unknown>): ParameterRow[] | undefined {
  if (parameters === undefined || !('_zod' in parameters)) return undefined;
  const schema = z.toJSONSchema(parameters as unknown as z.ZodType, { io: 'input', unrepresentable: 'any' });
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: typeText(property as Property),
    default: (property as Property).default,
    required: required.has(name),
    description: (property as Property).description ?? '',
  }));
}

function typeText({ type = 'anything', enum: words, ...bounds }: Property): string {
  if (words !== undefined) return words.map((word) => JSON.stringify(word)).join(' or ');
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = bounds;
  const parts = [
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER && `at least ${minimum}`,
    exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`,
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && `at most ${maximum}`,
  ].filter(Boolean);
  return [type, ...parts].join(', ');
}

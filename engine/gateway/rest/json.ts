/**
 * Bodies as they were written: a number keeps its digits, because a price that has been a double once may be another one, and
 * a key that stands twice is refused, because whoever wrote it meant one of the two.
 */
import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Refusal } from './refusal.js';
import type { RestRequest } from './request.js';

/** Gives what stands for a number in the answer. */
export type NumberReader = (text: string) => unknown;

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };
const decoder = new TextDecoder('utf-8', { fatal: true });

/** The digits themselves. */
export const asText: NumberReader = (text) => text;

/** A double, where that is the same number to the last whole digit. */
export const asNumber: NumberReader = (text) => {
  const number = Number(text);
  const isWhole = /^-?\d+$/.test(text);
  if (!Number.isFinite(number) || (isWhole && !Number.isSafeInteger(number)))
    throw malformed(`the number ${text.slice(0, 40)} is beyond 2^53`);
  return number;
};

/** @throws Refusal WrongContentType, MalformedBody */
export function readBody(
  { body, contentType }: Pick<RestRequest, 'body' | 'contentType'>,
  numberOf: NumberReader,
): Record<string, unknown> {
  if (!/^application\/json *(;|$)/i.test(contentType)) throw new Refusal(Reason.WrongContentType);
  return readObject(body, numberOf);
}

/** @throws Refusal MalformedBody */
export function readObject(bytes: Uint8Array, numberOf: NumberReader): Record<string, unknown> {
  const text = decode(bytes);
  try {
    return plain(parse(text), text, numberOf) as Record<string, unknown>;
  } catch (error) {
    // Both go down as deep as the text does.
    if (error instanceof RangeError) throw malformed('it is nested too deeply');
    throw error;
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformed('it is not UTF-8');
  }
}

function parse(text: string): Node {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, STRICT);
  if (errors.length > 0) throw malformed(`it is no JSON at character ${errors[0].offset + 1}`);
  if (tree?.type !== 'object') throw malformed('it is no object');
  return tree;
}

/** @throws Refusal InvalidField a key stands twice */
export function readQuery(text: string): Record<string, string> {
  const entries = [...new URLSearchParams(text)];
  const twice = entries.find(([key], i) => entries.findIndex(([other]) => other === key) < i);
  if (twice !== undefined) throw new Refusal(Reason.InvalidField, `${twice[0].slice(0, 40)}: stands twice`);
  return Object.fromEntries(entries);
}

function plain(node: Node, text: string, numberOf: NumberReader): unknown {
  switch (node.type) {
    case 'object':
      return Object.fromEntries(entriesOf(node, text, numberOf));
    case 'array':
      return (node.children ?? []).map((child) => plain(child, text, numberOf));
    case 'number':
      return numberOf(text.slice(node.offset, node.offset + node.length));
    default:
      return node.value;
  }
}

function entriesOf({ children = [] }: Node, text: string, numberOf: NumberReader): Map<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const { children: pair } of children) {
    const key: string = pair![0].value;
    if (entries.has(key)) throw malformed(`the key "${key.slice(0, 40)}" stands in it twice`);
    entries.set(key, plain(pair![1], text, numberOf));
  }
  return entries;
}

const malformed = (why: string): Refusal =>
  new Refusal(Reason.MalformedBody, `the body cannot be read: ${why}`);

/**
 * Reads and checks a configuration. JSON with comments; every complaint names the file, the line and the key, and all
 * of them are told at once.
 */

import { readFileSync } from 'node:fs';
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import type { Complaint } from './complaint.js';
import { checkReferences } from './references.js';
import { configSchema, type ParsedConfig } from './schema.js';

/** Something is wrong with the configuration; the message is for the person who wrote it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** A wrong configuration ends like a wrong command line. */
  readonly exitCode = 2;
}

/** @throws ConfigError with every complaint on a line of its own */
export function loadConfig(file: string): ParsedConfig {
  return parseConfig(readText(file), file);
}

export function parseConfig(text: string, file: string): ParsedConfig {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !tree) throw syntaxError(text, file, errors);
  return checkConfig(plain(tree, file, text), (path) => `${file}:${lineOf(text, tree, path)}`);
}

/** @param where names the place of a key for the message */
export function checkConfig(value: unknown, where: (path: readonly PropertyKey[]) => string): ParsedConfig {
  const result = configSchema.safeParse(value);
  const complaints: Complaint[] = result.success
    ? checkReferences(result.data)
    : result.error.issues.flatMap(toComplaints);
  if (complaints.length === 0 && result.success) return result.data;
  throw new ConfigError(
    complaints.map(({ path, message }) => `${where(path)}: ${keyOf(path)}${message}`).join('\n'),
  );
}

/** An unknown key is reported at its parent; point at the key itself. */
function toComplaints(issue: z.core.$ZodIssue): Complaint[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'unknown key' }));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`cannot read the configuration ${file}: ${(error as Error).message}`);
  }
}

function syntaxError(text: string, file: string, errors: ParseError[]): ConfigError {
  if (text.trim() === '')
    return new ConfigError(`${file}:1: the file is empty; see the README for an example`);
  return new ConfigError(
    errors
      .map(({ error, offset }) => `${file}:${lineAt(text, offset)}: ${printParseErrorCode(error)}`)
      .join('\n'),
  );
}

/** The tree as plain values. A key that stands twice is refused: whoever wrote it meant one of the two. */
function plain(node: Node, file: string, text: string): unknown {
  if (node.type === 'array') return (node.children ?? []).map((child) => plain(child, file, text));
  if (node.type !== 'object') return node.value;
  const entries = new Map<string, unknown>();
  for (const { children, offset } of node.children ?? []) {
    const key: string = children![0].value;
    if (entries.has(key)) throw new ConfigError(`${file}:${lineAt(text, offset)}: ${key}: stands here twice`);
    entries.set(key, plain(children![1], file, text));
  }
  return Object.fromEntries(entries);
}

function lineOf(text: string, tree: Node, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length) as (string | number)[]);
    if (node) return lineAt(text, node.offset);
  }
  return 1;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

function keyOf(path: readonly PropertyKey[]): string {
  const key = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return key ? `${key.replace(/^\./, '')}: ` : '';
}

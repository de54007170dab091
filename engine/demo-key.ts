/** The demo key: made at the first start, kept in the data directory, entitled to every account of the configuration. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createKey, readKeyFile, writeKeyFile } from '../protocol/client/key-file.js';
import type { KeyEntry, ParsedConfig } from './config/schema.js';

export const DEMO_KEY_ID = 'demo';
const FILE = 'demo.key';

export interface DemoKey {
  readonly file: string;
  readonly entry: KeyEntry;
}

/** Undefined when the configuration wants none. @throws Error the key file is damaged; the message names it */
export function demoKey(
  { demoKey: wanted, accounts }: ParsedConfig,
  dataDirectory: string,
): DemoKey | undefined {
  if (!wanted) return undefined;
  const file = join(dataDirectory, FILE);
  if (!existsSync(file)) writeKeyFile(file, createKey(DEMO_KEY_ID, accounts.slice(0, 1)));
  const { id, publicKey } = readKeyFile(file);
  return { file, entry: { id, publicKey, accounts } };
}

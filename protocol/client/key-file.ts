/**
 * Key files: JSON with an Ed25519 key pair, readable by its owner only. `pregao keygen` and the engine's first start
 * (demo key) write them, the CLI reads them. Node only.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface KeyFile {
  readonly id: string;
  /** PKCS #8, base64. */
  readonly privateKey: string;
  /** SPKI, base64: what the engine's configuration wants. */
  readonly publicKey: string;
  /** Names of the accounts to log on for; absent = all of the key's. */
  readonly accounts?: readonly string[];
}

const OWNER_ONLY = 0o600;

export function createKey(id: string, accounts?: readonly string[]): KeyFile {
  const pair = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
    publicKeyEncoding: { format: 'der', type: 'spki' },
  });
  const privateKey = pair.privateKey.toString('base64');
  const publicKey = pair.publicKey.toString('base64');
  return accounts ? { id, privateKey, publicKey, accounts } : { id, privateKey, publicKey };
}

/** @throws Error the file stands already: a key is never overwritten */
export function writeKeyFile(path: string, key: KeyFile): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(key, null, 2)}\n`, { mode: OWNER_ONLY, flag: 'wx' });
}

/** @throws Error not there, or not a key file; the message names the file */
export function readKeyFile(path: string): KeyFile {
  const content: unknown = parse(readFileSync(path, 'utf8'), path);
  if (!isKeyFile(content))
    throw new Error(`${path} is not a key file: it needs the texts id, privateKey and publicKey`);
  return content;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not a key file: ${(error as Error).message}`);
  }
}

function isKeyFile(content: unknown): content is KeyFile {
  if (typeof content !== 'object' || content === null) return false;
  const { id, privateKey, publicKey, accounts } = content as Record<string, unknown>;
  const texts = [id, privateKey, publicKey].every((part) => typeof part === 'string' && part !== '');
  return texts && (accounts === undefined || (Array.isArray(accounts) && accounts.every(isText)));
}

const isText = (value: unknown): value is string => typeof value === 'string';

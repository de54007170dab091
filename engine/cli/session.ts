/** What the commands that talk to an engine share: where it is, which key to use, and words when it is not there. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { ConnectionError, LogonError, PregaoClient } from '../../protocol/client/index.js';
import { type KeyFile, readKeyFile } from '../../protocol/client/key-file.js';
import { UsageError } from './failure.js';

export const DEFAULT_URL = 'ws://127.0.0.1:7070/v1/orders';
export const DEFAULT_KEY = './data/demo.key';

export interface SessionOptions {
  readonly url: string;
  readonly key: string;
}

export const withUrl = (command: Command): Command =>
  command.option('--url <url>', 'where the engine takes orders', DEFAULT_URL);

export const withSession = (command: Command): Command =>
  withUrl(command).option('--key <file>', 'key file to log on with', DEFAULT_KEY);

/** The options again, as another command line has to give them. */
export const given = ({ url, key }: SessionOptions): string =>
  (url === DEFAULT_URL ? '' : ` --url ${url}`) + (key === DEFAULT_KEY ? '' : ` --key ${key}`);

/** The account to name in a request, if one must be named. @throws UsageError the key has several, and none was said */
export function accountFor({ accounts }: PregaoClient, said: string | undefined): { account?: string } {
  if (said !== undefined) return { account: said };
  if (accounts.length === 1) return {};
  throw new UsageError(`for which account? Say one of ${accounts.join(', ')} with --account NAME`);
}

/** Logged on with the key of the options. Close it. */
export function logOn({ url, key }: SessionOptions): Promise<PregaoClient> {
  const { accounts, ...rest } = keyOf(key);
  return connected(url, PregaoClient.connect(url, rest, { ...(accounts && { accounts }), reconnect: false }));
}

/** Without a key: market data only. Comes back by itself after the engine was away. */
export const listen = (url: string): Promise<PregaoClient> =>
  connected(url, PregaoClient.connect(url, undefined));

function keyOf(path: string): KeyFile {
  if (!existsSync(path))
    throw new UsageError(
      `there is no key file ${path}\nThe engine writes its demo key into its data directory when it starts for the first time;` +
        ' run this where you started it, or name the file with --key FILE.',
    );
  return readKeyFile(path);
}

async function connected(url: string, connecting: Promise<PregaoClient>): Promise<PregaoClient> {
  try {
    return await connecting;
  } catch (error) {
    if (!(error instanceof ConnectionError) || error instanceof LogonError) throw error;
    throw new ConnectionError(
      `no engine answers at ${url} (${error.message})\nStart one with \`npm start\` or \`npx pregao start\`, or say where it is with --url URL.`,
    );
  }
}

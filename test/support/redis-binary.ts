/**
 * Where the tests' `redis-server` comes from: the one on PATH; else Debian's package, installed when we are root, or else
 * unpacked with its libraries into a folder of the user's own; else a message that says what to do. Looked for once a
 * process.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installed, onPath } from './debian.js';

export interface RedisBinary {
  readonly path: string;
  /** What the process needs beside our own environment: where unpacked libraries are. */
  readonly env: Readonly<Record<string, string>>;
}

const SERVER = 'redis-server';
/** `redis-tools` holds the program, under the name of another one; the rest are libraries that a small Debian lacks. */
const UNPACKED = ['redis-tools', 'libatomic1', 'libjemalloc2', 'liblzf1', 'libssl3', 'libsystemd0'];
const INSTALL_MS = 180_000;

let found: RedisBinary | undefined;

/** @throws Error that says how to get one */
export function redisBinary(): RedisBinary {
  found ??= asIs(onPath(SERVER)) ?? asIs(installed(SERVER)) ?? attempt(unpacked);
  if (found) return found;
  throw new Error(
    `no ${SERVER} on PATH and Debian's package could not be installed: apt-get install ${SERVER}`,
  );
}

function attempt(way: () => RedisBinary | undefined): RedisBinary | undefined {
  try {
    return way();
  } catch {
    return undefined;
  }
}

const asIs = (path: string | undefined): RedisBinary | undefined =>
  path === undefined ? undefined : { path, env: {} };

/** Into a folder of our own, package lists included, so that it needs no rights. */
function unpacked(): RedisBinary | undefined {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'pregao', SERVER);
  const path = join(folder, 'usr', 'bin', 'redis-check-rdb');
  if (!existsSync(path)) unpack(folder);
  return { path, env: { LD_LIBRARY_PATH: libraryFolders(folder).join(delimiter) } };
}

function unpack(folder: string): void {
  mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(folder, 'cache'), { recursive: true });
  const ours = ['-o', `Dir::State::Lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`];
  const run = (...args: string[]) =>
    execFileSync('apt-get', [...ours, ...args], { cwd: folder, stdio: 'ignore', timeout: INSTALL_MS });
  run('update');
  run('download', ...UNPACKED);
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb')))
    execFileSync('dpkg', ['-x', file, folder], { cwd: folder, stdio: 'ignore' });
}

function libraryFolders(folder: string): string[] {
  const lib = join(folder, 'usr', 'lib');
  return [lib, ...readdirSync(lib).map((name) => join(lib, name))];
}

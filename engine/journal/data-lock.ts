/**
 * One engine a data directory. The lock is the kernel's (`flock` on a file in it), held by this process's open file: it
 * ends with the process in whatever way that ends, `kill -9` included, so a stale lock cannot exist. Node has no call
 * for it; util-linux' `flock` takes it on our own descriptor, which the child inherits, and leaves it with us.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { DataDirectoryInUse } from './errors.js';

export const LOCK_FILE = 'lock';

export interface DataLock {
  release(): void;
}

export function lockDataDirectory(directory: string): DataLock {
  fs.mkdirSync(directory, { recursive: true });
  const path = join(directory, LOCK_FILE);
  const handle = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
  try {
    takeLock(handle, directory, path);
    fs.ftruncateSync(handle, 0);
    fs.writeSync(handle, `${process.pid}\n`, 0);
  } catch (error) {
    fs.closeSync(handle);
    throw error;
  }
  return { release: () => fs.closeSync(handle) };
}

function takeLock(handle: number, directory: string, path: string): void {
  const { error, status } = spawnSync('flock', ['--exclusive', '--nonblock', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', handle],
  });
  if (error)
    throw new Error(`cannot lock ${directory}: the command "flock" (util-linux) is needed: ${error.message}`);
  if (status === 0) return;
  const holder = fs.readFileSync(path, 'utf8').trim() || 'unknown';
  throw new DataDirectoryInUse(
    `the data directory ${directory} is in use by process ${holder}; stop it first, or give another one with --data`,
  );
}

/** Programs that tests need and npm does not bring: from PATH, else Debian's package, which only root may install. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const INSTALL_MS = 300_000;

export function onPath(program: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}

/** The program's path, once its package is installed; undefined when that cannot be. */
export function installed(program: string, packageName = program): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const run = (...args: string[]) =>
    execFileSync('apt-get', args, { env, stdio: 'ignore', timeout: INSTALL_MS });
  try {
    run('update');
    run('install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', packageName);
  } catch {
    return undefined;
  }
  return onPath(program);
}

/** Runs another program of the project with our terminal, and ends as it ends. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @param module below `dist`, as `bench/main.js` */
export function runModule(module: string, args: readonly string[]): Promise<void> {
  return runNode([builtFile(module), ...args]);
}

/** Its path. @throws Error it is not built */
export function builtFile(module: string): string {
  const path = fileURLToPath(new URL(`../../${module}`, import.meta.url));
  if (!existsSync(path)) throw new Error(`${module} is not built; run \`npm run build\``);
  return path;
}

export function runNode(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    // Ctrl-C reaches the child from the terminal; we wait for how it ends.
    const ignore = () => {};
    process.on('SIGINT', ignore);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGINT', ignore);
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}

/** Runs another program of the project with our terminal, and ends as it ends. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @param module below `dist`, as `bench/main.js` */
export function runModule(module: string, args: readonly string[]): Promise<void> {
  const path = fileURLToPath(new URL(`../../${module}`, import.meta.url));
  if (!existsSync(path)) throw new Error(`${module} is not built; run \`npm run build\``);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path, ...args], { stdio: 'inherit' });
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

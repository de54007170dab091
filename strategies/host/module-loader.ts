/** Makes this thread import plugins by `module-hooks.ts`; also as `node --import FILE`, for the tests of a plugin. */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

let registered = false;

/** Costs some 80 ms and a thread of Node's own, so what we have compiled ourselves goes without. */
export function importTypeScript(): void {
  if (registered) return;
  registered = true;
  register('./module-hooks.js', import.meta.url);
  // Errors name lines of the TypeScript.
  process.setSourceMapsEnabled(true);
}

if (isMainThread && process.execArgv.some((argument) => argument.includes('module-loader')))
  importTypeScript();

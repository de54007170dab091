#!/usr/bin/env node
// The command as installed: hands over to the built CLI. Plain JavaScript, so that it stands before anything is built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../../dist/engine/cli/main.js', import.meta.url);

if (existsSync(fileURLToPath(main))) {
  await import(main.href);
} else {
  console.error('pregao is not built yet: run `npm ci` (or `npm run build`) in its folder first.');
  process.exitCode = 1;
}

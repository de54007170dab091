/**
 * Runs the tests: `npm test` all of them, `npm run check` (`--unit`) those that stand beside their subject. The list
 * comes from the sources, so that what an earlier build left in dist/ is not run. tap's results stay in RESULTS, where
 * `count.ts` finds them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { countResults, RESULTS } from './count.js';

const UNIT_ROOMS = ['engine', 'protocol', 'adapters', 'strategies', 'bench'];
const RUNNER = 'node_modules/@tapjs/test/test-built/dist/esm/index.js';

function testFiles(rooms: readonly string[]): string[] {
  return rooms
    .filter((room) => existsSync(room))
    .flatMap((room) =>
      readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
    )
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('dist', file.replace(/\.ts$/, '.js')))
    .sort();
}

function tap(...args: string[]): number {
  const { status, error } = spawnSync(join('node_modules', '.bin', 'tap'), args, { stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

/** tap compiles its runner from its list of plugins; a fresh install has one that would compile TypeScript itself. */
function buildRunner(): void {
  if (/^@tapjs\/typescript$/m.test(readFileSync(RUNNER, 'utf8'))) tap('build');
}

const rooms = process.argv.includes('--unit') ? UNIT_ROOMS : [...UNIT_ROOMS, 'test'];
rmSync(RESULTS, { force: true });
mkdirSync(dirname(RESULTS), { recursive: true });
buildRunner();
const reporter = process.stdout.isTTY ? 'base' : 'min';
const files = testFiles(rooms);
process.exitCode = tap('run', `--reporter=${reporter}`, `--output-file=${RESULTS}`, ...files);
const { passed, failed } = countResults(readFileSync(RESULTS, 'utf8'));
console.log(`${files.length} test files: ${passed} assertions hold, ${failed} do not`);

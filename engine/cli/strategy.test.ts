/** `pregao strategy new`, `test` and `describe`, as a person types them in a folder of their own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { program } from '../../test/support/program.js';
import { writeStrategy } from './strategy-files.js';

// It starts some ten programs.
t.setTimeout(120_000);

const MAIN = join(process.cwd(), 'engine/cli/pregao.js');

const cwd = mkdtempSync(join(tmpdir(), 'pregao-strategy-'));
t.teardown(() => rmSync(cwd, { recursive: true }));

function run(...args: string[]) {
  const [command, argv] = program(MAIN, 'strategy', ...args);
  const { status, stdout, stderr } = spawnSync(command, argv, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

t.test('a new strategy works, and its test can fail', async (t) => {
  for (const [name, ...options] of [['joiner'], ['joiner-js', '--javascript']]) {
    const { status, stdout } = run('new', name, ...options);
    t.equal(status, 0);
    t.match(stdout, `"plugin": "${name}"`);
  }
  t.ok(existsSync(join(cwd, 'strategies/joiner.ts')) && existsSync(join(cwd, 'strategies/joiner-js.mjs')));
  const tested = run('test');
  t.equal(tested.status, 0, tested.stdout);
  t.match(tested.stdout, /^# pass 2$/m);
  const file = join(cwd, 'strategies/joiner.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace("side: 'buy'", "side: 'sell'"));
  const broken = run('test', 'strategies/joiner.test.ts');
  t.equal(broken.status, 1);
  t.match(broken.stdout, /^# fail 1$/m);
});

t.test('parameters are shown out of the schema', async (t) => {
  t.same(run('describe', 'joiner').stdout.split('\n'), [
    'joiner',
    '  symbol    string, has to be given  what it buys',
    '  quantity  string ("0.1")           of its bid',
    '',
  ]);
  t.match(run('describe', 'market-maker').stdout, /maxQuotes +number, at least 1 \(5\) +largest position/);
  writeFileSync(join(cwd, 'strategies/plain.mjs'), "export default { name: 'plain', start() {} };\n");
  t.match(run('describe', 'plain').stdout, 'no schema that can be shown');
});

t.test('what cannot be done is told', async (t) => {
  const taken = run('new', 'joiner');
  t.equal(taken.status, 2);
  t.match(taken.stderr, /strategies\/joiner\.ts is there already/);
  for (const name of ['../joiner', 'Joiner', ''])
    t.throws(() => writeStrategy(name, cwd, true), /a name has small letters, digits and dashes/);
  rmSync(join(cwd, 'strategies'), { recursive: true });
  t.match(run('test').stderr, /no tests in the folder strategies/);
});

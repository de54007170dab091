/** docs/decisions/dependencies.md names every dependency with the licence it really has, and nothing that ships restricts us. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { rowsOf, section } from './documents/markdown.js';

const PERMISSIVE = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'MIT OR Apache-2.0',
];
/** Weak copyleft, of single files. Good enough for what only measures, and never ships. */
const TOOLS_TOO = [...PERMISSIVE, 'MPL-2.0'];

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const DOCUMENT = readFileSync('docs/decisions/dependencies.md', 'utf8');
const { dependencies, devDependencies } = json('package.json');

for (const [heading, packages, allowed] of [
  ['What ships', dependencies, PERMISSIVE],
  ['What only builds, tests and measures', devDependencies, TOOLS_TOO],
] as const) {
  t.test(heading, async (t) => {
    const rows = rowsOf(section(DOCUMENT, heading));
    t.strictSame([...rows.keys()].sort(), Object.keys(packages).sort(), 'these packages');
    for (const [name, [licence, why]] of rows) {
      t.equal(licence, json(`node_modules/${name}/package.json`).license, `${name}: licence as installed`);
      t.ok(allowed.includes(licence), `${name}: ${licence}`);
      t.ok(why.length > 4, `${name}: ${why}`);
    }
  });
}

t.test('what ships depends on nothing that restricts us either', async (t) => {
  interface Locked {
    readonly dev?: boolean;
    readonly license?: string;
  }
  const locked = Object.entries(json('package-lock.json').packages as Record<string, Locked>);
  const shipped = locked.filter(([path, { dev }]) => path !== '' && !dev);
  t.ok(shipped.length > Object.keys(dependencies).length);
  t.strictSame(
    shipped.filter(([, { license }]) => !PERMISSIVE.includes(license ?? '')).map(([path]) => path),
    [],
  );
});

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import t from 'tap';
import { GENERATED_DIR, generate, SCHEMA_FILE } from './generate.js';

t.test('the committed code is what the schema gives now', async (t) => {
  const expected = await generate(await readFile(SCHEMA_FILE, 'utf8'));
  const found = await committedFiles();
  t.same(
    [...found.keys()].sort(),
    [...expected.keys()].sort(),
    'the same files; else run `npm run generate`',
  );
  for (const [path, content] of expected)
    t.ok(found.get(path) === content, `${path} is fresh; else run \`npm run generate\``);
});

t.test('a change of the schema changes the code', async (t) => {
  const schema = await readFile(SCHEMA_FILE, 'utf8');
  const before = await generate(schema);
  const after = await generate(schema.replace('table Unsubscribe { ', 'table Unsubscribe { hurry: bool; '));
  t.not(after.get('layout.ts'), before.get('layout.ts'));
  t.not(after.get('pregao/wire/unsubscribe.ts'), before.get('pregao/wire/unsubscribe.ts'));
});

t.test('a schema that flatc refuses is reported with its line', async (t) => {
  await t.rejects(generate('table T { field: nonsense; }'), /pregao\.fbs:1/);
});

async function committedFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(GENERATED_DIR, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(relative(GENERATED_DIR, path), await readFile(path, 'utf8'));
  }
  return files;
}

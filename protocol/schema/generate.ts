/**
 * `npm run generate`: writes `protocol/generated` anew from `pregao.fbs`. The result is committed; `generate.test.ts`
 * fails when it is stale.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSchema } from './flatc.js';
import { layoutSource } from './layout-source.js';
import { readReflection } from './reflection.js';

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const SCHEMA_FILE = join(PROJECT, 'protocol/schema/pregao.fbs');
export const GENERATED_DIR = join(PROJECT, 'protocol/generated');

/** flatc imports more than it uses, which our compiler options refuse; its own users are still checked. */
const UNCHECKED = '// @ts-nocheck';

/** Path under `protocol/generated` → content. */
export async function generate(schema: string): Promise<Map<string, string>> {
  const { code, reflection } = await compileSchema(schema);
  const files = new Map([...code].map(([path, source]) => [path, `${UNCHECKED}\n${source.trimEnd()}\n`]));
  return files.set('layout.ts', layoutSource(readReflection(reflection)));
}

async function main(): Promise<void> {
  const files = await generate(await readFile(SCHEMA_FILE, 'utf8'));
  await rm(GENERATED_DIR, { recursive: true, force: true });
  for (const [path, content] of files) {
    const target = join(GENERATED_DIR, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  console.log(`${files.size} files written to ${GENERATED_DIR}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

/**
 * `npm run generate` writes `protocol/messages/generated` anew: views of the venues' binary messages. Layouts of our own stand in `protocol/schema/layouts`; the exchanges' SBE schemas are theirs and not in the tree: they are
 * looked for in `$PREGAO_SCHEMAS` or `../shared/schemas`, and what was generated from one that is not there stays as it is.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitViews } from './emit.js';
import { readLayouts } from './layout-schema.js';
import { readSbeSchema } from './sbe-schema.js';

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');
const LAYOUTS = join(PROJECT, 'protocol/schema/layouts');
const SCHEMAS = process.env.PREGAO_SCHEMAS ?? join(PROJECT, '../shared/schemas');
export const MESSAGES_DIR = join(PROJECT, 'protocol/messages/generated');

export interface Source {
  /** Of the generated file. */
  readonly name: string;
  readonly path: string;
  readonly title: string;
}

export const SOURCES: readonly Source[] = [
  { name: 'itch', path: join(LAYOUTS, 'itch.txt'), title: 'Nasdaq TotalView-ITCH 5.0' },
  {
    name: 'ouch-inbound',
    path: join(LAYOUTS, 'ouch-inbound.txt'),
    title: 'Nasdaq OUCH 5.0, to the exchange',
  },
  {
    name: 'ouch-outbound',
    path: join(LAYOUTS, 'ouch-outbound.txt'),
    title: 'Nasdaq OUCH 5.0, from the exchange',
  },
  { name: 'ilink3', path: join(SCHEMAS, 'cme/Cme.Futures.iLink3.Sbe.v8.9.xml'), title: 'CME iLink 3' },
  { name: 'mdp3', path: join(SCHEMAS, 'cme/Cme.Futures.Mdp3.Sbe.v1.13.xml'), title: 'CME MDP 3.0' },
  {
    name: 'mdp3-requests',
    path: join(LAYOUTS, 'mdp3-requests.xml'),
    title: 'CME MDP 3.0 over conflated TCP',
  },
  {
    name: 'entrypoint',
    path: join(SCHEMAS, 'b3/b3-entrypoint-messages-8.4.2.xml'),
    title: 'B3 Binary EntryPoint',
  },
  { name: 'umdf', path: join(SCHEMAS, 'b3/b3-market-data-messages-2.2.0.xml'), title: 'B3 Binary UMDF' },
];

export const isThere = ({ path }: Source): boolean => existsSync(path);

/** The text of one generated file. @throws SyntaxError what the schema has that is not read */
export function generateViews({ name, path, title }: Source): string {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.txt')) return emitViews(readLayouts(text, name, title));
  const schema = readSbeSchema(text, name);
  return emitViews({ ...schema, title: `${title} (${schema.title})` });
}

function main(): void {
  for (const source of SOURCES) {
    const target = join(MESSAGES_DIR, `${source.name}.ts`);
    if (isThere(source)) writeFileSync(target, generateViews(source));
    console.log(`${target} ${isThere(source) ? 'written' : `left as it is: there is no ${source.path}`}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

/** What the documents list is what the code has: configuration, limits, messages, exit codes, metrics, files. */
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { GATEWAY_LIMITS } from '../engine/config/limits.js';
import { loadConfig } from '../engine/config/load.js';
import { MAX_CLIENT_FRAME_BYTES, MAX_ENGINE_FRAME_BYTES } from '../protocol/wire/protocol.js';
import { configKeys } from './documents/config-keys.js';
import { rowsOf, section } from './documents/markdown.js';
import { EngineProcess } from './support/engine.js';

const EXAMPLE = 'pregao.config.example.json';
const CONFIGURATION = readFileSync('docs/configuration.md', 'utf8');
const PROTOCOL = readFileSync('docs/protocol.md', 'utf8');
const SCHEMA = readFileSync('protocol/schema/pregao.fbs', 'utf8').replace(/\/\/.*$/gm, '');

/** The names in an enum or the fields of a table or struct. */
const members = (body: string, separator: RegExp): string[] =>
  body
    .split(separator)
    .map((part) => /^\s*(\w+)/.exec(part)?.[1] ?? '')
    .filter((name) => name !== '');

t.test('every key of the configuration, with its type, default and bounds', async (t) => {
  const rows = rowsOf(section(CONFIGURATION, 'Keys'));
  const keys = configKeys();
  t.ok(keys.length > 40);
  t.strictSame(
    [...rows.keys()],
    keys.map(({ key }) => key),
    'these keys, in this order',
  );
  for (const { key, type, default: value, bounds } of keys)
    t.strictSame(rows.get(key)?.slice(0, 3), [type, value, bounds], key);
});

t.test('the limits of the binary door', async (t) => {
  const bounds = { ...GATEWAY_LIMITS, MAX_CLIENT_FRAME_BYTES, MAX_ENGINE_FRAME_BYTES };
  const rows = rowsOf(section(PROTOCOL, 'Limits'));
  t.ok(rows.size > 10);
  for (const [name, [value]] of rows) t.equal(value, String(bounds[name as keyof typeof bounds]), name);
});

t.test('every message of the schema with all its fields', async (t) => {
  const tables = [...SCHEMA.matchAll(/^(?:table|struct) (\w+) \{([\s\S]*?)\}/gm)];
  t.ok(tables.length > 30);
  const inside = new Map([
    ['EventId', 'Frames and messages'],
    ['Message', 'Frames and messages'],
    ['AccountName', 'LogonAccepted'],
    ['TickRule', 'SecurityDefinition'],
    ['Level', 'BookSnapshot'],
    ['BookOrder', 'OrderBookSnapshot'],
    ['OrderChange', 'OrderBookIncrement'],
  ]);
  for (const [, name, body] of tables) {
    const part = section(PROTOCOL, inside.get(name) ?? name);
    const missing = members(body, /;/).filter((field) => !part.includes(`\`${field}\``));
    t.strictSame(missing, [], `${name}: ${part === '' ? 'no section' : 'all fields'}`);
  }
  for (const [, name, body] of SCHEMA.matchAll(/^enum (\w+) : \w+ \{([\s\S]*?)\}/gm))
    for (const word of members(body, /,/))
      if (word !== 'None') t.match(PROTOCOL, `\`${word}\``, `${name}.${word}`);
});

t.test('every exit code', async (t) => {
  const sources = ['engine/threads/exit-codes.ts', 'engine/journal/errors.ts', 'engine/config/load.ts'];
  const text = sources.map((file) => readFileSync(file, 'utf8')).join('');
  const codes = [...text.matchAll(/(?:^ {2}\w+|exitCode) = (\d+)[,;]/gm)].map(([, code]) => code);
  t.ok(codes.length >= 9, codes.join(' '));
  for (const code of codes) t.match(CONFIGURATION, `\n| ${code} | `, `exit code ${code}`);
});

t.test('the example is a good configuration, and an engine runs on it as the document says', async (t) => {
  t.equal(loadConfig(EXAMPLE).accounts.length, 2);
  const engine = await EngineProcess.start({ args: ['--config', EXAMPLE] });
  t.teardown(() => engine.kill('SIGKILL'));
  const files = rowsOf(section(CONFIGURATION, 'The data directory'));
  const entries = readdirSync(engine.data, { withFileTypes: true });
  const found = entries.map((entry) => entry.name + (entry.isDirectory() ? '/' : ''));
  t.strictSame(new Set([...found, 'demo.key']), new Set(files.keys()), 'files of the data directory');

  const metrics = await (await fetch(`${engine.httpUrl}/metrics`)).text();
  const named = [...CONFIGURATION.matchAll(/`((?:pregao|process|nodejs)_\w+)`/g)].map(([, name]) => name);
  t.ok(named.length > 15);
  for (const name of named) t.match(metrics, `# TYPE ${name} `, name);
  for (const path of rowsOf(section(CONFIGURATION, 'Health and metrics')).keys())
    if (path.startsWith('/')) t.equal((await fetch(engine.httpUrl + path)).status, 200, path);
});

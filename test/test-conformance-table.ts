/**
 * `npm run conformance`: plays every venue's conformance suites and writes the tables in `adapters/README.md`. Writes nothing when a case
 * fails. Each suite's own test holds its table against what it has played.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CaseResult,
  type SuiteName,
  TABLE_FILE,
  withTable,
} from '../adapters/conformance/test-table.js';

/** `ok 19 - b3-fix 19: title # SKIP why`. */
const LINE = /^(ok|not ok) \d+ - (\S+) (\d+): (.*?)(?: # (?:SKIP (.*)|time=.*))?$/;

const FILES: Readonly<Record<SuiteName, RegExp>> = {
  orders: /orders\/conformance\.test\.js$/,
  'market data': /market-data\/conformance-\w+\.test\.js$/,
};

const files = readdirSync('dist/adapters', { recursive: true, encoding: 'utf8' }).sort();
let text = readFileSync(TABLE_FILE, 'utf8');
for (const suite of ['market data', 'orders'] as const) {
  const results = files
    .filter((file) => FILES[suite].test(file))
    .flatMap((file) => play(join('dist/adapters', file)));
  text = withTable(text, suite, results);
  console.log(`${suite}: ${results.length} cases`);
}
writeFileSync(TABLE_FILE, text);
console.log(`${TABLE_FILE} is written`);

function play(file: string): CaseResult[] {
  const { stdout } = spawnSync(process.execPath, [file], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return stdout.split('\n').flatMap((line) => {
    const [, ok, venue, number, title, why] = LINE.exec(line) ?? [];
    if (ok === undefined) return [];
    if (ok !== 'ok') throw new Error(`${venue} ${number} fails (${title}): node ${file}`);
    return [{ venue, number: Number(number), title, ...(why !== undefined && { why }) }];
  });
}

/**
 * `npm run conformance`: plays every venue's conformance suite and writes the table in `adapters/README.md`. Writes nothing when a case
 * fails. Each suite's own test holds the table against what it has played.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseResult, TABLE_FILE, withTable } from '../adapters/conformance/test-table.js';

/** `ok 19 - b3-fix 19: title # SKIP why`. */
const LINE = /^(ok|not ok) \d+ - (\S+) (\d+): (.*?)(?: # (?:SKIP (.*)|time=.*))?$/;

const suites = readdirSync('dist/adapters', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('conformance.test.js'))
  .sort();
const results = suites.map((file) => join('dist/adapters', file)).flatMap(play);
writeFileSync(TABLE_FILE, withTable(readFileSync(TABLE_FILE, 'utf8'), results));
console.log(`${results.length} cases, ${TABLE_FILE} is written`);

function play(file: string): CaseResult[] {
  const { stdout } = spawnSync(process.execPath, [file], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return stdout.split('\n').flatMap((line) => {
    const [, ok, venue, number, title, why] = LINE.exec(line) ?? [];
    if (ok === undefined) return [];
    if (ok !== 'ok') throw new Error(`${venue} ${number} fails (${title}): node ${file}`);
    return [{ venue, number: Number(number), title, ...(why !== undefined && { why }) }];
  });
}

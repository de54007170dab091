/**
 * `npm run bench -- SUITE [--flow FILE] [--json]`: runs one suite, or all of them, and prints a table, or exactly one JSON
 * object, on stdout. Progress goes to stderr.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { report, table } from './kit/report.js';
import type { BenchOptions, BenchResult, Suite } from './kit/suite.js';

/** Each is a module `suites/NAME.js` that exports `suite`. */
const SUITES = ['ring', 'book', 'core', 'wire', 'journal', 'isolation'];

const USAGE = `usage: npm run bench -- ${[...SUITES, 'all'].join('|')} [--flow FILE] [--json]`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { flow: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) return void console.log(USAGE);
  const [name] = positionals;
  if (positionals.length !== 1 || !(name === 'all' || SUITES.includes(name))) throw new Error(USAGE);
  if (values.flow !== undefined && !existsSync(values.flow))
    throw new Error(`there is no file ${values.flow}`);
  const options: BenchOptions = { flow: values.flow, say: (text) => console.error(text) };
  const names = name === 'all' ? SUITES : [name];
  const suites = await Promise.all(names.map(load));
  const results: BenchResult[][] = [];
  for (const [i, suite] of suites.entries()) {
    options.say(`suite ${names[i]}: ${suite.title}`);
    results.push(await suite.run(options));
    if (!values.json) console.log(table(report(names[i], results[i]), suite.title));
  }
  if (values.json)
    console.log(JSON.stringify(report(name, name === 'all' ? merged(names, results) : results[0])));
}

async function load(name: string): Promise<Suite> {
  const module = (await import(`./suites/${name}.js`)) as { suite: Suite };
  return module.suite;
}

/** Suites share names (`commands_per_s`), so in one list each carries its suite's. */
function merged(names: readonly string[], results: readonly BenchResult[][]): BenchResult[] {
  return results.flatMap((list, i) => list.map((each) => ({ ...each, name: `${names[i]}.${each.name}` })));
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);

/**
 * `npm run bench -- SUITE [--flow FILE]… [--rate ORDERS_PER_S]… [--recording FILE]… [--json]`: runs one suite, or all of them, and prints a table,
 * or exactly one JSON object, on stdout. Progress goes to stderr. Exit 1 when a suite fails, 2 when the command line is wrong.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { report, table } from './kit/report.js';
import type { BenchOptions, BenchResult, Suite } from './kit/suite.js';

/** Each is a module `suites/NAME.js` that exports `suite`. */
const SUITES = [
  'ring',
  'book',
  'core',
  'wire',
  'journal',
  'isolation',
  'fix',
  'adapters',
  'itch',
  'rest',
  'fanout',
];

const USAGE = `usage: npm run bench -- ${[...SUITES, 'all'].join('|')} [--flow FILE]… [--rate ORDERS_PER_S]… [--recording FILE]… [--json]`;

class UsageError extends Error {
  constructor(what: string) {
    super(`${what}\n${USAGE}`);
  }
}

interface Arguments {
  readonly help?: boolean;
  readonly json?: boolean;
  readonly flow?: readonly string[];
  readonly rate?: readonly string[];
  readonly recording?: readonly string[];
  readonly name: string;
}

async function main(): Promise<void> {
  const { help, json, flow, rate, recording, name } = readArguments();
  if (help) return void console.log(USAGE);
  const options: BenchOptions = {
    flows: flow,
    ratesPerS: rate?.map(rateOf),
    recordings: recording,
    say: (text) => console.error(text),
  };
  const names = name === 'all' ? SUITES : [name];
  const suites = await Promise.all(names.map(load));
  const results: BenchResult[][] = [];
  for (const [i, suite] of suites.entries()) {
    options.say(`suite ${names[i]}: ${suite.title}`);
    results.push(await suite.run(options));
    if (!json) console.log(table(report(names[i], results[i]), suite.title));
  }
  if (json) console.log(JSON.stringify(report(name, name === 'all' ? merged(names, results) : results[0])));
}

function readArguments(): Arguments {
  const { positionals, values } = parse();
  const [name = '', ...more] = positionals;
  if (values.help) return { ...values, name };
  if (name === '') throw new UsageError('which suite?');
  if (more.length > 0) throw new UsageError(`one suite at a time, not ${positionals.join(' and ')}`);
  if (name !== 'all' && !SUITES.includes(name)) throw new UsageError(`there is no suite ${name}`);
  const recordings = (values.recording ?? []).flatMap((files) => files.split(','));
  for (const file of [...(values.flow ?? []), ...recordings])
    if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  return { ...values, name };
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        flow: { type: 'string', multiple: true },
        rate: { type: 'string', multiple: true },
        recording: { type: 'string', multiple: true },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function rateOf(text: string): number {
  const rate = Number(text);
  if (!(rate > 0)) throw new UsageError(`--rate ${text}: orders a second, above zero`);
  return rate;
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
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);

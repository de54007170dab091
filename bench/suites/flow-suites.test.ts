/** The suites over order flows, run as a person runs them, on a small flow: they work, and they do not take a wrong result. */
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { program } from '../../test/support/program.js';
import { generateFlow } from '../kit/flow-generator.js';
import type { Report } from '../kit/report.js';
import { writeFlow } from '../kit/test-flow-file.js';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const RATES = ['commands_per_s', 'peer_commands_per_s', 'vs_nodejs_order_book'];
const NAMES = {
  book: [...RATES, 'ladder_commands_per_s', 'share_of_ladder'],
  core: [
    ...[...RATES, 'ladder_commands_per_s', 'command_ns', 'p99_over_p50'],
    ...['alone_commands_per_s', 'alone_vs_nodejs_order_book'],
    ...['watched', 'collections', 'bytes_per_command'],
  ],
  itch: ['messages_per_s', 'message_ns', 'peer_commands_per_s', 'vs_nodejs_order_book', 'bytes_per_message'],
};

/** The threads of a suite spin: with others at work on all cores they get their turns late. */
const PATIENCE_MS = 110_000;

const directory = mkdtempSync(join(tmpdir(), 'pregao-bench-'));
const flow = generateFlow({ commands: 3_000, symbols: 3, seed: 11, depth: 50 });
const right = writeFlow(join(directory, 'right.bin'), flow);
const wrong = writeFlow(join(directory, 'wrong.bin'), {
  ...flow,
  expected: { ...flow.expected!, hash: flow.expected!.hash ^ 1 },
});

function bench(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(...program(MAIN, ...args), (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

t.setTimeout(PATIENCE_MS);

for (const suite of ['book', 'core', 'itch'] as const)
  t.test(`${suite}: one JSON object with every name, each a number`, async (t) => {
    const { code, stdout, stderr } = await bench(suite, '--flow', right, '--json');
    t.equal(code, 0, stderr);
    const report = JSON.parse(stdout) as Report;
    t.equal(report.suite, suite);
    t.same(report.results.map(({ name }) => name).sort(), [...NAMES[suite]].sort());
    for (const { name, value } of report.results) t.ok(value >= 0, `${name} is ${value}`);
  });

t.test('a result other than the expected one ends a suite', async (t) => {
  const { code, stdout, stderr } = await bench('book', '--flow', wrong, '--json');
  t.equal(code, 1);
  t.equal(stdout, '');
  t.match(stderr, /hash is \d+, expected \d+/);
});

for (const [args, complaint] of [
  [['nothing'], /there is no suite nothing/],
  [['book', '--fast'], /Unknown option '--fast'/],
  [['book', 'core'], /one suite at a time/],
  [[], /which suite\?/],
] as const)
  t.test(`refuses ${args.join(' ') || 'no arguments'}`, async (t) => {
    const { code, stderr } = await bench(...args);
    t.equal(code, 2);
    t.match(stderr, complaint);
    t.match(stderr, /usage: /);
  });

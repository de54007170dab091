/** The command as people call it: exit codes, what goes to stdout and what to stderr; and the recorded days. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { recorded, TestFiles } from './test-files.js';
import { TestLobsterRecorder } from './test-lobster-recorder.js';
import { randomDay } from './test-venue.js';

const MAIN = fileURLToPath(new URL('main.js', import.meta.url));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

const textOf = (path: string): string[] => gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');

const withField = (line: string, index: number, change: (value: number) => number): string =>
  line
    .split(',')
    .with(index, String(change(Number(line.split(',')[index]))))
    .join(',');

t.test('exit codes', async (t) => {
  const files = new TestFiles(t);
  const recorder = new TestLobsterRecorder(3);
  recorder.recording = true;
  randomDay([recorder], 300, 7);
  const messages = files.gzip('messages', recorder.messages);
  const book = files.write('book', recorder.books);
  const last = recorder.messages.length - 1;

  const good = run('lobster', '--messages', messages, '--book', book);
  t.equal(good.status, 0, 'agreement');
  t.equal(good.lines.at(-1), `${last} of ${last} transitions agree`);
  t.match(good.stderr, new RegExp(`messages: ${recorder.messages.length - 1} rows in .* rows/s`), 'progress');

  const wrong = files.write(
    'wrong',
    recorder.books.with(
      last,
      withField(recorder.books[last], 1, (size) => size + 1),
    ),
  );
  const differs = run('lobster', '--messages', messages, '--book', wrong);
  t.equal(differs.status, 1, 'a difference');
  t.equal(differs.lines.at(-1), `${last - 1} of ${last} transitions agree`);
  t.match(differs.lines.at(-2), new RegExp(`^  row ${last + 1} `));

  const malformed = run('lobster', '--messages', book, '--book', book);
  t.equal(malformed.status, 1, 'files that cannot be read');
  t.match(malformed.stderr, /replay: .*book:1: type "\d+" is none of 1 to 7/);

  for (const [name, args] of [
    ['nothing', []],
    ['no such format', ['itch']],
    ['no files', ['lobster']],
    ['no such file', ['lobster', '--messages', messages, '--book', '/nowhere']],
    ['a directory', ['lobster', '--messages', messages, '--book', '/tmp']],
    ['levels that are no number', ['lobster', '--messages', messages, '--book', book, '--levels', 'ten']],
    ['a tick of nothing', ['lobster', '--messages', messages, '--book', book, '--tick', '0']],
    ['an unknown option', ['mbo', '--messages', messages, '--depth', book, '--fast']],
  ] as [string, string[]][]) {
    const { status, stderr } = run(...args);
    t.equal(status, 2, `wrong command line: ${name}`);
    t.match(stderr, /error: |Usage: /, name);
  }
  t.equal(run('--help').status, 0, 'help is no error');
});

const AMZN = [recorded('lobster/AMZN_message_20k.csv.gz'), recorded('lobster/AMZN_orderbook_20k.csv.gz')];
const ARL = [recorded('mbo/ARL_mbo.csv.gz'), recorded('mbo/ARL_mbp10.csv.gz')];
const absent = (what: string, paths: (string | undefined)[]): string | false =>
  paths.includes(undefined) && `${what} is not at $PREGAO_DATA or ../shared/data`;

t.test('AMZN of 2012-06-21, LOBSTER', { skip: absent('lobster/AMZN', AMZN) }, async (t) => {
  const [messages, book] = AMZN as [string, string];
  const { status, lines } = run('lobster', '--messages', messages, '--book', book, '--levels', '10');
  t.equal(status, 0);
  t.equal(lines.at(-1), '19999 of 19999 transitions agree');
  t.match(lines.join('\n'), /executions +750 matched by the engine, 734 of them with the very order; 0 away/);

  await t.test('with one size changed in the middle', async (t) => {
    const changed = textOf(messages);
    const at = changed.findIndex((line, i) => i > 10_000 && line.split(',')[1] === '1');
    changed[at] = withField(changed[at], 3, (size) => size + 1);
    const file = new TestFiles(t).gzip('messages', changed);
    const { status, lines } = run('lobster', '--messages', file, '--book', book);
    t.equal(status, 1);
    t.match(lines.join('\n'), new RegExp(`^  row ${at + 1} \\(1 new order`, 'm'));
    t.equal(lines.at(-1), '19998 of 19999 transitions agree');
  });
});

t.test('ARL of 2025-07-17, Databento', { skip: absent('mbo/ARL', ARL) }, async (t) => {
  const [messages, depth] = ARL as [string, string];
  const { status, lines } = run('mbo', '--messages', messages, '--depth', depth);
  t.equal(status, 0);
  t.equal(lines.at(-1), '3928 of 3928 book rows agree');
  t.match(lines.join('\n'), /fills +11 of 11 hit the very order that the exchange filled$/m);

  await t.test('with one fill said to be of another order', async (t) => {
    const changed = textOf(messages);
    const at = changed.findIndex((line) => line.split(',')[5] === 'F');
    changed[at] = withField(changed[at], 10, (id) => id + 1);
    const file = new TestFiles(t).gzip('messages', changed);
    const { lines } = run('mbo', '--messages', file, '--depth', depth);
    t.match(lines.join('\n'), /fills +10 of 10 hit .*; 1 of orders that no book showed/);
  });

  await t.test('with one size changed in the middle', async (t) => {
    const changed = textOf(messages);
    const at = changed.findIndex((line, i) => i > 3_000 && /,A,[AB],/.test(line));
    changed[at] = withField(changed[at], 8, (size) => size + 1);
    const file = new TestFiles(t).gzip('messages', changed);
    const { status, lines } = run('mbo', '--messages', file, '--depth', depth);
    t.equal(status, 1);
    const sequence = changed[at].split(',')[13];
    t.match(
      lines.find((line) => line.startsWith('  depth line')),
      new RegExp(`sequence ${sequence}\\)`),
    );
  });
});

/** The command as people call it: exit codes, what goes to stdout and what to stderr. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { program } from '../../test/support/program.js';
import { TestFiles, withField } from './test-files.js';
import { TestLobsterRecorder } from './test-lobster-recorder.js';
import { randomDay } from './test-venue.js';

const MAIN = fileURLToPath(new URL('main.js', import.meta.url));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(...program(MAIN, ...args), { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

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
  t.match(malformed.stderr, /replay: .*book:1: time "9999999999" is out of range/);

  const day = files.write('day.itch', Buffer.from('\0\x0cS\0\0\0\0\0\0\0\0\0\0O', 'latin1'));
  const decodes = run('itch', day);
  t.equal(decodes.status, 0, 'a day of ITCH');
  t.equal(decodes.lines.at(-1), '1 of 1 messages decode');
  t.match(decodes.stderr, /messages: 1 rows in /, 'progress');
  const noCapture = run('pcap', day);
  t.equal(noCapture.status, 1, 'what is no capture');
  t.match(noCapture.lines.join(), /it is no pcap or pcapng file/);

  for (const [name, args] of [
    ['nothing', []],
    ['no capture', ['pcap']],
    ['a day that is not there', ['itch', '/nowhere']],
    ['no files', ['lobster']],
    ['no such file', ['lobster', '--messages', messages, '--book', '/nowhere']],
    ['levels that are no number', ['lobster', '--messages', messages, '--book', book, '--levels', 'ten']],
    ['a tick of nothing', ['lobster', '--messages', messages, '--book', book, '--tick', '0']],
  ] as [string, string[]][]) {
    const { status, stderr } = run(...args);
    t.equal(status, 2, `wrong command line: ${name}`);
    t.match(stderr, /error: |Usage: /, name);
  }
  t.equal(run('--help').status, 0, 'help is no error');
});

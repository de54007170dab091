import t from 'tap';
import { Progress } from './progress.js';

function output(isTTY: boolean) {
  const written: string[] = [];
  return { written, out: { isTTY, write: (text: string) => written.push(text) } };
}

const INPUT = { line: 1, readBytes: 50, sizeBytes: 200 };

/** Rows until something is shown. */
function untilShown(progress: Progress, written: readonly string[]): void {
  const before = written.length;
  while (written.length === before) progress.row();
}

t.test('on a terminal one line is rewritten in place', async (t) => {
  const { written, out } = output(true);
  const progress = new Progress('messages', INPUT, out);
  untilShown(progress, written);
  untilShown(progress, written);
  progress.done();
  for (const text of written.slice(0, 2)) {
    t.ok(text.startsWith('\r\x1b[K'), 'over the line before');
    t.match(text, /messages: 25 %, [\d,]+ rows in [\d.]+ s, [\d,]+ rows\/s$/);
  }
  t.equal(written.at(-1), '\n', 'and left at the end');
});

t.test('otherwise a plain line now and then', async (t) => {
  const { written, out } = output(false);
  const progress = new Progress('messages', { ...INPUT, sizeBytes: 0 }, out);
  progress.row();
  t.same(written, [], 'not at once');
  progress.done();
  t.match(
    written.join(''),
    /^messages: 1 rows in [\d.]+ s, [\d,]+ rows\/s\n$/,
    'how it went, and no percent of a pipe',
  );
});

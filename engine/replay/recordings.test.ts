/** The recorded days of real exchanges, as they are and with one thing changed, which must be found. */
import t, { type Test } from 'tap';
import { replayLobster } from './lobster/replay.js';
import { replayMbo } from './mbo/replay.js';
import { linesOf, recorded, SILENT, TestFiles, withField } from './test-files.js';

const LIMITS = { orders: 1 << 14, progress: SILENT };
const AMZN = [recorded('lobster/AMZN_message_20k.csv.gz'), recorded('lobster/AMZN_orderbook_20k.csv.gz')];
const ARL = [recorded('mbo/ARL_mbo.csv.gz'), recorded('mbo/ARL_mbp10.csv.gz')];

const absent = (what: string, paths: (string | undefined)[]): string | false =>
  paths.includes(undefined) && `${what} is not at $PREGAO_DATA or ../shared/data`;

/** Path of a copy whose line `at` is changed. */
function changedCopy(
  t: Test,
  lines: readonly string[],
  at: number,
  change: (line: string) => string,
): string {
  return new TestFiles(t).gzip('messages.csv', lines.with(at, change(lines[at])));
}

t.test('AMZN of 2012-06-21, LOBSTER', { skip: absent('lobster/AMZN', AMZN) }, async (t) => {
  const [messages, book] = AMZN as [string, string];
  const { agree, lines } = await replayLobster({ messages, book, levels: 10, ...LIMITS });
  t.ok(agree);
  t.equal(lines.at(-1), '19999 of 19999 transitions agree');
  t.match(lines.join('\n'), /executions +750 matched by the engine, 734 of them with the very order; 0 away/);

  const rows = linesOf(messages);
  for (const [what, type, field, change, row] of [
    ['one share more of a new order', '1', 3, (size) => size + 1, /1 new order/],
    ['one share less of an execution', '4', 3, (size) => size - 1, /4 execution/],
    ['a deletion of a cent above', '3', 4, (price) => price + 100, /3 deletion/],
    ['the other side', '1', 5, (direction) => -direction, /1 new order/],
  ] as [string, string, number, (value: number) => number, RegExp][]) {
    const at = rows.findIndex(
      (line, i) => i > 10_000 && line.split(',')[1] === type && line.split(',')[3] !== '1',
    );
    const copy = changedCopy(t, rows, at, (line) => withField(line, field, change));
    const { agree, lines } = await replayLobster({ messages: copy, book, ...LIMITS });
    const first = lines.find((line) => line.startsWith('  row '));
    t.notOk(agree, what);
    t.match(first, new RegExp(`^  row ${at + 1} `), `${what}: at its own row`);
    t.match(first, row);
    t.equal(lines.at(-1), '19998 of 19999 transitions agree', `${what}: and nowhere else`);
  }
});

t.test('ARL of 2025-07-17, Databento', { skip: absent('mbo/ARL', ARL) }, async (t) => {
  const [messages, depth] = ARL as [string, string];
  const { agree, lines } = await replayMbo({ messages, depth, ...LIMITS });
  t.ok(agree);
  t.equal(lines.at(-1), '3928 of 3928 book rows agree');
  t.match(lines.join('\n'), /fills +11 of 11 hit the very order that the exchange filled$/m);

  const rows = linesOf(messages);
  const field = (line: string, name: string) => line.split(',')[rows[0].split(',').indexOf(name)];
  const column = (name: string) => rows[0].split(',').indexOf(name);
  const find = (from: number, action: string) =>
    rows.findIndex((line, i) => i > from && field(line, 'action') === action);

  await t.test('one share more of an add', async (t) => {
    const at = find(3_000, 'A');
    const copy = changedCopy(t, rows, at, (line) => withField(line, column('size'), (size) => size + 1));
    const { agree, lines } = await replayMbo({ messages: copy, depth, ...LIMITS });
    t.notOk(agree);
    const first = lines.find((line) => line.startsWith('  depth line'));
    t.match(first, new RegExp(`sequence ${field(rows[at], 'sequence')}\\)`), 'at its own sequence');
  });

  await t.test('a fill said to be of another order', async (t) => {
    const at = find(0, 'F');
    const isOther = (line: string) =>
      field(line, 'action') === 'A' &&
      field(line, 'side') === field(rows[at], 'side') &&
      field(line, 'order_id') !== field(rows[at], 'order_id');
    const open = (line: string) => !rows.slice(0, at).some((later) => isCancelOf(later, line));
    const isCancelOf = (later: string, line: string) =>
      field(later, 'action') === 'C' && field(later, 'order_id') === field(line, 'order_id');
    const other = rows.slice(0, at).find((line) => isOther(line) && open(line))!;
    const id = Number(field(other, 'order_id'));
    const copy = changedCopy(t, rows, at, (line) => withField(line, column('order_id'), () => id));
    const { agree, lines } = await replayMbo({ messages: copy, depth, ...LIMITS });
    t.notOk(agree);
    t.match(lines.join('\n'), /fills +10 of 11 hit the very order/);
    const expected = `expected order ${id} filled`;
    const found = `the engine filled order ${field(rows[at], 'order_id')} with`;
    t.match(
      lines.find((line) => line.startsWith('  messages line')),
      new RegExp(`line ${at + 1} .*${expected}.*${found}`),
    );
  });
});

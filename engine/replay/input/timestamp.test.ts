import t from 'tap';
import { TestFiles } from '../test-files.js';
import { CsvRows } from './csv-rows.js';
import { Timestamp } from './timestamp.js';

const SECONDS = Date.UTC(2025, 6, 17, 8, 5, 3) / 1000;

t.test('times, however they are written', async (t) => {
  const files = new TestFiles(t);
  for (const [text, seconds, nanos] of [
    ['2025-07-17T08:05:03.360677248Z', SECONDS, 360_677_248],
    ['2025-07-17 08:05:03.360677248+00:00', SECONDS, 360_677_248],
    ['2025-07-17T04:05:03.36-04:00', SECONDS, 360_000_000],
    ['2025-07-17T13:35:03+0530', SECONDS, 0],
    ['2025-07-17T08:05:03', SECONDS, 0],
    ['2025-07-17T08:05:03.1234567899Z', SECONDS, 123_456_789],
    [`${SECONDS}360677248`, SECONDS, 360_677_248],
    ['7', 0, 7],
    ['2024-02-29T23:59:59.999999999Z', Date.UTC(2024, 1, 29, 23, 59, 59) / 1000, 999_999_999],
  ] as const) {
    const time = new Timestamp();
    const rows = await CsvRows.open(files.write('t.csv', `${text}\n`));
    await rows.advance();
    time.read(rows, 0, 'ts_event');
    t.same([time.seconds, time.nanos], [seconds, nanos], text);
  }
});

t.test('no time leaves the last one standing', async (t) => {
  const files = new TestFiles(t);
  const time = new Timestamp();
  const rows = await CsvRows.open(files.write('t.csv', '5000000001,\n18446744073709551615,\n,\n'));
  while (await rows.advance()) {
    time.read(rows, 0, 'ts_event');
    t.same([time.seconds, time.nanos], [5, 1], `line ${rows.line}`);
  }
});

t.test('what is no time is named', async (t) => {
  const files = new TestFiles(t);
  for (const text of [
    'yesterday',
    '2025-07-17',
    '2025-07-17T08:05',
    '2025-07-17T08:05:03.5X',
    '12:00',
    '1.5e18',
  ]) {
    const rows = await CsvRows.open(files.write('t.csv', `${text}\n`));
    await rows.advance();
    t.throws(
      () => new Timestamp().read(rows, 0, 'ts_event'),
      {
        message: `${rows.path}:1: ts_event "${text}" is neither an ISO 8601 time nor nanoseconds since 1970`,
      },
      text,
    );
  }
});

/** Rows out of files: whatever ends lines, wherever the chunks are cut, packed or plain; and errors that name the place. */

import { gzipSync } from 'node:zlib';
import t from 'tap';
import { TestFiles } from '../test-files.js';
import { CsvRows } from './csv-rows.js';

async function texts(path: string): Promise<string[][]> {
  const rows = await CsvRows.open(path);
  const all: string[][] = [];
  while (await rows.advance())
    all.push([String(rows.line), ...Array.from({ length: rows.fields }, (_, i) => rows.text(i))]);
  return all;
}

/** The only row of a file. */
async function rowOf(files: TestFiles, text: string): Promise<CsvRows> {
  const rows = await CsvRows.open(files.write('row.csv', text));
  await rows.advance();
  return rows;
}

t.test('lines and fields', async (t) => {
  const files = new TestFiles(t);
  for (const [name, text, expected] of [
    [
      'line feeds',
      'a,b\nc,d\n',
      [
        ['1', 'a', 'b'],
        ['2', 'c', 'd'],
      ],
    ],
    [
      'no line feed at the end',
      'a,b\nc,d',
      [
        ['1', 'a', 'b'],
        ['2', 'c', 'd'],
      ],
    ],
    [
      'carriage returns',
      'a,b\r\nc,\r\n',
      [
        ['1', 'a', 'b'],
        ['2', 'c', ''],
      ],
    ],
    [
      'empty lines count, and are no rows',
      '\na\n\r\n\nb\n\n',
      [
        ['2', 'a'],
        ['5', 'b'],
      ],
    ],
    ['empty fields', ',a,,\n', [['1', '', 'a', '', '']]],
    [
      'quotes',
      '"a,b",c\n"d",\n',
      [
        ['1', 'a,b', 'c'],
        ['2', 'd', ''],
      ],
    ],
    ['a byte order mark', '\ufeffa,b\n', [['1', 'a', 'b']]],
    ['nothing', '', []],
  ] as const)
    t.same(await texts(files.write('a.csv', text)), expected, name);
});

t.test('packed is told by the first bytes, not by the name', async (t) => {
  const files = new TestFiles(t);
  const packed = gzipSync('a,b\nc,d\n');
  const expected = [
    ['1', 'a', 'b'],
    ['2', 'c', 'd'],
  ];
  t.same(await texts(files.write('packed.csv', packed)), expected, 'gzip called .csv');
  t.same(await texts(files.write('plain.csv.gz', 'a,b\nc,d\n')), expected, 'text called .gz');
  t.same(
    await texts(files.write('two.gz', Buffer.concat([packed, gzipSync('e,f\n')]))),
    [...expected, ['3', 'e', 'f']],
    'several gzip members',
  );
});

t.test('larger than a chunk, packed and plain: every row once', async (t) => {
  const files = new TestFiles(t);
  const lines = Array.from({ length: 60_000 }, (_, i) => `${i},${'x'.repeat(i % 23)},"${i},"`);
  for (const path of [files.write('plain.csv', lines), files.gzip('packed.csv', lines)]) {
    const rows = await CsvRows.open(path);
    let count = 0;
    let wrong = 0;
    for (; rows.next() || (await rows.advance()); count++)
      if (rows.whole(0, 'n') !== count || rows.line !== count + 1 || rows.text(2) !== `${count},`) wrong++;
    t.equal(count, lines.length);
    t.equal(wrong, 0);
  }
});

t.test('numbers are exact', async (t) => {
  const files = new TestFiles(t);
  for (const [text, places, expected] of [
    ['0', 0, 0],
    ['-17', 0, -17],
    ['+5', 0, 5],
    [' 12 ', 0, 12],
    ['9007199254740991', 0, 9007199254740991],
    ['2238200.0', 0, 2238200],
    ['5.51', 9, 5_510_000_000],
    ['5.510000000', 9, 5_510_000_000],
    ['-0.015625000', 9, -15_625_000],
    ['34200.18960767', 9, 34_200_189_607_670],
    ['-0', 4, 0],
    ['7.', 2, 700],
  ] as const)
    t.equal((await rowOf(files, text)).fixed(0, places, 'n'), expected, `"${text}" at ${places} places`);
});

t.test('ids of 64 bits', async (t) => {
  const files = new TestFiles(t);
  for (const text of ['0', '4294967295', '4294967296', '6413364814613', '18446744073709551615']) {
    const rows = await rowOf(files, text);
    rows.id(0, 'id');
    const halves = [BigInt(text), BigInt(text) >> 32n].map((half) => Number(BigInt.asIntN(32, half)));
    t.same([rows.idLow, rows.idHigh], halves, text);
  }
});

t.test('what is no number is named: file, line, field, text', async (t) => {
  const files = new TestFiles(t);
  for (const [text, read, expected] of [
    ['1,x', (rows) => rows.whole(1, 'size'), /row\.csv:1: size "x" is no decimal number/],
    ['1.5', (rows) => rows.whole(0, 'size'), /size "1.5" is no whole number/],
    ['1.12345', (rows) => rows.fixed(0, 4, 'price'), /price "1.12345" has more than 4 decimal places/],
    ['', (rows) => rows.whole(0, 'size'), /size "" is no number/],
    ['-', (rows) => rows.whole(0, 'size'), /size "-" is no number/],
    ['1e5', (rows) => rows.fixed(0, 9, 'price'), /price "1e5" is no decimal number/],
    ['.5', (rows) => rows.fixed(0, 9, 'price'), /price ".5" is no decimal number/],
    ['9007199254740992', (rows) => rows.whole(0, 'size'), /is out of range/],
    ['-1', (rows) => rows.id(0, 'order_id'), /order_id "-1" is no id/],
    ['18446744073709551616', (rows) => rows.id(0, 'order_id'), /is no id of 64 bits/],
    ['99999999999999999999999', (rows) => rows.id(0, 'order_id'), /is no id of 64 bits/],
  ] as [string, (rows: CsvRows) => void, RegExp][]) {
    const rows = await rowOf(files, `${text},`);
    t.throws(() => read(rows), { message: expected }, `"${text}"`);
  }
});

t.test('files that cannot be read say what to do', async (t) => {
  const files = new TestFiles(t);
  const magic = (...bytes: number[]) => Buffer.concat([Buffer.from(bytes), Buffer.alloc(64)]);
  for (const [name, content, expected] of [
    ['zstd', magic(0x28, 0xb5, 0x2f, 0xfd), /packed by zstd; unpack it first/],
    ['zip', magic(0x50, 0x4b, 0x03, 0x04), /zip archive/],
    ['7z', magic(0x37, 0x7a, 0xbc, 0xaf), /7z archive/],
    ['xz', magic(0xfd, 0x37, 0x7a, 0x58), /packed by xz/],
    ['bzip2', magic(0x42, 0x5a, 0x68, 0x39), /packed by bzip2/],
    ['DBN', Buffer.from('DBN\x03'), /binary DBN; export it as CSV/],
    [
      'gzip cut short',
      gzipSync('a,b\n'.repeat(1000)).subarray(0, 20),
      /cannot be read on: unexpected end of file/,
    ],
    ['gzip damaged', damaged(gzipSync('a,b\n'.repeat(1000))), /cannot be read on: /],
    ['an open quote', 'a\n"b,c\n', /bad:2: a quote is opened and not closed/],
    ['no line at all', 'x'.repeat(3 << 20), /bad:1: a line of more than 1048576 bytes/],
  ] as const) {
    const path = files.write('bad', content);
    await t.rejects(texts(path), { message: expected }, name);
  }
});

function damaged(bytes: Buffer): Buffer {
  bytes[bytes.length >> 1] ^= 0xff;
  return bytes;
}

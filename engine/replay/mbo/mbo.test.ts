/** Market-by-order recordings through the engine: small ones written by hand, random ones of venues of our own, wrong ones. */
import t from 'tap';
import { SILENT, TestFiles } from '../test-files.js';
import { TestMboFiles, TestMboRecorder, type TradeStyle } from '../test-mbo-recorder.js';
import { randomDay } from '../test-venue.js';
import { type MboOptions, replayMbo } from './replay.js';

interface Recording {
  readonly messages: readonly string[];
  readonly depth: readonly string[];
}

const MESSAGE_HEADER = 'ts_event,instrument_id,action,side,price,size,order_id,flags,sequence,symbol';
const DEPTH_HEADER =
  'ts_event,instrument_id,action,side,price,size,flags,sequence,bid_px_00,bid_sz_00,bid_ct_00,ask_px_00,ask_sz_00,ask_ct_00,bid_px_01,bid_sz_01,bid_ct_01,ask_px_01,ask_sz_01,ask_ct_01,symbol';

/** The later the higher the sequence is. */
const time = (sequence: string): string => `1000000000${sequence.padStart(9, '0')}`;

/** `sequence action side price size order_id [flags]` of instrument 7. */
function message(text: string, instrument = 7): string {
  const [sequence, action, side, price, size, id, flags = '128'] = text.split(' ');
  return `${time(sequence)},${instrument},${action},${side},${price === '-' ? '' : price},${size},${id},${flags},${sequence},XYZ${instrument}`;
}

/** `sequence action side price size [flags]`, then two levels: `bid bid-size bid-count ask ask-size ask-count`. */
function depth(text: string, first: string, second = '- 0 0 - 0 0', instrument = 7): string {
  const [sequence, action, side, price, size, flags = '128'] = text.split(' ');
  const levels = `${first} ${second}`.split(' ').map((cell) => (cell === '-' ? '' : cell));
  return `${time(sequence)},${instrument},${action},${side},${price === '-' ? '' : price},${size},${flags},${sequence},${levels},XYZ${instrument}`;
}

const recording = (messages: readonly string[], rows: readonly string[]): Recording => ({
  messages: [MESSAGE_HEADER, ...messages],
  depth: [DEPTH_HEADER, ...rows],
});

async function replay(files: TestFiles, { messages, depth }: Recording, more: Partial<MboOptions> = {}) {
  return replayMbo({
    messages: files.write('mbo.csv', messages),
    depth: files.gzip('depth.csv.gz', depth),
    orders: 1 << 10,
    progress: SILENT,
    ...more,
  });
}

/** Every action, and both kinds of change to an order in a queue. */
const SMALL = recording(
  [
    message('0 R N - 0 0 8'),
    message('1 A B 10.01 5 101'),
    message('2 A B 10.01 7 102'),
    message('3 A A 10.03 9 103'),
    message('4 M B 10.01 4 101'), // falls: keeps its place
    message('5 T A 10.01 3 0'),
    message('5 F B 10.01 3 101'), // still the first
    message('5 C B 10.01 3 101'),
    message('6 M B 10.01 2 101'), // grows: goes behind 102
    message('7 T A 10.01 7 0 0'),
    message('7 F B 10.01 7 102 0'), // now the first
    message('7 F B 10.01 1 101 0'), // and then this one, in part
    message('7 C B 10.01 7 102 0'),
    message('7 M B 10.01 1 101'),
    message('8 C A 10.03 4 103'), // in part
    message('9 C A 10.03 5 103 0'), // a replace: cancel and add
    message('9 A A 10.02 5 104'),
    message('10 T N 10.015 5 0'), // hidden: between ticks, nothing changes
    message('11 N N - 0 0'),
    message('12 M B 10.00 1 101'), // another price
    message('13 F A 10.02 2 999'), // a hidden order's fill
  ],
  [
    depth('0 R N - 0 8', '- 0 0 - 0 0'),
    depth('1 A B 10.01 5', '10.01 5 1 - 0 0'),
    depth('2 A B 10.01 7', '10.01 12 2 - 0 0'),
    depth('3 A A 10.03 9', '10.01 12 2 10.03 9 1'),
    depth('4 M B 10.01 4', '10.01 11 2 10.03 9 1'),
    depth('5 T A 10.01 3', '10.01 8 2 10.03 9 1'),
    depth('6 M B 10.01 2', '10.01 9 2 10.03 9 1'),
    depth('7 M B 10.01 1', '10.01 1 1 10.03 9 1'),
    depth('8 C A 10.03 4', '10.01 1 1 10.03 5 1'),
    depth('9 C A 10.03 5 0', '10.01 1 1 - 0 0'),
    depth('9 A A 10.02 5', '10.01 1 1 10.02 5 1'),
    depth('12 M B 10.00 1', '10.0 1 1 10.02 5 1'),
  ],
);

t.test('every action', async (t) => {
  const { agree, lines } = await replay(new TestFiles(t), SMALL);
  t.ok(agree);
  t.equal(lines.at(-1), '12 of 12 book rows agree');
  t.match(
    lines.join('\n'),
    /fills +3 of 3 hit the very order that the exchange filled; 1 of orders that no book/,
  );
  t.match(lines.join('\n'), /books +XYZ7 \(tick 0\.01\)/);
  t.match(lines.join('\n'), /price, size and number of orders of 2 levels a side/);
});

t.test('other things that recordings hold', async (t) => {
  for (const [name, { messages, depth: rows }, text] of [
    [
      'a trade told before its cancel: the book is not changed yet',
      recording(
        [message('1 A B 10 5 1'), message('2 T A 10 2 0'), message('2 F B 10 2 1'), message('2 C B 10 2 1')],
        [
          depth('1 A B 10 5', '10 5 1 - 0 0'),
          depth('2 T A 10 2', '10 5 1 - 0 0'),
          depth('2 C B 10 2', '10 3 1 - 0 0'),
        ],
      ),
      /1 of 1 hit/,
    ],
    [
      'a book that is crossed for a while',
      recording(
        [
          message('1 A B 10 5 1'),
          message('2 A A 9 4 2'),
          message('3 A B 10 1 3'),
          message('4 M B 11 1 3'),
          message('5 F B 11 1 3'),
          message('5 C B 11 1 3'),
          message('6 C A 9 4 2'),
        ],
        [
          depth('2 A A 9 4', '10 5 1 9 4 1'),
          depth('3 A B 10 1', '10 6 2 9 4 1'),
          depth('4 M B 11 1', '11 1 1 9 4 1', '10 5 1 - 0 0'),
          depth('5 C B 11 1', '10 5 1 9 4 1'),
          depth('6 C A 9 4', '10 5 1 - 0 0'),
        ],
      ),
      /crossed book +1 orders rest across/,
    ],
    [
      'a clear in the middle, and ids that come again',
      recording(
        [message('5 A B 10 5 1'), message('6 R N - 0 0'), message('1 A B 10 6 1'), message('2 A B 9 7 1')],
        [
          depth('5 A B 10 5', '10 5 1 - 0 0'),
          depth('6 R N - 0', '- 0 0 - 0 0'),
          depth('1 A B 10 6', '10 6 1 - 0 0'),
          depth('2 A B 9 7', '9 7 1 - 0 0'),
        ],
      ),
      /added again +1 orders that were in the book/,
    ],
    [
      'orders that came before the file',
      recording(
        [message('1 C B 10 5 1'), message('2 M A 12 5 2'), message('3 F A 12 1 3'), message('4 C A 12 1 3')],
        [depth('2 M A 12 5', '- 0 0 12 5 1')],
      ),
      /4, 3 about unknown orders/,
    ],
    [
      'negative prices, as spreads have',
      recording(
        [message('1 A B -0.25 5 1'), message('2 A A 0.00 4 2')],
        [depth('2 A A 0.00 4', '-0.25 5 1 0.0 4 1')],
      ),
      /tick 0\.25/,
    ],
    [
      'ids of 64 bits',
      recording(
        [
          message('1 A B 10 5 18446744073709551615'),
          message('2 A B 10 5 18446744073709551614'),
          message('3 C B 10 5 18446744073709551615'),
        ],
        [depth('2 A B 10 5', '10 10 2 - 0 0'), depth('3 C B 10 5', '10 5 1 - 0 0')],
      ),
      /0 about unknown/,
    ],
  ] as const) {
    const { agree, lines } = await replay(new TestFiles(t), { messages, depth: rows });
    t.ok(agree, `${name}: ${lines.join(' | ')}`);
    t.match(lines.join('\n'), text, name);
  }
});

t.test('prices and times, however they are written', async (t) => {
  const nanos = (line: string) =>
    line.replace(/-?\d+\.\d+/g, (price) => String(Math.round(Number(price) * 1e9)));
  const undefinedPrices = (line: string) =>
    line.replace(/,,/g, ',9223372036854775807,').replace(/,,/g, ',9223372036854775807,');
  const iso = (line: string) => line.replace(/^1000000000(\d{9})/, '2001-09-09T01:46:40.$1Z');
  const all = ({ messages, depth }: Recording, change: (line: string) => string): Recording => ({
    messages: messages.map(change),
    depth: depth.map(change),
  });
  for (const [name, made] of Object.entries({
    'integers of 1e-9': all(SMALL, nanos),
    'integers, and undefined ones': all(SMALL, (line) => undefinedPrices(nanos(line))),
    'messages in integers, depth in decimals': { messages: SMALL.messages.map(nanos), depth: SMALL.depth },
    'ISO times': all(SMALL, iso),
    'times in two ways': { messages: SMALL.messages, depth: SMALL.depth.map(iso) },
    'no times in the depth': {
      messages: SMALL.messages,
      depth: SMALL.depth.map((line) => line.split(',').slice(1).join(',')),
    },
    'columns in another order': all(SMALL, (line) => line.split(',').reverse().join(',')),
    'an index column, as pandas writes it': {
      messages: SMALL.messages,
      depth: SMALL.depth.map((line, i) => `${i === 0 ? '' : i - 1},${line}`),
    },
    'no flags, no times, no ids': {
      messages: SMALL.messages.map((line) =>
        line
          .split(',')
          .filter((_, i) => ![0, 1, 7].includes(i))
          .join(','),
      ),
      depth: SMALL.depth.map((line) =>
        line
          .split(',')
          .filter((_, i) => ![0, 1, 6].includes(i))
          .join(','),
      ),
    },
  })) {
    const { agree, lines } = await replay(new TestFiles(t), made);
    t.ok(agree, `${name}: ${lines.join(' | ')}`);
  }
});

t.test('no count of orders in the depth: price and size are compared', async (t) => {
  const without = SMALL.depth.map((line) =>
    line
      .split(',')
      .filter((_, i) => i < 8 || i > 19 || (i - 8) % 3 !== 2)
      .join(','),
  );
  const { agree, lines } = await replay(new TestFiles(t), { messages: SMALL.messages, depth: without });
  t.ok(agree, String(lines.at(-1)));
  t.match(lines.join('\n'), /price and size \(the file counts no orders\) of 2 levels/);
});

const changed = (lines: readonly string[], from: RegExp | string, to: string): string[] => {
  const made = lines.map((line) => line.replace(from, to));
  if (made.every((line, i) => line === lines[i])) throw new Error(`nothing to change: ${from}`);
  return made;
};

t.test('what differs is told: the row, what was expected, what the engine has', async (t) => {
  const { messages, depth: rows } = SMALL;
  for (const [name, made, difference, last] of [
    [
      'a size of the depth',
      { messages, depth: changed(rows, '10.01,8,2', '10.01,9,2') },
      /depth line 7 \(XYZ7, sequence 5\): bid level 1: expected 10.01 x 9 \(2 orders\), the engine has 10.01 x 8 \(2 orders\)/,
      '11 of 12',
    ],
    [
      'a count of the depth',
      { messages, depth: changed(rows, '10.01,8,2', '10.01,8,1') },
      /depth line 7 .* expected 10.01 x 8 \(1 orders\)/,
      '11 of 12',
    ],
    [
      'a price of the depth',
      { messages, depth: changed(rows, '10.02,5,1,,0,0,,0,0,XYZ7', '10.025,5,1,,0,0,,0,0,XYZ7') },
      /depth line 12 .*ask level 1: expected 10.025 x 5 \(1 orders\), the engine has 10.02 x 5/,
      '10 of 12',
    ],
    [
      'a level too many',
      { messages, depth: changed(rows, '10.01,5,1,,0,0,,0,0', '10.01,5,1,,0,0,9,1,1') },
      /depth line 3 .*bid level 2: expected 9 x 1 \(1 orders\), the engine has no level/,
      '11 of 12',
    ],
    [
      'the size of an add',
      { messages: changed(messages, '10.03,9,103', '10.03,8,103'), depth: rows },
      /depth line 5 .*expected 10.03 x 9 \(1 orders\), the engine has 10.03 x 8/,
      '6 of 12',
    ],
    [
      'a lost add',
      { messages: messages.filter((line) => !/A,B,10.01,7,102/.test(line)), depth: rows },
      /depth line 4: no message has its sequence 2/,
      '7 of 12',
    ],
    [
      'a fill of the wrong order',
      { messages: changed(messages, 'F,B,10.01,3,101', 'F,B,10.01,3,102'), depth: rows },
      /messages line 8 \(XYZ7\): expected order 102 filled with 3 at 10.01, the engine filled order 101 with 3/,
      '12 of 12',
    ],
    [
      'a fill larger than the order',
      { messages: changed(messages, 'F,B,10.01,3,101', 'F,B,10.01,5,101'), depth: rows },
      /expected order 101 filled with 5 at 10.01, the engine filled order 101 with 4, order 102 with 1/,
      '12 of 12',
    ],
    [
      'a fill beyond the best price',
      { messages: changed(messages, 'F,B,10.01,3,101', 'F,B,10.02,3,101'), depth: rows },
      /the engine filled nobody/,
      '12 of 12',
    ],
    [
      'an instrument that has no messages',
      { messages, depth: [...rows, depth('14 A B 9 1', '9 1 1 - 0 0', undefined, 8)] },
      /depth line 14: no message has its sequence 14 and instrument/,
      '12 of 13',
    ],
  ] as [string, Recording, RegExp, string][]) {
    const { agree, lines } = await replay(new TestFiles(t), made);
    t.notOk(agree, name);
    t.match(
      lines.find((line) => /^ {2}\w+ line/.test(line)),
      difference,
      name,
    );
    t.equal(lines.at(-1), `${last} book rows agree`, name);
  }
});

t.test('nothing to compare is no agreement', async (t) => {
  const { agree, lines } = await replay(new TestFiles(t), {
    messages: SMALL.messages,
    depth: [DEPTH_HEADER],
  });
  t.notOk(agree);
  t.equal(lines.at(-1), '0 of 0 book rows agree');
});

t.test('what cannot be read is named by file and line', async (t) => {
  const { messages, depth: rows } = SMALL;
  for (const [name, made, text, more] of [
    [
      'no header',
      { messages: messages.slice(1), depth: rows },
      /mbo.csv:1: no column "action" in the header; there are/,
    ],
    [
      'a column missing',
      { messages, depth: changed(rows, 'ask_sz_01', 'ask_size_01') },
      /depth.csv.gz:1: no column "ask_sz_01"/,
    ],
    [
      'an action',
      { messages: changed(messages, ',M,B,10.01,4', ',X,B,10.01,4'), depth: rows },
      /mbo.csv:6: action "X" is none of/,
    ],
    [
      'a side',
      { messages: changed(messages, ',M,B,10.01,4', ',M,S,10.01,4'), depth: rows },
      /mbo.csv:6: side "S" is none of A, B, N/,
    ],
    [
      'no side',
      { messages: changed(messages, ',A,B,10.01,5', ',A,N,10.01,5'), depth: rows },
      /mbo.csv:3: side "N" is no side for an order/,
    ],
    [
      'a size',
      { messages: changed(messages, '10.01,4,101', '10.01,-4,101'), depth: rows },
      /mbo.csv:6: size "-4" is below zero/,
    ],
    [
      'size 0',
      { messages: changed(messages, '10.01,5,101', '10.01,0,101'), depth: rows },
      /mbo.csv:3: the engine refuses it: the quantity must be above zero/,
    ],
    [
      'no price',
      { messages: changed(messages, 'A,B,10.01,5', 'A,B,,5'), depth: rows },
      /mbo.csv:3: price "" is no int32 number of ticks/,
    ],
    [
      'an id',
      { messages: changed(messages, '10.01,5,101', '10.01,5,x101'), depth: rows },
      /mbo.csv:3: order_id "x101" is no id/,
    ],
    [
      'id 0',
      { messages: changed(messages, '10.01,5,101', '10.01,5,0'), depth: rows },
      /mbo.csv:3: order_id 0 names no order/,
    ],
    [
      'a time',
      { messages: changed(messages, time('3'), 'noon'), depth: rows },
      /mbo.csv:5: time "noon" is neither/,
    ],
    [
      'a row too short',
      { messages: changed(messages, ',128,3,XYZ7', ''), depth: rows },
      /mbo.csv:5: 7 fields, the header has 10/,
    ],
    [
      'a depth size',
      { messages, depth: changed(rows, '10.01,8,2', '10.01,eight,2') },
      /depth.csv.gz:7: bid size "eight" is no decimal number/,
    ],
    [
      'a depth row too short',
      { messages, depth: changed(rows, ',10.01,8,2', '') },
      /depth.csv.gz:7: 18 fields, the header has 21/,
    ],
    [
      'top of book',
      { messages: changed(messages, '101,128,1', '101,192,1'), depth: rows },
      /mbo.csv:3: flags say that this is a price level/,
    ],
    [
      'prices in two ways',
      { messages: changed(messages, 'A,A,10.02,5', 'A,A,10.02.0,5'), depth: rows },
      /price "10.02.0" is no decimal number/,
    ],
    [
      'a dot after integers',
      {
        messages: [MESSAGE_HEADER, message('1 A B 10000000000 5 1'), message('2 A B 10.5 5 2')],
        depth: rows,
      },
      /mbo.csv:3: price "10.5" is a decimal, but the prices before are integers of 1e-9/,
    ],
    [
      'off the tick',
      SMALL,
      /mbo.csv:3: price "10.01" is no int32 number of ticks of 0.05; choose another --tick/,
      { tick: '0.05' },
    ],
    [
      'more than 2^31 ticks',
      {
        messages: [MESSAGE_HEADER, message('1 A B 0.000000001 5 1'), message('2 A A 199999.99 5 2')],
        depth: rows,
      },
      /mbo.csv:3: XYZ7: a price of 199999.99 at a tick of 0.000000001 is beyond 2\^31 ticks; choose a larger --tick/,
    ],
    ['no room', SMALL, /the order pool is full; choose a larger --orders/, { orders: 2 }],
    ['nothing', { messages: [], depth: rows }, /mbo.csv:1: the file has no rows/],
  ] as [string, Recording, RegExp, Partial<MboOptions>?][])
    await t.rejects(replay(new TestFiles(t), made, more), { message: text }, name);
});

const STYLES: readonly TradeStyle[] = ['by-fill', 'by-event'];
const PRICES: Readonly<Record<string, (ticks: number) => string>> = {
  cents: (ticks) => (ticks / 100).toFixed(2),
  '64ths': (ticks) => (ticks / 64).toFixed(9),
  'integers of 1e-9': (ticks) => String(ticks * 25e7),
  'below zero': (ticks) => ((ticks - 1_000) / 20).toFixed(9),
};
for (const style of STYLES)
  for (const [i, [prices, priceOf]] of Object.entries(PRICES).entries())
    t.test(`random days of three instruments, ${style}, ${prices}, seed ${i + 1}`, async (t) => {
      const files = new TestMboFiles(10, style, priceOf);
      const recorders = [11, 12, 13].map((id) => new TestMboRecorder(files, id, `S${id}`));
      randomDay(recorders, 2_000, i + 1);
      const { agree, lines } = await replay(new TestFiles(t), files);
      t.ok(agree, lines.join(' | '));
      t.match(lines.join('\n'), /fills +(\d{2,}) of \1 hit the very order/);
    });

t.test('one changed size in a random day is found', async (t) => {
  const files = new TestMboFiles(10, 'by-fill', PRICES.cents);
  randomDay([new TestMboRecorder(files, 11, 'S')], 500, 9);
  const at = files.messages.findIndex((line, i) => i > 200 && line.includes(',A,B,'));
  const fields = files.messages[at].split(',');
  fields[7] = String(Number(fields[7]) + 1);
  const messages = files.messages.with(at, fields.join(','));
  const { agree, lines } = await replay(new TestFiles(t), { messages, depth: files.depth });
  t.notOk(agree);
  t.match(lines.join('\n'), new RegExp(`sequence ${fields[10]}\\): bid level`), 'at its own sequence');
});

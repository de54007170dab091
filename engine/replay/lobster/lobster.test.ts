/** LOBSTER recordings through the engine: small ones written by hand, random ones of a venue of our own, wrong ones. */
import t from 'tap';
import { SILENT, TestFiles } from '../test-files.js';
import { TestLobsterRecorder } from '../test-lobster-recorder.js';
import { randomDay } from '../test-venue.js';
import { type LobsterOptions, replayLobster } from './replay.js';

const NO_ASK = '9999999999,0';
const NO_BID = '-9999999999,0';

/** Ask price, ask size, bid price, bid size for each of two levels; `-` = there is none. */
function book(...levels: [ask: string, bid: string][]): string {
  return levels.map(([ask, bid]) => `${ask === '-' ? NO_ASK : ask},${bid === '-' ? NO_BID : bid}`).join(',');
}

interface Recording {
  readonly messages: readonly string[];
  readonly books: readonly string[];
}

async function replay(files: TestFiles, { messages, books }: Recording, more: Partial<LobsterOptions> = {}) {
  return replayLobster({
    messages: files.gzip('messages.csv.gz', messages),
    book: files.write('book.csv', books),
    orders: 1 << 12,
    progress: SILENT,
    ...more,
  });
}

/** Every kind of message on a window of two levels. */
const SMALL: Recording = {
  messages: [
    '34200.5,5,0,1,1000100,-1',
    '34200.60,1,11,30,1000000,1', // joins the best bid
    '34201,4,7,50,1000000,1', // the order that was there before is older: it is hit first
    '34202.000000001,4,11,10,1000000,1', // now it is order 11's turn
    '34203,2,11,5,1000000,1', // less of it
    '34204,1,12,40,1000150,-1', // within the spread: pushes the second ask out of sight
    '34205,3,12,40,1000150,-1', // and out again: the level behind comes into sight
    '34206,3,11,15,1000000,1', // a level goes, one comes
    '34207,6,-1,500,1000100,-1', // a cross: the book has not changed
    '86400.25,7,0,0,-1,-1', // a halt, past midnight
    '86401.25,5,0,10,1000050,1', // hidden
  ],
  books: [
    book(['1000200,20', '1000000,50'], ['1000300,70', '999900,10']),
    book(['1000200,20', '1000000,80'], ['1000300,70', '999900,10']),
    book(['1000200,20', '1000000,30'], ['1000300,70', '999900,10']),
    book(['1000200,20', '1000000,20'], ['1000300,70', '999900,10']),
    book(['1000200,20', '1000000,15'], ['1000300,70', '999900,10']),
    book(['1000150,40', '1000000,15'], ['1000200,20', '999900,10']),
    book(['1000200,20', '1000000,15'], ['1000250,99', '999900,10']),
    book(['1000200,20', '999900,10'], ['1000250,99', '999000,5']),
    book(['1000200,20', '999900,10'], ['1000250,99', '999000,5']),
    book(['1000200,20', '999900,10'], ['1000250,99', '999000,5']),
    book(['1000200,20', '999900,10'], ['1000250,99', '999000,5']),
  ],
};

const replaced = (lines: readonly string[], index: number, line: string): string[] =>
  lines.map((old, i) => (i === index ? line : old));

t.test('every kind of message', async (t) => {
  const { agree, lines } = await replay(new TestFiles(t), SMALL);
  t.ok(agree);
  t.equal(lines.at(-1), '10 of 10 transitions agree');
  t.match(lines.join('\n'), /all 2 levels of the file a side, tick 0\.0001, 2 slots unknowable/);
  t.match(lines.join('\n'), /executions +2 matched by the engine, 2 of them with the very order; 0 away/);
  for (const line of [
    '1 new order +2 of 2',
    '4 execution +2 of 2',
    '6 cross trade +1 of 1',
    '7 trading halt +1 of 1',
  ])
    t.match(lines.join('\n'), new RegExp(line), line);
});

t.test('books of all shapes', async (t) => {
  for (const [name, recording] of Object.entries({
    'one side is empty': {
      messages: ['1,5,0,1,1,1', '2,1,1,5,100,1', '3,3,1,5,100,1', '4,1,2,5,200,-1'],
      books: [book(['-', '-']), book(['-', '100,5']), book(['-', '-']), book(['200,5', '-'])],
    },
    'the book is crossed, and locked': {
      messages: ['1,5,0,1,1,1', '2,1,1,5,210,1', '3,1,2,5,200,1', '4,4,1,5,210,1', '5,3,2,5,200,1'],
      books: [
        book(['200,9', '190,1']),
        book(['200,9', '210,5']),
        book(['200,9', '210,5']),
        book(['200,9', '200,5']),
        book(['200,9', '190,1']),
      ],
    },
    'an order at an unseen level says nothing': {
      messages: ['1,5,0,1,1,1', '2,1,1,5,150,1', '3,3,1,5,150,1', '4,1,2,7,190,1'],
      books: [
        book(['200,9', '190,1']),
        book(['200,9', '190,1']),
        book(['200,9', '190,1']),
        book(['200,9', '190,8']),
      ],
    },
    'prices whose unit does not fit int32': {
      messages: ['1,5,0,1,1,1', '2,1,1,5,4294967200,1'],
      books: [book(['4294967300,9', '4294967100,1']), book(['4294967300,9', '4294967200,5'])],
    },
    'an id comes again': {
      messages: ['1,5,0,1,1,1', '2,1,1,5,190,1', '3,3,1,5,190,1', '4,1,1,6,190,1'],
      books: [
        book(['200,9', '190,1']),
        book(['200,9', '190,6']),
        book(['200,9', '190,1']),
        book(['200,9', '190,7']),
      ],
    },
  })) {
    const { agree, lines } = await replay(new TestFiles(t), recording);
    t.ok(agree, `${name}: ${lines.at(-1)}`);
  }
});

t.test('an execution away from the best price is taken off without matching', async (t) => {
  const { agree, lines } = await replay(new TestFiles(t), {
    messages: ['1,5,0,1,1,1', '2,4,1,4,190,1'],
    books: [book(['200,9', '195,5'], ['-', '190,6']), book(['200,9', '195,5'], ['-', '190,2'])],
  });
  t.ok(agree);
  t.match(lines.join('\n'), /0 matched by the engine, 0 of them with the very order; 1 away/);
});

t.test('files as people have them', async (t) => {
  const files = new TestFiles(t);
  const { messages, books } = SMALL;
  for (const [name, recording, more] of [
    [
      'a header each',
      { messages: ['Time,Type,ID,Size,Price,Dir', ...messages], books: ['AskPrice1,x,y,z', ...books] },
    ],
    ['a seventh column', { messages: messages.map((line) => `${line},null`), books }],
    [
      'carriage returns',
      { messages: messages.map((line) => `${line}\r`), books: books.map((line) => `${line}\r`) },
    ],
    ['fewer levels asked for', SMALL, { levels: 1 }],
    ['more levels asked for', SMALL, { levels: 10 }],
    ['a coarser tick', SMALL, { tick: '0.005' }],
  ] as [string, Recording, Partial<LobsterOptions>?][]) {
    const { agree, lines } = await replay(files, recording, more);
    t.ok(agree, `${name}: ${lines.at(-1)}`);
  }
});

t.test('what differs is told: the row, what was expected, what the engine has', async (t) => {
  const { messages, books } = SMALL;
  for (const [name, recording, row, text, agreeing] of [
    [
      'a size of the book',
      { messages, books: replaced(books, 2, books[2].replace(',30,', ',31,')) },
      3,
      /bid level 1: expected 1000000 x 31, the engine has 1000000 x 30/,
      8,
    ],
    [
      'a price of the book',
      { messages, books: replaced(books, 5, books[5].replace('1000150', '1000160')) },
      6,
      /ask level 1: expected 1000160 x 40, the engine has 1000150 x 40/,
      8,
    ],
    [
      'a level too many',
      { messages, books: replaced(books, 4, `${books[3]}`) },
      5,
      /expected 1000000 x 20, the engine has 1000000 x 15/,
      8,
    ],
    [
      'the size of a new order',
      { messages: replaced(messages, 1, '34200.60,1,11,31,1000000,1'), books },
      2,
      /1 new order of order 11, 31 at 1000000.*expected 1000000 x 80, the engine has 1000000 x 81/,
      9,
    ],
    [
      'the size of an execution',
      { messages: replaced(messages, 3, '34202,4,11,11,1000000,1'), books },
      4,
      /the engine has 1000000 x 19/,
      9,
    ],
    [
      'the size of a deletion',
      { messages: replaced(messages, 7, '34206,3,11,14,1000000,1'), books },
      8,
      /expected 999900 x 10, the engine has 1000000 x 1/,
      9,
    ],
    [
      'the price of a deletion',
      { messages: replaced(messages, 7, '34206,3,11,15,999900,1'), books },
      8,
      /expected 999900 x 10, the engine has 1000000 x 15/,
      9,
    ],
    [
      'the side of a new order',
      { messages: replaced(messages, 5, '34204,1,12,40,1000150,1'), books },
      6,
      /expected 1000150 x 40, the engine has 1000200 x 20/,
      9,
    ],
    [
      'a type',
      { messages: replaced(messages, 8, '34207,3,0,20,1000200,-1'), books },
      9,
      /expected 1000200 x 20, the engine has 1000250 x 99/,
      9,
    ],
    [
      'levels out of order, and one twice',
      {
        messages,
        books: replaced(books, 4, book(['1000300,20', '1000000,15'], ['1000300,70', '999900,10'])),
      },
      5,
      /ask level 1: expected 1000300 x 20, the engine has 1000200 x 20/,
      8,
    ],
    [
      'a hole in the book',
      { messages, books: replaced(books, 4, book(['-', '1000000,15'], ['1000300,70', '999900,10'])) },
      5,
      /ask level 1: expected 1000300 x 70, the engine has 1000200 x 20/,
      8,
    ],
    [
      'the deepest level, where nothing came into sight',
      { messages, books: replaced(books, 10, book(['1000200,20', '999900,10'], ['1000250,98', '999000,5'])) },
      11,
      /ask level 2: expected 1000250 x 98, the engine has 1000250 x 99/,
      9,
    ],
  ] as [string, Recording, number, RegExp, number][]) {
    const { agree, lines } = await replay(new TestFiles(t), recording);
    const differences = lines.filter((line) => /^ {2}row /.test(line));
    t.notOk(agree, name);
    t.match(differences[0], new RegExp(`^  row ${row} \\(`), `${name}: row ${row}`);
    t.match(differences[0], text, name);
    t.equal(lines.at(-1), `${agreeing} of 10 transitions agree`, name);
  }
});

t.test('no more than ten differences are shown', async (t) => {
  const messages = Array.from({ length: 40 }, (_, i) => `${i},5,0,1,1,1`);
  const books = messages.map((_, i) => book([`${200 + i},9`, '190,1']));
  const { lines } = await replay(new TestFiles(t), { messages, books });
  t.equal(lines.filter((line) => /^ {2}row /.test(line)).length, 10);
  t.match(lines.join('\n'), /the first 10 of 39 differences/);
  t.equal(lines.at(-1), '0 of 39 transitions agree');
});

t.test('what cannot be read is named by file and line', async (t) => {
  const { messages, books } = SMALL;
  for (const [name, recording, text, more] of [
    [
      'a type',
      { messages: replaced(messages, 2, '1,9,7,50,1000000,1'), books },
      /messages.csv.gz:3: type "9" is none of 1 to 7/,
    ],
    [
      'a size',
      { messages: replaced(messages, 2, '1,4,7,fifty,1000000,1'), books },
      /messages.csv.gz:3: size "fifty" is no decimal number/,
    ],
    [
      'no size',
      { messages: replaced(messages, 2, '1,4,7,0,1000000,1'), books },
      /messages.csv.gz:3: size "0" is not above zero/,
    ],
    [
      'a direction',
      { messages: replaced(messages, 2, '1,4,7,5,1000000,0'), books },
      /messages.csv.gz:3: direction "0" is neither 1 nor -1/,
    ],
    [
      'a time',
      { messages: replaced(messages, 2, '12:30,4,7,5,1000000,1'), books },
      /messages.csv.gz:3: time "12:30"/,
    ],
    [
      'too few fields',
      { messages: replaced(messages, 2, '1,4,7,5'), books },
      /messages.csv.gz:3: 4 fields, a message has 6/,
    ],
    [
      'a book price',
      { messages, books: replaced(books, 4, books[4].replace('1000200', '')) },
      /book.csv:5: ask price "" is no number/,
    ],
    [
      'a book row too short',
      { messages, books: replaced(books, 4, '1,2,3') },
      /book.csv:5: 3 fields, the first row has 8/,
    ],
    [
      'no multiple of four',
      { messages, books: replaced(books, 0, '1,2,3') },
      /book.csv:1: 3 fields, a book row has 4 for each level/,
    ],
    [
      'fewer messages',
      { messages: messages.slice(0, 5), books },
      /messages.csv.gz:5: the file ends here, but .*book.csv goes on/,
    ],
    [
      'fewer books',
      { messages, books: books.slice(0, 5) },
      /book.csv:5: the file ends here, but .*messages.csv.gz goes on/,
    ],
    ['nothing', { messages: [], books }, /messages.csv.gz:1: the file has no rows/],
    [
      'a book off the tick',
      { messages, books: replaced(books, 0, books[0].replace('1000200', '1000201')) },
      /book.csv:1: price 1000201 is no int32 number of ticks of 50; choose another --tick/,
      { tick: '0.005' },
    ],
    [
      'no room',
      SMALL,
      /messages.csv.gz:1: the engine refuses it: the order pool is full; choose a larger --orders/,
      { orders: 4 },
    ],
  ] as [string, Recording, RegExp, Partial<LobsterOptions>?][])
    await t.rejects(replay(new TestFiles(t), recording, more), { message: text }, name);
});

for (const [levels, seed] of [
  [1, 101],
  [2, 102],
  [5, 103],
  [10, 104],
  [50, 105],
])
  t.test(`a random day, ${levels} levels, seed ${seed}`, async (t) => {
    const recorder = new TestLobsterRecorder(levels);
    randomDay([recorder], 120, seed);
    recorder.recording = true;
    randomDay([recorder], 2_000, seed + 1_000, 1_000);
    const { messages, books } = recorder;
    const { agree, lines } = await replay(new TestFiles(t), { messages, books });
    t.ok(agree, String(lines.at(-1)));
    t.ok(messages.length > 500, `${messages.length} messages`);
    const again = await replay(new TestFiles(t), { messages, books });
    t.same(again.lines, lines, 'and the same again, state hash and all');
  });

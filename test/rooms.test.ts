/** The room rules find what they are there to find, and nothing else. */
import t from 'tap';
import { checkFile, roomOf } from './rooms/check.js';
import { checkPortable } from './rooms/portable.js';
import { readSource } from './rooms/source.js';
import { ROOMS } from './rooms/table.js';

const complaints = (file: string, ...lines: string[]): string[] =>
  checkFile(file, lines.join('\n')).map(({ line, message }) => `${line}: ${message}`);

/** A folder and the entries for single files of it are one station of the flow. */
const station = (room: string): string => room.split('/').slice(0, 2).join('/');

t.test('the table has no unknown room, and none that stands above itself', async (t) => {
  const circles = (room: string, path: readonly string[]): string[] => {
    if (path.includes(station(room))) return [[...path, room].join(' > ')];
    const below = ROOMS[room].rooms.filter((other) => other !== '*' && station(other) !== station(room));
    for (const other of below)
      if (!(other in ROOMS)) t.fail(`${room} imports ${other}, which the table lacks`);
    return below.flatMap((other) => circles(other, [...path, station(room)]));
  };
  for (const room of Object.keys(ROOMS)) t.same(circles(room, []), [], room);
});

t.test('a file belongs to the longest entry that its path begins with', async (t) => {
  t.equal(roomOf('engine/config/limits.ts'), 'engine/config/limits');
  t.equal(roomOf('engine/config/load.ts'), 'engine/config');
  t.equal(roomOf('engine/main.ts'), 'engine');
  t.equal(roomOf('engine/core/image/save.ts'), 'engine/core');
  t.equal(roomOf('protocol/fixed.ts'), 'protocol');
  t.equal(roomOf('engine/attic/old.ts'), undefined);
});

t.test('imports', async (t) => {
  const rows: [name: string, file: string, line: string, complaint: RegExp | undefined][] = [
    ['downwards', 'engine/book/a.ts', `import { Side } from '../../protocol/codes/enums.js';`, undefined],
    ['own room', 'engine/book/a.ts', `import { b } from './b.js';`, undefined],
    [
      'upwards',
      'engine/book/a.ts',
      `import { C } from '../core/core.js';`,
      /book may not import engine\/core/,
    ],
    ["a test's own", 'engine/journal/a.ts', `import { Rig } from './test-rig.js';`, /there for tests only/],
    ['inside a test', 'engine/journal/test-rig.ts', `import { C } from '../gateway/c.js';`, undefined],
    [
      'only a type',
      'engine/gateway/a.ts',
      `import type { C } from '../core/core.js';`,
      /may not import engine\/core/,
    ],
    [
      're-exported',
      'engine/rings/a.ts',
      `export * from '../threads/agent.js';`,
      /may not import engine\/threads/,
    ],
    [
      'when needed',
      'engine/views/a.ts',
      `const c = await import('../core/core.js');`,
      /may not import engine\/core/,
    ],
    ['for its effect', 'engine/rings/a.ts', `import '../core/core.js';`, /may not import engine\/core/],
    [
      'type in place',
      'engine/rings/a.ts',
      `let c: import('../core/core.js').Core;`,
      /may not import engine\/core/,
    ],
    [
      'over lines',
      'engine/rings/a.ts',
      `import {\n  a,\n  b,\n} from '../core/core.js';`,
      /may not import engine\/core/,
    ],
    ['part of a room', 'engine/core/a.ts', `import { Counter } from '../telemetry/counters.js';`, undefined],
    [
      'the rest of it',
      'engine/core/a.ts',
      `import { P } from '../telemetry/prometheus.js';`,
      /may not import/,
    ],
    ['no such room', 'engine/core/a.ts', `import { P } from '../attic/old.js';`, /stands in no room/],
    ['a package', 'engine/fanout/a.ts', `import { Redis } from 'ioredis';`, undefined],
    ['not here', 'engine/gateway/a.ts', `import { Redis } from 'ioredis';`, /may not import ioredis/],
    ["Node's own", 'engine/book/a.ts', `import { openSync } from 'node:fs';`, /may not import node:fs/],
    ['in a comment', 'engine/book/a.ts', `// import { C } from '../core/core.js';`, undefined],
    ['in a string', 'engine/book/a.ts', `const s = "import { C } from '../core/core.js'";`, undefined],
    ['a unit test', 'engine/book/a.test.ts', `import { C } from '../core/core.js';`, undefined],
  ];
  for (const [name, file, line, complaint] of rows) {
    const found = complaints(file, line);
    if (complaint) t.match(found, [complaint], name);
    t.equal(found.length, complaint ? 1 : 0, name);
  }
});

t.test('a file outside every room', async (t) => {
  t.match(complaints('engine/attic/old.ts', ''), [/stands in no room; add its folder/]);
});

t.test('what the core may not say', async (t) => {
  const rows: [line: string, what: string | undefined][] = [
    ['const now = Date.now();', 'a clock'],
    ['const now = performance.now();', 'a clock'],
    ['const dice = Math.random();', 'randomness'],
    ['async function later() {}', 'waiting'],
    ['setTimeout(f, 1);', 'waiting'],
    ['promise.then(f);', 'waiting'],
    ['Atomics.wait(word, 0, 0);', 'waiting'],
    ['if (process.env.X) f();', 'the outside world'],
    ["console.log('x');", 'the outside world'],
    ['for (const key in table) f(key);', 'an order that is not part of the state'],
    ['for (const key of Object.keys(table)) f(key);', 'an order that is not part of the state'],
    ['const a = Math.pow(x, 0.5);', 'arithmetic that differs between machines or places'],
    ['const s = price.toLocaleString();', 'arithmetic that differs between machines or places'],
    ['const s = `at $' + '{Date.now()}`;', 'a clock'],
    ['const orders = new Map(); for (const o of orders) f(o);', 'the order of a Map or Set'],
    ['private ids: Set<number>; f() { return [...this.ids]; }', 'the order of a Map or Set'],
    ['const orders = new Map(); orders.get(1); orders.set(1, 2);', undefined],
    ['for (const order of orders) f(order);', undefined],
    ['const update = processOrder(Math.floor(a / b), Math.imul(2, 3));', undefined],
    ["const s = 'Date.now()'; // Math.random() and await", undefined],
    ['/* async\n await */ const half = a / 2; const other = b / 2;', undefined],
  ];
  for (const [line, what] of rows) {
    const found = complaints('engine/core/a.ts', line);
    if (what) t.match(found[0], `core may not use ${what} (`, line);
    else t.same(found, [], line);
    t.same(complaints('engine/gateway/a.ts', line), [], `${line}, in a room that may`);
  }
});

t.test('the line is that of the file', async (t) => {
  const found = complaints(
    'engine/book/a.ts',
    '/**',
    " * Don't be misled by the quote.",
    ' */',
    'const text = `one',
    'two`;',
    'const re = /[\'"`]/;',
    'const now = Date.now();',
    "import { C } from '../core/core.js';",
  );
  t.match(found, [/^8: .*engine\/core/, /^7: .*a clock/]);
});

t.test('what is code and what is not', async (t) => {
  const specifiers = (text: string) => readSource(text).imports.map(({ specifier }) => specifier);
  t.same(
    specifiers("const a = x / y; import b from 'b'; const c = 1 / 2;"),
    ['b'],
    'a division is no pattern',
  );
  t.same(specifiers("const a = '\\''; import b from 'b';"), ['b'], 'an escaped quote');
  t.same(
    specifiers('const a = `$' + '{ `x$' + "{1}` }`; import b from 'b';"),
    ['b'],
    'templates within templates',
  );
  t.same(specifiers("const a = /\\/'/.test(x); import b from 'b';"), ['b'], 'a quote in a pattern');
});

t.test('places that one machine has', async (t) => {
  const rows: [text: string, found: number][] = [
    [['', 'work', 'data/x.csv'].join('/'), 1],
    [`see ${['', 'home', 'someone', 'x'].join('/')}`, 1],
    [`"resolved": "https://${['registry', 'example', 'org'].join('.')}/x.tgz"`, 1],
    ['../shared/data/x.csv', 0],
    ['engine/work/x.ts', 0],
    ['https://github.com/someone/x', 0],
  ];
  for (const [text, found] of rows) t.equal(checkPortable('a.md', text).length, found, text);
});

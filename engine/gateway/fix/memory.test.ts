/** What a FIX session remembers, in memory and on disk: names, marks, and what it has been told. */
import { appendFileSync, mkdtempSync, readFileSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { wire } from '../../../protocol/fix/codec/test-text.js';
import { MemoryStore } from '../../../protocol/fix/store/memory-store.js';
import { clientIdHigh, sessionOfClientId } from '../door-ids.js';
import { type FixOrder, RequestBook } from './request-book.js';
import { type Mark, type RequestLine, RequestLog } from './request-log.js';
import { Told } from './told.js';

const fileOf = (t: Test): string =>
  join(mkdtempSync(join(tmpdir(), 'pregao-names-')), `${t.name.length}.names`);

const line = (message: number, name: string): RequestLine => ({
  kind: 'D',
  message,
  seq: message + 10,
  name,
  origName: '',
  order: message,
  account: 1,
  symbol: 'BTC-USD',
  head: 0x02010100,
});

t.test('the log gives back what was flushed; a torn end is not there', async (t) => {
  const file = fileOf(t);
  const log = new RequestLog(file, true);
  log.add(line(1, 'a "quoted" name'));
  t.same(RequestLog.read(file).requests, [], 'nothing before the flush');
  log.flush();
  log.add(line(2, 'b'));
  log.add({ sequence: 7, index: 3, nextOut: 9 });
  log.flush();
  t.same(RequestLog.read(file), {
    mark: { sequence: 7, index: 3, nextOut: 9 },
    requests: [
      { ...line(1, 'a "quoted" name'), seq: 0 },
      { ...line(2, 'b'), seq: 0 },
    ],
  });
  const whole = readFileSync(file).length;
  appendFileSync(file, '0badf00d {"kind":"D","message":3}\n');
  t.equal(RequestLog.read(file).requests.length, 2, 'a line whose hash is wrong');
  truncateSync(file, whole - 5);
  t.same(RequestLog.read(file).mark, undefined, 'a line that was cut');
  log.rewrite({ sequence: 8, index: 0, nextOut: 1 }, [line(2, 'b')]);
  log.add(line(3, 'c'));
  log.close();
  t.same(RequestLog.read(file), {
    mark: { sequence: 8, index: 0, nextOut: 1 },
    requests: [line(2, 'b'), line(3, 'c')],
  });
});

function orderOf(message: number, name: string): FixOrder {
  const state = {
    open: true,
    slot: 0,
    generation: 0,
    status: '0',
    pendingCancel: 0,
    pendingReplace: 0,
    asked: 0,
  };
  return { message, account: 1, head: 0, name, ...state };
}

t.test('the book forgets the oldest, but not the names of open orders', async (t) => {
  const book = new RequestBook();
  const open = orderOf(1, 'replaced');
  const ended = orderOf(3, 'ended');
  ended.open = false;
  const add = (kind: 'D' | 'G', message: number, name: string, order: FixOrder) =>
    book.add({ kind, message, name, origName: '', symbol: 'X', order });
  add('D', 1, 'first', open);
  add('G', 2, 'between', open);
  add('D', 3, 'ended', ended);
  add('G', 4, 'replaced', open);
  for (let message = 5; message < 5 + (1 << 16) + 10; message++) add('D', message, `n${message}`, ended);
  t.same(
    ['first', 'between', 'ended', 'replaced'].map((name) => book.isUsed(name)),
    [true, false, false, true],
  );
  t.equal(book.order('replaced'), open);
  t.equal([...book.all()].length, (1 << 16) + 2, 'those two beside the others');
});

t.test('client order ids say which session they are of', async (t) => {
  for (const session of [1, 7, 0xffff]) t.equal(sessionOfClientId(clientIdHigh(session)), session);
  t.equal(sessionOfClientId(0x7fffffff), 0, 'the ids of other doors are of no FIX session');
});

/** Messages of a session's store, from number 1 on. */
function storeOf(...messages: readonly string[]): MemoryStore {
  const store = new MemoryStore();
  messages.forEach((text, i) => {
    const bytes = wire(`35=${text}|`.replace('|', `|34=${i + 1}|`));
    store.append(i + 1, bytes, 0, bytes.length);
  });
  return store;
}

const END = 100;
const LOGON = 'A|98=0|108=30';

/** What is in the store, the mark, and for each event whether it was told: sequence, index, id. */
const TOLD: readonly (readonly [
  what: string,
  store: MemoryStore,
  mark: Mark | undefined,
  told: readonly [number, number, string][],
  news: readonly [number, number, string][],
])[] = [
  [
    'a session that is new has been told of the past',
    storeOf(LOGON),
    undefined,
    [[END, 5, `${END}-5`]],
    [[END + 1, 0, `${END + 1}-0`]],
  ],
  [
    'up to the last report, and of its event what is there',
    storeOf(LOGON, '8|17=10-0', '8|17=12-1-1', '0|112=x'),
    { sequence: 3, index: 0, nextOut: 1 },
    [
      [3, 0, '3-0'],
      [12, 0, '12-0'],
      [12, 1, '12-1-1'],
    ],
    [
      [12, 1, '12-1-2'],
      [12, 2, '12-2'],
      [13, 0, '13-0'],
    ],
  ],
  [
    'both sides of one execution',
    storeOf('8|17=12-1-1', '8|17=12-1-2', '8|17=0'),
    undefined,
    [
      [12, 1, '12-1-1'],
      [12, 1, '12-1-2'],
    ],
    [[12, 2, '12-2']],
  ],
  [
    'answers that have no ExecID, by the request',
    storeOf('8|17=10-0', '9|11=cancel', 'r|11=all'),
    undefined,
    [
      [14, 0, 'cancel'],
      [15, 3, 'all'],
    ],
    [[16, 0, 'another']],
  ],
  [
    'the mark speaks where the store was emptied',
    storeOf(LOGON),
    { sequence: 20, index: 2, nextOut: 1 },
    [[20, 2, '20-2']],
    [[20, 3, '20-3']],
  ],
  [
    'and of what was there before it',
    storeOf('8|17=90-0', LOGON),
    { sequence: 40, index: 0, nextOut: 2 },
    [[40, 0, '40-0']],
    [[41, 0, '41-0']],
  ],
  [
    'what was told of events that are lost was not told',
    storeOf(`8|17=${END + 9}-0`),
    undefined,
    [[END, 3, `${END}-3`]],
    [[END + 1, 0, `${END + 1}-0`]],
  ],
  [
    'what the door said by itself is no event',
    storeOf('8|17=10-0', '8|17=door-5-1', '8|17=0'),
    undefined,
    [[10, 0, '10-0']],
    [[10, 1, '10-1']],
  ],
];

for (const [what, store, mark, had, news] of TOLD)
  t.test(what, async (t) => {
    const told = Told.from(store, mark, END);
    for (const [sequence, index, id] of had) t.ok(told.has(sequence, index, id), `${id} was told`);
    for (const [sequence, index, id] of news) t.notOk(told.has(sequence, index, id), `${id} is news`);
  });

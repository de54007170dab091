/** Both stores remember alike; the file also over a restart, and over what a crash leaves. */
import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { SessionStore } from '../session/store.js';
import { FileStore } from './file-store.js';
import { MemoryStore } from './memory-store.js';

const bytes = (text: string): Uint8Array => Buffer.from(`--${text}--`);
const put = (store: SessionStore, seq: number, text: string): void =>
  store.append(seq, bytes(text), 2, 2 + text.length);
const target = new Uint8Array(64);
const get = (store: SessionStore, seq: number): string =>
  Buffer.from(target.subarray(0, store.read(seq, target))).toString();
const numbers = (store: SessionStore): number[] => [store.nextOut, store.nextIn];

t.test('what was sent can be read again; a reset forgets', async (t) => {
  for (const store of [new MemoryStore(), new FileStore(join(t.testdir(), 'log'), { sync: true })]) {
    t.strictSame(numbers(store), [1, 1]);
    put(store, 1, 'one');
    put(store, 2, 'two');
    store.setNextIn(7);
    t.strictSame(numbers(store), [3, 7]);
    t.strictSame(
      [1, 2, 3].map((seq) => get(store, seq)),
      ['one', 'two', ''],
    );
    t.equal(store.read(1, new Uint8Array(2)), 0, 'no room');
    store.setNextOut(9);
    t.equal(store.nextOut, 9);
    store.reset();
    t.strictSame(numbers(store), [1, 1]);
    t.equal(get(store, 1), '');
    put(store, 1, 'new');
    t.equal(get(store, 1), 'new');
    store.close();
  }
});

t.test('a message of another buffer is copied', async (t) => {
  const store = new MemoryStore();
  const reused = Buffer.from('first');
  store.append(1, reused, 0, 5);
  reused.fill('x');
  t.equal(get(store, 1), 'first');
});

t.test('a file goes on where it was', async (t) => {
  const path = join(t.testdir(), 'log');
  const store = new FileStore(path);
  for (let seq = 1; seq <= 3000; seq++) put(store, seq, `message ${seq}`.padEnd(600, '.'));
  store.setNextIn(12);
  store.close();
  const again = new FileStore(path, { maxMessageBytes: 1024 });
  t.strictSame(numbers(again), [3001, 12]);
  const room = new Uint8Array(1024);
  for (const seq of [1, 1500, 3000])
    t.equal(
      Buffer.from(room.subarray(0, again.read(seq, room))).toString(),
      `message ${seq}`.padEnd(600, '.'),
    );
  t.throws(() => put(again, 3001, 'x'.repeat(2000)), /larger maxMessageBytes/);
  t.equal(again.nextOut, 3001);
  again.close();
});

t.test('a torn last record is cut off, wherever it is torn', async (t) => {
  const path = join(t.testdir(), 'log');
  const whole = new FileStore(path);
  put(whole, 1, 'one');
  const safe = statSync(path).size;
  put(whole, 2, 'two');
  whole.close();
  const content = readFileSync(path);
  for (let size = safe; size < content.length; size++) {
    writeFileSync(path, content);
    truncateSync(path, size);
    const store = new FileStore(path);
    t.strictSame(numbers(store), [2, 1], `${size} of ${content.length} bytes`);
    put(store, 2, 'again');
    store.close();
    const after = new FileStore(path);
    t.strictSame([get(after, 1), get(after, 2)], ['one', 'again']);
    after.close();
  }
});

t.test('a last record that is damaged is cut off; a file that is none of ours is refused', async (t) => {
  const path = join(t.testdir(), 'log');
  const store = new FileStore(path);
  put(store, 1, 'one');
  put(store, 2, 'two');
  store.close();
  const content = readFileSync(path);
  content[content.length - 1] ^= 1;
  writeFileSync(path, content);
  const after = new FileStore(path);
  t.strictSame(numbers(after), [2, 1]);
  after.close();
  appendFileSync(path, Buffer.alloc(200_000, 'x'));
  t.throws(() => new FileStore(path), /no whole record at byte \d+ of \d+; move the file away/);
});

t.test('opened with a bound, a file is left with the last messages, and goes on', async (t) => {
  const path = join(t.testdir(), 'log');
  const store = new FileStore(path);
  for (let seq = 1; seq <= 2_500; seq++) {
    put(store, seq, `message ${seq}`);
    store.setNextIn(seq + 10);
  }
  store.close();
  const { size } = statSync(path);
  const kept = new FileStore(path, { keepMessages: 1_000 });
  t.ok(statSync(path).size < size / 2, 'smaller');
  const seen = (store: SessionStore) => [1, 1_500, 1_501, 2_500, 2_501].map((seq) => get(store, seq));
  t.strictSame(seen(kept), ['', '', 'message 1501', 'message 2500', '']);
  t.strictSame(numbers(kept), [2_501, 2_510]);
  put(kept, 2_501, 'more');
  kept.close();
  const again = new FileStore(path, { keepMessages: 1_000 });
  t.strictSame(
    seen(again),
    ['', '', 'message 1501', 'message 2500', 'more'],
    'below twice the bound nothing is done',
  );
  again.reset();
  put(again, 1, 'anew');
  again.close();
  const last = new FileStore(path);
  t.strictSame([get(last, 1), numbers(last)], ['anew', [2, 1]], 'a reset of such a file');
  last.close();
});

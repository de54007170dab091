/** Recorded sessions made by a test market, by levels and by orders: as they are, and with one thing changed, which must be found. */
import t, { type Test } from 'tap';
import { TestLines } from '../../../adapters/binance/market-data/test-recorder.js';
import {
  TestCoinbaseRecorder,
  TestOrderRecorder,
} from '../../../adapters/coinbase/market-data/test-recorder.js';
import { SILENT, TestFiles } from '../test-files.js';
import { replayCoinbase } from './replay.js';

t.setTimeout(120_000);

const STEPS = 600;
const SEED = 11;

function recordLevels(): string[] {
  const lines = new TestLines();
  const products = ['AAA-USD', 'BBB-EUR'].map((name, i) => new TestCoinbaseRecorder(name, SEED + i));
  const all = [lines.connected('wss://ws-feed.pro.coinbase.com')];
  for (const product of products) product.snapshot();
  for (let i = 0; i < STEPS; i++)
    for (const product of products) {
      product.run(1);
      all.push(...product.messages.splice(0).map((message) => lines.received(message)));
    }
  return all;
}

async function replay(t: Test, ws: readonly string[], http: readonly string[] = []) {
  const files = new TestFiles(t);
  const paths =
    http.length > 0 ? [files.write('http', http), files.gzip('ws.gz', ws)] : [files.gzip('ws.gz', ws)];
  const { agree, lines } = await replayCoinbase({ files: paths, progress: SILENT });
  return { agree, text: lines.join('\n'), last: lines.at(-1)! };
}

const middle = (lines: readonly string[], is: (line: string) => boolean): number =>
  lines.findIndex((line, i) => i > lines.length / 2 && is(line));

const levels = recordLevels();
const isUpdate = (line: string): boolean => line.includes('"l2update"') && line.includes('AAA-USD');

t.test('levels: as it was', async (t) => {
  const { agree, last, text } = await replay(t, levels);
  t.ok(agree, text);
  t.equal(last, '1200 of 1200 updates agree: 0 unknown deletes, 0 crossed');
  t.match(text, /trades in book +(\d+) of \1 take their size/);
  t.match(text, /tickers +(\d+) of \1 name the best/);
});

t.test('levels: with one thing changed', async (t) => {
  const at = middle(levels, isUpdate);
  const next = levels.findIndex((line, i) => i > at && isUpdate(line));
  const match = middle(levels, (line) => line.includes('"match"'));
  const traded = levels.findIndex((line, i) => i > match && line.includes('"l2update"'));
  const added = levels.findIndex((line, i) => i > 300 && isUpdate(line) && isDeletedLater(line, i));
  const sized = (line: string) => line.replace(/"(\d+)\.(\d{7})\d"\]\]/, '"$1.$29"]]');
  for (const [what, changed, expected] of [
    ['an update twice', levels.toSpliced(at, 0, levels[at]), /is set to what it was|that is not there/],
    [
      'two in the wrong order',
      levels.with(at, levels[next]).with(next, levels[at]),
      /older than the one before/,
    ],
    ['an added level dropped', levels.toSpliced(added, 1), /a level is taken out that is not there/],
    ['the update of a trade dropped', levels.toSpliced(traded, 1), /expected \d+ lots less/],
    ['the update of a trade altered', levels.with(traded, sized(levels[traded])), /expected \d+ lots less/],
    ['a trade dropped', levels.toSpliced(match, 1), /1 trades are missing/],
    ['a trade twice', levels.toSpliced(match, 0, levels[match]), /1 trades came again/],
    [
      'a ticker altered',
      levels.with(match + 1, levels[match + 1].replace(/(best_bid":"\d+\.\d)\d/, '$1x')),
      /refused/,
    ],
    ['half a message', levels.with(at, levels[at].slice(0, -5)), /the message was refused/],
  ] as [string, string[], RegExp][]) {
    const { agree, text } = await replay(t, changed);
    t.notOk(agree, what);
    t.match(text, expected, what);
  }
});

/** Its level is new, and the next thing that happens to it is that it goes. */
function isDeletedLater(line: string, at: number): boolean {
  const level = /\["(?:buy|sell)","[\d.]+"/.exec(line)![0];
  const size = (text: string) => /"([\d.]+)"\]\]/.exec(text)![1];
  const same = (text: string) => isUpdate(text) && text.includes(level);
  const before = levels.findLast((text, i) => i < at && same(text));
  const after = levels.find((text, i) => i > at && same(text));
  return (
    Number(size(line)) > 0 &&
    before !== undefined &&
    Number(size(before)) === 0 &&
    after !== undefined &&
    Number(size(after)) === 0
  );
}

function recordOrders(): { ws: string[]; http: string[] } {
  const lines = new TestLines();
  const recorder = new TestOrderRecorder('AAA-USD', SEED);
  const ws: string[] = [];
  const say = (steps: number) => {
    recorder.run(steps);
    ws.push(...recorder.messages.splice(0).map((message) => lines.received(message)));
  };
  say(20);
  const http = [lines.answer('https://api.pro.coinbase.com/products/AAA-USD/book?level=3', recorder.book())];
  say(STEPS);
  return { ws, http };
}

t.test('orders: as it was, and with one thing changed', async (t) => {
  const { ws, http } = recordOrders();
  const { agree, last, text } = await replay(t, ws, http);
  t.ok(agree, text);
  t.match(last, /^(\d+) of \d+ updates agree: 0 unknown deletes, 0 crossed$/);
  t.match(text, /book +full, 1 snapshots/);
  t.match(text, /trades in book +([1-9]\d+) of \1 take their size/);
  const at = middle(ws, (line) => line.includes('"open"'));
  const match = middle(ws, (line) => line.includes('"match"'));
  const missing = /a number of the sequence is missing or comes again/;
  for (const [what, changed, expected] of [
    ['a message dropped', ws.toSpliced(at, 1), missing],
    ['a message twice', ws.toSpliced(at, 0, ws[at]), missing],
    ['two in the wrong order', ws.with(at, ws[at + 1]).with(at + 1, ws[at]), missing],
    [
      'a match of an order that is not there',
      ws.with(match, ws[match].replace(/("maker_order_id":"0000)0/, '$11')),
      /does not fit the book/,
    ],
    [
      'an order twice',
      ws.with(at, ws[at].replace(/"order_id":"[^"]+"/, `"order_id":"${openBefore(ws, at)}"`)),
      /does not fit the book/,
    ],
  ] as [string, string[], RegExp][]) {
    const { agree, text } = await replay(t, changed, http);
    t.notOk(agree, what);
    t.match(text, expected, what);
  }
});

/** An order that is open still. */
function openBefore(ws: readonly string[], at: number): string {
  const ids = ws.slice(0, at).flatMap((line) => /"open".*?"order_id":"([^"]+)"/.exec(line)?.[1] ?? []);
  return ids.findLast((id) => !ws.slice(0, at).some((line) => line.includes('"done"') && line.includes(id)))!;
}

t.test('what cannot be replayed is named', async (t) => {
  const files = new TestFiles(t);
  const nothing = files.write('nothing', ['1700000000.1: {"type":"subscriptions","channels":[]}']);
  await t.rejects(replayCoinbase({ files: [nothing], progress: SILENT }), {
    message: /nothing:1: there is no message of a Coinbase product in it/,
  });
});

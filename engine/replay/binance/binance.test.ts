/** Recorded sessions made by a test market: as they are, and with one thing changed, which must be found. */
import t, { type Test } from 'tap';
import { TestBinanceRecorder, TestLines } from '../../../adapters/binance/market-data/test-recorder.js';
import { SILENT, TestFiles } from '../test-files.js';
import { replayBinance } from './replay.js';

t.setTimeout(120_000);

const UPDATES = 120;
const SEED = 7;

interface Recorded {
  readonly ws: readonly string[];
  readonly http: readonly string[];
}

/** Two symbols; the snapshots come after some updates, which bridge them. */
function record(isLinked: boolean, seed = SEED): Recorded {
  const lines = new TestLines();
  const [ws, http] = [[lines.connected('wss://stream.binance.com:9443/stream?streams=a')], [] as string[]];
  const symbols = ['AAAUSDT', 'BBBUSDT'].map((name, i) => new TestBinanceRecorder(name, seed + i, isLinked));
  const flush = () => {
    for (const { messages } of symbols)
      for (const message of messages.splice(0)) ws.push(lines.received(message));
  };
  for (const symbol of symbols) symbol.run(5);
  flush();
  for (const symbol of symbols) http.push(lines.answer(symbol.snapshotUrl(), symbol.snapshot()));
  for (let i = 0; i < UPDATES; i++) {
    for (const symbol of symbols) symbol.run(1);
    flush();
  }
  return { ws, http };
}

async function replay(t: Test, { ws, http }: Recorded) {
  const files = new TestFiles(t);
  const { agree, lines } = await replayBinance({
    files: [files.write('http', http), files.gzip('ws.gz', ws)],
    progress: SILENT,
  });
  return { agree, text: lines.join('\n'), last: lines.at(-1)! };
}

/** Depth updates of the first symbol, by their lines, from the middle on. */
const isDepth = (line: string): boolean => line.includes('"depthUpdate"') && line.includes('AAAUSDT');
const middle = (ws: readonly string[], is: (line: string) => boolean): number =>
  ws.findIndex((line, i) => i > ws.length / 2 && is(line));

for (const [name, isLinked] of [
  ['spot', false],
  ['futures', true],
] as const) {
  const recorded = record(isLinked);
  t.test(`${name}: as it was`, async (t) => {
    const { agree, last, text } = await replay(t, recorded);
    t.ok(agree, text);
    t.match(last, /^(\d{3}) of \1 book tops agree$/, 'all of them, and many');
    t.match(text, /updates +24[02] applied of 250, 0 gaps/);
    t.match(text, /trades +\d+, 0 missing/);
  });

  t.test(`${name}: with one thing changed`, async (t) => {
    const at = middle(recorded.ws, isDepth);
    const next = recorded.ws.findIndex((line, i) => i > at && isDepth(line));
    const trade = middle(recorded.ws, (line) => /"e":"(?:aggT|t)rade"/.test(line));
    const top = lastTopBefore(recorded.ws, at);
    const { ws } = recorded;
    for (const [what, changed, expected] of [
      ['an update dropped', ws.toSpliced(at, 1), /an update is missing before this one/],
      ['an update twice', ws.toSpliced(at, 0, ws[at]), /1 updates came again/],
      ['two updates in the wrong order', ws.with(at, ws[next]).with(next, ws[at]), /an update is missing/],
      ['a trade dropped', ws.toSpliced(trade, 1), /1 trades are missing/],
      ['a trade twice', ws.toSpliced(trade, 0, ws[trade]), /1 trades came again/],
      ['a bookTicker with another price', ws.with(top, digitChanged(ws[top], 'b')), /expected bid/],
      ['a bookTicker with another quantity', ws.with(top, digitChanged(ws[top], 'A')), /expected bid/],
      ['half a message', ws.with(at, ws[at].slice(0, -9)), /refused \(truncated 1 in all\)/],
      [
        'a price that is none',
        ws.with(at, ws[at].replace(/\["\d+\.\d+"/, '["NaN"')),
        /refused \(not_decimal 1/,
      ],
    ] as [string, string[], RegExp][]) {
      const { agree, text } = await replay(t, { ...recorded, ws: changed });
      t.notOk(agree, what);
      t.match(text, expected, what);
    }
  });

  t.test(`${name}: an altered level of an update`, async (t) => {
    let found = 0;
    const all = recorded.ws.flatMap((line, i) => (isDepth(line) && i > recorded.ws.length / 3 ? [i] : []));
    const some = all.filter((_, i) => i % 10 === 0);
    for (const at of some) {
      const changed = recorded.ws[at].replace(
        /"(\d+\.\d+)"\]/,
        (_, qty) => `"${(Number(qty) + 1).toFixed(5)}"]`,
      );
      const { agree } = await replay(t, { ...recorded, ws: recorded.ws.with(at, changed) });
      if (!agree) found++;
    }
    t.ok(found >= 1, `${found} of ${some.length} reached the best price and were found`);
  });
}

t.test('all in one file, in nanoseconds', async (t) => {
  const lines = new TestLines();
  const recorder = new TestBinanceRecorder('AAAUSDT', SEED, true);
  recorder.run(3);
  const all = recorder.messages.splice(0).map((message) => lines.nanos(message));
  all.push(lines.nanos(recorder.snapshot()));
  recorder.run(UPDATES);
  all.push(...recorder.messages.map((message) => lines.nanos(message)));
  const file = new TestFiles(t).gzip('one.gz', all);
  const { agree, lines: text } = await replayBinance({ files: [file], progress: SILENT });
  t.ok(agree, text.join('\n'));
  t.match(text.at(-1), /^(1[12]\d) of \1 book tops agree$/);
});

t.test('the recorder connects anew: books begin again with new snapshots', async (t) => {
  const [first, second] = [record(false), record(false, SEED + 10)];
  const later = (line: string) => line.replace(/\b17000000/, '17000100');
  const { agree, text } = await replay(t, {
    ws: [...first.ws, ...second.ws.map(later)].filter((line) => !line.includes('rade"')),
    http: [...first.http, ...second.http.map(later)],
  });
  t.notOk(agree, 'ids of the second market are lower: bookTickers come behind those of the first');
  t.match(text, /updates +480 applied of 500, 0 gaps/, 'but both have their books');
});

t.test('what cannot be replayed is named', async (t) => {
  const files = new TestFiles(t);
  for (const [name, lines, expected] of [
    ['nothing', [''], /there is no message of a Binance stream/],
    ['other lines', ['hello'], /one:1: neither a time nor an address begins the line/],
    ['no time', ['xx: {}', 'a'], /one:1: /],
  ] as [string, string[], RegExp][])
    await t.rejects(
      replayBinance({ files: [files.write('one', lines)], progress: SILENT }),
      { message: expected },
      name,
    );
});

/** The bookTicker that the update is held against. */
const lastTopBefore = (ws: readonly string[], at: number): number =>
  ws.findLastIndex((line, i) => i < at && line.includes('aaausdt@bookTicker'));

/** The last digit before the zeros that the venue adds. */
function digitChanged(line: string, field: string): string {
  return line.replace(
    new RegExp(`("${field}":"\\d+\\.\\d+?)(\\d)00"`),
    (_, head, digit) => `${head}${(Number(digit) + 1) % 10}00"`,
  );
}

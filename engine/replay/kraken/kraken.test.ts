/** A recorded session made by a test market, its checksums by zlib: as it is, and with one thing changed, which must be found. */
import { crc32 } from 'node:zlib';
import t, { type Test } from 'tap';
import { TestLines } from '../../../adapters/binance/market-data/test-recorder.js';
import { TestMarket } from '../../../adapters/test-market.js';
import { Side } from '../../../protocol/codes/enums.js';
import { formatFixed } from '../../../protocol/fixed.js';
import { SILENT, TestFiles } from '../test-files.js';
import { replayKraken } from './replay.js';

const STEPS = 300;
const DEPTH = 25;
const PAIR = 'AAA/EUR';
/** The venue writes more places than the tick has. */
const price = (ticks: number): string => `${formatFixed(ticks, 2)}000`;
const volume = (lots: number): string => formatFixed(lots, 8);

function checksum(market: TestMarket): string {
  const side = (side: Side) => market.rows(side).slice(0, 10);
  const rows = [...side(Side.Sell), ...side(Side.Buy)];
  const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');
  return String(crc32(rows.map(([ticks, lots]) => digits(price(ticks)) + digits(volume(lots))).join('')));
}

function record(): string[] {
  const lines = new TestLines();
  const market = new TestMarket(3);
  const rows = (side: Side) =>
    market
      .rows(side)
      .slice(0, DEPTH)
      .map(([ticks, lots]) => [price(ticks), volume(lots), '1.5']);
  const subscription = { depth: DEPTH, name: 'book' };
  const all = [
    lines.connected('wss://ws.kraken.com'),
    lines.received({
      channelID: 7,
      channelName: `book-${DEPTH}`,
      event: 'subscriptionStatus',
      pair: PAIR,
      status: 'subscribed',
      subscription,
    }),
    lines.received({ event: 'heartbeat' }),
    lines.received([7, { as: rows(Side.Sell), bs: rows(Side.Buy) }, `book-${DEPTH}`, PAIR]),
  ];
  const visible = (side: Side) =>
    new Set(
      market
        .rows(side)
        .slice(0, DEPTH)
        .map(([ticks]) => ticks),
    );
  while (all.length < STEPS + 4) {
    const before = [visible(Side.Buy), visible(Side.Sell)];
    const { side, ticks, lots } = market.step().change;
    const name = side === Side.Buy ? 'b' : 'a';
    const seen = before[side - 1];
    // What is out of sight is not told; what comes into sight is told again, as the venue does it.
    const now = visible(side);
    const changes = now.has(ticks) || seen.has(ticks) ? [[price(ticks), volume(lots), '1.5']] : [];
    for (const [other, held] of market.rows(side))
      if (now.has(other) && !seen.has(other) && other !== ticks)
        changes.push([price(other), volume(held), '1.5', 'r']);
    if (changes.length > 0)
      all.push(lines.received([7, { [name]: changes, c: checksum(market) }, `book-${DEPTH}`, PAIR]));
  }
  return all;
}

async function replay(t: Test, ws: readonly string[]) {
  const { agree, lines } = await replayKraken({
    files: [new TestFiles(t).gzip('ws.gz', ws)],
    progress: SILENT,
  });
  return { agree, text: lines.join('\n'), last: lines.at(-1)! };
}

t.test('checksums', async (t) => {
  const ws = record();
  const good = await replay(t, ws);
  t.ok(good.agree, good.text);
  t.equal(good.last, `${STEPS} of ${STEPS} checksums agree`);

  const at = ws.findIndex((line, i) => i > 150 && /"[ab]":\[\["/.test(line));
  for (const [what, changed, expected] of [
    ['an update dropped', ws.toSpliced(at, 1), /expected checksum|the book is lost/],
    [
      'a price altered',
      ws.with(
        at,
        ws[at].replace(/\[\["(\d+)/, (_, whole) => `[["${Number(whole) + 1}`),
      ),
      /expected checksum|is lost/,
    ],
    ['a checksum altered', ws.with(at, ws[at].replace(/"c":"\d/, '"c":"4')), /expected checksum|is lost/],
    ['half a message', ws.with(at, ws[at].slice(0, -7)), /refused \(truncated 1/],
    ['no snapshot', ws.toSpliced(3, 1), /which has no book/],
  ] as [string, string[], RegExp][]) {
    const { agree, text } = await replay(t, changed);
    t.notOk(agree, what);
    t.match(text, expected, what);
  }
});

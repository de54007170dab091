/** The recorded sessions of real venues, as they are; the short ones also with an update left out, which must be found. */
import t from 'tap';
import { replayBinance } from '../binance/replay.js';
import { replayCoinbase } from '../coinbase/replay.js';
import { replayKraken } from '../kraken/replay.js';
import { linesOf, recorded, SILENT, TestFiles } from '../test-files.js';

/** A quarter of a million messages, beside other work. */
t.setTimeout(300_000);

const SHORT = 10_000;

const absent = (what: string, paths: (string | undefined)[]): string | false =>
  paths.includes(undefined) && `${what} is not at $PREGAO_DATA or ../shared/data`;

const VENUES = [
  ['binance', ['BINANCE.http.0.0.gz', 'BINANCE.ws.1.0.gz'], replayBinance, '159 of 159 book tops agree'],
  [
    'binance',
    ['BINANCE_FUTURES.http.0.0.gz', 'BINANCE_FUTURES.ws.1.0.gz'],
    replayBinance,
    '744 of 744 book tops agree',
  ],
  ['binance', ['hft_spot_btcusdt_20240808.gz'], replayBinance, '3449 of 3449 book tops agree'],
  ['binance', ['hft_usdm_btcusdt_20240808.gz'], replayBinance, '6547 of 6547 book tops agree'],
  ['binance', ['hft_cm_btcusd_perp_20240808.gz'], replayBinance, '26824 of 26824 book tops agree'],
  [
    'coinbase',
    ['COINBASE.ws.28.0.gz'],
    replayCoinbase,
    '9719 of 9719 updates agree: 0 unknown deletes, 0 crossed',
  ],
  ['kraken', ['KRAKEN.ws.50.0.gz'], replayKraken, '4269 of 4269 checksums agree'],
] as const;

for (const [venue, names, replay, expected] of VENUES) {
  const paths = names.map((name) => recorded(`crypto/${name}`));
  t.test(`${venue}: ${names.at(-1)}`, { skip: absent(names.join(' '), paths) }, async (t) => {
    const files = paths as string[];
    const { agree, lines } = await replay({ files, progress: SILENT });
    t.ok(agree, lines.join('\n'));
    t.equal(lines.at(-1), expected);

    const messages = linesOf(files.at(-1)!);
    if (messages.length > SHORT) return;
    const isUpdate = (line: string) => /"depthUpdate"|"l2update"|"c":"\d+"}/.test(line);
    const from = Math.floor(messages.length / 2);
    const dropped = messages.findIndex((line, i) => i > from && isUpdate(line) && isTold(venue, messages, i));
    const copy = new TestFiles(t).gzip('messages', messages.toSpliced(dropped, 1));
    const changed = await replay({ files: [...files.slice(0, -1), copy], progress: SILENT });
    t.notOk(changed.agree, `without line ${dropped + 1}`);
  });
}

/** Levels of Coinbase have no numbers: only what is spoken of again can be missed. */
function isTold(venue: string, messages: readonly string[], at: number): boolean {
  if (venue !== 'coinbase') return true;
  const [, product, change] =
    /"product_id":"([^"]+)".*\["(\w+","[\d.]+)","(?!0\.0+")/.exec(messages[at]) ?? [];
  if (change === undefined) return false;
  const same = (line: string) =>
    line.includes('"l2update"') && line.includes(product) && line.includes(`["${change}"`);
  const isGone = (line: string | undefined) => line !== undefined && /"0\.0*"\]\]|"0"\]\]/.test(line);
  return isGone(messages.slice(0, at).findLast(same)) && isGone(messages.slice(at + 1).find(same));
}

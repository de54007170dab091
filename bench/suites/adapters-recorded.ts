/** A recorded session as a tape for suite `adapters`. Binance: what is behind the last snapshot is measured. */
import { basename } from 'node:path';
import { SPOT } from '../../adapters/binance/market-data/product.js';
import { BinanceSurvey, symbolOf } from '../../engine/replay/binance/symbols.js';
import { CoinbaseSurvey, productOf } from '../../engine/replay/coinbase/symbols.js';
import { Entry, Recording } from '../../engine/replay/venues/recording.js';
import { survey } from '../../engine/replay/venues/survey.js';
import type { Tape, TapeEntry } from './adapters-tape.js';

const SILENT = { write: () => true };
/** Of a long recording. */
const ENTRIES_MAX = 50_000;

/** @param path a file, or two with a comma between them: answers to requests, and messages */
export async function recordedTape(path: string): Promise<Tape> {
  const files = path.split(',');
  const [binance, coinbase] = [new BinanceSurvey(), new CoinbaseSurvey()];
  const first = await Recording.open(files);
  await survey(first, SILENT, (recording, message) => {
    binance.look(recording, message);
    coinbase.look(recording, message);
  });
  await first.close();
  const isCoinbase = coinbase.symbols.names.length > 0;
  const surveyed = isCoinbase ? coinbase : binance;
  if (surveyed.symbols.names.length === 0) throw new Error(`${path} is no recording of Binance or Coinbase`);
  const instruments = surveyed.symbols.instruments();
  const keyOf = isCoinbase ? productOf : symbolOf;
  const entries = await entriesOf(files, keyOf, instruments[0].symbol);
  return {
    name: basename(files.at(-1)!).replace(/\W+/g, '_').toLowerCase(),
    venue: isCoinbase ? 'coinbase' : 'binance',
    product: isCoinbase ? SPOT : binance.product(),
    book: coinbase.channel === 'full' ? 'full' : 'level2',
    instruments,
    entries,
    from: 1 + entries.findLastIndex(isSnapshot),
  };
}

async function entriesOf(
  files: string[],
  keyOf: (url: string) => string,
  only: string,
): Promise<TapeEntry[]> {
  const recording = await Recording.open(files);
  const entries: TapeEntry[] = [];
  while (entries.length < ENTRIES_MAX && (await recording.advance())) {
    const bytes = Buffer.from(recording.bytes.subarray(recording.start, recording.end));
    if (recording.entry === Entry.Answer) entries.push({ snapshotOf: keyOf(recording.url), bytes });
    else if (recording.entry === Entry.Received && bytes.includes('{"lastUpdateId"'))
      entries.push({ snapshotOf: only, bytes });
    else if (recording.entry === Entry.Received) entries.push({ bytes });
  }
  await recording.close();
  return entries;
}

const isSnapshot = ({ snapshotOf, bytes }: TapeEntry): boolean =>
  snapshotOf !== undefined || bytes.subarray(0, 24).includes('"snapshot"');

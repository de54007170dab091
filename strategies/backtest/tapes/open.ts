/** `FORMAT:FILE[,FILE…]` → the tape. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNAL_DIRECTORY } from '../../../engine/journal/verify-command.js';
import type { ProgressOutput } from '../../../engine/replay/progress.js';
import { journalTape } from './journal.js';
import { lobsterTape } from './lobster.js';
import { mboTape } from './mbo.js';
import type { Tape } from './tape.js';
import { binanceTape, coinbaseTape, krakenTape } from './venue.js';

export interface TapeOptions {
  readonly progress: ProgressOutput;
  /** Whose own orders a journal is played without. */
  readonly strategy: string;
  readonly orders: number;
}

const FORMATS: Readonly<Record<string, (files: readonly string[], options: TapeOptions) => Promise<Tape>>> = {
  lobster: ([messages, book], { progress }) => lobsterTape(messages, book, progress),
  mbo: ([messages], { progress }) => mboTape(messages, progress),
  binance: (files, { progress }) => binanceTape(files, progress),
  coinbase: (files, { progress }) => coinbaseTape(files, progress),
  kraken: (files, { progress }) => krakenTape(files, progress),
  journal: ([data], { strategy, orders }) =>
    journalTape(data, join(data, JOURNAL_DIRECTORY), strategy, orders),
};
/** How many files a format has where that is fixed. */
const FILES: Readonly<Record<string, number>> = { lobster: 2, mbo: 1, journal: 1 };

/** @throws RangeError there is no such format or file; InputError it cannot be read */
export function openTape(data: string, options: TapeOptions): Promise<Tape> {
  const [, format = '', list = ''] = /^([a-z]+):(.+)$/.exec(data) ?? [];
  const open = FORMATS[format];
  if (open === undefined)
    throw new RangeError(`"${data}" is not FORMAT:FILE, with a format of ${Object.keys(FORMATS).join(', ')}`);
  const files = list.split(',');
  const wanted = FILES[format] ?? files.length;
  if (files.length !== wanted) throw new RangeError(`${format} has ${wanted} files, not ${files.length}`);
  for (const file of files) if (!existsSync(file)) throw new RangeError(`there is no file ${file}`);
  return open(files, options);
}

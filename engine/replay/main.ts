/**
 * `npm run replay -- FORMAT …`: plays recorded market data through the real engine and compares its books with the recorded
 * ones, or decodes a recording of a binary protocol. Exit 0: all agree. 1: differences, or data that cannot be read. 2: a wrong command line.
 */
import { existsSync, statSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { DEFAULT_LIMITS } from '../config/limits.js';
import { replayBinance } from './binance/replay.js';
import { type ItchOptions, replayItch } from './binary/itch.js';
import { type PcapOptions, replayPcap } from './binary/pcap.js';
import { replayCoinbase } from './coinbase/replay.js';
import { replayKraken } from './kraken/replay.js';
import { PRICE_PLACES as LOBSTER_PLACES } from './lobster/messages.js';
import { type LobsterOptions, replayLobster } from './lobster/replay.js';
import { type MboOptions, replayMbo } from './mbo/replay.js';
import { PRICE_PLACES as MBO_PLACES } from './mbo/units.js';
import { orderCount, tickText, wholeNumber } from './options.js';
import type { Verdict } from './verdict.js';

const enum Exit {
  Agree = 0,
  Differ = 1,
  Usage = 2,
}

const LEVELS_MAX = 1_000;
/** The window's orders only. */
const LOBSTER_ORDERS = 1 << 16;
/** The whole book's, of all instruments: as many as the engine has room for. */
const MBO_ORDERS = DEFAULT_LIMITS.orders;

/** Of a whole market's day. */
const ITCH_ORDERS = 1 << 22;
const BOOKS_MAX = 65_536;
const SHOWN_MAX = 100_000;

const progress = process.stderr;

const program = new Command('replay')
  .description('play recorded market data through the real engine and compare with the recorded truth')
  .addCommand(lobsterCommand())
  .addCommand(mboCommand())
  .addCommand(binanceCommand())
  .addCommand(coinbaseCommand())
  .addCommand(krakenCommand())
  .addCommand(pcapCommand())
  .addCommand(itchCommand());

function lobsterCommand(): Command {
  return common(new Command('lobster'), LOBSTER_PLACES, LOBSTER_ORDERS)
    .description('LOBSTER: message file and orderbook file, plain or gzipped')
    .requiredOption('--messages <file>', 'message file', readable)
    .requiredOption('--book <file>', 'orderbook file of the same rows', readable)
    .option(
      '--levels <count>',
      'levels a side to compare (default: all of the file)',
      wholeNumber(1, LEVELS_MAX),
    )
    .action(async (options: LobsterOptions) => end(await replayLobster({ ...options, progress })));
}

function mboCommand(): Command {
  return common(new Command('mbo'), MBO_PLACES, MBO_ORDERS)
    .description('Databento market-by-order and market-by-price CSV, plain or gzipped')
    .requiredOption('--messages <file>', 'MBO file', regular)
    .requiredOption('--depth <file>', 'MBP-10 (or MBP-1) file of the same instruments', readable)
    .action(async (options: MboOptions) => end(await replayMbo({ ...options, progress })));
}

function binanceCommand(): Command {
  const command = new Command('binance')
    .description(
      'a session of Binance market streams (spot, USD-M, COIN-M) through the adapter, plain or gzipped',
    )
    .option('--http <file>', 'answers to requests: the snapshots', regular)
    .option('--ws <file>', 'messages of the streams', regular)
    .option('--recording <file>', 'both in one file', regular);
  return command.action(async (options: VenueFiles) =>
    end(await replayBinance({ files: filesOf(command, options), progress })),
  );
}

function coinbaseCommand(): Command {
  return new Command('coinbase')
    .description('a session of Coinbase Exchange (level2 or full) through the adapter, plain or gzipped')
    .requiredOption('--ws <file>', 'messages of the feed', regular)
    .option('--http <file>', 'answers to requests: the snapshots of full', regular)
    .action(async ({ ws, http }: { ws: string; http?: string }) =>
      end(await replayCoinbase({ files: http === undefined ? [ws] : [http, ws], progress })),
    );
}

function krakenCommand(): Command {
  return new Command('kraken')
    .description('a session of Kraken books with their checksums, plain or gzipped')
    .requiredOption('--ws <file>', 'messages of the feed', regular)
    .action(async ({ ws }: { ws: string }) => end(await replayKraken({ files: [ws], progress })));
}

function pcapCommand(): Command {
  return withBooks(new Command('pcap'))
    .description('a capture (pcap, pcapng) of the binary protocols of CME, B3 and Nasdaq, plain or gzipped')
    .argument('<file>', 'the capture', readable)
    .action(async (file: string, options: Omit<PcapOptions, 'file' | 'progress'>) =>
      end(await replayPcap({ ...options, file, progress })),
    );
}

function itchCommand(): Command {
  return withBooks(new Command('itch'))
    .description('a day of Nasdaq TotalView-ITCH 5.0 into order-by-order books, plain or gzipped')
    .argument('<file>', 'messages behind their lengths, or as SoupBinTCP carries them', readable)
    .action(async (file: string, options: Omit<ItchOptions, 'file' | 'progress'>) =>
      end(await replayItch({ ...options, file, progress })),
    );
}

function withBooks(command: Command): Command {
  return command
    .option('--orders <count>', 'open orders that the books have room for', orderCount, ITCH_ORDERS)
    .option(
      '--books <count>',
      'books shown at the end, those with most orders',
      wholeNumber(0, BOOKS_MAX),
      10,
    )
    .option('--levels <count>', 'levels shown of each side', wholeNumber(1, LEVELS_MAX), 3)
    .option('--show <count>', 'messages shown in full, the first ones', wholeNumber(0, SHOWN_MAX), 0);
}

interface VenueFiles {
  readonly http?: string;
  readonly ws?: string;
  readonly recording?: string;
}

/** A recording is one file, or the messages in one and the answers to requests in another. */
function filesOf(command: Command, { http, ws, recording }: VenueFiles): string[] {
  const files = [http, ws, recording].filter((file) => file !== undefined);
  if (recording !== undefined ? files.length > 1 : ws === undefined)
    command.error('error: give either --recording, or --ws (and --http where snapshots are requested)');
  return files;
}

function common(command: Command, places: number, orders: number): Command {
  return command
    .option('--tick <price>', 'tick of the instruments (default: chosen from the data)', tickText(places))
    .option('--orders <count>', 'open orders that the engine has room for', orderCount, orders);
}

function readable(path: string): string {
  if (!existsSync(path)) throw new InvalidArgumentError('There is no such file.');
  if (statSync(path).isDirectory()) throw new InvalidArgumentError('It is a directory.');
  return path;
}

/** It is read twice, which a pipe cannot be. */
function regular(path: string): string {
  if (statSync(readable(path)).isFile()) return path;
  throw new InvalidArgumentError('It is read twice and must be a regular file.');
}

function end({ lines, agree }: Verdict): void {
  for (const line of lines) console.log(line);
  process.exitCode = agree ? Exit.Agree : Exit.Differ;
}

function endUsageErrors(command: Command): void {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? Exit.Agree : Exit.Usage));
  command.commands.forEach(endUsageErrors);
}

endUsageErrors(program);
try {
  await program.parseAsync();
} catch (error) {
  console.error(pc.red(`replay: ${(error as Error).message}`));
  process.exitCode = Exit.Differ;
}

/**
 * `npm run backtest -- --strategy NAME --data FORMAT:FILE…`: a strategy over a recording, on the recording's time. Results go to
 * stdout and are the same each time; progress and speed go to stderr. Exit 0: it ran to the end. 1: data that cannot be read,
 * or a strategy that fails. 2: a wrong command line.
 */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ConfigError } from '../../engine/config/load.js';
import { InputError } from '../../engine/replay/input/input-error.js';
import { adviceFor, EngineRefusal } from '../../engine/replay/market-hand.js';
import { orderCount, wholeNumber } from '../../engine/replay/options.js';
import { Side } from '../../protocol/codes/enums.js';
import { findPlugin, loadPlugin, UnusablePlugin } from '../host/plugin.js';
import type { Fill } from './account.js';
import { Backtest } from './backtest.js';
import { backtestChart } from './chart.js';
import { latencyOf } from './latency.js';
import { QUEUE_MODELS, type QueueModel } from './queue-model.js';
import { reportLines, resultOf } from './report.js';
import { setUp } from './setup.js';
import { openTape } from './tapes/open.js';

const enum Exit {
  Failed = 1,
  Usage = 2,
}

const USAGE = [RangeError, ConfigError];

const ORDERS = 1 << 17;
const FEE_MAX = 1_000_000;

interface Options {
  readonly strategy: string;
  readonly data: string;
  readonly config?: string;
  readonly parameters?: Record<string, unknown>;
  readonly symbol?: readonly string[];
  readonly orderLatency: number;
  readonly dataLatency: number;
  readonly jitter: number;
  readonly seed: number;
  readonly queue: QueueModel;
  readonly makerFee?: number;
  readonly takerFee?: number;
  readonly orders: number;
  readonly chart?: string;
  readonly fills?: string;
  readonly json?: true;
}

/** From here on it is no longer the command line's fault. */
let playing = false;

const program = new Command('backtest')
  .description('run a strategy over recorded market data')
  .requiredOption(
    '--strategy <name>',
    'of the configuration; else a plugin, as the configuration would name it',
  )
  .requiredOption(
    '--data <format:files>',
    'lobster:MESSAGES,BOOK  mbo:FILE  binance:FILE,…  coinbase:FILE,…  kraken:FILE  journal:DATA',
  )
  .option('--config <file>', 'configuration of the strategy (default: the paper one)')
  .option('--parameters <json>', 'beside those of the configuration', json)
  .option('--symbol <symbol...>', 'instruments of the recording (default: those of the strategy, else all)')
  .option('--order-latency <ms>', 'from the strategy to the core', milliseconds, 1)
  .option('--data-latency <ms>', 'from the core to the strategy: market data and reports', milliseconds, 1)
  .option('--jitter <ms>', 'beside each latency, evenly from 0 to this', milliseconds, 0)
  .option('--seed <number>', 'of the jitter', wholeNumber(0, 2 ** 31 - 1), 1)
  .addOption(
    new Option('--queue <model>', 'where cancelled quantity of a level leaves its queue')
      .choices(QUEUE_MODELS)
      .default('back'),
  )
  .option('--maker-fee <millionths>', 'of the value of a fill; below zero is a rebate', fee)
  .option('--taker-fee <millionths>', 'the same of one that takes', fee)
  .option('--orders <count>', 'open orders that the core has room for', orderCount, ORDERS)
  .option('--chart <file>', 'profit, drawdown, price and position as SVG')
  .option('--fills <file>', 'every fill as CSV')
  .option('--json', 'one JSON object instead of the text')
  .action(run);

async function run(options: Options): Promise<void> {
  const { strategy: name, data, orders, queue } = options;
  const tape = await openTape(data, { progress: process.stderr, strategy: name, orders });
  const setup = setUp(tape.instruments, {
    ...{ strategy: name, config: options.config, parameters: options.parameters, symbols: options.symbol },
    ...{ makerFeeMillionths: options.makerFee, takerFeeMillionths: options.takerFee },
  });
  const directory = options.config === undefined ? process.cwd() : dirname(resolve(options.config));
  const strategy = await loadPlugin(findPlugin(setup.plugin, directory));
  const fills = options.fills === undefined ? undefined : new FillFile(options.fills);
  const { orderLatency: orderMs, dataLatency: dataMs, jitter: jitterMs, seed } = options;
  const latency = latencyOf({ orderMs, dataMs, jitterMs, seed });
  const backtest = new Backtest({
    ...{ setup, strategy, latency, queue, orders },
    onFill: (fill) => fills?.write(fill, backtest),
  });
  const startMs = performance.now();
  playing = true;
  await backtest.run(tape);
  fills?.close();
  const result = resultOf(backtest);
  tellSpeed(result.events, (performance.now() - startMs) / 1_000);
  const head = {
    ...{ strategy: name, plugin: setup.plugin, data, queue },
    latency: `orders ${orderMs} ms, market data ${dataMs} ms, jitter ${jitterMs} ms (seed ${seed})`,
  };
  if (options.json) console.log(JSON.stringify({ ...head, ...result }));
  else for (const line of reportLines(head, result, backtest)) console.log(line);
  if (options.chart !== undefined) writeFileSync(options.chart, chartOf(backtest, head));
}

function tellSpeed(events: number, seconds: number): void {
  const rate = Math.round(events / seconds).toLocaleString('en-US');
  const megabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  console.error(
    `${events.toLocaleString('en-US')} events in ${seconds.toFixed(1)} s, ${rate} events/s, ${megabytes} MB`,
  );
}

function chartOf(
  backtest: Backtest,
  { strategy, data, latency }: Record<'strategy' | 'data' | 'latency', string>,
): string {
  const tick = backtest.markets.length === 1 ? Number(backtest.units(0).price(1)) : undefined;
  const text = { title: strategy, subtitle: `${data}; ${latency}` };
  return backtestChart(text, backtest.curve.points, tick);
}

/** `seconds,symbol,side,price,quantity,liquidity`, as they come. */
class FillFile {
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'w');
    writeSync(this.file, 'time,symbol,side,price,quantity,liquidity\n');
  }

  write({ instrument, side, ticks, lots, isMaker }: Fill, backtest: Backtest): void {
    const i = backtest.markets.findIndex((market) => market.instrument.id === instrument);
    const units = backtest.units(i);
    const { seconds, nanos } = backtest.time;
    const time = `${seconds}.${String(nanos).padStart(9, '0')}`;
    const what = [units.symbol, side === Side.Buy ? 'buy' : 'sell', units.price(ticks), units.quantity(lots)];
    writeSync(this.file, `${[time, ...what, isMaker ? 'maker' : 'taker'].join(',')}\n`);
  }

  close(): void {
    closeSync(this.file);
  }
}

function milliseconds(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value <= 60_000) return value;
  throw new InvalidArgumentError('It must be a number of milliseconds, at most 60000.');
}

function fee(text: string): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && Math.abs(value) <= FEE_MAX) return value;
  throw new InvalidArgumentError('It must be a whole number of millionths.');
}

function json(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(`It is no JSON: ${(error as Error).message}`);
  }
}

program.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : Exit.Usage));
try {
  await program.parseAsync();
} catch (error) {
  const isUsage =
    error instanceof UnusablePlugin || (!playing && USAGE.some((kind) => error instanceof kind));
  console.error(`backtest: ${isUsage ? (error as Error).message : failure(error)}`);
  process.exitCode = isUsage ? Exit.Usage : Exit.Failed;
}

/** What a strategy threw with its place; what a file or the core's size is to blame for without. */
function failure(error: unknown): string {
  if (error instanceof EngineRefusal) return `${error.message}${adviceFor(error)}`;
  if (error instanceof InputError || !(error instanceof Error))
    return String((error as Error).message ?? error);
  return error.stack ?? error.message;
}

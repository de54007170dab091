/** `pregao order buy BTC-USD 0.5 @ 64000`: sends one order, prints what becomes of it. */
import { Command, Option } from 'commander';
import type { NewOrder, OrderReport, PregaoClient } from '../../protocol/client/index.js';
import { UsageError } from './failure.js';
import { reportLine, trimmed } from './report-line.js';
import { accountFor, given, logOn, type SessionOptions, withSession } from './session.js';

interface OrderOptions extends SessionOptions {
  readonly market?: boolean;
  readonly tif?: NewOrder['tif'];
  readonly postOnly?: boolean;
  readonly account?: string;
  readonly id?: string;
  readonly follow?: boolean;
}

const EXAMPLES = `
Examples:
  pregao order buy BTC-USD 0.5 @ 64000
  pregao order sell BTC-USD 0.1 @ 64100 --tif gtc --post-only
  pregao order buy BTC-USD 0.25 --market

Exit code: 0 accepted, 1 rejected, 2 wrong command line, 3 no engine, or no logon.`;

export function orderCommand(): Command {
  const command = new Command('order')
    .description('send an order; a price after @ makes it a limit order')
    .argument('<side>', 'buy or sell')
    .argument('<symbol>')
    .argument('<quantity>')
    .argument('[price...]', '@ PRICE')
    .option('--market', 'a market order, without price')
    .addOption(
      new Option('--tif <tif>', 'how long it stands (default: day, market orders ioc)').choices([
        'day',
        'gtc',
        'ioc',
        'fok',
        'at-open',
        'at-close',
        'gfa',
      ]),
    )
    .option('--post-only', 'refuse it rather than trade at once')
    .option('--account <name>', 'the account, where the key has several')
    .option('--id <number>', 'client order id (default: one is given)')
    .option('--follow', 'stay until the order has ended; Ctrl-C leaves it working')
    .addHelpText('after', EXAMPLES)
    .action(async (side: string, symbol: string, quantity: string, rest: string[], options: OrderOptions) => {
      const order = orderOf(side, symbol, quantity, rest, options);
      const client = await logOn(options);
      try {
        await send(client, { ...order, ...accountFor(client, options.account) }, options);
      } finally {
        client.close();
      }
    });
  return withSession(command);
}

function orderOf(
  side: string,
  symbol: string,
  quantity: string,
  rest: readonly string[],
  options: OrderOptions,
): NewOrder {
  if (side !== 'buy' && side !== 'sell') throw new UsageError(`say buy or sell, not "${side}"`);
  const price = priceOf(rest);
  if (options.market && price !== undefined)
    throw new UsageError('a market order has no price; leave out @ or --market');
  if (!options.market && price === undefined)
    throw new UsageError(`at which price? Write @ PRICE behind the quantity, or --market for a market order`);
  return {
    symbol,
    side,
    quantity,
    ...(price !== undefined && { price }),
    ...(options.tif && { tif: options.tif }),
    ...(options.postOnly && { postOnly: true }),
    ...(options.id && { clientOrderId: options.id }),
  };
}

/** `@ 64000`, `@64000`, or nothing. */
function priceOf(rest: readonly string[]): string | undefined {
  const text = rest.join('');
  if (text === '') return undefined;
  if (!/^@.+/.test(text) || rest.length > 2) throw new UsageError(`"${rest.join(' ')}" is not @ PRICE`);
  return text.slice(1);
}

async function send(client: PregaoClient, order: NewOrder, options: OrderOptions): Promise<void> {
  const life = new OrderLife(client, given(options));
  const accepted = await client.newOrder(order);
  life.orderId = accepted.orderId;
  const standing = accepted.timeInForce !== 'ioc' && accepted.timeInForce !== 'fok';
  if (standing && accepted.ordType === 'limit' && !options.follow) life.rest();
  else await life.ended;
}

/** Prints the reports of one order and knows when it has ended. */
class OrderLife {
  orderId = 0n;
  readonly ended: Promise<void>;
  private last: OrderReport | undefined;
  private end: () => void = () => {};

  /** @param flags what the command that cancels it has to say of engine and key */
  constructor(
    client: PregaoClient,
    private readonly flags: string,
  ) {
    this.ended = new Promise((resolve, reject) => {
      this.end = resolve;
      client.on('closed', (error) => reject(error ?? new Error('the connection was closed')));
      process.once('SIGINT', () => {
        this.rest();
        resolve();
      });
    });
    // Awaited only where the order's end matters.
    this.ended.catch(() => {});
    client.on('report', (report) => this.show(report));
  }

  /** It may still be working: says so. */
  rest(): void {
    if (this.last && Number(this.last.open) > 0)
      console.log(
        `working    ${trimmed(this.last.open)} open; cancel with: pregao cancel ${this.last.symbol} ${this.last.orderId}${this.flags}`,
      );
  }

  private show(report: OrderReport): void {
    // The first report of this connection is the acceptance; others' orders of the same session are passed over.
    if (this.orderId === 0n && report.type === 'accepted') this.orderId = report.orderId;
    if (report.orderId !== this.orderId || report.orderId === 0n) return;
    this.last = report;
    console.log(reportLine(report));
    if (report.type !== 'accepted' && Number(report.open) === 0) this.end();
  }
}

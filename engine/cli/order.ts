/** `pregao order buy BTC-USD 0.5 @ 64000`: sends one order, prints what becomes of it. */
import { Command, Option } from 'commander';
import type { NewOrder } from '../../protocol/client/index.js';
import { TIMES_IN_FORCE } from '../../protocol/words.js';
import { atPrice } from './at-price.js';
import { UsageError } from './failure.js';
import { followOrder } from './order-life.js';
import { type TermsOptions, termsOf, withTerms } from './order-terms.js';
import { accountFor, logOn, type SessionOptions, withSession } from './session.js';

export interface OrderOptions extends SessionOptions, TermsOptions {
  readonly market?: boolean;
  readonly marketToLimit?: boolean;
  readonly tif?: NewOrder['tif'];
  readonly postOnly?: boolean;
  readonly account?: string;
  readonly id?: string;
  readonly follow?: boolean;
}

const SIDES: Readonly<Record<string, NewOrder['side']>> = {
  buy: 'buy',
  sell: 'sell',
  'sell-short': 'sellShort',
  'sell-short-exempt': 'sellShortExempt',
};

const EXAMPLES = `
Examples:
  pregao order buy BTC-USD 0.5 @ 64000
  pregao order sell BTC-USD 0.1 @ 64100 --tif gtc --post-only
  pregao order buy BTC-USD 0.25 --market --protect 10
  pregao order buy BTC-USD 5 @ 64000 --display 0.1 --until 2026-12-01T10:00:00Z
  pregao order sell BTC-USD 0.5 --stop 63000
  pregao order sell BTC-USD 0.5 --trail 50 --on bid
  pregao order buy BTC-USD 0.5 @ 64500 --peg primary --offset 1
  pregao order sell BTC-USD 0.5 @ 66000 --bracket-of 17
  pregao order sell-short BTC-USD 0.5 @ 64100 --stp cancelOldest --firm

Exit code: 0 accepted, 1 rejected, 2 wrong command line, 3 no engine, or no logon.`;

/** @param act what becomes of it; tests look at the order instead of sending it */
export function orderCommand(
  act: (order: NewOrder, options: OrderOptions) => Promise<void> = sendIt,
): Command {
  const command = new Command('order')
    .description('send an order; a price after @ makes it a limit order')
    .argument('<side>', Object.keys(SIDES).join(', '))
    .argument('<symbol>')
    .argument('<quantity>')
    .argument('[price...]', '@ PRICE')
    .option('--market', 'a market order, without price')
    .option('--market-to-limit', 'takes the best price; what is left rests there')
    .addOption(
      new Option('--tif <tif>', 'how long it stands (default: day, market orders ioc)').choices(
        Object.keys(TIMES_IN_FORCE),
      ),
    )
    .option('--post-only', 'refuse it rather than trade at once')
    .option('--account <name>', 'the account, where the key has several')
    .option('--id <number>', 'client order id (default: one is given)')
    .option('--follow', 'stay until the order has ended; Ctrl-C leaves it working')
    .addHelpText('after', EXAMPLES)
    .action((side: string, symbol: string, quantity: string, rest: string[], options: OrderOptions) =>
      act(orderOf(side, symbol, quantity, rest, options), options),
    );
  return withSession(withTerms(command));
}

async function sendIt(order: NewOrder, options: OrderOptions): Promise<void> {
  const client = await logOn(options);
  try {
    await followOrder(client, { ...order, ...accountFor(client, options.account) }, options);
  } finally {
    client.close();
  }
}

function orderOf(
  side: string,
  symbol: string,
  quantity: string,
  rest: readonly string[],
  options: OrderOptions,
): NewOrder {
  const price = atPrice(rest);
  checkPrice(price, options);
  return {
    symbol,
    side: sideOf(side),
    quantity,
    ...termsOf(options),
    ...(price !== undefined && { price }),
    ...(options.market && { type: 'market' }),
    ...(options.marketToLimit && { type: 'marketToLimit' }),
    ...(options.tif && { tif: options.tif }),
    ...(options.postOnly && { postOnly: true }),
    ...(options.id && { clientOrderId: options.id }),
  };
}

function sideOf(text: string): NewOrder['side'] {
  const side = Object.hasOwn(SIDES, text) ? SIDES[text] : undefined;
  if (side === undefined) throw new UsageError(`say buy or sell (or sell-short), not "${text}"`);
  return side;
}

function checkPrice(price: string | undefined, options: OrderOptions): void {
  const { market, marketToLimit, stop, trail } = options;
  const isMarket = market || marketToLimit;
  if (market && marketToLimit) throw new UsageError('--market or --market-to-limit, not both');
  if (isMarket && price !== undefined)
    throw new UsageError('a market order has no price; leave out @ or --market');
  if (!isMarket && price === undefined && stop === undefined && trail === undefined)
    throw new UsageError(`at which price? Write @ PRICE behind the quantity, or --market for a market order`);
}

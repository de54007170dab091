/** `pregao quote BTC-USD 0.5 @ 63990 / 0.5 @ 64010`: bids and offers under an id, and stays: a quote lives with its session. */
import { Command, Option } from 'commander';
import type { PregaoClient, Quote, QuoteProtection, QuoteSide } from '../../protocol/client/index.js';
import { SELF_TRADE_PREVENTIONS } from '../../protocol/words.js';
import { atPrice } from './at-price.js';
import { UsageError } from './failure.js';
import { reportLine } from './report-line.js';
import { accountFor, logOn, type SessionOptions, withSession } from './session.js';

export interface QuoteOptions extends SessionOptions {
  readonly id: string;
  readonly postOnly?: boolean;
  readonly stp?: Quote['selfTradePrevention'];
  readonly firm?: boolean;
  readonly account?: string;
  readonly protect?: string;
  readonly once?: boolean;
}

const EXAMPLES = `
Examples:
  pregao quote BTC-USD 0.5 @ 63990 / 0.5 @ 64010
  pregao quote BTC-USD 0.5 @ 63990 / 0.5 @ 64010 --id 7 --protect 5/1000
  pregao quote BTC-USD - / 0.5 @ 64010
  pregao quote BTC-USD 0 --id 7 --once

Bid before the slash, offer behind it; - leaves a side out, 0 alone takes the quote out. --protect 5/1000 pulls the quotes
after 5 executions within 1000 milliseconds. It stays until Ctrl-C, which takes the quote out.

Exit code: 0 quoted, 1 rejected, 2 wrong command line, 3 no engine, or no logon.`;

/** @param act what becomes of it; tests look at the quote instead of sending it */
export function quoteCommand(act: (quote: Quote, options: QuoteOptions) => Promise<void> = sendIt): Command {
  const command = new Command('quote')
    .description('bid and offer under an id: QUANTITY @ PRICE / QUANTITY @ PRICE')
    .argument('<symbol>')
    .argument('<sides...>', 'bid / offer')
    .option('--id <number>', 'quote id', '1')
    .option('--post-only', 'refuse a side rather than trade at once')
    .addOption(
      new Option('--stp <mode>', 'self-trade prevention').choices(Object.keys(SELF_TRADE_PREVENTIONS)),
    )
    .option('--firm', 'prevent trades with all accounts of the firm')
    .option('--protect <n/ms>', 'market-maker protection: executions/milliseconds')
    .option('--account <name>', 'the account, where the key has several')
    .option('--once', 'do not stay; the quote ends when the session has been away for its grace time')
    .addHelpText('after', EXAMPLES)
    .action((symbol: string, words: string[], options: QuoteOptions) =>
      act(quoteOf(symbol, words, options), options),
    );
  return withSession(command);
}

async function sendIt(quote: Quote, options: QuoteOptions): Promise<void> {
  const client = await logOn(options);
  try {
    const named = { ...quote, ...accountFor(client, options.account) };
    print(client, BigInt(quote.quoteId));
    if (options.protect !== undefined) await client.quoteProtection(protectionOf(options.protect));
    const answer = await client.quote(named);
    if (answer.bidRefused ?? answer.offerRefused) process.exitCode = 1;
    if (options.once || (quote.bid ?? quote.offer) === undefined) return;
    await untilInterrupted(client);
    await client.quote({ ...named, bid: undefined, offer: undefined }).catch(() => {});
  } finally {
    client.close();
  }
}

/** What becomes of its sides. */
function print(client: PregaoClient, quoteId: bigint): void {
  client.on('report', (report) => {
    if (report.ordType === 'quoted' && report.clientOrderId === quoteId) console.log(reportLine(report));
  });
  client.on('quotesPulled', ({ pulled }) =>
    console.log(`pulled     ${pulled} sides of quotes: protection triggered`),
  );
}

const untilInterrupted = (client: PregaoClient): Promise<void> =>
  new Promise((resolve, reject) => {
    client.on('closed', (error) => reject(error ?? new Error('the connection was closed')));
    process.once('SIGINT', resolve);
  });

function quoteOf(symbol: string, words: readonly string[], options: QuoteOptions): Quote {
  const slash = words.indexOf('/');
  const isNothing = slash < 0 && words.length === 1 && words[0] === '0';
  if (slash < 0 && !isNothing)
    throw new UsageError(
      'bid and offer? Write QUANTITY @ PRICE / QUANTITY @ PRICE, - for a side that is left out',
    );
  const bid = isNothing ? undefined : sideOf(words.slice(0, slash));
  const offer = isNothing ? undefined : sideOf(words.slice(slash + 1));
  return {
    symbol,
    quoteId: options.id,
    ...(bid && { bid }),
    ...(offer && { offer }),
    ...(options.postOnly && { postOnly: true }),
    ...(options.stp && { selfTradePrevention: options.stp }),
    ...(options.firm && { preventWithinFirm: true }),
  };
}

function sideOf(words: readonly string[]): QuoteSide | undefined {
  if (words.length === 1 && words[0] === '-') return undefined;
  const [quantity, ...rest] = words;
  const price = atPrice(rest);
  if (quantity === undefined || price === undefined)
    throw new UsageError(`"${words.join(' ')}" is not QUANTITY @ PRICE`);
  return { quantity, price };
}

function protectionOf(text: string): QuoteProtection {
  const found = /^(\d+)\/(\d+(?:\.\d+)?)$/.exec(text);
  if (found === null) throw new UsageError(`--protect ${text} is not EXECUTIONS/MILLISECONDS`);
  return { executions: Number(found[1]), windowMs: Number(found[2]) };
}

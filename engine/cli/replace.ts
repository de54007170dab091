/** `pregao replace SYMBOL ID TOTAL @ PRICE`: gives an order another total and price. */
import { Command } from 'commander';
import type { PregaoClient } from '../../protocol/client/index.js';
import { atPrice } from './at-price.js';
import { UsageError } from './failure.js';
import { reportLine } from './report-line.js';
import { accountFor, logOn, type SessionOptions, withSession } from './session.js';

interface ReplaceOptions extends SessionOptions {
  readonly clientId?: string;
  readonly account?: string;
}

const EXAMPLES = `
Examples:
  pregao replace BTC-USD 4294967297 0.4 @ 64010
  pregao replace BTC-USD --client-id 17 0.4 @ 64010
  pregao replace BTC-USD 4294967297 0

The total counts what has executed already; that much, or less, ends the order.

Exit code: 0 replaced, 1 rejected, 2 wrong command line, 3 no engine, or no logon.`;

export function replaceCommand(): Command {
  const command = new Command('replace')
    .description('give an order a new total and price; place in the queue is kept only when the total falls')
    .argument('<symbol>')
    .argument('<rest...>', "the engine's order id (unless --client-id), the new total, @ PRICE")
    .option('--client-id <id>', 'the order by its client order id')
    .option('--account <name>', 'the account, where the key has several')
    .addHelpText('after', EXAMPLES)
    .action(replace);
  return withSession(command);
}

async function replace(symbol: string, words: readonly string[], options: ReplaceOptions): Promise<void> {
  const { clientId, account } = options;
  const orderId = clientId === undefined ? words[0] : undefined;
  const [quantity, ...rest] = clientId === undefined ? words.slice(1) : words;
  if (quantity === undefined || quantity.startsWith('@'))
    throw new UsageError(
      'which order, and how much? Give its id (or --client-id ID), the new total, @ PRICE',
    );
  const price = atPrice(rest);
  const name = orderId === undefined ? { clientOrderId: clientId } : { orderId };
  const client = await logOn(options);
  try {
    printReports(client);
    const change = { symbol, ...name, quantity, ...(price !== undefined && { price }) };
    await client.replace({ ...change, ...accountFor(client, account) });
  } finally {
    client.close();
  }
}

/** Of the order that is replaced first: nobody else replaces on this connection. */
function printReports(client: PregaoClient): void {
  let meant: bigint | undefined;
  client.on('report', (report) => {
    if (report.type === 'replaced') meant ??= report.orderId;
    if (report.orderId === meant) console.log(reportLine(report));
  });
}

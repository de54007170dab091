/** `pregao cancel SYMBOL ID`: cancels one order; `--all` those of this key. */
import { Command, Option } from 'commander';
import type { MassCancel } from '../../protocol/client/index.js';
import { UsageError } from './failure.js';
import { reportLine } from './report-line.js';
import { accountFor, logOn, type SessionOptions, withSession } from './session.js';

interface CancelOptions extends SessionOptions {
  readonly clientId?: string;
  readonly all?: boolean;
  readonly side?: MassCancel['side'];
  readonly wholeAccount?: boolean;
  readonly account?: string;
}

const EXAMPLES = `
Examples:
  pregao cancel BTC-USD 4294967297
  pregao cancel BTC-USD --client-id 17
  pregao cancel BTC-USD --all
  pregao cancel --all
  pregao cancel BTC-USD --all --side buy
  pregao cancel --all --whole-account --account desk

Exit code: 0 cancelled, 1 rejected, 2 wrong command line, 3 no engine, or no logon.`;

export function cancelCommand(): Command {
  const command = new Command('cancel')
    .description('cancel an order, or all that were sent with this key')
    .argument('[symbol]')
    .argument('[id]', "the engine's order id, as the acceptance told it")
    .option('--client-id <id>', 'the order by its client order id')
    .option('--all', 'every order of this key at this engine, of the symbol if one is given')
    .addOption(new Option('--side <side>', 'with --all: of this side alone').choices(['buy', 'sell']))
    .option('--whole-account', 'with --all: whoever has sent them, in the account')
    .option('--account <name>', 'the account, where the key has several')
    .addHelpText('after', EXAMPLES)
    .action(async (symbol: string | undefined, id: string | undefined, options: CancelOptions) => {
      if (options.all) await cancelAll(symbol, id, options);
      else await cancelOne(symbol, id, options);
    });
  return withSession(command);
}

async function cancelOne(
  symbol: string | undefined,
  id: string | undefined,
  options: CancelOptions,
): Promise<void> {
  const { clientId, account, side, wholeAccount } = options;
  if (side ?? wholeAccount) throw new UsageError('--side and --whole-account go with --all');
  if (symbol === undefined || (id === undefined) === (clientId === undefined))
    throw new UsageError('which order? Give its symbol and its id (or --client-id ID), or --all');
  const client = await logOn(options);
  try {
    const name = id === undefined ? { clientOrderId: clientId } : { orderId: id };
    console.log(reportLine(await client.cancel({ symbol, ...name, ...accountFor(client, account) })));
  } finally {
    client.close();
  }
}

async function cancelAll(
  symbol: string | undefined,
  id: string | undefined,
  options: CancelOptions,
): Promise<void> {
  const { account, side, wholeAccount } = options;
  if (id ?? options.clientId) throw new UsageError('one order, or --all? Not both');
  const client = await logOn(options);
  try {
    client.on('cancelled', (report) => console.log(reportLine(report)));
    const scope = {
      ...{ ...(symbol && { symbol }), ...(side && { side }) },
      ...(wholeAccount ? { ownSession: false, ...accountFor(client, account) } : account && { account }),
    };
    const { cancelled, engine } = await client.massCancel(scope);
    const where = engine === '' ? '' : ` on engine ${engine} alone`;
    console.log(`${cancelled} ${cancelled === 1 ? 'order' : 'orders'} cancelled${where}`);
  } finally {
    client.close();
  }
}

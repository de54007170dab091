/** `pregao admin …`: the operator's switches, over the admin socket of a running engine's data directory. */
import { Argument, Command, Option } from 'commander';
import type { PositionText } from '../admin/position-table.js';
import { LIMIT_NAMES, PHASE_NAMES } from '../admin/requests.js';
import { askAdmin, callAdmin, withData } from './admin-call.js';
import { UsageError } from './failure.js';
import { trimmed } from './report-line.js';

interface AdminOptions {
  readonly data: string;
  readonly account?: string;
  readonly symbol?: string;
  readonly side?: 'buy' | 'sell';
  readonly key?: string;
  readonly strategy?: string;
  readonly currency?: string;
}

const EXAMPLES = `
Examples:
  pregao admin kill-switch on                     refuse all orders, cancel all that are open
  pregao admin kill-switch on --account desk      those of one account
  pregao admin kill-switch off
  pregao admin kill-switch on --strategy maker
  pregao admin reduce-only on --symbol BTC-USD    only what reduces a position passes
  pregao admin limit position 2.5 --symbol BTC-USD --account desk
  pregao admin limit credit 100000 --account desk --currency USD
  pregao admin limit restricted on --symbol PETR4
  pregao admin limit position config --symbol BTC-USD --account desk
  pregao admin reset-throttle --strategy maker    it has had its executions; let it go on
  pregao admin currency-rate BRL 0.18
  pregao admin positions                          what every account holds
  pregao admin bust 1024-1                        take the trade back
  pregao admin correct 1024-1 BTC-USD 0.5 @ 64000
  pregao admin mass-cancel --symbol BTC-USD --side buy
  pregao admin end-of-day                         ends all DAY orders
  pregao admin halt --symbol BTC-USD              no orders; cancels pass
  pregao admin resume --symbol BTC-USD            back to the phase that the calendar says
  pregao admin phase closing-auction              of every instrument`;

export function adminCommand(): Command {
  return new Command('admin')
    .description("the operator's switches; for who may write to the data directory")
    .addHelpText('after', EXAMPLES)
    .addCommand(killSwitch())
    .addCommand(reduceOnly())
    .addCommand(massCancel())
    .addCommand(endOfDay())
    .addCommand(limit())
    .addCommand(resetThrottle())
    .addCommand(currencyRate())
    .addCommand(positions())
    .addCommand(bust())
    .addCommand(correct())
    .addCommand(phase())
    .addCommand(switchTo('halt', 'halt trading: no orders are taken, cancels pass'))
    .addCommand(switchTo('resume', 'end a halt: back to the phase that the calendar says'));
}

const killSwitch = (): Command =>
  switchCommand(
    'kill-switch',
    'on: refuse orders and cancel those that are open; off: let orders pass again',
  );

const reduceOnly = (): Command =>
  switchCommand('reduce-only', 'on: refuse orders that do not reduce a position; off: let them pass again');

function switchCommand(name: string, description: string): Command {
  return withSession(scoped(name, description))
    .argument('<on|off>')
    .action(async (word: string, { data, ...scope }: AdminOptions) => {
      if (word !== 'on' && word !== 'off') throw new UsageError(`say on or off, not "${word}"`);
      await askAdmin(data, `/${name}`, { on: word === 'on', ...scope });
      console.log(`${name.replace('-', ' ')} ${word} for ${scopeText(scope)}`);
    });
}

function limit(): Command {
  return withSession(scoped('limit', 'set a limit, which holds until another is given, over restarts too'))
    .addArgument(new Argument('<limit>').choices(LIMIT_NAMES))
    .argument('<value>', 'as the configuration writes it; none; or config, for what the configuration says')
    .option('--currency <name>', 'currency of a credit limit')
    .action(async (name: string, value: string, { data, ...scope }: AdminOptions) => {
      await askAdmin(data, '/limit', { limit: name, value, ...scope });
      console.log(`limit ${name} ${value} for ${scopeText(scope)}`);
    });
}

function resetThrottle(): Command {
  return withSession(
    withData('reset-throttle', 'let a session go on that has had as many executions as it may'),
  ).action(async ({ data, key, strategy }: AdminOptions) => {
    await askAdmin(data, '/reset-throttle', { key, strategy });
    console.log(`${scopeText({ key, strategy })} may go on`);
  });
}

function currencyRate(): Command {
  return withData('currency-rate', 'what one of a currency is worth in the money that all rates are given in')
    .argument('<currency>')
    .argument('<rate>')
    .action(async (currency: string, rate: string, { data }: AdminOptions) => {
      await askAdmin(data, '/currency-rate', { currency, rate });
      console.log(`${currency} is worth ${rate}`);
    });
}

function positions(): Command {
  return withData('positions', 'what every account holds, street accounts of venues included').action(
    async ({ data }: AdminOptions) => {
      const { positions: rows } = (await callAdmin(data, 'GET', '/positions')) as {
        positions: PositionText[];
      };
      for (const { account, symbol, net, openBuy, openSell, realized, unrealized, fees, currency } of rows)
        console.log(
          `${account.padEnd(20)} ${symbol.padEnd(16)} net ${trimmed(net).padStart(12)}  open ${trimmed(openBuy)}/${trimmed(openSell)}  realized ${realized}  unrealized ${unrealized ?? '?'}  fees ${fees} ${currency}`,
        );
    },
  );
}

function bust(): Command {
  return withData('bust', 'take a trade back: position, cash and fees')
    .argument('<trade>', 'SEQUENCE-INDEX of the trade')
    .action(async (trade: string, { data }: AdminOptions) => {
      await askAdmin(data, '/bust', { trade });
      console.log(`trade ${trade} is busted`);
    });
}

function correct(): Command {
  return withData('correct', 'put a trade right that had another price or quantity')
    .argument('<trade>', 'SEQUENCE-INDEX of the trade')
    .argument('<symbol>')
    .argument('<quantity>')
    .addArgument(new Argument('<at>').choices(['@']))
    .argument('<price>')
    .action(
      async (
        trade: string,
        symbol: string,
        quantity: string,
        _at: string,
        price: string,
        { data }: AdminOptions,
      ) => {
        await askAdmin(data, '/correct', { trade, symbol, price, quantity });
        console.log(`trade ${trade} is ${quantity} ${symbol} @ ${price}`);
      },
    );
}

function massCancel(): Command {
  return scoped('mass-cancel', 'cancel all open orders of a scope; at least one of the options')
    .addOption(new Option('--side <side>').choices(['buy', 'sell']))
    .action(async ({ data, ...scope }: AdminOptions) => {
      if (Object.keys(scope).length === 0)
        throw new UsageError('of what? Give --account, --symbol or --side');
      await askAdmin(data, '/mass-cancel', scope);
      console.log(`cancelled the orders of ${scopeText(scope)}`);
    });
}

function endOfDay(): Command {
  return withData('end-of-day', 'end all DAY orders')
    .option('--symbol <symbol>', 'of one instrument')
    .action(async ({ data, symbol }: AdminOptions) => {
      await askAdmin(data, '/end-of-day', { symbol });
      console.log(`DAY orders ended for ${scopeText({ symbol })}`);
    });
}

function phase(): Command {
  return oneInstrument('phase', 'set the trading phase; it holds until the calendar has a new one')
    .addArgument(new Argument('<phase>').choices(PHASE_NAMES))
    .action((word: string, { data, symbol }: AdminOptions) => setPhase(data, word, symbol));
}

function switchTo(word: 'halt' | 'resume', description: string): Command {
  return oneInstrument(word, description).action(({ data, symbol }: AdminOptions) =>
    setPhase(data, word, symbol),
  );
}

async function setPhase(data: string, word: string, symbol: string | undefined): Promise<void> {
  await askAdmin(data, '/trading-phase', { phase: word, symbol });
  console.log(`${word}: ${symbol ?? 'every instrument'}`);
}

const oneInstrument = (name: string, description: string): Command =>
  withData(name, description).option('--symbol <symbol>', 'of one instrument');

const scoped = (name: string, description: string): Command =>
  withData(name, description)
    .option('--account <name>', 'of one account')
    .option('--symbol <symbol>', 'of one instrument');

const withSession = (command: Command): Command =>
  command
    .option('--key <id>', "of one key's session")
    .option('--strategy <name>', "of one strategy's session");

function scopeText({ account, symbol, side, key, strategy }: Partial<AdminOptions>): string {
  const parts = [
    account && `account ${account}`,
    symbol,
    side && `side ${side}`,
    key && `key ${key}`,
    strategy && `strategy ${strategy}`,
  ].filter(Boolean);
  return parts.join(', ') || 'the whole firm';
}

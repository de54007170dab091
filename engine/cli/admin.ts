/** `pregao admin …`: the operator's switches, over the admin socket of a running engine's data directory. */
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Argument, Command, Option } from 'commander';
import { ConnectionError } from '../../protocol/client/index.js';
import { ADMIN_SOCKET, PHASE_NAMES } from '../admin/admin-door.js';
import { UsageError } from './failure.js';

interface AdminOptions {
  readonly data: string;
  readonly account?: string;
  readonly symbol?: string;
  readonly side?: 'buy' | 'sell';
}

const EXAMPLES = `
Examples:
  pregao admin kill-switch on                     refuse all orders, cancel all that are open
  pregao admin kill-switch on --account desk      those of one account
  pregao admin kill-switch off
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
    .addCommand(massCancel())
    .addCommand(endOfDay())
    .addCommand(phase())
    .addCommand(switchTo('halt', 'halt trading: no orders are taken, cancels pass'))
    .addCommand(switchTo('resume', 'end a halt: back to the phase that the calendar says'));
}

function killSwitch(): Command {
  return scoped('kill-switch', 'on: refuse orders and cancel those that are open; off: let orders pass again')
    .argument('<on|off>')
    .action(async (word: string, { data, account, symbol }: AdminOptions) => {
      if (word !== 'on' && word !== 'off') throw new UsageError(`say on or off, not "${word}"`);
      await ask(data, '/kill-switch', { on: word === 'on', account, symbol });
      console.log(`kill switch ${word} for ${scopeText({ account, symbol })}`);
    });
}

function massCancel(): Command {
  return scoped('mass-cancel', 'cancel all open orders of a scope; at least one of the options')
    .addOption(new Option('--side <side>').choices(['buy', 'sell']))
    .action(async ({ data, ...scope }: AdminOptions) => {
      if (Object.keys(scope).length === 0)
        throw new UsageError('of what? Give --account, --symbol or --side');
      await ask(data, '/mass-cancel', scope);
      console.log(`cancelled the orders of ${scopeText(scope)}`);
    });
}

function endOfDay(): Command {
  return withData('end-of-day', 'end all DAY orders')
    .option('--symbol <symbol>', 'of one instrument')
    .action(async ({ data, symbol }: AdminOptions) => {
      await ask(data, '/end-of-day', { symbol });
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
  await ask(data, '/trading-phase', { phase: word, symbol });
  console.log(`${word}: ${symbol ?? 'every instrument'}`);
}

const oneInstrument = (name: string, description: string): Command =>
  withData(name, description).option('--symbol <symbol>', 'of one instrument');

const withData = (name: string, description: string): Command =>
  new Command(name).description(description).option('--data <dir>', "the engine's data directory", './data');

const scoped = (name: string, description: string): Command =>
  withData(name, description)
    .option('--account <name>', 'of one account')
    .option('--symbol <symbol>', 'of one instrument');

function scopeText({ account, symbol, side }: Partial<AdminOptions>): string {
  const parts = [account && `account ${account}`, symbol, side && `side ${side}`].filter(Boolean);
  return parts.join(', ') || 'the whole firm';
}

async function ask(data: string, path: string, body: object): Promise<void> {
  const socketPath = join(data, ADMIN_SOCKET);
  const { status, answer } = await post(socketPath, path, JSON.stringify(body));
  if (status === 400) throw new UsageError(answer);
  if (status !== 200) throw new Error(answer);
}

function post(socketPath: string, path: string, body: string): Promise<{ status: number; answer: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const sent = request({ socketPath, path, method: 'POST', headers }, async (response) => {
      const { error = '' } = JSON.parse(await text(response)) as { error?: string };
      resolve({ status: response.statusCode ?? 500, answer: error });
    });
    sent.on('error', (error) => {
      const where = `no engine answers at ${socketPath} (${error.message})`;
      reject(
        new ConnectionError(
          `${where}\nIs it running on this data directory? Name another one with --data DIR.`,
        ),
      );
    });
    sent.end(body);
  });
}
